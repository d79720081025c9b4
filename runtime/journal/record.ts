import { z } from 'zod'
import type { CostSpec } from '../../stdlib/module.ts'
import type { BrokerOrder } from '../broker/broker.ts'
import type { MarginSpec } from '../core/margin.ts'
import type { Policy } from '../core/policy.ts'
import type { InstrumentSpec } from '../core/result.ts'
import { RiskLimits } from '../live/risk-limits.ts'

/** Raised when records change so that an older reader would misunderstand them. */
export const JOURNAL_FORMAT = 3

const instant = z.number().int().nonnegative()
const index = z.number().int().nonnegative()
const positive = z.number().positive()
/** Our own name of an order: `<run>-<engine order id>`. */
const ref = z.string().regex(/^[!-~]{1,40}$/)

const orderType = z.enum(['market', 'limit', 'stop', 'stop-limit', 'touch', 'close'])
const side = z.enum(['buy', 'sell'])
const byType = z.strictObject({ market: z.boolean(), limit: z.boolean(), stop: z.boolean() })

const margin: z.ZodType<MarginSpec> = z.strictObject({
  kind: z.enum(['fraction', 'per-contract']),
  initial: z.number().nonnegative(),
  maintenance: z.strictObject({ long: z.number().nonnegative(), short: z.number().nonnegative() }),
})

const policy: z.ZodType<Policy> = z.strictObject({
  name: z.string(),
  summary: z.string(),
  tradable: z.boolean(),
  marketFill: z.enum(['next-open', 'decision-close']),
  sizing: z.enum(['decision', 'fill']),
  equityBase: z.enum(['all', 'free']),
  sizeBearsCommission: z.boolean(),
  funds: z.enum(['reduce', 'refuse', 'allow']),
  fundsAtFill: z.boolean(),
  margin,
  slips: z.strictObject({ entry: byType, exit: byType }),
  commissionOn: z.enum(['fill', 'unslipped']),
  limitFill: z.enum(['through', 'touch']),
  stopLimitInBar: z.boolean(),
  exitsInEntryBar: byType,
  bothReached: z.enum(['worse', 'better', 'path', 'first-sent']),
  partFrom: z.enum(['each', 'first', 'last']),
  endOfRun: z.enum(['mark', 'close']),
  closeOutAt: z.enum(['open', 'close', 'previous-close']),
})

const costs: z.ZodType<CostSpec> = z.strictObject({
  commission: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['ibkr-fixed', 'ibkr-tiered']) }),
      z.strictObject({ kind: z.literal('per-share'), amount: z.number() }),
      z.strictObject({ kind: z.literal('fraction'), fraction: z.number() }),
      z.strictObject({ kind: z.literal('per-trade'), amount: z.number() }),
    ])
    .exactOptional(),
  slippage: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('ticks'), ticks: z.number() }),
      z.strictObject({ kind: z.literal('fraction'), fraction: z.number() }),
      z.strictObject({
        kind: z.literal('spread'),
        of: z.enum(['price', 'ticks', 'fraction']),
        amount: z.number(),
      }),
      z.strictObject({
        kind: z.literal('volume-share'),
        impact: z.number(),
        shape: z.enum(['quadratic', 'linear']),
      }),
      z.strictObject({ kind: z.literal('volatility'), fraction: z.number() }),
    ])
    .exactOptional(),
  borrow: z.strictObject({ kind: z.enum(['value', 'ibkr']), rate: z.number() }).exactOptional(),
  maxVolume: positive.exactOptional(),
})

const instrument: z.ZodType<InstrumentSpec> = z.strictObject({
  symbol: z.string(),
  tick: z.number().nonnegative(),
  lot: positive,
  multiplier: positive,
  currency: z.string(),
})

const order: z.ZodType<BrokerOrder> = z.strictObject({
  ref,
  side,
  type: orderType,
  quantity: z.number().nonnegative(),
  price: z.number().exactOptional(),
  limit: z.number().exactOptional(),
  parent: ref.exactOptional(),
  group: ref.exactOptional(),
  onFill: z.enum(['cancel', 'reduce', 'reduce-unblocked']).exactOptional(),
  opens: z.literal(true).exactOptional(),
  timeInForce: z.enum(['day', 'gtc', 'gtd', 'ioc', 'fok', 'opg']),
  goodTill: z.string().exactOptional(),
})

/** One kind of record: its fields besides the instant at which it was written, ms UTC. */
function record<K extends string, S extends z.ZodRawShape>(kind: K, fields: S) {
  return z.strictObject({ kind: z.literal(kind), at: instant, ...fields })
}

/** Prices of an interval, as they were seen. */
const priceBar = {
  start: instant,
  open: positive,
  high: positive,
  low: positive,
  close: positive,
  volume: z.number(),
  /** Before the run began; from the stream; fetched after a gap. */
  source: z.enum(['history', 'live', 'backfill']),
}

const command = z.enum(['place', 'modify', 'cancel'])

/** Every kind of record, in the order of an order's life. One journal is one run. */
export const JournalRecord = z.discriminatedUnion('kind', [
  /** The first record: everything but bars and broker events that decisions depend on. */
  record('segment', {
    format: z.literal(JOURNAL_FORMAT),
    /** Begins every order's ref. */
    run: z.string().regex(/^[A-Za-z0-9]{1,24}$/),
    /** Version of Lockstep. */
    version: z.string(),
    title: z.string(),
    timeframe: z.string(),
    /** SHA-256 of the strategy's text, hex. */
    sourceHash: z.string(),
    parameters: z.array(z.number().refine((value) => !Object.is(value, -0), 'write 0, not -0')),
    cash: positive,
    account: z.string(),
    symbol: z.string(),
    /** Of the exchange, by name; absent: that of the strategy's exchange, else New York's. */
    calendar: z.string().exactOptional(),
    /** Series that are told beside the bars; absent: none. Without symbol: of the traded one. */
    references: z
      .array(z.strictObject({ symbol: z.string().exactOptional(), timeframe: z.string() }))
      .exactOptional(),
    policy,
    costs,
    instrument,
    /** The account's, where it is another than the instrument's: cash and commissions are in it. */
    currency: z.string().exactOptional(),
    limits: RiskLimits,
  }),
  /** A base bar as it was seen; bars are numbered from 0 without gaps. */
  record('bar', { bar: index, ...priceBar }),
  /** A bar of a reference, by its place in the segment; it is seen from the next `bar` on. */
  record('reference', { reference: index, ...priceBar }),
  /** The engine was told that a bar is closed. Entries are dropped when late, and in history. */
  record('cut', { bar: index, entries: z.enum(['taken', 'late', 'history']) }),
  /** A command of the engine that may be sent from here on, until `until` if it is given. */
  record('intent', { ref, command, order, until: instant.exactOptional() }),
  /** A command of the engine that is not sent, and why: risk gate, kill latch, too late. */
  record('dropped', { ref, command, order, code: z.string(), reason: z.string() }),
  record('sent', { ref, command }),
  record('acked', { ref, permId: z.number().int() }),
  record('execution', {
    ref,
    execId: z.string(),
    side,
    quantity: positive,
    price: positive,
    /** The broker's clock, ms UTC. */
    time: instant,
  }),
  /** What a unit of a currency comes to in the account's from here on. */
  record('rate', { currency: z.string(), rate: positive }),
  record('commission', { execId: z.string(), amount: z.number(), currency: z.string() }),
  /** As the broker said it; what became of the order is told by `done`. */
  record('refused', { ref, code: z.number().int(), reason: z.string() }),
  record('cancelled', { ref, reason: z.string() }),
  /** The one final state of an order. Of ends without a fill the engine is told here. */
  record('done', {
    ref,
    outcome: z.enum(['filled', 'cancelled', 'refused', 'expired', 'lost', 'dropped']),
    reason: z.string(),
  }),
  record('lost', { reason: z.string() }),
  record('ready', {}),
  record('notice', { code: z.number().int(), text: z.string() }),
  record('kill', { mode: z.enum(['halt', 'cancel', 'flatten', 'cleared']), by: z.string() }),
  record('note', { text: z.string() }),
])

/** One line of the journal. */
export type JournalRecord = Readonly<z.infer<typeof JournalRecord>>

export type RecordKind = JournalRecord['kind']

export type RecordOf<K extends RecordKind> = Extract<JournalRecord, { readonly kind: K }>
