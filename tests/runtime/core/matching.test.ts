import { describe, expect, test } from 'vitest'
import type { Policy } from '../../../runtime/core/policy.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { RunOptions } from '../../../runtime/core/result.ts'
import { barsOf, run, type ScriptRule } from './script.ts'

type Row = readonly [open: number, high: number, low: number, close: number]

/** Every case is decided at the close of this bar, at 100. */
const DECISION: Row = [100, 101, 99, 100]

interface Case {
  readonly name: string
  readonly rule: Partial<ScriptRule>
  readonly bars: readonly Row[]
  readonly policy?: Policy
  readonly options?: Partial<RunOptions>
  /** Purpose, bar and price of each fill. */
  readonly fills: readonly string[]
  readonly ambiguous?: number
}

const { next_open, same_close, backtesting_py } = POLICIES
const slippage = { slippage: { kind: 'ticks', ticks: 5 } } as const
const stop = (level: number) => () => level
const LONG_LIMIT = { order: 'limit', price: 98 } as const
const LONG_STOP = { order: 'stop', price: 102 } as const
const SHORT_LIMIT = { side: 'short', order: 'limit', price: 102 } as const
const SHORT_STOP = { side: 'short', order: 'stop', price: 98 } as const

const ENTRIES: readonly Case[] = [
  { name: 'market: the next open', rule: {}, bars: [[103, 104, 102, 103]], fills: ['entry 1 103'] },
  {
    name: 'market under same_close: the decision close',
    rule: {},
    bars: [[103, 104, 102, 103]],
    policy: same_close,
    fills: ['entry 0 100'],
  },
  {
    name: 'market pays slippage, buying up',
    rule: {},
    bars: [[103, 104, 102, 103]],
    options: { costs: slippage },
    fills: ['entry 1 103.05'],
  },
  {
    name: 'market pays slippage, selling down',
    rule: { side: 'short' },
    bars: [[103, 104, 102, 103]],
    options: { costs: slippage },
    fills: ['entry 1 102.95'],
  },
  {
    name: 'buy limit traded through: the limit, no slippage',
    rule: LONG_LIMIT,
    bars: [[100, 101, 97.99, 100]],
    options: { costs: slippage },
    fills: ['entry 1 98'],
  },
  {
    name: 'buy limit only touched: nothing',
    rule: LONG_LIMIT,
    bars: [[100, 101, 98, 100]],
    fills: [],
  },
  {
    name: 'buy limit touched where touching is enough',
    rule: LONG_LIMIT,
    bars: [[100, 101, 98, 100]],
    policy: { ...next_open, limitFill: 'touch' },
    fills: ['entry 1 98'],
  },
  {
    name: 'buy limit, the open already through: the open',
    rule: LONG_LIMIT,
    bars: [[96, 101, 95, 100]],
    fills: ['entry 1 96'],
  },
  {
    name: 'sell limit traded through',
    rule: SHORT_LIMIT,
    bars: [[100, 102.01, 99, 100]],
    fills: ['entry 1 102'],
  },
  {
    name: 'sell limit, the open already through',
    rule: SHORT_LIMIT,
    bars: [[104, 105, 99, 100]],
    fills: ['entry 1 104'],
  },
  {
    name: 'buy stop touched: the stop plus slippage',
    rule: LONG_STOP,
    bars: [[100, 102, 99, 100]],
    options: { costs: slippage },
    fills: ['entry 1 102.05'],
  },
  {
    name: 'buy stop gapped over: the open plus slippage',
    rule: LONG_STOP,
    bars: [[105, 106, 104, 105]],
    options: { costs: slippage },
    fills: ['entry 1 105.05'],
  },
  {
    name: 'sell stop touched',
    rule: SHORT_STOP,
    bars: [[100, 101, 98, 100]],
    fills: ['entry 1 98'],
  },
  {
    name: 'sell stop gapped over',
    rule: SHORT_STOP,
    bars: [[95, 96, 94, 95]],
    fills: ['entry 1 95'],
  },
  {
    name: 'a limit waits for its bar',
    rule: LONG_LIMIT,
    bars: [
      [100, 101, 99, 100],
      [100, 101, 97, 100],
    ],
    fills: ['entry 2 98'],
  },
]

const EXITS: readonly Case[] = [
  {
    name: 'stop in a later bar',
    rule: { stop: stop(95) },
    bars: [
      [100, 101, 99, 100],
      [100, 101, 94, 100],
    ],
    fills: ['entry 1 100', 'stop 2 95'],
  },
  {
    name: 'stop gapped over: the open',
    rule: { stop: stop(95) },
    bars: [
      [100, 101, 99, 100],
      [90, 91, 89, 90],
    ],
    fills: ['entry 1 100', 'stop 2 90'],
  },
  {
    name: 'stop of a short gapped over, with slippage',
    rule: { side: 'short', stop: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [110, 111, 109, 110],
    ],
    options: { costs: slippage },
    fills: ['entry 1 99.95', 'stop 2 110.05'],
  },
  {
    name: 'target traded through, no slippage',
    rule: { target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [100, 106, 99, 100],
    ],
    fills: ['entry 1 100', 'target 2 105'],
  },
  {
    name: 'target only touched: nothing',
    rule: { target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [100, 105, 99, 100],
    ],
    fills: ['entry 1 100'],
  },
  {
    name: 'target gapped over: the better open',
    rule: { target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [108, 109, 107, 108],
    ],
    fills: ['entry 1 100', 'target 2 108'],
  },
  {
    name: 'stop and target in one bar: the stop, and it is told',
    rule: { stop: stop(95), target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [100, 106, 94, 100],
    ],
    fills: ['entry 1 100', 'stop 2 95'],
    ambiguous: 1,
  },
  {
    name: 'the same, for a short',
    rule: { side: 'short', stop: stop(105), target: stop(95) },
    bars: [
      [100, 101, 99, 100],
      [100, 106, 94, 100],
    ],
    fills: ['entry 1 100', 'stop 2 105'],
    ambiguous: 1,
  },
  {
    name: 'the same, where the better is assumed',
    rule: { stop: stop(95), target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [100, 106, 94, 100],
    ],
    policy: { ...next_open, bothReached: 'better' },
    fills: ['entry 1 100', 'target 2 105'],
    ambiguous: 1,
  },
  {
    name: 'an open beyond a level is decided first, and is no guess',
    rule: { stop: stop(95), target: stop(105) },
    bars: [
      [100, 101, 99, 100],
      [107, 108, 90, 100],
    ],
    fills: ['entry 1 100', 'target 2 107'],
  },
]

/** What a bar can still do after an entry that filled within it. */
const SAME_BAR: readonly Case[] = [
  {
    name: 'market entry: the whole bar came after it',
    rule: { stop: stop(95) },
    bars: [[100, 101, 94, 100]],
    fills: ['entry 1 100', 'stop 1 95'],
  },
  {
    name: 'limit entry: its stop lies further down the same way, so it was reached after',
    rule: { ...LONG_LIMIT, stop: stop(95) },
    bars: [[100, 101, 94, 100]],
    fills: ['entry 1 98', 'stop 1 95'],
  },
  {
    name: 'limit entry: the high may have been before it, the target does not fill',
    rule: { ...LONG_LIMIT, target: stop(103) },
    bars: [[100, 104, 97, 100]],
    fills: ['entry 1 98'],
    ambiguous: 1,
  },
  {
    name: 'limit entry: a close beyond the target leaves no doubt',
    rule: { ...LONG_LIMIT, target: stop(103) },
    bars: [[100, 105, 97, 104]],
    fills: ['entry 1 98', 'target 1 103'],
  },
  {
    name: 'stop entry: the low may have been before it, the stop fills all the same',
    rule: { ...LONG_STOP, stop: stop(97) },
    bars: [[100, 103, 96, 100]],
    fills: ['entry 1 102', 'stop 1 97'],
    ambiguous: 1,
  },
  {
    name: 'stop entry: a close below the stop leaves no doubt',
    rule: { ...LONG_STOP, stop: stop(97) },
    bars: [[100, 103, 95, 96]],
    fills: ['entry 1 102', 'stop 1 97'],
  },
  {
    name: 'stop entry: its target lies further up the same way',
    rule: { ...LONG_STOP, target: stop(104) },
    bars: [[100, 105, 99, 103]],
    fills: ['entry 1 102', 'target 1 104'],
  },
  {
    name: 'stop entry of a short: the high may have been before it',
    rule: { ...SHORT_STOP, stop: stop(103) },
    bars: [[100, 104, 97, 100]],
    fills: ['entry 1 98', 'stop 1 103'],
    ambiguous: 1,
  },
  {
    name: 'gapped entry: filled at the open, the whole bar came after it',
    rule: { ...LONG_STOP, stop: stop(97) },
    bars: [[104, 105, 96, 100]],
    fills: ['entry 1 104', 'stop 1 97'],
  },
  {
    name: 'gapped through entry and stop at once: out at the open',
    rule: { ...LONG_LIMIT, stop: stop(95) },
    bars: [[90, 91, 89, 90]],
    fills: ['entry 1 90', 'stop 1 90'],
  },
  {
    name: 'backtesting.py: after a priced entry only from the next bar',
    rule: { ...LONG_LIMIT, size: 'equity', value: 0.5, stop: stop(95) },
    bars: [
      [100, 101, 94, 100],
      [100, 101, 94, 100],
    ],
    policy: backtesting_py,
    fills: ['entry 1 98', 'stop 2 95'],
  },
  {
    name: 'backtesting.py: after a market entry in the same bar',
    rule: { size: 'equity', value: 0.5, stop: stop(95) },
    bars: [[100, 101, 94, 100]],
    policy: backtesting_py,
    fills: ['entry 1 100', 'stop 1 95'],
  },
]

describe.each([
  ['entries', ENTRIES],
  ['exits', EXITS],
  ['entry and exit in one bar', SAME_BAR],
] as const)('%s', (_title, cases) => {
  test.each(cases)('$name', ({ rule, bars, policy = next_open, options, fills, ambiguous = 0 }) => {
    const script: ScriptRule = { kind: 'enter', side: 'long', on: [0], value: 10, ...rule }
    const result = run([script], barsOf([DECISION, ...bars]), { policy, ...options })
    expect(result.fills.map((fill) => `${fill.purpose} ${fill.bar} ${fill.price}`)).toEqual(fills)
    expect(result.ambiguous).toBe(ambiguous)
  })
})

describe('several orders in one bar', () => {
  const twoSided: readonly ScriptRule[] = [
    { kind: 'enter', side: 'long', on: [0], value: 10, order: 'stop', price: 103 },
    { kind: 'enter', side: 'short', on: [0], value: 10, order: 'stop', price: 98 },
  ]

  test('flat, both sides reached: the nearer first; the other then reverses', () => {
    const result = run(twoSided, barsOf([DECISION, [100, 104, 97, 100]]))
    expect(result.fills.map(({ purpose, price }) => `${purpose} ${price}`)).toEqual([
      'entry 98',
      'reverse 103',
      'entry 103',
    ])
    expect(result.ambiguous).toBe(1)
  })

  test('the nearer price comes first', () => {
    const script: readonly ScriptRule[] = [
      { kind: 'enter', side: 'long', on: [0], value: 10, order: 'limit', price: 96 },
      { kind: 'enter', side: 'long', on: [0], value: 20, order: 'limit', price: 98 },
    ]
    const result = run(script, barsOf([DECISION, [100, 101, 95, 100]]))
    expect(result.fills.map(({ price }) => price)).toEqual([98, 96])
    expect(result.ambiguous).toBe(0)
  })
})

test('policies are tables: a name decides nothing', () => {
  for (const [name, policy] of Object.entries(POLICIES)) {
    expect(policy.name).toBe(name)
    expect(policy.tradable).toBe(policy.marketFill === 'next-open')
    const script: ScriptRule[] = [
      { kind: 'enter', side: 'long', on: [0], value: 10, stop: stop(95) },
    ]
    const bars = barsOf([DECISION, [100, 101, 94, 100]])
    const renamed = { ...policy, name: 'another' }
    expect(run(script, bars, { policy: renamed }).fills).toEqual(
      run(script, bars, { policy }).fills,
    )
  }
})

test('a trade tells whether its bars could tell how it went', () => {
  const script = [
    {
      kind: 'enter',
      side: 'long',
      on: [0, 2],
      value: 1,
      stop: () => 95,
      target: () => 105,
    },
  ] as const
  const calm: Row = [100, 101, 99, 100]
  const both: Row = [100, 110, 90, 100]
  const { trades, ambiguous } = run(script, barsOf([calm, calm, both, calm, [100, 106, 99, 100]]))
  expect(trades.map((trade) => [trade.exit, trade.ambiguous])).toEqual([
    ['stop', true],
    ['target', false],
  ])
  expect(ambiguous).toBe(1)
})
