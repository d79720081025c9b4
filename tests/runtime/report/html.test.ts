import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pageAssets } from '../../../runtime/report/generate/page-assets.ts'
import { htmlReport } from '../../../runtime/report/html.ts'
import { unpacked } from '../../../runtime/report/packed.ts'
import {
  MOST_DRAWN_BARS,
  type PageData,
  type PageTrade,
  pageData,
  type WrittenPageData,
} from '../../../runtime/report/page-data.ts'
import type { RunReport } from '../../../runtime/report/run-report.ts'
import { crossoverReport, walkBars } from './run-fixture.ts'

const report = crossoverReport(walkBars(400))
const HOSTILE = `</script><script>alert(1)</script><!--'"&<img src=x onerror=alert(1)>`

function dataOf(html: string): PageData {
  const start = html.indexOf('id="run">') + 'id="run">'.length
  const written = JSON.parse(html.slice(start, html.indexOf('</script>', start))) as WrittenPageData
  return { ...written, trades: unpacked<PageTrade>(written.trades) }
}

describe('the page', () => {
  test('hostile texts stay texts, wherever they come from', () => {
    const hostile: RunReport = {
      ...report,
      meta: {
        ...report.meta,
        title: HOSTILE,
        sourceHash: HOSTILE,
        parameters: report.meta.parameters.map((one) => ({ ...one, name: HOSTILE })),
        rules: report.meta.rules.map((one) => ({ ...one, text: HOSTILE, tag: HOSTILE })),
        plots: report.meta.plots.map(() => ({ label: HOSTILE, pane: HOSTILE })),
      },
      options: {
        ...report.options,
        instrument: { ...report.options.instrument, symbol: HOSTILE, currency: HOSTILE },
      },
      figures: report.figures.map((one) => ({ ...one, label: HOSTILE })),
      data: HOSTILE,
      notes: [HOSTILE],
    }
    const html = htmlReport(hostile)
    expect([html.includes(HOSTILE), html.includes('<img')]).toEqual([false, false])
    expect(html.split('</script>')).toHaveLength(htmlReport(report).split('</script>').length)
    const data = dataOf(html)
    expect(data.symbol).toBe(HOSTILE)
    expect(data.plots[0]).toMatchObject({ label: HOSTILE, pane: HOSTILE })
    expect(data.trades[0]!.exit).toBe(HOSTILE)
  })

  test('its policy lets run its own two scripts, and nothing be fetched', () => {
    const html = htmlReport(report)
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('http')
    expect(/script-src ([^;]*)/.exec(policy)![1]).not.toContain('unsafe')
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((found) => found[1]!)
    expect(scripts).toHaveLength(2)
    for (const script of scripts) {
      const hash = createHash('sha256').update(script).digest('base64')
      expect(policy).toContain(`'sha256-${hash}'`)
    }
    const page = html.replace(/<script[\s\S]*?<\/script>/g, '')
    expect(page).not.toMatch(/<(?:link|img|iframe|script)\b|\ssrc=|@import|url\(/)
  })

  test('says what was run, keeps the library’s licence and its attribution', () => {
    const html = htmlReport(report)
    for (const text of [
      'SMA crossover',
      'WALK',
      'next_open',
      'prices/walk.csv',
      'slippage 2 bps',
    ]) {
      expect(html.includes(text), text).toBe(true)
    }
  })

  test('a run without trades says so', () => {
    const quiet = { ...report, result: { ...report.result, trades: [], open: [] } }
    const html = htmlReport(quiet)
    expect([html.includes('No trades'), html.includes('id="trades"')]).toEqual([true, false])
  })

  test('its script and style are the ones generated from runtime/report/web', async () => {
    const file = new URL('../../../runtime/report/generated/page-assets.ts', import.meta.url)
    const fresh = await pageAssets(new URL('../../../', import.meta.url))
    expect(readFileSync(file, 'utf8') === fresh, 'stale: run `npm run generate`').toBe(true)
  })
})

describe('the data of the page', () => {
  test('every bar as it is, unknown as null', () => {
    const data = dataOf(htmlReport(report))
    const { bars } = report
    expect(data.barsPerDrawn).toBe(1)
    expect(data.time).toEqual(Array.from(bars.time, (time) => time / 1_000))
    expect(data.close).toEqual(Array.from(bars.close))
    expect(Array.from(data.plots[1]!.values).slice(0, 30)).toEqual([
      ...Array(29).fill(null),
      expect.closeTo(report.plots[1]![29]!, 3),
    ])
    expect(data.trades).toHaveLength(report.result.trades.length + report.result.open.length)
  })

  test('a long run is drawn in fewer bars, each true to those it stands for', () => {
    const long = crossoverReport(walkBars(2 * MOST_DRAWN_BARS + 7, 60_000))
    const data = pageData(long)
    const { bars } = long
    expect(data.barsPerDrawn).toBe(3)
    expect(data.time.length).toBe(Math.ceil(bars.length / 3))
    expect(data.open[1]).toBe(bars.open[3])
    expect(data.high[1]).toBe(Math.max(...bars.high.subarray(3, 6)))
    expect(data.low[1]).toBe(Math.min(...bars.low.subarray(3, 6)))
    expect(data.close[1]).toBe(bars.close[5])
    expect(Array.from(data.close).at(-1)).toBe(bars.close[bars.length - 1])
    expect(data.volume[1]).toBe(bars.volume.subarray(3, 6).reduce((a, b) => a + b))
    const trade = long.result.trades[5]!
    expect(data.trades[5]).toMatchObject({
      from: Math.floor(trade.entryBar / 3),
      to: Math.floor(trade.exitBar / 3),
      bars: trade.exitBar - trade.entryBar,
    })
    expect(htmlReport(long).includes('The chart draws 3 bars as one')).toBe(true)
  })
})
