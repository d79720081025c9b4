import { POLICIES } from '../../runtime/core/policy.ts'
import { JOURNAL_FORMAT, type JournalRecord, type RecordOf } from '../../runtime/journal/record.ts'
import { RiskLimits } from '../../runtime/live/risk-limits.ts'

/** Sunday 2026-03-01 12:00 UTC: an instant for tests. */
export const NOON = Date.UTC(2026, 2, 1, 12)

export const SEGMENT: RecordOf<'segment'> = {
  kind: 'segment',
  at: NOON,
  format: JOURNAL_FORMAT,
  run: 'k7',
  version: '0.1.0',
  title: 'Crossover – für Zwölfe',
  timeframe: '1m',
  sourceHash: 'ab'.repeat(32),
  parameters: [10, 0.1 + 0.2, -3],
  cash: 100_000,
  account: 'DU1',
  symbol: 'SPY',
  references: [{ timeframe: '1d' }, { symbol: 'QQQ', timeframe: '1m' }],
  policy: POLICIES.next_open,
  costs: {
    commission: { kind: 'ibkr-fixed' },
    slippage: { kind: 'ticks', ticks: 1 },
    borrow: { kind: 'ibkr', rate: 0.03 },
  },
  instrument: { symbol: 'SPY', tick: 0.01, lot: 1, multiplier: 1, currency: 'USD' },
  limits: RiskLimits.parse({ expectedAccount: 'DU1' }),
}

const order = {
  ref: 'k7-1',
  side: 'sell',
  type: 'stop',
  quantity: 12,
  price: 99.37,
  parent: 'k7-0',
  group: 'k7-0',
  timeInForce: 'gtc',
} as const

/** One record of each kind and then some, the segment first. */
export const RECORDS: readonly JournalRecord[] = [
  SEGMENT,
  {
    kind: 'bar',
    at: NOON,
    bar: 0,
    start: NOON - 60_000,
    open: 100.1,
    high: 100.30000000000001,
    low: 1e-7,
    close: 100.2,
    volume: 1e21,
    source: 'history',
  },
  {
    kind: 'reference',
    at: NOON,
    reference: 1,
    start: NOON - 60_000,
    open: 400.5,
    high: 401,
    low: 0.1 + 0.2,
    close: 400.75,
    volume: 0,
    source: 'live',
  },
  { kind: 'cut', at: NOON, bar: 0, entries: 'taken' },
  { kind: 'intent', at: NOON, ref: 'k7-1', command: 'place', order, until: NOON + 60_000 },
  {
    kind: 'dropped',
    at: NOON,
    ref: 'k7-1',
    command: 'modify',
    order,
    code: 'risk-rate',
    reason: 'line one\nline two \u0000 "quoted"',
  },
  { kind: 'sent', at: NOON, ref: 'k7-1', command: 'place' },
  { kind: 'acked', at: NOON, ref: 'k7-1', permId: 1_234_567_890 },
  {
    kind: 'execution',
    at: NOON,
    ref: 'k7-1',
    execId: '0000e0d5.63c5b1f4.01.01',
    side: 'sell',
    quantity: 12,
    price: 99.36,
    time: NOON,
  },
  { kind: 'rate', at: NOON, currency: 'EUR', rate: 1 / 0.9 },
  {
    kind: 'commission',
    at: NOON,
    execId: '0000e0d5.63c5b1f4.01.01',
    amount: 1.0000001,
    currency: 'USD',
  },
  { kind: 'refused', at: NOON, ref: 'k7-2', code: 201, reason: 'Order rejected – reason: ☹' },
  { kind: 'cancelled', at: NOON, ref: 'k7-3', reason: '' },
  { kind: 'done', at: NOON, ref: 'k7-1', outcome: 'filled', reason: '' },
  { kind: 'lost', at: NOON, reason: 'socket closed' },
  { kind: 'ready', at: NOON },
  { kind: 'notice', at: NOON, code: 2104, text: 'Market data farm connection is OK:usfarm' },
  { kind: 'kill', at: NOON, mode: 'cancel', by: 'ann' },
  { kind: 'note', at: NOON, text: 'the end' },
]
