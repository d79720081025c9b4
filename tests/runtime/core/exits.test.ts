/** Exits that wait for a price, by bars. */
import { describe, expect, test } from 'vitest'
import { barsOf, FREE, run, type ScriptRule, STOCK } from './script.ts'

type Row = readonly [open: number, high: number, low: number, close: number]

const FLAT: Row = [100, 101, 99, 100]
const ENTRY: ScriptRule = { kind: 'enter', side: 'long', on: [0], value: 10 }

interface Case {
  readonly name: string
  readonly entry?: Partial<ScriptRule>
  readonly exit: Partial<ScriptRule>
  /** After two flat bars; the trade opens in the second, and the exit is decided at its close. */
  readonly bars: readonly Row[]
  /** Purpose, bar, shares and price of each fill after the entry's. */
  readonly fills: readonly string[]
  /** Outcome and bar of each order of the exit rule. */
  readonly orders: readonly string[]
}

const CASES: readonly Case[] = [
  {
    name: 'a limit, in the bar that trades through it',
    exit: { order: 'limit', price: 104 },
    bars: [FLAT, [100, 105, 99, 103]],
    fills: ['exit 3 10 104'],
    orders: ['filled 3'],
  },
  {
    name: 'a limit that the open has passed, at the open',
    exit: { order: 'limit', price: 98 },
    bars: [FLAT],
    fills: ['exit 2 10 100'],
    orders: ['filled 2'],
  },
  {
    name: 'a stop, at the open where that gaps over it',
    exit: { order: 'stop', price: 98 },
    bars: [[97, 98, 96, 97]],
    fills: ['exit 2 10 97'],
    orders: ['filled 2'],
  },
  {
    name: 'a price that is touched',
    exit: { order: 'touch', price: 101 },
    bars: [FLAT],
    fills: ['exit 2 10 101'],
    orders: ['filled 2'],
  },
  {
    name: 'a stop limit: triggered in one bar, filled in the next',
    exit: { order: 'stop-limit', price: 98, limit: 97 },
    bars: [
      [100, 101, 97.5, 98],
      [98, 99, 97, 98],
    ],
    fills: ['exit 3 10 98'],
    orders: ['filled 3'],
  },
  {
    name: 'it expires with its last bar',
    exit: { order: 'limit', price: 104, expire: 2 },
    bars: [FLAT, FLAT, [100, 105, 99, 103]],
    fills: [],
    orders: ['expired 3'],
  },
  {
    name: 'at its first open or not at all',
    exit: { order: 'limit', price: 101, immediacy: 'ioc', expire: 1 },
    bars: [[100, 103, 99, 102], FLAT],
    fills: [],
    orders: ['expired 2'],
  },
  {
    name: 'where its rule fires again, a new order takes its place',
    exit: {
      order: 'limit',
      on: [1, 2],
      price: (bar) => (bar === 1 ? 104 : 107),
    },
    bars: [FLAT, [100, 105, 99, 104], [104, 108, 103, 106]],
    fills: ['exit 4 10 107'],
    orders: ['replaced 2', 'filled 4'],
  },
  {
    name: 'an unknown price is no order, and takes back none',
    exit: {
      order: 'limit',
      on: [1, 2],
      price: (bar) => (bar === 1 ? 104 : Number.NaN),
    },
    bars: [FLAT, [100, 105, 99, 104]],
    fills: ['exit 3 10 104'],
    orders: ['filled 3', 'refused 2'],
  },
  {
    name: 'the stop that fills first takes it back',
    entry: { stop: () => 95 },
    exit: { order: 'limit', price: 104 },
    bars: [[100, 101, 94, 96]],
    fills: ['stop 2 10 95'],
    orders: ['cancelled 2'],
  },
  {
    name: 'and both in one bar are the worse',
    entry: { stop: () => 95 },
    exit: { order: 'limit', price: 104 },
    bars: [[100, 105, 94, 96]],
    fills: ['stop 2 10 95'],
    orders: ['cancelled 2'],
  },
  {
    name: 'of a part: the rest keeps its stop',
    entry: { stop: () => 95 },
    exit: { order: 'limit', price: 104, portion: 0.4 },
    bars: [
      [100, 105, 99, 104],
      [100, 101, 94, 95],
    ],
    fills: ['exit 2 4 104', 'stop 3 6 95'],
    orders: ['filled 2'],
  },
  {
    name: 'of a part: while it waits the stop is over all',
    entry: { stop: () => 95 },
    exit: { order: 'limit', price: 104, portion: 0.4 },
    bars: [FLAT, [100, 101, 94, 95]],
    fills: ['stop 3 6 95', 'stop 3 4 95'],
    orders: ['cancelled 3'],
  },
  {
    name: 'of a part that does not come to it: it goes back, and is asked for again',
    entry: { stop: () => 95 },
    exit: { order: 'limit', price: 104, portion: 0.4, expire: 1, on: [1, 3] },
    bars: [FLAT, FLAT, [100, 105, 99, 104]],
    fills: ['exit 4 4 104'],
    orders: ['expired 2', 'filled 4'],
  },
]

describe('an exit at a price', () => {
  test.each(CASES)('$name', ({ entry, exit, bars, fills, orders }) => {
    const script: readonly ScriptRule[] = [
      { ...ENTRY, ...entry },
      { kind: 'exit', side: 'long', on: [1], ...exit },
    ]
    const result = run(script, barsOf([FLAT, FLAT, ...bars]), { ...FREE, instrument: STOCK })
    const [first, ...rest] = result.fills
    expect(first?.purpose).toBe('entry')
    expect(
      rest.map((fill) => `${fill.purpose} ${fill.bar} ${fill.quantity} ${fill.price}`),
    ).toEqual(fills)
    const own = result.orders.filter(({ rule, purpose }) => rule === 1 && purpose === 'exit')
    expect(own.map(({ outcome, outcomeBar }) => `${outcome} ${outcomeBar}`)).toEqual(orders)
  })
})
