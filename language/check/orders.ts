import type { Span } from '../diagnostic.ts'
import type { OrderSpec } from '../syntax/ast.ts'
import type { Checker, Env } from './context.ts'
import { checkLevel } from './levels.ts'
import type { TypedOrder } from './typed.ts'

/**
 * The kind of order that a rule sends; a market order where it does not say. Where its prices are
 * `stream`s they may be the open position's.
 */
export function checkOrder(
  checker: Checker,
  clause: { readonly order: OrderSpec; readonly span: Span } | undefined,
  env: Env,
  reads: 'order' | 'stream' = 'order',
): TypedOrder {
  const market: TypedOrder = { kind: 'market' }
  if (clause === undefined) return market
  const { order } = clause
  switch (order.kind) {
    case 'market':
      return market
    case 'open':
      // Under next-bar fills a market order decided at a daily close fills at the next open.
      return isIntraday(checker) ? { kind: 'open' } : market
    case 'close':
      return { kind: 'close' }
    default:
  }
  const place: Env = { ...env, place: reads }
  const price = checkLevel(checker, order.price, place, order.kind)
  if (order.kind !== 'stop' || order.limit === undefined) return { kind: order.kind, price }
  return { kind: 'stop-limit', price, limit: checkLevel(checker, order.limit, place, 'limit') }
}

/** Whether bars are shorter than a day. */
export function isIntraday(checker: Checker): boolean {
  return ['s', 'm', 'h'].includes(checker.timeframe.unit)
}

/** A rule's keyword: enough to point at, however long the rule. */
export function firstLine(span: Span): Span {
  return { start: span.start, end: Math.min(span.end, span.start + 'enter'.length) }
}
