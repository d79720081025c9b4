/**
 * The studio in Chromium: from a key pressed to the new curve on the screen, over 50,000 hourly
 * bars; from a slider's step to the same; from the link to a page that can be used. Prints JSON.
 */
import type { Page } from 'playwright-core'
import { launchChromium } from '../browser/browser.ts'
import { openStudio, ready, studioHost } from '../browser/studio-host.ts'
import { median } from './contestant.ts'

const EDITS = 40

export interface StudioSpeed {
  /** Milliseconds; quantiles over the edits. */
  readonly edit: Quantiles
  readonly slider: Quantiles
  /** Milliseconds from the request of the page to the editor and the first result. */
  readonly usable: number
  readonly bars: number
}

export interface Quantiles {
  readonly p50: number
  readonly p95: number
}

const browser = await launchChromium()
const host = await studioHost()
try {
  const { page, context } = await openStudio(browser, host)
  const starts: number[] = []
  for (let run = 0; run < 5; run++) {
    await page.reload()
    await ready(page)
    starts.push(await page.evaluate(() => performance.now()))
  }
  const hours = page.locator('.top select').nth(1)
  await hours.selectOption({ label: await labelOf(page, 'hours') })
  await page.waitForTimeout(1_500)
  const bars = await page.evaluate(() => performance.getEntriesByName('strat:drawn').length)
  if (bars < 2) throw new Error('the chart was not drawn again')
  await watch(page)
  await page.locator('.monaco .view-line', { hasText: 'param fast' }).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+ArrowLeft')
  // The range's end: 5..50 becomes 5..500 and back, so that every edit is a text that runs.
  await page.keyboard.press('End')
  const edits: number[] = []
  for (let edit = 0; edit < EDITS; edit++) {
    edits.push(await timed(page, () => page.keyboard.press(edit % 2 === 0 ? '0' : 'Backspace')))
  }
  const slider = page.getByRole('slider', { name: 'fast' })
  await slider.focus()
  const steps: number[] = []
  for (let step = 0; step < EDITS; step++) {
    const key = step % 20 < 10 ? 'ArrowRight' : 'ArrowLeft'
    steps.push(await timed(page, () => page.keyboard.press(key)))
  }
  const speed: StudioSpeed = {
    edit: quantiles(edits),
    slider: quantiles(steps),
    usable: median(starts),
    bars: 50_000,
  }
  console.log(JSON.stringify(speed))
  await context.close()
} finally {
  await browser.close()
  await host.close()
}

async function labelOf(page: Page, word: string): Promise<string> {
  const option = page.locator('.top select').nth(1).locator('option', { hasText: word })
  return (await option.textContent())!.trim()
}

interface Watched {
  pressed: number
  painted?: (at: number) => void
}

/** Notes when a key goes down, and when what was drawn after it is on the screen. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched: Watched = { pressed: 0 }
    Object.assign(globalThis, { watched })
    addEventListener('keydown', ({ timeStamp }) => (watched.pressed = timeStamp), true)
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) {
        if (name !== 'strat:drawn' || startTime < watched.pressed) continue
        // The library draws in the next frame; the task after it begins when that is done.
        requestAnimationFrame(() => setTimeout(() => watched.painted?.(performance.now())))
      }
    }).observe({ type: 'mark' })
  })
}

/** Milliseconds from the key's event to the frame that shows its result. */
async function timed(page: Page, press: () => Promise<void>): Promise<number> {
  const painted = page.evaluate(() => {
    const { watched } = globalThis as unknown as { watched: Watched }
    return new Promise<number>((resolve) => {
      watched.painted = (at) => resolve(at - watched.pressed)
    })
  })
  await press()
  const took = await painted
  await page.waitForTimeout(60)
  return took
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b)
  return { p50: median(values), p95: sorted[Math.floor(sorted.length * 0.95)]! }
}
