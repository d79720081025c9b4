import type { Micros } from './money.ts'
import { fromMicros } from './money.ts'
import type { Decision, Fill, OrderRecord, RunResult, Trade } from './result.ts'
import type { EngineState } from './state.ts'

/** The run's record, made into plain objects where it is looked at. */
export function recordOf(state: EngineState, ambiguous: number, barsInMarket: number): RunResult {
  let decisions: readonly Decision[] | undefined
  let orders: readonly OrderRecord[] | undefined
  let fills: readonly Fill[] | undefined
  let trades: readonly Trade[] | undefined
  let open: readonly Trade[] | undefined
  return {
    equity: state.equity,
    get decisions() {
      decisions ??= rows(state.decisions.length, (row) => ({
        bar: state.decisions.bar[row]!,
        fired: state.decisions.fired[row]!,
      }))
      return decisions
    },
    get orders() {
      orders ??= rows(state.orders.length, (row) => orderRecord(state, row))
      return orders
    },
    get fills() {
      fills ??= rows(state.fills.length, (row) => fillRecord(state, row))
      return fills
    },
    get trades() {
      trades ??= state.closed.map((row) => tradeRecord(state, row))
      return trades
    },
    get open() {
      open ??= state.lots.map((row) => tradeRecord(state, row))
      return open
    },
    ambiguous,
    barsInMarket,
    commission: fromMicros(state.commissionMicros),
    cash: state.cash,
  }
}

function rows<T>(length: number, make: (row: number) => T): T[] {
  const made: T[] = []
  for (let row = 0; row < length; row++) made.push(make(row))
  return made
}

function orderRecord(state: EngineState, row: number): OrderRecord {
  const { orders } = state
  return {
    id: row,
    rule: orders.rule[row]!,
    purpose: orders.purpose[row]!,
    side: orders.side[row]!,
    type: orders.type[row]!,
    quantity: orders.quantity[row]!,
    price: orders.price[row]!,
    bar: orders.bar[row]!,
    outcome: orders.outcome[row]!,
    outcomeBar: orders.outcomeBar[row]!,
    reason: orders.reason[row]!,
  }
}

function fillRecord(state: EngineState, row: number): Fill {
  const { fills, bars } = state
  return {
    order: fills.order[row]!,
    bar: fills.bar[row]!,
    time: bars.time[fills.bar[row]!]!,
    side: fills.side[row]!,
    quantity: fills.quantity[row]!,
    price: fills.price[row]!,
    commission: fromMicros(fills.commission[row]! as Micros),
    purpose: fills.purpose[row]!,
  }
}

/** A closed trade, or an open one as if it were closed at the last close, without cost. */
function tradeRecord(state: EngineState, row: number): Trade {
  const { trades, bars, instrument } = state
  const isOpen = trades.exitBar[row] === -1
  const side = trades.side[row]!
  const sign = side === 'long' ? 1 : -1
  const quantity = trades.quantity[row]!
  const entryBar = trades.entryBar[row]!
  const entryPrice = trades.entryPrice[row]!
  const exitBar = isOpen ? bars.length - 1 : trades.exitBar[row]!
  const exitPrice = isOpen ? bars.close[exitBar]! : trades.exitPrice[row]!
  const commission = fromMicros(trades.commission[row]! as Micros)
  const profit = isOpen
    ? sign * quantity * (exitPrice - entryPrice) * instrument.multiplier - commission
    : fromMicros((trades.flow[row]! - trades.commission[row]!) as Micros)
  return {
    side,
    quantity,
    rule: trades.rule[row]!,
    entryBar,
    exitBar,
    entryTime: bars.time[entryBar]!,
    exitTime: bars.time[exitBar]!,
    entryPrice,
    exitPrice,
    profit,
    commission,
    returnRatio: profit / (entryPrice * quantity * instrument.multiplier),
    risk: trades.risk[row]!,
    exit: trades.exit[row]!,
    exitRule: trades.exitRule[row]!,
    ...excursion(state, entryBar, exitBar, entryPrice, exitPrice, sign),
  }
}

/**
 * Worst and best open profit per share. The bars of entry and exit count only by their prices of
 * entry, exit and (for the entry's) close: what else they did may have been before or after.
 */
function excursion(
  state: EngineState,
  entryBar: number,
  exitBar: number,
  entryPrice: number,
  exitPrice: number,
  sign: number,
): { adverse: number; favourable: number } {
  const { low, high, close } = state.bars
  let lowest = Math.min(entryPrice, exitPrice)
  let highest = Math.max(entryPrice, exitPrice)
  if (exitBar > entryBar) {
    lowest = Math.min(lowest, close[entryBar]!)
    highest = Math.max(highest, close[entryBar]!)
  }
  for (let i = entryBar + 1; i < exitBar; i++) {
    if (low[i]! < lowest) lowest = low[i]!
    if (high[i]! > highest) highest = high[i]!
  }
  const a = sign * (lowest - entryPrice)
  const b = sign * (highest - entryPrice)
  return { adverse: Math.min(a, b, 0), favourable: Math.max(a, b, 0) }
}
