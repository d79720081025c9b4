/** What is taken together of finer bars is what one reads off those within each bar. */
import { expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { runSettings } from '../../editor/pipeline/run-settings.ts'
import { runStrategy } from '../../editor/pipeline/run-strategy.ts'
import type { GivenSeries } from '../../runtime/calendar/bar-clocks.ts'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'

const HALF_HOUR = 30 * 60_000
const [DAY] = calendarNamed('XNYS')!.sessions(Date.UTC(2024, 5, 10), Date.UTC(2024, 5, 10))

/** Bars from the session's opening on, so many half hours each. */
function barsOf(closes: readonly number[], halves: number): Bars {
  const bars = emptyBars(closes.length)
  bars.length = closes.length
  for (const [i, close] of closes.entries()) {
    bars.time[i] = DAY!.open + i * halves * HALF_HOUR
    bars.open[i] = close
    bars.high[i] = close + 1
    bars.low[i] = close - 1
    bars.close[i] = close
    bars.volume[i] = 100
  }
  return bars
}

const HALVES = barsOf([10, 14, 12, 11, 20, 16, 15, 15], 1)

/** The plots of an hourly strategy over four hours. */
function plotted(plots: readonly string[], series: readonly GivenSeries[]): readonly number[][] {
  const lines = plots.map((text, at) => `let it${at} = ${text}\nplot it${at}\n`)
  const { module, diagnostics } = compileText(`strategy "S"\ntimeframe 1h\n${lines.join('')}`)
  expect(diagnostics).toEqual([])
  const read = runSettings(module!, { parameters: {} }, 'XYZ', { series })
  if ('problems' in read) throw new Error(read.problems.join())
  const report = runStrategy(module!, read.settings, {
    ...{ bars: barsOf([14, 11, 16, 15], 2), name: 'test', timezone: 'UTC', interval: '1h' },
    ...{ calendar: 'XNYS', series, notes: [] },
  })
  return report.plots.map((column) => [...column])
}

const halves = (bars: Bars): readonly GivenSeries[] => [{ timeframe: '30m', bars }]

test.each([
  ['highest(high @ 30m)', [15, 13, 21, 16]],
  ['lowest(low @ 30m)', [9, 10, 15, 14]],
  ['sum(volume @ 30m)', [200, 200, 200, 200]],
  ['sma(close @ 30m)', [12, 11.5, 18, 15]],
  ['count((close > 11.5) @ 30m)', [1, 1, 2, 2]],
  ['highest(close[1] @ 30m)', [10, 14, 20, 16]],
  ['sum(ema(close, 3) @ 30m) > 0', [NaN, 1, 1, 1]],
  ['highest(high @ 30m)[1]', [NaN, 15, 13, 21]],
  ['highest(high @ 30m) @ 2h', [NaN, 15, 15, 21]],
])('%s', (text, values) => {
  const number = text.includes('>') && !text.startsWith('count') ? `if ${text} then 1 else 0` : text
  expect(plotted([number], halves(HALVES))).toEqual([values])
})

test('a bar without finer ones has none, not those of an earlier one', () => {
  const some = barsOf([10, 14, 12, 11, 20, 16, 15, 15], 1)
  const kept = [0, 1, 5, 6, 7]
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
    some[name].set(kept.map((i) => some[name][i]!))
  some.length = kept.length
  expect(plotted(['highest(high @ 30m)'], halves(some))).toEqual([[15, NaN, 17, 16]])
})

test('they must be given', () => {
  expect(() => plotted(['highest(high @ 30m)'], [])).toThrow('It reads 30m')
})
