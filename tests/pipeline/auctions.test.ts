/** Orders of a session on bars within it, by New York's calendar. */
import { expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { runStrategy } from '../../editor/pipeline/run-strategy.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import { FREE } from '../runtime/core/script.ts'

const HALF_HOUR = 30 * 60_000

/** Half hours of four sessions around 2024-07-03, which ends at 13:00. */
function halfHours() {
  const times = [2, 3, 5, 8].flatMap((day) =>
    Array.from({ length: day === 3 ? 7 : 13 }, (_, k) => {
      return Date.UTC(2024, 6, day, 13, 30) + k * HALF_HOUR
    }),
  )
  const bars = emptyBars(times.length)
  bars.length = times.length
  times.forEach((time, k) => {
    bars.time[k] = time
    bars.open[k] = 100 + k
    bars.high[k] = 101.5 + k
    bars.low[k] = 99.5 + k
    bars.close[k] = 101 + k
    bars.volume[k] = 1000
  })
  return bars
}

function ordersOf(rule: string): readonly string[] {
  const text = `strategy "S"\ntimeframe 30m\ninstrument X stock on NYSE in USD\n\n${rule}\n`
  const { module, diagnostics } = compileText(text)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const bars = halfHours()
  const prices = { bars, name: '', timezone: 'UTC', interval: '30m', notes: [] }
  const choices = { parameters: new Float64Array(0), options: FREE }
  const { result } = runStrategy(module!, choices, prices)
  const at = (bar: number) =>
    bar < 0 ? 'never' : new Date(bars.time[bar]! + HALF_HOUR).toISOString().slice(8, 16)
  return result.orders.map(({ outcome, bar, outcomeBar }) => {
    return `${at(bar)} ${outcome} ${at(outcomeBar)}`
  })
}

const TEN = 'when time_of_day == 10:00\n'

test('an order is good for the day, half days too', () => {
  const days = ['02T14:30 expired 02T20:00', '03T14:30 expired 03T17:00']
  const rest = ['05T14:30 expired 05T20:00', '08T14:30 expired 08T20:00']
  for (const expire of ['', '\n  expire day'])
    expect(ordersOf(`enter long ${TEN}  at limit close * 50%\n  size 1 share${expire}`)).toEqual([
      ...days,
      ...rest,
    ])
})

test('at the close of the day, and of a half day', () => {
  const rule = `enter long ${TEN}  at close\n  size 1 share\n  up to 4 entries`
  expect(ordersOf(rule).map((order) => order.slice(9))).toEqual([
    'filled 02T20:00',
    'filled 03T17:00',
    'filled 05T20:00',
    'filled 08T20:00',
  ])
})

test('at the open of the next day that has a session', () => {
  const rule = `enter long ${TEN}  at open\n  size 1 share\n  up to 4 entries`
  expect(ordersOf(rule).map((order) => order.slice(9, 24))).toEqual([
    'filled 03T14:00',
    'filled 05T14:00',
    'filled 08T14:00',
    'working never',
  ])
})
