/** What a reader does with the page: sorts, finds and looks at trades, prints. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlReport } from '../../../runtime/report/html.ts'
import { CHROMIUM, launchChromium } from '../../browser/browser.ts'
import { crossoverReport, walkBars } from './run-fixture.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const report = crossoverReport(walkBars(3_000))
const { trades, open } = report.result

describe.skipIf(CHROMIUM === undefined)('a reader of the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-use-'))
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await launchChromium()
    const path = join(folder, 'report.html')
    writeFileSync(path, htmlReport(report))
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    page.on('console', (message) => {
      throw new Error(message.text())
    })
    await page.goto(pathToFileURL(path).href)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const listed = () =>
    page
      .locator('#trades tbody tr')
      .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.trade)))

  test('finds the trades of a year, the lost ones among them', async () => {
    await page.getByLabel('Find in trades').fill('2016-')
    await page.getByLabel('Result').selectOption('lost')
    const expected = trades.flatMap(({ entryTime, exitTime, profit }, index) => {
      const years = [entryTime, exitTime].map((time) => new Date(time).getUTCFullYear())
      return years.includes(2016) && profit <= 0 ? [index] : []
    })
    expect(expected.length).toBeGreaterThan(1)
    expect(await listed()).toEqual(expected)
    expect(await page.locator('#filter [role=status]').textContent()).toBe(
      `${expected.length} of ${trades.length + open.length}`,
    )
  })

  test('sorts what is left, by profit', async () => {
    await page.locator('#trades th button', { hasText: 'Profit' }).click()
    const profits = (await listed()).map((index) => trades[index]!.profit)
    expect(profits).toEqual([...profits].sort((a, b) => a - b))
  })

  test('reads the reasons of a trade, and goes to the next', async () => {
    const [first] = await listed()
    await page.locator('#trades tbody tr').first().click()
    const detail = page.locator('#trade')
    const text = await detail.textContent()
    expect(text).toContain(`Trade ${first! + 1}: long`)
    for (const part of ['fast_ma crosses above slow_ma', 'line 10', 'fast_ma < slow_ma', 'stop']) {
      expect(text).toContain(part)
    }
    await detail.getByLabel('The next trade').click()
    expect(await detail.textContent()).toContain(`Trade ${first! + 2}: long`)
    await detail.getByLabel('Close').click()
    expect(await detail.isVisible()).toBe(false)
  })

  test('prints every trade that is listed', async () => {
    await page.getByLabel('Find in trades').fill('')
    await page.getByLabel('Result').selectOption('')
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await page.locator('#trades tbody tr').count()).toBe(trades.length + open.length)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  })

  test.each(['light', 'dark'] as const)('axe finds nothing serious: %s', async (colorScheme) => {
    // The page's own policy would not let axe in.
    const context = await browser.newContext({ colorScheme, bypassCSP: true })
    const other = await context.newPage()
    await other.goto(page.url())
    await other.locator('#trades tbody tr').first().click()
    await other.evaluate(AXE)
    const found = await other.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run(document)
      return violations.map(({ id, nodes }) => [id, nodes[0]?.html])
    })
    await context.close()
    expect(found).toEqual([])
  })

  test('has no sideways scroll on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 700 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBe(360)
  })
})
