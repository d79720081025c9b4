/** Real files from many vendors and platforms: each is read, or refused for a reason that is so. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../../../runtime/feeds/csv.ts'

const ROOT = fileURLToPath(new URL('../../../../shared/data/ohlcv/', import.meta.url))
const FOLDERS = [
  'vega',
  'skender',
  'backtesting_py',
  'mplfinance',
  'backtrader',
  'ta4j',
  'pynecore',
]

/** What cannot be read, and why. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'vega/stocks_monthly': /no column for open, high, low/,
  'skender/bad': /time is missing/,
  'skender/mismatch': /earlier than line 20/,
  'skender/zeros': /open is 0; a price must be above zero/,
  'mplfinance/SP500_NOV2019_IDay': /month or with the day/,
  'mplfinance/yahoofinance-SPY-20080101-20180101': /open 209.419998 lies below the low 209.850006/,
  'backtrader/2006-01-02-volume-min-001': /8 columns where 7 are due/,
  'backtrader/bidask': /no column for open, high, low, close/,
  'backtrader/ticksample': /same time as line 23/,
}

/** Bars, interval and the last bar's time of some that are read, from their own descriptions. */
const READ: Readonly<Record<string, readonly [bars: number, interval: string, last: string]>> = {
  'vega/sp500-2000': [5_105, '1d', '2020-04-17'],
  'skender/default': [502, '1d', '2018-12-31'],
  'skender/longest': [15_821, '1d', '2012-11-15'],
  'skender/intraday': [1_564, '1m', '2020-12-18T16:00'],
  'skender/issue0859.adx.nan': [595, '3m', '2022-08-01T03:48'],
  'backtesting_py/GOOG': [2_148, '1d', '2013-03-01'],
  'backtesting_py/EURUSD': [5_000, '1h', '2018-02-07T15:00'],
  'backtesting_py/BTCUSD': [156, '1mo', '2024-12-31'],
  'mplfinance/SP500_NOV2019_IDayRVol': [1_563, '1m', '2019-11-08T15:59'],
  'backtrader/2006-min-005': [2_142, '5m', '2006-01-30T17:30'],
  'ta4j/BTCUSD_4H_coinbase_2016_2025': [20_695, '4h', '2025-10-28'],
  'pynecore/EURUSD_capitalcom_60m_2022_2025': [23_123, '1h', '2025-09-17T17:00'],
}

const there = existsSync(ROOT)
const files = there
  ? FOLDERS.flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((name) => name.endsWith('.csv.gz'))
        .map((name) => `${folder}/${name.replace('.csv.gz', '')}`),
    )
  : ['the shared market data, which is not here']

describe.skipIf(!there)('real files', () => {
  test.each(files)('%s', (file) => {
    const result = readCsv(join(ROOT, `${file}.csv.gz`))
    const reason = REFUSED[file]
    if (reason) {
      if (result.kind === 'ok') throw new Error('was read')
      expect(result.problems[0]!.message).toMatch(reason)
      return
    }
    if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems.slice(0, 3)))
    const { bars, report } = result
    for (let bar = 0; bar < bars.length; bar++) {
      const high = Math.max(bars.open[bar]!, bars.close[bar]!)
      const sound =
        bars.low[bar]! > 0 &&
        bars.high[bar]! >= high &&
        bars.time[bar]! > (bars.time[bar - 1] ?? -1e15)
      if (!sound) throw new Error(`bar ${bar} is not sound`)
    }
    const known = READ[file]
    if (!known) return
    expect(report).toMatchObject({ bars: known[0], interval: { text: known[1] } })
    expect(new Date(report.last).toISOString().startsWith(known[2])).toBe(true)
  })

  test('a question answered, a quarantine used', () => {
    const minutes = join(ROOT, 'mplfinance/SP500_NOV2019_IDay.csv.gz')
    const options = { dateOrder: 'mdy', timezone: 'America/New_York' } as const
    const answered = readCsv(minutes, options)
    expect(answered).toMatchObject({
      kind: 'ok',
      report: { bars: 1_563, interval: { text: '1m' } },
    })
    if (answered.kind === 'ok') {
      expect(new Date(answered.report.first).toISOString()).toBe('2019-11-05T14:30:00.000Z')
    }
    const spy = join(ROOT, 'mplfinance/yahoofinance-SPY-20080101-20180101.csv.gz')
    const kept = readCsv(spy, { onBad: 'quarantine' })
    if (kept.kind === 'refused') throw new Error('refused')
    expect(kept.report.rows).toBe(2_519)
    expect(kept.report.bars + kept.report.quarantined.count).toBe(2_519)
    expect(kept.report.quarantined.problems[0]!.line).toBe(1_808)
  })
})
