import type { OrderRecord, RunResult } from '../core/result.ts'
import type { JournalRecord, RecordOf } from '../journal/record.ts'
import { refOf } from '../live/broker-order.ts'
import { decisionKey } from './deals.ts'

/** Why live and backtest part, in a word; `CAUSES` says each in a line. */
export type Cause =
  | 'late-bar'
  | 'late-order'
  | 'late-reference'
  | 'risk'
  | 'killed'
  | 'halted'
  | 'refused'
  | 'lost'
  | 'cancelled'
  | 'unfilled'
  | 'partial'
  | 'slippage'
  | 'rate'
  | 'commission'
  | 'borrow'
  | 'exit'
  | 'size'
  | 'stray'
  | 'follows'

/** What each cause means, for people. */
export const CAUSES: Readonly<Record<Cause, string>> = {
  'late-bar': 'the bar came too late to enter on',
  'late-order': 'the order could not be sent in time',
  'late-reference': 'a bar of another series came after the decision',
  risk: 'the risk gate refused the order',
  killed: 'the kill latch was set',
  halted: 'the run had halted over a position that it could not explain',
  refused: 'the broker refused the order',
  lost: 'the order never reached the broker',
  cancelled: 'the order was cancelled at the broker',
  unfilled: 'the market did not fill the order as the backtest assumed',
  partial: 'the order filled in part',
  slippage: 'the fill was at another price',
  rate: 'the fill was converted at another rate',
  commission: 'the commission was another',
  borrow: 'short shares were held for other days, or were others',
  exit: 'the trade ended otherwise',
  size: 'the quantity was another, after an earlier difference',
  stray: 'an order filled after it had ended for the strategy',
  follows: 'the account stood otherwise, after an earlier difference',
}

/** What the journal knows of a live order's fate, found by what the order is. */
export interface Fates {
  /** Why a backtest's order did not do live what it did there. */
  whyNot(order: OrderRecord): { readonly cause: Cause; readonly detail: string }
  /** Why live decided on an order, or not, otherwise than the backtest. */
  whyOther(order: OrderRecord): Cause
  /** Whether less of this live order filled than was asked for. */
  wasCut(order: OrderRecord): boolean
}

/**
 * Reads the fates of a run's orders from its journal; `live` is what its engine came to, and
 * `unpublished` the bars that were decided on without all of the references.
 */
export function fatesOf(
  records: readonly JournalRecord[],
  live: RunResult,
  unpublished: ReadonlySet<number>,
): Fates {
  const [segment] = records
  if (segment?.kind !== 'segment') throw new Error('a run begins with its segment')
  const lateBars = new Set<number>()
  const dropped = new Map<string, RecordOf<'dropped'>>()
  const refused = new Map<string, RecordOf<'refused'>>()
  const done = new Map<string, RecordOf<'done'>>()
  /** Orders that ended while a kill was in force. */
  const endedByKill = new Set<string>()
  let killed = false
  const asked = new Map<string, number>()
  for (const record of records) {
    if (record.kind === 'cut' && record.entries === 'late') lateBars.add(record.bar)
    else if (record.kind === 'dropped' && record.command === 'place')
      dropped.set(record.ref, record)
    else if (record.kind === 'refused') refused.set(record.ref, record)
    else if (record.kind === 'kill') killed = record.mode !== 'cleared'
    else if (record.kind === 'done') {
      done.set(record.ref, record)
      if (killed) endedByKill.add(record.ref)
    } else if (record.kind === 'intent' && record.command === 'place')
      asked.set(record.ref, record.order.quantity)
  }
  const orders = new Map(live.orders.map((order) => [decisionKey(order), order]))
  const whyOther = ({ bar }: OrderRecord) => (unpublished.has(bar) ? 'late-reference' : 'follows')
  return {
    whyOther,
    whyNot(order) {
      const there = orders.get(decisionKey(order))
      if (there === undefined) {
        const late = order.purpose === 'entry' && lateBars.has(order.bar)
        return { cause: late ? 'late-bar' : whyOther(order), detail: '' }
      }
      const ref = refOf(segment.run, there.id)
      const drop = dropped.get(ref)
      if (drop !== undefined) return { cause: dropCause(drop.code), detail: drop.reason }
      const refusal = refused.get(ref)
      if (refusal !== undefined) return { cause: 'refused', detail: refusal.reason }
      const end = done.get(ref)
      if (end?.outcome === 'lost') return { cause: 'lost', detail: end.reason }
      if (end?.outcome === 'dropped' || end?.outcome === 'cancelled') {
        const otherwise = end.outcome === 'dropped' ? 'late-order' : 'cancelled'
        return { cause: endedByKill.has(ref) ? 'killed' : otherwise, detail: end.reason }
      }
      // The engine itself refused or withdrew it: its account was another.
      if (there.outcome === 'refused') return { cause: 'follows', detail: there.reason }
      return { cause: 'unfilled', detail: there.reason }
    },
    wasCut: ({ id, filled }) => (asked.get(refOf(segment.run, id)) ?? filled) > filled,
  }
}

/** Codes of `dropped` records: the risk gate's, and the host's own. */
function dropCause(code: string): Cause {
  if (code === 'risk-killed') return 'killed'
  if (code === 'late') return 'late-order'
  if (code === 'position') return 'halted'
  return code.startsWith('risk-') ? 'risk' : 'follows'
}
