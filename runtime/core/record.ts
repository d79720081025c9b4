import type { Bars } from '../../stdlib/bars.ts'
import type { LogRow } from './log.ts'
import { logOrder, readLog } from './log.ts'
import { profitOf } from './lots.ts'
import type { Micros } from './money.ts'
import { fromMicros } from './money.ts'
import type { Side } from './order.ts'
import { BUY, OrderType, Outcome, Purpose } from './order.ts'
import type { Decision, Fill, OrderPurpose, OrderRecord, RunResult, Trade } from './result.ts'
import type { EngineState } from './state.ts'

/**
 * What the run leaves, as plain objects. They are made when first looked at: a study of a thousand
 * runs that reads only equity pays for nothing else.
 */
export function recordOf(state: EngineState, ambiguous: number, barsInMarket: number): RunResult {
  const { log } = state
  for (const order of state.working) {
    const unfilled = Number.NaN
    logOrder(log, order, Outcome.working, -1, '', unfilled, unfilled, unfilled)
  }
  const decisions = once(() =>
    log.decisionBar.map((bar, k) => decisionOf(bar, log.decisionFired[k]!)),
  )
  const rows = once(() => Array.from({ length: log.length }, (_, row) => readLog(log, row)))
  const orders = once(() =>
    rows()
      .filter((row) => row.id >= 0)
      .sort((a, b) => a.id - b.id)
      .map(orderOf),
  )
  const fills = once(() =>
    rows()
      .filter((row) => row.outcome === Outcome.filled)
      .map((row) => fillOf(row, state.bars)),
  )
  const trades = once(() =>
    log.tradeEntry.map((entry, k) =>
      closedTrade(state, k, readLog(log, entry), readLog(log, log.tradeExit[k]!)),
    ),
  )
  const open = once(() => state.lots.map((lot) => openTrade(state, readLog(log, lot.entryRow))))
  return {
    equity: state.equity,
    get decisions() {
      return decisions()
    },
    get orders() {
      return orders()
    },
    get fills() {
      return fills()
    },
    get trades() {
      return trades()
    },
    get open() {
      return open()
    },
    ambiguous,
    barsInMarket,
    commission: fromMicros(state.commissionMicros),
    cash: state.cash,
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function decisionOf(bar: number, fired: number): Decision {
  return { bar, fired }
}

function orderOf(row: LogRow): OrderRecord {
  return {
    id: row.id,
    rule: row.rule,
    purpose: nameOf(Purpose, row.purpose) as OrderPurpose,
    side: row.side === BUY ? 'buy' : 'sell',
    type: nameOf(OrderType, row.type),
    quantity: row.quantity,
    price: row.price,
    bar: row.bar,
    outcome: nameOf(Outcome, row.outcome),
    outcomeBar: row.outcomeBar,
    reason: row.reason,
  }
}

function fillOf(row: LogRow, bars: Bars): Fill {
  return {
    order: row.id,
    bar: row.outcomeBar,
    time: bars.time[row.outcomeBar]!,
    side: row.side === BUY ? 'buy' : 'sell',
    quantity: row.quantity,
    price: row.fillPrice,
    commission: fromMicros(row.commission as Micros),
    purpose: nameOf(Purpose, row.purpose),
  }
}

function closedTrade(state: EngineState, trade: number, entry: LogRow, exit: LogRow): Trade {
  const commission = entry.commission + exit.commission
  const byRule = exit.purpose === Purpose.exit || exit.purpose === Purpose.reverse
  return tradeOf(state, entry, exit.outcomeBar, exit.fillPrice, {
    profit: fromMicros(profitOf(state, trade)),
    commission: fromMicros(commission as Micros),
    exit: nameOf(Purpose, exit.purpose),
    exitRule: byRule ? exit.rule : -1,
  })
}

/** An open trade as if it were closed at the last close, without cost. */
function openTrade(state: EngineState, entry: LogRow): Trade {
  const last = state.bars.length - 1
  const close = state.bars.close[last]!
  const gain = entry.side * entry.quantity * (close - entry.fillPrice) * state.instrument.multiplier
  const commission = fromMicros(entry.commission as Micros)
  const profit = gain - commission
  return tradeOf(state, entry, last, close, { profit, commission, exit: 'end', exitRule: -1 })
}

function tradeOf(
  state: EngineState,
  entry: LogRow,
  exitBar: number,
  exitPrice: number,
  outcome: Pick<Trade, 'profit' | 'commission' | 'exit' | 'exitRule'>,
): Trade {
  const { bars, instrument } = state
  const { quantity, side, rule, risk, outcomeBar: entryBar, fillPrice: entryPrice } = entry
  const { profit, commission, exit, exitRule } = outcome
  return {
    side: side === BUY ? 'long' : 'short',
    quantity,
    rule,
    entryBar,
    exitBar,
    entryTime: bars.time[entryBar]!,
    exitTime: bars.time[exitBar]!,
    entryPrice,
    exitPrice,
    profit,
    commission,
    returnRatio: profit / (entryPrice * quantity * instrument.multiplier),
    risk,
    exit,
    exitRule,
    ...excursion(bars, entryBar, exitBar, entryPrice, exitPrice, side),
  }
}

/**
 * Worst and best open profit per share. Of the bars of entry and exit only the prices of entry and
 * exit, and the entry bar's close, are sure to have been seen by the trade.
 */
function excursion(
  bars: Bars,
  entryBar: number,
  exitBar: number,
  entryPrice: number,
  exitPrice: number,
  side: Side,
): Pick<Trade, 'adverse' | 'favourable'> {
  const { low, high, close } = bars
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
  return side === BUY
    ? { adverse: lowest - entryPrice, favourable: highest - entryPrice }
    : { adverse: entryPrice - highest, favourable: entryPrice - lowest }
}

function nameOf<T extends string>(codes: Readonly<Record<T, number>>, code: number): T {
  for (const name of Object.keys(codes) as T[]) if (codes[name] === code) return name
  throw new Error(`unknown code ${code}`)
}
