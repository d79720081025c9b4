import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BrokerOrder } from '../../runtime/broker/broker.ts'
import type { OrderPurpose } from '../../runtime/core/result.ts'
import { isPaperAccount, isRefusal, judge, type RiskContext } from '../../runtime/live/risk.ts'
import { RiskLimits } from '../../runtime/live/risk-limits.ts'
import { NOON } from './samples.ts'

const DAY = 86_400_000

const LIMITS = RiskLimits.parse({
  maxOrderQuantity: 500,
  maxOrderNotional: 20_000,
  maxPosition: 600,
  expectedAccount: 'DU1',
})

const ORDER: BrokerOrder = {
  ref: 'k7-5',
  side: 'buy',
  type: 'market',
  quantity: 100,
  timeInForce: 'day',
}

const CONTEXT: RiskContext = {
  limits: LIMITS,
  command: 'place',
  purpose: 'entry',
  account: 'DU1',
  ready: true,
  killed: undefined,
  position: 0,
  openOrders: [],
  placed: new Set(['k7-4']),
  lastPrice: 100,
  lastBarEnd: NOON,
  now: NOON + 2000,
  rateAge: 0,
  entryTimes: [],
  multiplier: 1,
}

const entry = (quantity: number, side: 'buy' | 'sell' = 'buy') => ({
  order: { ...ORDER, quantity, side },
  purpose: 'entry' as const,
  filled: 0,
})
const stop = { order: { ...ORDER, side: 'sell' as const }, purpose: 'stop' as const, filled: 0 }
const limit = (price: number, quantity = 100): Partial<BrokerOrder> => ({
  type: 'limit',
  price,
  quantity,
})
const limits = (changes: Partial<RiskLimits>) => ({ limits: { ...LIMITS, ...changes } })
const times = (count: number, at: number) => Array.from({ length: count }, () => at)

/** Order, context, and the refusal's code; none: it is let through. */
type Row = readonly [string, Partial<BrokerOrder>, Partial<RiskContext>, string?]

const ROWS: readonly Row[] = [
  ['an order within all limits', {}, {}],
  ['the largest quantity', { quantity: 200 }, limits({ maxOrderQuantity: 200 })],
  ['one share more', { quantity: 201 }, limits({ maxOrderQuantity: 200 }), 'risk-order-quantity'],
  ['the largest notional', { quantity: 200 }, {}],
  ['one share more money', { quantity: 201 }, {}, 'risk-order-notional'],
  ['notional at its own price', limit(110, 182), {}, 'risk-order-notional'],
  ['notional with a multiplier', { quantity: 5 }, { multiplier: 50 }, 'risk-order-notional'],
  ['a position up to the limit', {}, { position: 500 }],
  ['a position beyond it', {}, { position: 501 }, 'risk-position'],
  ['a short position beyond it', { side: 'sell' }, { position: -501 }, 'risk-position'],
  ['an entry against a large position, which closes first', { side: 'sell' }, { position: 600 }],
  ['waiting entries count', {}, { openOrders: [entry(300), entry(201)] }, 'risk-position'],
  ['those of the other side do not', {}, { openOrders: [entry(300), entry(201, 'sell')] }],
  ['nor do stops', {}, { position: 500, openOrders: [stop, stop] }],
  ['29 entries in this minute', {}, { entryTimes: times(29, NOON) }],
  ['30 entries in this minute', {}, { entryTimes: times(30, NOON) }, 'risk-order-rate'],
  ['30 entries a minute ago', {}, { entryTimes: times(30, NOON - 58_000) }],
  ['14 open orders', {}, { openOrders: times(14, 0).map(() => stop) }],
  ['15 open orders', {}, { openOrders: times(15, 0).map(() => stop) }, 'risk-open-orders'],
  ['prices a minute old', {}, { now: NOON + 60_000 }],
  ['prices older than that', {}, { now: NOON + 60_001 }, 'risk-stale-data'],
  ['a rate of eight days', {}, { rateAge: 8 * DAY }],
  ['a rate older than that', {}, { rateAge: 8 * DAY + 1 }, 'risk-stale-rate'],
  ['a rate that was never told', {}, { rateAge: Number.NaN }, 'risk-stale-rate'],
  ['a bar without an end', {}, { lastBarEnd: Number.NaN }, 'risk-stale-data'],
  ['no price', {}, { lastPrice: Number.NaN }, 'risk-no-price'],
  ['a limit at the collar', limit(80), {}],
  ['a limit below it', limit(79.99), {}, 'risk-price-collar'],
  ['a stop above it', { ...limit(121), type: 'stop' }, {}, 'risk-price-collar'],
  ['another account', {}, { account: 'DU2' }, 'risk-account'],
  [
    'an account with money on a paper run',
    {},
    { account: 'U1', ...limits({ expectedAccount: 'U1' }) },
    'risk-live-account',
  ],
  [
    'an account with money, asked for',
    {},
    { account: 'U1', ...limits({ expectedAccount: 'U1', paper: false }) },
  ],
  ['a ref that was placed', { ref: 'k7-4' }, {}, 'risk-duplicate'],
  ['a change of a ref that was placed', { ref: 'k7-4' }, { command: 'modify' }],
  ['a kill', {}, { killed: 'halt' }, 'risk-killed'],
  ['no link', {}, { ready: false }, 'risk-not-ready'],
]

describe('the risk gate', () => {
  const rows = ROWS.map(([name, order, context, code]) => ({ name, order, context, code }))
  test.each(rows)('$name', ({ order, context, code }) => {
    const verdict = judge({ ...ORDER, ...order }, { ...CONTEXT, ...context })
    expect(isRefusal(verdict) ? verdict.code : undefined).toBe(code)
    if (isRefusal(verdict)) expect(verdict.reason).toMatch(/^\S.*\.$/)
    else expect(verdict).toEqual({ ...ORDER, ...order })
  })

  test('has a row for every code', () => {
    expect(new Set(ROWS.flatMap(([, , , code]) => code ?? [])).size).toBe(14)
  })

  const reducing: readonly OrderPurpose[] = ['exit', 'stop', 'target', 'reverse']
  const NOT_TO_SEND = ['risk-account', 'risk-live-account', 'risk-duplicate']

  test.each(reducing)('lets every %s through, but not twice or elsewhere', (purpose) => {
    for (const [, order, context, code] of ROWS) {
      const verdict = judge({ ...ORDER, ...order }, { ...CONTEXT, ...context, purpose })
      const expected = NOT_TO_SEND.includes(code ?? '') ? code : undefined
      expect(isRefusal(verdict) ? verdict.code : undefined).toBe(expected)
    }
  })

  test('never lets an entry bring the position beyond its limit, whatever else fills', () => {
    const quantity = fc.integer({ min: 1, max: 400 })
    const waiting = fc.array(fc.tuple(quantity, fc.constantFrom('buy', 'sell')), { maxLength: 6 })
    fc.assert(
      fc.property(
        quantity,
        fc.integer({ min: -600, max: 600 }),
        waiting,
        (size, position, open) => {
          const openOrders = open.map(([shares, side]) => entry(shares, side))
          const order = { ...ORDER, quantity: size }
          const loose = limits({ maxOrderNotional: 1e9 })
          if (isRefusal(judge(order, { ...CONTEXT, ...loose, position, openOrders }))) return
          const buys = open.filter(([, side]) => side === 'buy')
          const most = buys.reduce((sum, [shares]) => sum + shares, position + size)
          expect(most).toBeLessThanOrEqual(600)
        },
      ),
    )
  })

  test.each<[string, Partial<BrokerOrder>]>([
    ['no quantity', { quantity: 0 }],
    ['an unknown quantity', { quantity: Number.NaN }],
    ['endless quantity', { quantity: Number.POSITIVE_INFINITY }],
    ['a limit without a price', { type: 'limit' }],
    ['an unknown price', limit(Number.NaN)],
    ['a market order with a price', { price: 5 }],
  ])('stops at an order of ours that makes no sense: %s', (_, order) => {
    for (const purpose of ['entry', 'stop'] as const)
      expect(() => judge({ ...ORDER, ...order }, { ...CONTEXT, purpose })).toThrow(/makes no sense/)
  })

  test('has safe limits where nothing is said, but for the account, which must be', () => {
    expect(RiskLimits.parse({ expectedAccount: 'DU1' })).toEqual({
      maxOrdersPerMinute: 30,
      maxOpenOrders: 15,
      staleRateMs: 8 * DAY,
      staleDataMs: 60_000,
      expectedAccount: 'DU1',
      paper: true,
      priceCollar: 0.2,
    })
    for (const wrong of [{}, { expectedAccount: '' }, { expectedAccount: 'DU1', maxPosition: -1 }])
      expect(RiskLimits.safeParse(wrong).success).toBe(false)
  })

  test('knows paper accounts by their first letter', () => {
    expect(['DU123', 'DF9', 'U123', 'F1', ''].map(isPaperAccount)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
