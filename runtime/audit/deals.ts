import type { OrderRecord, RunResult, Trade } from '../core/result.ts'

/** A trade with the orders behind it, so that two runs' trades can be laid side by side. */
export interface Deal {
  /** Rule and decision bar of its entry: the same in two runs that decided the same. */
  readonly key: string
  readonly trade: Trade
  readonly entry: OrderRecord
  /** None while the trade is open. */
  readonly exit: OrderRecord | undefined
}

/** The trades of a run, those still open last. */
export function dealsOf(run: RunResult): readonly Deal[] {
  const entries = new Map<string, OrderRecord>()
  for (const order of run.orders) {
    // A rule has one working entry at a time: it fills once in a bar at most.
    if (order.purpose === 'entry' && order.outcome === 'filled')
      entries.set(`${order.rule}/${order.outcomeBar}`, order)
  }
  const byId = new Map(run.orders.map((order) => [order.id, order]))
  // Trades are told in the order of their exits, and so are fills.
  const exits = run.fills.filter(({ purpose }) => purpose !== 'entry')
  const deal = (trade: Trade, exit: OrderRecord | undefined): Deal => {
    const entry = entries.get(`${trade.rule}/${trade.entryBar}`)
    if (entry === undefined) throw new Error(`no entry filled in bar ${trade.entryBar}`)
    return { key: decisionKey(entry), trade, entry, exit }
  }
  return [
    ...run.trades.map((trade, k) => deal(trade, byId.get(exits[k]!.order))),
    ...run.open.map((trade) => deal(trade, undefined)),
  ]
}

/** What an order is, whatever its number: purpose, rule, and the bar that decided it. */
export function decisionKey({ purpose, rule, bar }: OrderRecord): string {
  return `${purpose}/${rule}/${bar}`
}
