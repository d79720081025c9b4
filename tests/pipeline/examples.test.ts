/** The examples with clocks and sessions do what their text says, on real minutes. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { runSettings } from '../../editor/pipeline/run-settings.ts'
import { runStrategy } from '../../editor/pipeline/run-strategy.ts'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { MINUTE } from '../../runtime/calendar/day.ts'
import { barPlaces } from '../../runtime/calendar/session-clock.ts'
import { slowerBars } from '../../runtime/calendar/slower-bars.ts'
import { timeframeNamed } from '../../runtime/calendar/timeframe.ts'
import { loadBars } from '../../runtime/store/load-bars.ts'
import type { Bars } from '../../stdlib/bars.ts'

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url))
const MINUTES = `${SHARED}data/ohlcv/pyalgotrade/nt-spy-minute-2011.csv.gz`
const DAYS = [2010, 2011].map(
  (year) => `${SHARED}data/ohlcv/pyalgotrade/SPY-${year}-yahoofinance.csv.gz`,
)
const XNYS = calendarNamed('XNYS')!

async function read(path: string): Promise<Bars> {
  const loaded = await loadBars(path, { store: false })
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded))
  return loaded.bars
}

function joined(parts: readonly Bars[]): Bars {
  const column = (name: 'time' | 'open' | 'high' | 'low' | 'close' | 'volume') =>
    Float64Array.from(parts.flatMap((bars) => [...bars[name].subarray(0, bars.length)]))
  const [time, open, high] = [column('time'), column('open'), column('high')]
  const [low, close, volume] = [column('low'), column('close'), column('volume')]
  return { length: time.length, time, open, high, low, close, volume }
}

/** Bars of so many minutes, out of those of one. */
async function barsOf(timeframe: string): Promise<Bars> {
  const minutes = await read(MINUTES)
  const made = slowerBars(XNYS, timeframeNamed(timeframe))
  const place = barPlaces(XNYS, timeframeNamed('1m'))
  for (let i = 0; i < minutes.length; i++) made.add(minutes, i, place(minutes.time[i]!))
  return made.bars
}

function report(name: string, bars: Bars, series: Parameters<typeof runStrategy>[2]['series']) {
  const source = readFileSync(`${SHARED}design/examples/${name}.strat`, 'utf8')
  const { module } = compileText(source)
  const read = runSettings(module!, { parameters: {} }, 'SPY', series && { series })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const prices = { bars, name: 'SPY', timezone: 'UTC', interval: undefined, notes: [] }
  return runStrategy(module!, read.settings, { ...prices, ...(series && { series }) })
}

/** Minutes after midnight in New York. */
const minuteOf = (time: number) => (XNYS.zone.local(time) / MINUTE) % 1440

describe.skipIf(!existsSync(MINUTES))('on minutes of SPY in 2011', () => {
  test('opening range: after the first half hour, once a day, flat before the close', async () => {
    const { result, bars, dataNotes } = report('opening_range', await barsOf('5m'), undefined)
    const { trades, fills } = result
    expect(trades.length).toBeGreaterThan(10)
    for (const { entryTime, entryBar } of trades) {
      expect(minuteOf(entryTime)).toBeGreaterThanOrEqual(10 * 60 + 5)
      const day = bars.sessions!.day[entryBar]
      const before = (i: number) => bars.sessions!.day[i] === day && i < entryBar
      const range = [...bars.close.keys()].filter(before).slice(0, 6)
      const high = Math.max(...range.map((i) => bars.high[i]!))
      expect(bars.close[entryBar - 1]).toBeGreaterThan(high)
    }
    const days = trades.map(({ entryBar }) => bars.sessions!.day[entryBar])
    expect(new Set(days).size).toBe(days.length)
    for (const { exitBar, entryBar } of trades) {
      expect(bars.sessions!.day[exitBar]).toBe(bars.sessions!.day[entryBar])
    }
    expect(fills.every(({ time }) => minuteOf(time) < 16 * 60)).toBe(true)
    expect(dataNotes.join(' ')).toContain('XNYS')
  })

  test('MACD on three clocks: only with both trends up', async () => {
    const days = joined(await Promise.all(DAYS.map(read)))
    const series = [
      { timeframe: '1d', bars: days },
      { symbol: 'SPY', timeframe: '1d', bars: days },
    ]
    const bars = await barsOf('15m')
    const { result } = report('macd_three_clocks', bars, series)
    expect(result.trades.length).toBeGreaterThan(3)
    for (const { entryTime } of result.trades) {
      // What was known when the bar before it closed: the days published by then.
      const known = (bar: number) => XNYS.session(days.time[bar]!)!.close + 15 * MINUTE
      let last = 0
      while (last + 1 < days.length && known(last + 1) <= entryTime) last++
      const average = (length: number) => {
        let sum = 0
        for (let k = 0; k < length; k++) sum += days.close[last - k]!
        return sum / length
      }
      expect(days.close[last]).toBeGreaterThan(average(200))
      expect(days.close[last]).toBeGreaterThan(average(50) * 0.98)
    }
    const none = report('macd_three_clocks', bars, series.slice(1))
    expect(none.result.trades).toEqual([])
    expect(none.dataNotes.join(' ')).toContain('Bars of 1d are made of those of 15m')
  })
})
