/** Orders of one session: what waits for its open or its close, and what ends with it. */
import { describe, expect, test } from 'vitest'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { barsOf, DAY, HOUR, inSessions, run, type ScriptRule } from './script.ts'

const { same_close } = POLICIES
const ENTRY: ScriptRule = { kind: 'enter', side: 'long', on: [0], value: 10, bySession: true }

/** Half hours in sessions of three, a point dearer each; every bar trades two points around. */
const RISING = inSessions(
  barsOf(
    Array.from({ length: 9 }, (_, bar) => {
      const open = 100 + bar
      return [open, open + 2, open - 2, open + 1] as const
    }),
  ),
  3,
)

function outcomes(rule: Partial<ScriptRule>, bars: Bars = RISING): readonly string[] {
  const { orders, fills } = run([{ ...ENTRY, ...rule }], bars)
  return orders.map(({ id, outcome, outcomeBar }) => {
    const fill = fills.find(({ order }) => order === id)
    return `${outcome} ${outcomeBar}${fill === undefined ? '' : ` ${fill.price}`}`
  })
}

describe('an order of a session', () => {
  test.each<[string, Partial<ScriptRule>, string]>([
    ['at its close', { order: 'close' }, 'filled 2 103'],
    [
      'of the next one, where it is decided at a close',
      { order: 'close', on: [2] },
      'filled 5 106',
    ],
    ['at the next open', { order: 'open' }, 'filled 3 103'],
    ['at the next open, which is the next bar', { order: 'open', on: [2] }, 'filled 3 103'],
    ['a limit, within it', { order: 'limit', price: 99.5 }, 'filled 1 99.5'],
    ['a limit that it does not come to', { order: 'limit', price: 90 }, 'expired 2'],
    [
      'a limit of the next one, where it is decided at a close',
      { order: 'limit', price: 90, on: [2] },
      'expired 5',
    ],
  ])('%s', (_, rule, outcome) => {
    expect(outcomes(rule)).toEqual([outcome])
  })

  test('it is over before a bar of the next one, where its own last bars are missing', () => {
    const { sessions, ...bars } = RISING
    const day = sessions!.day.map((one, bar) => (bar === 2 ? one + DAY : one))
    const left = sessions!.minutes_to_close!.map((one, bar) => (bar === 2 ? 90 : one))
    const holed = { ...bars, sessions: { day, minutes_to_close: left } }
    expect(outcomes({ order: 'limit', price: 100.5 }, holed)).toEqual(['filled 1 100.5'])
    expect(outcomes({ order: 'limit', price: 98.5 }, holed)).toEqual(['expired 1'])
    expect(outcomes({ order: 'close' }, holed)).toEqual(['expired 1'])
  })

  test.each<[string, Partial<ScriptRule>, string]>([
    ['the end of the second day', { goodTill: { day: DAY } }, 'expired 5'],
    ['a day without a session', { goodTill: { day: 1.5 * DAY } }, 'expired 5'],
    ['a time of the second day', { goodTill: { day: DAY, time: 11 * HOUR } }, 'expired 4'],
    ['a time within a bar', { goodTill: { day: DAY, time: 10.9 * HOUR } }, 'expired 3'],
    ['a time after the close', { goodTill: { day: DAY, time: 20 * HOUR } }, 'expired 5'],
    ['a day that is over', { goodTill: { day: DAY }, on: [5] }, 'refused 5'],
    ['its last bar', { goodTill: { day: DAY, time: 11 * HOUR }, on: [4] }, 'refused 4'],
    ['a time of its day', { goodTill: { time: 11 * HOUR }, bySession: true }, 'expired 1'],
    [
      'a time that is over',
      { goodTill: { time: 11 * HOUR }, bySession: true, on: [1] },
      'refused 1',
    ],
    [
      'a time of a session that is over',
      { goodTill: { time: 20 * HOUR }, bySession: true, on: [2] },
      'refused 2',
    ],
    [
      'a time of its day within a bar',
      { goodTill: { time: 11.2 * HOUR }, bySession: true },
      'expired 1',
    ],
    [
      'the close, before a later time',
      { goodTill: { time: 20 * HOUR }, bySession: true },
      'expired 2',
    ],
  ])('good till %s', (_, rule, outcome) => {
    const { bySession: __, ...entry } = ENTRY
    const { orders } = run([{ ...entry, order: 'limit', price: 50, ...rule }], RISING)
    expect(orders.map((order) => `${order.outcome} ${order.outcomeBar}`)).toEqual([outcome])
  })

  test('outside of sessions it waits for the one to come', () => {
    const { sessions, ...bars } = RISING
    const left = sessions!.minutes_to_close!.map((one, bar) => (bar < 3 ? Number.NaN : one))
    const early = { ...bars, sessions: { day: sessions!.day, minutes_to_close: left } }
    expect(outcomes({ order: 'open' }, early)).toEqual(['filled 3 103'])
    expect(outcomes({ order: 'close' }, early)).toEqual(['filled 5 106'])
  })

  test('ten minutes before the close it is too late to be sent for it', () => {
    const { sessions, ...bars } = RISING
    const left = sessions!.minutes_to_close!.map((one) => one / 3)
    const late = { ...bars, sessions: { day: sessions!.day, minutes_to_close: left } }
    expect(outcomes({ order: 'close' }, late)).toEqual(['filled 2 103'])
    expect(outcomes({ order: 'close', on: [1] }, late)).toEqual(['refused 1'])
    const { orders } = run([{ ...ENTRY, order: 'close', on: [1] }], late)
    expect(orders[0]!.reason).toBe('it is too late to be sent for this close')
  })

  test('an exit that waits for an open, of a part, keeps its stop', () => {
    const script: readonly ScriptRule[] = [
      { ...ENTRY, order: 'market', stop: () => 95 },
      { kind: 'exit', side: 'long', on: [1], order: 'open', portion: 0.4, bySession: true },
    ]
    const { fills } = run(script, RISING)
    expect(fills.map(({ bar, quantity, price }) => [bar, quantity, price])).toEqual([
      [1, 10, 101],
      [3, 4, 103],
    ])
    const falling = { ...RISING, low: RISING.low.map((low, bar) => (bar === 2 ? 94 : low)) }
    const stopped = run(script, falling).fills
    expect(stopped.map(({ bar, quantity }) => [bar, quantity])).toEqual([
      [1, 10],
      [2, 6],
      [2, 4],
    ])
  })

  test('where orders fill at the close they are decided at, it is a session’s alone', () => {
    const filled = (on: number) =>
      run([{ ...ENTRY, order: 'close', on: [on] }], RISING, { policy: same_close }).fills[0]!.bar
    expect([filled(0), filled(2)]).toEqual([2, 2])
  })
})
