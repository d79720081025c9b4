import { describe, expect, test } from 'vitest'
import { barClocks, type GivenSeries, missingSeries } from '../../../runtime/calendar/bar-clocks.ts'
import { calendarNamed } from '../../../runtime/calendar/calendars.ts'
import { MINUTE } from '../../../runtime/calendar/day.ts'
import { type Bars, emptyBars } from '../../../stdlib/bars.ts'
import type { ClockMeta } from '../../../stdlib/module.ts'
import { firstBars } from '../../parity/market.ts'

const XNYS = calendarNamed('XNYS')!

/** Bars of every session between two dates, so many minutes each; closes count up from 1. */
function sessionBars(first: string, last: string, minutes: number, spill = 0): Bars {
  const times: number[] = []
  for (const { open, close } of XNYS.sessions(Date.parse(first), Date.parse(last))) {
    for (let at = open - spill; at < close + spill; at += minutes * MINUTE) times.push(at)
  }
  const bars = emptyBars(times.length)
  bars.length = times.length
  times.forEach((time, bar) => {
    const close = bar + 1
    bars.time[bar] = time
    bars.open[bar] = close
    bars.high[bar] = close + 0.5
    bars.low[bar] = close - 0.5
    bars.close[bar] = close
    bars.volume[bar] = 10
  })
  return bars
}

function withClocks(
  bars: Bars,
  timeframe: string,
  clocks: readonly ClockMeta[],
  given: readonly GivenSeries[] = [],
): Bars {
  barClocks(clocks, timeframe, XNYS, given, []).fill(bars, bars.length)
  return bars
}

const own = (timeframe: string): ClockMeta => ({ parent: 0, timeframe })

describe('bars of a slower clock', () => {
  test('have the columns of sessions before the first of them is complete', () => {
    const bars = sessionBars('2024-06-10', '2024-06-10', 30)
    barClocks([own('1w')], '30m', XNYS, [], ['minute']).fill(bars, 0)
    expect(bars.clocks![0]!.bars.sessions?.minute).toBeDefined()
  })

  test('an hour begins with the session, and its last bar is short and ends with it', () => {
    const bars = withClocks(sessionBars('2024-06-10', '2024-06-10', 15), '15m', [own('1h')])
    const [hours] = bars.clocks!
    const starts = [...hours!.bars.time.subarray(0, hours!.bars.length)]
    expect(starts.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual([
      ...['13:30', '14:30', '15:30', '16:30', '17:30', '18:30', '19:30'],
    ])
    expect([...hours!.visible]).toEqual([
      ...[0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 7],
    ])
    expect(hours!.bars.close[6]).toBe(26)
    expect(hours!.bars.volume[6]).toBe(20)
  })

  test('a half day ends at its own hour, and the day is seen a quarter of an hour after', () => {
    const bars = withClocks(sessionBars('2023-11-22', '2023-11-27', 15), '15m', [own('1d')])
    const [days] = bars.clocks!
    const last = (time: string) => bars.time.indexOf(Date.parse(time))
    expect(days!.bars.length).toBe(3)
    // The 24th closed at 13:00. Its last bar ends there, and no bar ends a quarter later.
    expect(days!.visible[last('2023-11-24T17:45Z')]).toBe(1)
    expect(days!.visible[last('2023-11-27T14:30Z')]).toBe(2)
  })

  test('the hour of the session moves with daylight saving', () => {
    const bars = withClocks(sessionBars('2023-03-10', '2023-03-13', 30), '30m', [own('1h')])
    const [hours] = bars.clocks!
    expect(new Date(hours!.bars.time[0]!).toISOString()).toContain('14:30')
    expect(new Date(hours!.bars.time[7]!).toISOString()).toContain('13:30')
  })

  test('a day is its session: what trades after it neither makes it nor is it seen earlier for it', () => {
    const spill = 60 * MINUTE
    const bars = withClocks(sessionBars('2024-06-10', '2024-06-11', 15, spill), '15m', [own('1d')])
    const [days] = bars.clocks!
    expect(days!.bars.close[0]).toBe(30)
    // 16:15 is the end of the first bar after the close.
    expect([...days!.visible.subarray(28, 32)]).toEqual([0, 0, 1, 1])
  })

  test('weeks begin on Monday and are seen after their last session, months likewise', () => {
    const clocks = [own('1w'), own('1mo')]
    const bars = withClocks(sessionBars('2024-03-25', '2024-04-05', 390), '1d', clocks)
    const [weeks, months] = bars.clocks!
    // Good Friday was the 29th: Thursday is the last session of the week and of the month.
    expect([...weeks!.visible]).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 2])
    expect([...months!.visible]).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1])
  })

  test('of what is given that timeframe is taken as it is, with its history before the run', () => {
    const days = sessionBars('2024-06-03', '2024-06-12', 390)
    const given = [{ timeframe: '1d', bars: days }]
    const bars = withClocks(sessionBars('2024-06-10', '2024-06-11', 15), '15m', [own('1d')], given)
    expect(bars.clocks![0]!.visible[0]).toBe(5)
    expect(bars.clocks![0]!.visible.at(-1)).toBe(6)
  })

  test('one bar at a time, or only the first of them: never another answer, never the future', () => {
    const clocks: readonly ClockMeta[] = [own('1h'), own('1d'), { parent: 2, timeframe: '1w' }]
    const all = sessionBars('2024-06-03', '2024-06-18', 15)
    const whole = withClocks(firstBars(all, all.length), '15m', clocks)
    const single = firstBars(all, all.length)
    const filler = barClocks(clocks, '15m', XNYS, [], [])
    for (let bar = 0; bar < all.length; bar++) filler.fill(single, bar + 1)
    for (const length of [1, 25, 26, 27, 133, 200]) {
      const part = withClocks(firstBars(all, length), '15m', clocks)
      for (const [index, { visible, bars }] of part.clocks!.slice(0, 2).entries()) {
        const full = whole.clocks![index]!
        expect(visible).toEqual(full.visible.slice(0, length))
        expect(single.clocks![index]!.visible).toEqual(full.visible)
        const seen = visible[length - 1]!
        for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
          expect(bars[name].slice(0, seen)).toEqual(full.bars[name].slice(0, seen))
        }
      }
    }
    expect(single.clocks![2]!.visible.slice(0, 11)).toEqual(whole.clocks![2]!.visible.slice(0, 11))
  })
})

test('another instrument is missing unless it is given, in that timeframe or a finer one', () => {
  const clocks: readonly ClockMeta[] = [{ parent: 0, symbol: 'SPY', timeframe: '1d' }]
  const bars = sessionBars('2024-06-10', '2024-06-10', 15)
  expect(missingSeries(clocks, [])).toEqual(clocks)
  expect(missingSeries(clocks, [{ symbol: 'SPY', timeframe: '1w', bars }])).toEqual(clocks)
  expect(missingSeries(clocks, [{ symbol: 'QQQ', timeframe: '1d', bars }])).toEqual(clocks)
  expect(missingSeries(clocks, [{ symbol: 'SPY', timeframe: '15m', bars }])).toEqual([])
})

describe('bars of a finer clock', () => {
  const finer = (timeframe: string, parent = 0): ClockMeta => ({ parent, timeframe, finer: true })
  const placed = (bars: Bars, clock = 0): readonly number[] => [
    ...bars.clocks![clock]!.bars.sessions!.within!.subarray(0, bars.clocks![clock]!.bars.length),
  ]

  test('are numbered within the bar that they lie in, a short last one too', () => {
    const half = '2024-07-03'
    const minutes = { timeframe: '30m', bars: sessionBars(half, half, 30) }
    const bars = withClocks(sessionBars(half, half, 60), '1h', [finer('30m')], [minutes])
    expect([...bars.clocks![0]!.visible]).toEqual([2, 4, 6, 7])
    expect(placed(bars)).toEqual([0, 1, 0, 1, 0, 1, 0])
  })

  test('outside of every bar are of none, and hide those inside from nobody', () => {
    const spilt = sessionBars('2024-06-10', '2024-06-11', 30, 30 * MINUTE)
    const days = sessionBars('2024-06-10', '2024-06-11', 390)
    const given = [{ timeframe: '30m', bars: spilt }]
    const bars = withClocks(days, '1d', [finer('30m')], given)
    expect([...bars.clocks![0]!.visible]).toEqual([14, 29])
    expect(placed(bars).slice(0, 17)).toEqual([
      -1,
      ...Array.from({ length: 13 }, (_, i) => i),
      ...[-1, -1, 0],
    ])
  })

  test('of whole sessions lie in their week, as it is published with the last of them', () => {
    const given = [{ timeframe: '1d', bars: sessionBars('2024-05-27', '2024-06-07', 390) }]
    const weeks = sessionBars('2024-05-28', '2024-05-28', 390)
    weeks.time[0] = Date.parse('2024-05-27')
    const bars = withClocks(weeks, '1w', [finer('1d')], given)
    expect([...bars.clocks![0]!.visible]).toEqual([4])
    expect(placed(bars).slice(0, 4)).toEqual([0, 1, 2, 3])
  })

  test('are there at any cut as they are in the end', () => {
    const day = '2024-06-10'
    const given = [{ timeframe: '15m', bars: sessionBars(day, day, 15) }]
    const whole = withClocks(sessionBars(day, day, 60), '1h', [finer('15m')], given)
    const grown = sessionBars(day, day, 60)
    const filler = barClocks([finer('15m')], '1h', XNYS, given, [])
    for (let to = 0; to <= grown.length; to++) filler.fill(grown, to)
    expect(grown.clocks![0]!.visible).toEqual(whole.clocks![0]!.visible)
    expect(placed(grown)).toEqual(placed(whole))
  })

  test('must be given', () => {
    expect(missingSeries([finer('1m')], [])).toEqual([finer('1m')])
    expect(() =>
      withClocks(sessionBars('2024-06-10', '2024-06-10', 60), '1h', [finer('1m')]),
    ).toThrow('1m')
  })
})
