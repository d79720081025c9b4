/**
 * Real files from many vendors and platforms. Each is read with the rows and the range that its
 * SOURCE.md tells, or refused for a reason that is so: the table here has the reasons.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { FeedOptions } from '../../../runtime/feeds/options.ts'
import { refusalText } from '../../../runtime/feeds/problem.ts'
import { readFile } from '../../../runtime/feeds/read-file.ts'
import { onlySeries } from './only-series.ts'

const ROOT = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const FOLDERS = ['ohlcv', 'panels', 'corporate_actions', 'ib', 'tick']
const DAY = 86_400_000

/** What is not read, by the first pattern that its path fits, and why. */
const REFUSED: readonly (readonly [path: RegExp, line: number, reason: RegExp])[] = [
  // Made to be bad.
  [/skender\/bad/, 202, /time is missing/],
  [/skender\/mismatch/, 21, /earlier than line 20 before it/],
  [/skender\/zeros/, 2, /open is 0; a price must be above zero/],
  [/skender\/toobig/, 2, /must be below 9,007,199,254/],
  // Bad as their vendors gave them: --on-bad quarantine reads them.
  [/yahoofinance-SPY-20080101-20180101/, 1808, /open 209.419998 lies below the low 209.850006/],
  [/sp500_5yr\/daily/, 36_637, /open 23.89 lies above the high 23.595/],
  // A question: --date-order, --quote.
  [/SP500_NOV2019_IDay\.csv/, 2, /begin with the month or with the day/],
  [/_quote\.zip/, 0, /quotes: bid and ask, and no traded price/],
  [/lean\/.*(?:_quote|forex_daily|forex_minute)/, 1, /quotes: bid and ask, and no traded price/],
  // Ticks.
  [/backtrader\/ticksample/, 24, /same time as line 23/],
  [/backtrader\/bidask/, 1, /no column for open, high, low, close: .*"BID"/],
  [/ib\/ib_(?:historic_.*_ticks|stream_ticks)/, 1, /these are ticks, not bars/],
  [/^tick\/nautilus\/eurusd_histdata/, 1, /no header and has 4 fields/],
  [/^tick\//, 1, /no column for .*open/],
  // Not prices, not of bars, or not dated.
  [/ib\/ib_account_values/, 1, /these are no bars: the fields are "account"/],
  [/short_term_interest_rates|interest-rate/, 1, /no column for open, high, low, close/],
  [/talib_ref/, 1, /no column for time/],
  [/stocks_monthly/, 1, /no column for open, high, low: the columns are "symbol", "date", "price"/],
  [/pyalgotrade\/(?:nt-sma|rsi-test|sc-)/, 1, /no column for time, open/],
  [/panels\/olps/, 2, /is a number of a row or of a spreadsheet's day, not a time/],
  [/pyportfolioopt\/weights_hrp/, 1, /no header and has 2 fields/],
  [/panels\/(?:pyportfolioopt|skfolio)/, 1, /no column for open, high, low, close/],
  [/(?:factor|map)_files/, 1, /no header and has [234] fields/],
  [/symbol-properties/, 1, /no column for time, open/],
]

/** Rows where SOURCE.md does not tell them, or errs: it took a first row for a header. */
const ROWS: Readonly<Record<string, number>> = {
  'ohlcv/nautilus/ADABTC_1m_20211127.csv.gz': 10,
  'ohlcv/pynecore/EURUSD_capitalcom_60m_2022_2025.csv.gz': 23_123,
  'ohlcv/pynecore/BTCUSDT_binance_60m_magnifier.csv.gz': 10_991,
  'ohlcv/lean/raw_zip/equity/usa/daily/spy.zip': 5_849,
  'ib/ib_historic_bars.jsonl.gz': 405,
}

const there = existsSync(ROOT)
const paths = there ? FOLDERS.flatMap((folder) => filesIn(join(ROOT, folder))) : []
const described = there ? descriptions() : new Map<string, { rows: number; range: string }>()
const read = (path: string, options: FeedOptions = {}) => readFile(join(ROOT, path), options)

describe.skipIf(!there)('real files', () => {
  test('there are many, and every reason fits one', () => {
    expect(paths.length).toBeGreaterThan(300)
    for (const [pattern] of REFUSED) {
      expect(
        paths.some((path) => pattern.test(path)),
        String(pattern),
      ).toBe(true)
    }
  })

  test.each(there ? paths : ['the shared market data, which is not here'])('%s', async (path) => {
    const result = await read(path)
    const refused = REFUSED.find(([pattern]) => pattern.test(path))
    if (refused) {
      if (result.kind === 'ok') throw new Error('was read')
      expect(result.problems[0]!.line).toBe(refused[1])
      expect(result.problems[0]!.message).toMatch(refused[2])
      return
    }
    const { bars, report } = onlySeries(result)
    const { rows = ROWS[path], range = '' } = described.get(path) ?? {}
    if (rows !== undefined) expect(report.rows).toBe(ROWS[path] ?? rows)
    for (let bar = 0; bar < bars.length; bar++) {
      const top = Math.max(bars.open[bar]!, bars.close[bar]!)
      const sound =
        bars.low[bar]! > 0 &&
        bars.high[bar]! >= top &&
        bars.time[bar]! > (bars.time[bar - 1] ?? -1e15)
      if (!sound) throw new Error(`bar ${bar} is not sound`)
    }
    if (ROWS[path] !== undefined) return
    const ends = range.split(' .. ').map(instantTold)
    if (ends.length < 2 || ends.some(Number.isNaN)) return
    // NinjaTrader tells a bar's end. Days of a range tell less than the minutes of the file.
    const shift = path.includes('/nt-spy') ? 60_000 : 0
    const unit = ends.every((end) => end % DAY === 0) ? DAY : 1
    const floor = (instant: number) => Math.floor(instant / unit) * unit
    expect([report.first, report.last].map(floor)).toEqual(
      ends.map((end) => end - shift).sort((a, b) => a - b),
    )
  })

  test('questions answered', async () => {
    const york = { timezone: 'America/New_York' }
    const minutes = 'ohlcv/mplfinance/SP500_NOV2019_IDay.csv.gz'
    const index = onlySeries(await read(minutes, { dateOrder: 'mdy', ...york }))
    expect(index.report).toMatchObject({ bars: 1_563, interval: { text: '1m' } })
    expect(new Date(index.report.first).toISOString()).toBe('2019-11-05T14:30:00.000Z')

    const quotes = 'ohlcv/lean/forex_daily/oanda_eurusd.csv.gz'
    const bid = onlySeries(await read(quotes, { quote: 'bid' }))
    const ask = onlySeries(await read(quotes, { quote: 'ask' }))
    expect([bid.bars.open[0], ask.bars.open[0], bid.bars.length]).toEqual([1.31927, 1.32027, 3_738])
  })

  test('bad rows put aside, each with its reason and its text', async () => {
    const quarantine = { onBad: 'quarantine' } as const
    const spy = 'ohlcv/mplfinance/yahoofinance-SPY-20080101-20180101.csv.gz'
    const kept = onlySeries(await read(spy, quarantine))
    expect([kept.report.rows, kept.report.bars]).toEqual([2_519, 2_517])
    expect(kept.quarantine[0]).toMatchObject({ line: 1_808, kind: 'range' })
    expect(kept.quarantine[0]!.row).toMatch(/^2015-03-05,209/)

    const gaps = onlySeries(await read('ohlcv/skender/bad.csv.gz', quarantine))
    expect(gaps.report.rows).toBe(502)
    expect(gaps.report.bars + gaps.quarantine.length).toBe(502)

    const panel = await read('panels/sp500_5yr/daily.csv.gz', quarantine)
    if (panel.kind === 'refused') throw new Error(refusalText(panel, 'panel'))
    expect(panel.series).toHaveLength(357)
    const rows = panel.series.map(({ report }) => report.rows)
    expect(rows.reduce((sum, count) => sum + count)).toBe(438_052)
    expect(panel.series[0]).toMatchObject({ symbol: 'AAPL', report: { bars: 1_259 } })
    const one = onlySeries(
      await read('panels/sp500_5yr/daily.csv.gz', { ...quarantine, symbol: 'msft' }),
    )
    expect(one.symbol).toBe('MSFT')
  })

  test('the adjusted close makes the adjusted prices that a vendor gives beside the raw ones', async () => {
    const path = 'ohlcv/pyalgotrade/WIKI-IBM-2008-quandl.csv.gz'
    const { bars } = onlySeries(await read(path, { adjusted: true }))
    const last = bars.length - 1
    expect(bars.open[last]).toBeCloseTo(68.190886006662, 8)
    expect(bars.high[last]).toBeCloseTo(69.415871982829, 8)
    expect(bars.close[last]).toBeCloseTo(68.729879836176, 8)
  })

  test('a zip of LEAN has the bars of its table', async () => {
    const zip = 'ohlcv/lean/raw_zip/equity/usa/daily/spy.zip'
    const packed = onlySeries(await read(zip))
    expect(packed.bars).toEqual(onlySeries(await read('ohlcv/lean/daily/spy.csv.gz')).bars)
    const york = { timezone: 'America/New_York' }
    const trades = 'ohlcv/lean/raw_zip/equity/usa/minute/spy/20131004_trade.zip'
    const day = onlySeries(await read(trades, york))
    const week = onlySeries(await read('ohlcv/lean/minute/spy_trade.csv.gz', york))
    for (const name of ['time', 'open', 'volume'] as const) {
      expect(day.bars[name]).toEqual(week.bars[name].slice(0, day.bars.length))
    }
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path)
    return entry.name === 'SOURCE.md' ? [] : [relative(ROOT, path).split(sep).join('/')]
  })
}

/** The rows of the tables in the SOURCE.md files, by the path of the file that they describe. */
function descriptions(): Map<string, { rows: number; range: string }> {
  const found = new Map<string, { rows: number; range: string }>()
  const folders = new Set(paths.map((path) => dirname(path)))
  for (const folder of [...folders].flatMap((one) => [one, dirname(one)])) {
    const path = join(ROOT, folder, 'SOURCE.md')
    if (!existsSync(path)) continue
    const rows = readFileSync(path, 'utf8').matchAll(
      /^\| `([^`]+)` \|[^|]*\| (\d+) \|\s*([^|(]*?)\s*(?:\(.*)?\|/gm,
    )
    for (const [, file, count, range] of rows) {
      found.set(join(folder, file!).split(sep).join('/'), { rows: Number(count), range: range! })
    }
  }
  return found
}

/** An end of a range as the descriptions write it, ms UTC; NaN where it is no time. */
function instantTold(text: string): number {
  if (/^\d{13}$/.test(text)) return Number(text)
  const compact = /^(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)$/.exec(text)
  if (compact) return Date.parse(iso(compact))
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{2,4})(?: (\d{1,2}):(\d\d))?$/.exec(text)
  if (slashed) {
    const [, month, day, year, hour = 0, minute = 0] = slashed.map(Number)
    return Date.UTC(year! < 100 ? 2000 + year! : year!, month! - 1, day, hour || 0, minute || 0)
  }
  const plain = text.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1')
  const time = /T\d\d:\d\d/.test(plain)
  if (!/^\d{4}-\d\d-\d\d/.test(plain)) return Number.NaN
  return Date.parse(!time || /(?:Z|[+-]\d\d:\d\d)$/.test(plain) ? plain : `${plain}Z`)
}

function iso([, year, month, day, hour, minute, second]: RegExpExecArray): string {
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
