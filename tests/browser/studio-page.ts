import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { samples } from '../../editor/server/samples.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { launchChromium } from './browser.ts'
import {
  type OpenedPage,
  openStudio,
  type PageOptions,
  type StudioHost,
  studioHost,
} from './studio-host.ts'

/** What the tests of a file share: one browser, and for each test a server of its own. */
export interface StudioStage {
  readonly browser: () => Browser
  readonly host: () => StudioHost
  readonly open: (options?: PageOptions) => Promise<Page>
  /** What the console said so far; it is forgotten. */
  readonly complaints: () => string[]
}

/** Sets the stage before each test, and looks after it that nothing went wrong unnoticed. */
export function studioStage(): StudioStage {
  let browser: Browser
  let host: StudioHost
  let opened: OpenedPage[]
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    host = await studioHost()
    opened = []
  })
  afterEach(async () => {
    for (const { context } of opened) await context.close()
    await host.close()
    // Offline beyond its server, and nothing to complain of, whatever was done.
    expect(opened.flatMap(({ complaints, strayed }) => [...complaints, ...strayed])).toEqual([])
  })
  return {
    browser: () => browser,
    host: () => host,
    open: async (options = {}) => {
      const one = await openStudio(browser, host, options)
      opened.push(one)
      return one.page
    },
    complaints: () => opened.flatMap(({ complaints }) => complaints.splice(0)),
  }
}

/** The daily prices that every studio offers. */
export async function dailySample(): Promise<Bars> {
  const daily = (await samples('')).find(({ interval }) => interval === '1d')
  return daily!.bars
}

/** Waits until a tile shows this. */
export async function shows(page: Page, label: string, value: string): Promise<void> {
  const tile = page.locator('.tiles div', { hasText: label }).locator('dd')
  await expect.poll(() => tile.textContent()).toBe(value)
}

/** Types at the end of the text. */
export async function type(page: Page, text: string): Promise<void> {
  await toEnd(page)
  await page.keyboard.type(text)
}

/** Goes to the end of the text, so that it is shown. */
export async function toEnd(page: Page): Promise<void> {
  await page.locator('.monaco .view-lines').click()
  await page.keyboard.press('Control+End')
}

/** The text as the editor shows it: the lines in sight. */
export async function textOf(page: Page): Promise<string> {
  const lines = await page.locator('.monaco .view-line').evaluateAll((found) =>
    found
      .map((line) => ({
        top: Number.parseFloat((line as HTMLElement).style.top),
        text: line.textContent ?? '',
      }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' ')),
  )
  return lines.join('\n')
}

/** From how far left on the price is drawn, as a share of the chart's width. */
export function paintedShare(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.chart td:nth-child(2) canvas')!
    const { width, height } = canvas
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
    // Candles are coloured; grid and ground are grey.
    const coloured = (at: number) => Math.abs(data[at]! - data[at + 1]!) > 40
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        if (coloured((y * width + x) * 4)) return 1 - x / width
      }
    }
    return 0
  })
}

/** What stands over the price. */
export async function legend(page: Page): Promise<string> {
  return (await page.locator('.legend').first().textContent()) ?? ''
}
