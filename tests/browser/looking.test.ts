/** The built page, its real server, a real browser: what a person looks at, and on what. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { CHROMIUM } from './browser.ts'
import { figureOf, nodeRun, sampleText } from './node-run.ts'
import { builtFiles, ready } from './studio-host.ts'
import {
  dailySample,
  legend,
  paintedShare,
  shows,
  studioStage,
  textOf,
  toEnd,
  type,
} from './studio-page.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const SMA = 'sma_crossover.strat'

describe.skipIf(CHROMIUM === undefined)('looking at the studio', () => {
  const stage = studioStage()

  test('a first start shows a sample, run as Node runs it', async () => {
    const page = await stage.open()
    expect(await page.locator('.top select').first().inputValue()).toBe(SMA)
    const report = nodeRun(sampleText(SMA), await dailySample(), '1d')
    await shows(page, 'Final equity', figureOf(report, 'finalEquity'))
    await shows(page, 'Sharpe ratio', figureOf(report, 'sharpe'))
    const { trades, open: still } = report.result
    await expect
      .poll(() => page.getByRole('tab').first().textContent())
      .toBe(`Trades (${trades.length + still.length})`)
    expect(await page.locator('.chart canvas').count()).toBeGreaterThan(3)
    expect(await page.title()).toBe(SMA)
  })

  test('a click on a bar says why the rules fired there or not, and so do keys', async () => {
    const page = await stage.open()
    const why = page.locator('.reasons')
    await page.getByRole('tab', { name: 'Why' }).press('Enter')
    await why.getByRole('button', { name: 'The bar before' }).press('Enter')
    await expect.poll(() => why.locator('h4').first().textContent()).toContain('enter long')
    await expect.poll(() => why.textContent()).toContain('fast_ma = sma(close, fast)')
    const [last, before] = [why.locator('h3'), why.getByRole('button', { name: 'The bar before' })]
    const shown = await last.textContent()
    await before.click()
    await expect.poll(() => last.textContent()).not.toBe(shown)
    const box = (await page.locator('.chart').boundingBox())!
    const looked = await last.textContent()
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.3)
    await expect.poll(() => last.textContent()).not.toBe(looked)
  })

  test('why tells of what is inside an @ which bar was seen there', async () => {
    const text = `${sampleText(SMA)}\nlet weekly = sma(close, slow) @ 1w\nplot weekly\n`
    stage.host().write('weekly.strat', text.replace('crosses above slow_ma', '> weekly'))
    const page = await stage.open()
    await page.locator('.top select').first().selectOption('weekly.strat')
    await expect.poll(() => legend(page)).toContain('weekly')
    await page.getByRole('tab', { name: 'Why' }).click()
    await page.getByRole('button', { name: 'The bar before' }).click()
    await expect
      .poll(() => page.locator('.reasons').textContent())
      .toMatch(/sma\(close, slow\), 1w bar of \d{4}-\d\d-\d\d: \d/)
  })

  test('what a strategy reads of another instrument is brought, or said to be missing', async () => {
    const text = sampleText(SMA)
    stage.host().write('with.strat', `${text}\nlet wide = close @ SAMPLE 1d\nplot wide\n`)
    stage.host().write('without.strat', `${text}\nlet wide = close @ NOBODY 1d\nplot wide\n`)
    const page = await stage.open()
    const texts = page.locator('.top select').first()
    await texts.selectOption('with.strat')
    await expect.poll(() => legend(page)).toContain('wide')
    await texts.selectOption('without.strat')
    await expect
      .poll(() => page.locator('main').textContent())
      .toContain('It reads NOBODY 1d, and there are no such bars')
  })

  test('a year is the last year: from one edge of the chart to the other', async () => {
    const page = await stage.open()
    await page.getByRole('tab', { name: 'Why' }).click()
    await page.getByRole('button', { name: '1y', exact: true }).click()
    const box = (await page.locator('.chart').boundingBox())!
    const dayAt = async (x: number): Promise<number> => {
      await page.mouse.click(box.x + x, box.y + 100)
      await page.locator('.reasons h3').waitFor()
      const heading = (await page.locator('.reasons h3').textContent())!
      return Date.parse(heading.slice(0, 10)) / 86_400_000
    }
    const [axis] = (await page.locator('.chart td:last-child').all()).slice(-1)
    const right = box.width - (await axis!.boundingBox())!.width
    const first = await dayAt(3)
    await expect.poll(() => dayAt(right - 3)).toBeGreaterThan(first + 355)
    expect((await dayAt(right - 3)) - first).toBeLessThan(370)
  })

  test('the tour goes step by step, keeps what was changed, and leads back', async () => {
    const page = await stage.open()
    await page.getByRole('button', { name: 'Tour' }).click()
    const title = page.locator('.tour h2')
    const go = (name: string) => page.locator('.tour').getByRole('button', { name }).click()
    await expect.poll(() => title.textContent()).toBe('1. A strategy is a text')
    await expect.poll(() => textOf(page)).toContain('strategy "First steps"')
    await type(page, '\nlet mine = close')
    await go('Next')
    await expect.poll(() => title.textContent()).toContain('2. ')
    await expect.poll(() => textOf(page)).toContain('strategy "Two averages"')
    await go('Back')
    await expect.poll(() => textOf(page)).toContain('let mine = close')
    await page.getByLabel('Step of the tour').selectOption('11')
    await expect.poll(() => textOf(page)).toContain('costs {')
    await page.reload()
    await ready(page)
    await expect.poll(() => title.textContent()).toContain('12. ')
    await page.getByLabel('Step of the tour').selectOption('1')
    await go('Leave')
    await expect.poll(() => title.count()).toBe(0)
  })

  test('the link opens one browser, once', async () => {
    const link = stage.host().newLink()
    const first = await stage.browser().newContext()
    const second = await stage.browser().newContext()
    try {
      expect((await (await first.newPage()).goto(link))?.status()).toBe(200)
      const answer = await (await second.newPage()).goto(link)
      expect(answer?.status()).toBe(401)
      const cookies = await first.cookies()
      expect(cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual([
        [true, 'Strict'],
      ])
    } finally {
      await first.close()
      await second.close()
    }
  })

  test('a trade in the list shows on the chart, and one on the chart in the list', async () => {
    const page = await stage.open()
    const before = await legend(page)
    const row = page.locator('.trades tbody tr').nth(4)
    await row.click()
    expect(await row.getAttribute('aria-selected')).toBe('true')
    await expect.poll(() => legend(page)).not.toBe(before)
    await page.locator('.trades tbody tr').nth(5).press('Enter')
    expect(await row.getAttribute('aria-selected')).toBeNull()
    const box = (await page.locator('.chart').boundingBox())!
    // The chart is wider than its time scale: the middle of the trade is a little to the left.
    await page.mouse.click(box.x + (box.width - 70) / 2, box.y + 80)
    expect(
      await page.locator('.trades tbody tr[aria-selected="true"]').getAttribute('data-trade'),
    ).toBe('5')
  })

  test('a reload restores what was typed, chosen and coloured', async () => {
    const page = await stage.open()
    await page.locator('.top select').first().selectOption('rsi_reversion.strat')
    await expect.poll(() => page.title()).toBe('rsi_reversion.strat')
    await page.locator('.top select').nth(1).selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Use dark colours' }).click()
    await type(page, '\n// not saved')
    await page.reload()
    await ready(page)
    expect(await page.title()).toBe('• rsi_reversion.strat')
    await toEnd(page)
    await expect.poll(() => textOf(page)).toContain('// not saved')
    expect(await page.locator('.top select').nth(1).inputValue()).toBe(
      await page.locator('.top select').nth(1).locator('option').nth(1).getAttribute('value'),
    )
    expect(await page.getByRole('button', { name: 'Use light colours' }).count()).toBe(1)
    expect(stage.host().read('rsi_reversion.strat')).not.toContain('// not saved')
  })

  test('a strategy that was never saved is there after a reload, and can be saved', async () => {
    const page = await stage.open()
    await page.getByRole('button', { name: 'New…' }).click()
    await page.getByLabel('File name').fill('first_try')
    await page.getByRole('button', { name: 'Begin' }).click()
    await type(page, '\n// not saved')
    await page.reload()
    await ready(page)
    expect(await page.title()).toBe('• first_try.strat')
    expect(await textOf(page)).toContain('// not saved')
    await page.keyboard.press('Control+s')
    await expect.poll(() => page.title()).toBe('first_try.strat')
    expect(stage.host().read('first_try.strat')).toContain('// not saved')
  })

  test('prices in other bars than the strategy is written for are offered to be changed', async () => {
    const page = await stage.open()
    await page.locator('.top select').first().selectOption('minute_cross.strat')
    await page.getByRole('button', { name: 'Run it over Sample: minutes' }).click()
    await expect.poll(() => page.locator('.why').count()).toBe(0)
    await page.locator('.trades tbody tr').first().waitFor()
  })

  test('a server that is gone is told, and nothing is lost', async () => {
    const page = await stage.open()
    await page.context().route('**/api/**', (route) => route.abort())
    await type(page, '\n// kept')
    await page.keyboard.press('Control+s')
    await page.getByText('The server does not answer.').waitFor()
    await page.context().unroute('**/api/**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => page.locator('.notice').count()).toBe(0)
    expect(await textOf(page)).toContain('// kept')
    // The browser itself says that a request failed: that is what this test is about.
    stage.complaints()
  })

  test('a phone shows one thing at a time, and nothing beside its edge', async () => {
    const page = await stage.open({ width: 390, height: 844 })
    expect(await page.locator('.chart').isVisible()).toBe(false)
    for (const view of ['Chart', 'Trades', 'Strategy']) {
      await page.getByRole('button', { name: view, exact: true }).click()
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, view).toBeLessThanOrEqual(390)
    }
    await page.getByRole('button', { name: 'Chart', exact: true }).click()
    await expect.poll(() => paintedShare(page)).toBeGreaterThan(0.9)
    await page.getByRole('button', { name: 'Trades', exact: true }).click()
    await page.locator('.trades tbody tr').nth(2).click()
    expect(await page.locator('.chart canvas').first().isVisible()).toBe(true)
  })

  test('a newer run ends the one before it', async () => {
    const page = await stage.open()
    const worker = `/workers/${builtFiles('workers').find((name) => /^strategy.*js$/.test(name))}`
    const answered = await page.evaluate(
      async ({ worker, source }) => {
        const length = 1_500_000
        const column = (at: (bar: number) => number) =>
          Float64Array.from({ length }, (_, i) => at(i))
        const price = column((bar) => 100 + Math.sin(bar / 9) * 10)
        const time = column((bar) => bar * 60_000)
        const [open, high, low, close] = [price, price, price, price]
        const bars = { length, time, open, high, low, close, volume: price }
        const spacing = { timezone: 'UTC', interval: '1d' }
        const prices = { bars, name: '', symbol: 'X', ...spacing, notes: [] }
        const runner = new Worker(worker, { type: 'module' })
        const told: { run: number; kind: string }[] = []
        runner.postMessage({ kind: 'prices', prices })
        const ask = (run: number) =>
          runner.postMessage({ kind: 'run', run, source, asked: { parameters: {} } })
        ask(1)
        return new Promise<typeof told>((resolve) => {
          runner.onmessage = ({ data: { run, kind } }) => {
            told.push({ run, kind })
            if (run === 1 && kind === 'progress') ask(2)
            if (kind === 'ran') setTimeout(() => resolve(told), 300)
          }
        })
      },
      { worker, source: sampleText(SMA) },
    )
    expect(answered.filter(({ kind }) => kind === 'ran')).toEqual([{ run: 2, kind: 'ran' }])
  })

  test('everything can be done by keys alone', async () => {
    const page = await stage.open()
    const reached: string[] = []
    await page.locator('.skip').first().focus()
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab')
      const name = await page.evaluate(() => {
        const at = document.activeElement
        const label = at?.closest('label')?.textContent?.trim().split('\n')[0]
        return `${at?.getAttribute('aria-label') ?? label ?? at?.textContent?.trim()}`.slice(0, 40)
      })
      reached.push(name)
      // Tab writes a tab in the text until Ctrl+M lets it leave.
      if (name.startsWith('Strategy text')) await page.keyboard.press('Control+m')
    }
    const wanted = [
      'New…',
      'Strategy text',
      'fast',
      'Width of the text',
      '1y',
      'Prices with trades',
    ]
    for (const name of wanted) {
      expect(
        reached.some((one) => one.startsWith(name)),
        `${name} in ${reached}`,
      ).toBe(true)
    }
    expect(reached.some((one) => one.startsWith('Trades ('))).toBe(true)
    await page.getByRole('tab', { name: 'All figures' }).press('Enter')
    await page.locator('.facts').getByText('Kelly fraction').waitFor()
    const chart = page.getByRole('application')
    await chart.focus()
    const before = await legend(page)
    for (let step = 0; step < 8; step++) await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => legend(page)).not.toBe(before)
    await page.keyboard.press('Home')
    await expect.poll(() => legend(page)).toBe(before)
  })

  test.each([
    ['light', 1_440],
    ['dark', 1_440],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds nothing serious: %s, %d wide', async (theme, width) => {
    const page = await stage.open({ theme, width, height: 900 })
    // A blank behind it, for Enter would take what is offered for it, if that comes in time.
    await type(page, '\nlet x = clse ')
    await page.locator('.problems li').waitFor()
    await page.evaluate(AXE)
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run(document)
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => [id, target, failureSummary]),
        )
    })
    expect(found).toEqual([])
  })

  test('the first load is small, and Monaco is not in it', async () => {
    const context = await stage.browser().newContext()
    const page = await context.newPage()
    const bytes = new Map<string, number>()
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url())
      const { responseBodySize } = await response.request().sizes()
      bytes.set(pathname, responseBodySize)
    })
    await page.goto(stage.host().newLink())
    await ready(page)
    await context.close()
    const assets = [...bytes].filter(([path]) => /^\/(assets|workers)\//.test(path))
    const later = assets.filter(([path]) => /\/(editor[.-]|codicon)/.test(path))
    const first = assets.filter((one) => !later.includes(one))
    const size = (some: typeof assets) => some.reduce((sum, [, length]) => sum + length, 0)
    expect(later.length).toBeGreaterThanOrEqual(2)
    expect(size(first)).toBeLessThan(1_500_000)
    expect(size(assets)).toBeLessThan(1_500_000)
  })
})
