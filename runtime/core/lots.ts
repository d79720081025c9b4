import { dayOf } from './account.ts'
import type { Micros } from './money.ts'
import { add, fromMicros, toMicros } from './money.ts'
import { placeReverse, withdrawWhere } from './order.ts'
import type { Fill } from './result.ts'
import { toTick } from './rounding.ts'
import type { EngineState } from './state.ts'
import { post } from './state.ts'
import { appendRow } from './tables.ts'

/** What a fill says. `order` is -1 where the run's end closed a lot; commission in money. */
export interface Execution {
  readonly order: number
  readonly bar: number
  readonly quantity: number
  readonly price: number
  readonly commission: number
}

/** An entry filled: a lot opens, its stop and target move to their exact levels. */
export function openLot(state: EngineState, execution: Execution): void {
  const { orders, trades, bound } = state
  const { order, bar, quantity, price } = execution
  const rule = orders.rule[order]!
  const long = orders.side[order] === 'buy'
  if (!(quantity > 0) || (long ? state.position < 0 : state.position > 0))
    throw new Error(`entry ${order} of ${quantity} shares would flip the position`)

  const lot = appendRow(trades)
  trades.side.push(long ? 'long' : 'short')
  trades.exit.push('end')
  trades.rule[lot] = rule
  trades.quantity[lot] = quantity
  trades.entryBar[lot] = bar
  trades.entryPrice[lot] = price
  trades.exitBar[lot] = -1
  trades.exitRule[lot] = -1
  state.lots.push(lot)
  state.lotsOfRule[rule]! += 1
  book(state, lot, execution, long ? 'buy' : 'sell', 'entry')
  state.entries += 1
  countEntryOfDay(state, bar)

  const at = orders.frozenAt[order]!
  const stop = bound.stop(rule, state.frozen, at, price)
  const risk = Math.abs(price - stop)
  trades.risk[lot] = risk
  attach(state, lot, order, 'stop', stop)
  attach(state, lot, order, 'target', bound.target(rule, state.frozen, at, price, risk))
  reverseOnWorkingEntries(state, lot, bar)
}

/** A lot closes, whichever order did it; its other orders are taken back. */
export function closeLot(
  state: EngineState,
  lot: number,
  execution: Execution,
  purpose: Exclude<Fill['purpose'], 'entry'>,
): void {
  const { trades, orders, lots } = state
  const at = lots.indexOf(lot)
  if (at < 0) throw new Error(`trade ${lot} is not open`)
  const { order, bar, price } = execution
  const byRule = purpose === 'exit' || purpose === 'reverse'
  trades.exit[lot] = purpose
  trades.exitBar[lot] = bar
  trades.exitPrice[lot] = price
  trades.exitRule[lot] = byRule ? orders.rule[order]! : -1
  lots.splice(at, 1)
  state.lotsOfRule[trades.rule[lot]!]! -= 1
  state.closed.push(lot)
  book(state, lot, execution, trades.side[lot] === 'long' ? 'sell' : 'buy', purpose)
  state.exits += 1
  const profit = trades.flow[lot]! - trades.commission[lot]!
  state.lastTradeProfit = fromMicros(profit as Micros)
  state.lossesInARow = profit < 0 ? state.lossesInARow + 1 : 0
  withdrawWhere(state, orders.lot, lot, bar, 'another order closed its trade')
}

/** Books one fill: money, position, the trade's own sums, the record. */
function book(
  state: EngineState,
  lot: number,
  execution: Execution,
  side: 'buy' | 'sell',
  purpose: Fill['purpose'],
): void {
  const { fills, trades, instrument } = state
  const { order, bar, price } = execution
  const quantity = trades.quantity[lot]!
  const value = toMicros(price * quantity * instrument.multiplier)
  const flow = side === 'buy' ? (-value as Micros) : value
  const fee = toMicros(execution.commission)
  post(state, add(flow, -fee as Micros))
  state.commissionMicros = add(state.commissionMicros, fee)
  trades.flow[lot] = trades.flow[lot]! + flow
  trades.commission[lot] = trades.commission[lot]! + fee
  state.position = signedShares(state)

  const fill = appendRow(fills)
  fills.purpose.push(purpose)
  fills.side.push(side)
  fills.order[fill] = order
  fills.bar[fill] = bar
  fills.quantity[fill] = quantity
  fills.price[fill] = price
  fills.commission[fill] = fee
}

/** Summed anew, so that fractions of a share leave no crumbs behind. */
function signedShares(state: EngineState): number {
  const { lots, trades } = state
  let shares = 0
  for (const lot of lots) {
    shares += trades.side[lot] === 'long' ? trades.quantity[lot]! : -trades.quantity[lot]!
  }
  return shares
}

function countEntryOfDay(state: EngineState, bar: number): void {
  const day = dayOf(state.bars.time[bar]!)
  state.entriesThatDay = day === state.entryDay ? state.entriesThatDay + 1 : 1
  state.entryDay = day
}

/** The entry's child moves from the level of the expected entry to the exact one. */
function attach(
  state: EngineState,
  lot: number,
  entry: number,
  purpose: 'stop' | 'target',
  level: number,
): void {
  const { orders, trades, instrument, working } = state
  for (const child of working) {
    if (orders.parent[child] !== entry || orders.purpose[child] !== purpose) continue
    orders.lot[child] = lot
    orders.quantity[child] = trades.quantity[lot]!
    // A level that is unknown at this very price stays where it was attached.
    if (level > 0) {
      const type = purpose === 'stop' ? 'stop' : 'limit'
      orders.price[child] = toTick(level, instrument.tick, orders.side[child]!, type)
    }
    state.commands.push({ kind: 'modify', order: child })
    return
  }
}

/** A new lot must be closed by whichever opposite entry still waits, before that one opens. */
function reverseOnWorkingEntries(state: EngineState, lot: number, bar: number): void {
  const { orders, trades } = state
  const against = trades.side[lot] === 'long' ? 'sell' : 'buy'
  for (const entry of state.entryOfRule) {
    if (entry >= 0 && orders.side[entry] === against) placeReverse(state, entry, lot, bar)
  }
}
