import type { BrokerOrder } from '../broker/broker.ts'
import { HAS_PRICE, OrderType } from '../core/order.ts'
import type { OrderPurpose } from '../core/result.ts'
import type { RecordOf } from '../journal/record.ts'
import type { KillMode } from './kill.ts'
import type { RiskLimits } from './risk-limits.ts'

/**
 * A broker order that the live risk gate let through. Only this file makes one, and the host's
 * sender takes nothing else.
 */
export type ApprovedBrokerOrder = BrokerOrder & { readonly approved: unique symbol }

/** Stable: journals and alerts are searched for them. */
export type RiskCode =
  | 'risk-account'
  | 'risk-live-account'
  | 'risk-duplicate'
  | 'risk-killed'
  | 'risk-not-ready'
  | 'risk-no-price'
  | 'risk-stale-data'
  | 'risk-stale-rate'
  | 'risk-order-quantity'
  | 'risk-order-notional'
  | 'risk-position'
  | 'risk-order-rate'
  | 'risk-open-orders'
  | 'risk-price-collar'

export interface RiskRefusal {
  readonly code: RiskCode
  /** For a person: what, how much, and the limit. */
  readonly reason: string
}

/** What the gate must know to judge an order; the host says it anew for each. */
export interface RiskContext {
  readonly limits: RiskLimits
  readonly command: 'place' | 'modify'
  readonly purpose: OrderPurpose
  /** The account that the broker would book the order on. */
  readonly account: string
  /** Ready is earned: link, account, clean sweep (the broker's `ready`). */
  readonly ready: boolean
  readonly killed: KillMode | undefined
  /** Signed shares at the broker. */
  readonly position: number
  /** Orders of ours that may still fill there, this one apart. */
  readonly openOrders: readonly {
    readonly order: BrokerOrder
    readonly purpose: OrderPurpose
    /** Shares of it that have filled. */
    readonly filled: number
  }[]
  /** Refs that were ever placed in this run. */
  readonly placed: { has(ref: string): boolean }
  /** Close of the last bar; NaN when unknown. */
  readonly lastPrice: number
  /** End of the last bar, ms UTC, and the broker's clock. */
  readonly lastBarEnd: number
  readonly now: number
  /** Since the rate between account and instrument was last told, ms; 0 where none is needed. */
  readonly rateAge: number
  /** When entries were placed, ms UTC; those older than a minute do not matter. */
  readonly entryTimes: readonly number[]
  /** Money of the account per price point per share. */
  readonly multiplier: number
}

const MINUTE_MS = 60_000

/**
 * The last gate before the journal and the broker: the order, approved, or the first reason
 * against it. What reduces a position or a waiting entry, as all changes of entries do, is let
 * through whatever the limits say; but neither sent twice nor sent to another account does an order
 * reduce anything, so these two hold for all.
 * Cancels are not asked about. Throws where the order itself makes no sense: that is our mistake.
 */
export function judge(order: BrokerOrder, context: RiskContext): ApprovedBrokerOrder | RiskRefusal {
  assertSane(order)
  const against =
    againstAny(order, context) ??
    (context.purpose === 'entry' && context.command === 'place'
      ? againstEntry(order, context)
      : undefined)
  return against ?? (order as ApprovedBrokerOrder)
}

/** Tells the two answers of `judge` apart. */
export function isRefusal(verdict: ApprovedBrokerOrder | RiskRefusal): verdict is RiskRefusal {
  return 'code' in verdict
}

/** What the gate let through before a restart, to be sent again. */
export function approvedBefore(intent: RecordOf<'intent'>): ApprovedBrokerOrder {
  return intent.order as ApprovedBrokerOrder
}

/** Paper accounts of Interactive Brokers begin with D (DU, DF); accounts with money do not. */
export function isPaperAccount(account: string): boolean {
  return account.startsWith('D')
}

function assertSane({ ref, type, quantity, price, limit }: BrokerOrder): void {
  const sane =
    isSane(quantity) &&
    (HAS_PRICE[OrderType[type]] ? isSane(price) : price === undefined) &&
    (type === 'stop-limit' ? isSane(limit) : limit === undefined)
  if (!sane) throw new Error(`order ${ref} makes no sense: ${type} of ${quantity} at ${price}`)
}

function isSane(amount: number | undefined): boolean {
  return amount !== undefined && amount > 0 && amount < Number.POSITIVE_INFINITY
}

function againstAny(order: BrokerOrder, context: RiskContext): RiskRefusal | undefined {
  const { limits, account, command, placed } = context
  if (account !== limits.expectedAccount)
    return refusal(
      'risk-account',
      `The broker's account is ${account}, not ${limits.expectedAccount}.`,
    )
  if (limits.paper && !isPaperAccount(account))
    return refusal(
      'risk-live-account',
      `${account} is an account with real money, the run is on paper.`,
    )
  if (command === 'place' && placed.has(order.ref))
    return refusal('risk-duplicate', `${order.ref} has been placed before.`)
  return undefined
}

function againstEntry(order: BrokerOrder, context: RiskContext): RiskRefusal | undefined {
  const { killed, ready, lastPrice, lastBarEnd, now, rateAge, limits } = context
  if (killed !== undefined) return refusal('risk-killed', `The kill latch is set (${killed}).`)
  if (!ready) return refusal('risk-not-ready', 'The link to the broker is not ready.')
  if (!(lastPrice > 0)) return refusal('risk-no-price', 'The last price is unknown.')
  const age = now - lastBarEnd
  if (!(age <= limits.staleDataMs))
    return refusal(
      'risk-stale-data',
      `The last price is ${age} ms old; ${limits.staleDataMs} at most.`,
    )
  if (!(rateAge <= limits.staleRateMs))
    return refusal(
      'risk-stale-rate',
      `The rate into the account's currency is ${rateAge} ms old; ${limits.staleRateMs} at most.`,
    )
  return againstSize(order, context) ?? againstPace(context) ?? againstPrice(order, context)
}

function againstSize(order: BrokerOrder, context: RiskContext): RiskRefusal | undefined {
  const { limits, lastPrice, multiplier } = context
  const { quantity } = order
  const { maxOrderQuantity = Infinity, maxOrderNotional = Infinity } = limits
  if (quantity > maxOrderQuantity)
    return refusal(
      'risk-order-quantity',
      `${quantity} shares; ${maxOrderQuantity} at most in an order.`,
    )
  const notional = quantity * (order.price ?? lastPrice) * multiplier
  if (notional > maxOrderNotional)
    return refusal('risk-order-notional', `${money(notional)}; ${money(maxOrderNotional)} at most.`)
  const { maxPosition = Infinity } = limits
  const reached = exposure(order, context)
  if (reached > maxPosition)
    return refusal('risk-position', `The position could reach ${reached}; ${maxPosition} at most.`)
  return undefined
}

/** Shares on the entry's side if it and all waiting entries of its side fill. */
function exposure({ side, quantity }: BrokerOrder, context: RiskContext): number {
  const held = Math.max(side === 'buy' ? context.position : -context.position, 0)
  return context.openOrders
    .filter(({ order, purpose }) => purpose === 'entry' && order.side === side)
    .reduce((sum, { order, filled }) => sum + Math.max(0, order.quantity - filled), held + quantity)
}

function againstPace({
  limits,
  entryTimes,
  now,
  openOrders,
}: RiskContext): RiskRefusal | undefined {
  const { maxOrdersPerMinute, maxOpenOrders } = limits
  const recent = entryTimes.filter((time) => time > now - MINUTE_MS).length
  if (recent >= maxOrdersPerMinute)
    return refusal(
      'risk-order-rate',
      `${recent} entries within a minute; ${maxOrdersPerMinute} at most.`,
    )
  if (openOrders.length >= maxOpenOrders)
    return refusal(
      'risk-open-orders',
      `${openOrders.length} orders work; ${maxOpenOrders} at most.`,
    )
  return undefined
}

function againstPrice({ price }: BrokerOrder, context: RiskContext): RiskRefusal | undefined {
  const { limits, lastPrice } = context
  if (price === undefined || Math.abs(price / lastPrice - 1) <= limits.priceCollar) return undefined
  const within = `${limits.priceCollar * 100} % of the last price, ${lastPrice}`
  return refusal('risk-price-collar', `A price of ${price} is not within ${within}.`)
}

function refusal(code: RiskCode, reason: string): RiskRefusal {
  return { code, reason }
}

function money(amount: number): string {
  return amount.toFixed(2)
}
