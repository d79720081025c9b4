import type { OrderRecord, RunResult, Trade } from '../core/result.ts'

/** A trade with the orders behind it, so that two runs' trades can be laid side by side. */
export interface Deal {
  /**
   * Rule and decision bar of its entry, and which of its parts, by their exits: the same in two
   * runs that decided the same.
   */
  readonly key: string
  readonly trade: Trade
  readonly entry: OrderRecord
  /** None while the trade is open. */
  readonly exit: OrderRecord | undefined
}

/** The trades of a run, those still open last. */
export function dealsOf(run: RunResult): readonly Deal[] {
  const byId = new Map(run.orders.map((order) => [order.id, order]))
  const parts = new Map<OrderRecord, number>()
  const deal = (trade: Trade): Deal => {
    const entry = byId.get(trade.entryOrder)
    if (entry === undefined) throw new Error(`no entry filled in bar ${trade.entryBar}`)
    const part = parts.get(entry) ?? 0
    parts.set(entry, part + 1)
    return { key: `${decisionKey(entry)}/${part}`, trade, entry, exit: byId.get(trade.exitOrder) }
  }
  return [...run.trades, ...run.open].map(deal)
}

/** What an order is, whatever its number: purpose, rule, and the bar that decided it. */
export function decisionKey({ purpose, rule, bar }: OrderRecord): string {
  return `${purpose}/${rule}/${bar}`
}
