import { readLog, readTrade } from './log.ts'
import type { Micros } from './money.ts'
import { fromMicros, toMicros } from './money.ts'
import type { Order, Side } from './order.ts'
import type { EngineState } from './state.ts'

/** Micros that a trade moves into the account where a point is worth `point`, commission apart. */
export function flowOf(side: Side, quantity: number, price: number, point: number): Micros {
  return (-side * toMicros(price * quantity * point)) as Micros
}

/** What a closed trade, by exit, has made, both commissions and its borrowing paid. */
export function profitOf({ log, instrument }: EngineState, trade: number): Micros {
  const { exitRow, cost } = readTrade(log, trade)
  const exit = readLog(log, exitRow)
  const point = instrument.multiplier * exit.rate
  const closed = flowOf(exit.side, exit.quantity, exit.fillPrice, point)
  return (cost + closed - exit.commission) as Micros
}

/** What an exit that filled in parts has made with all of them. */
export function profitOfExit(state: EngineState, order: Order): Micros {
  const { log } = state
  let sum = 0
  for (let trade = log.trades.length - 1; trade >= 0; trade--) {
    const { id, outcomeBar } = readLog(log, readTrade(log, trade).exitRow)
    if (outcomeBar < order.bar) break
    if (id === order.id) sum += profitOf(state, trade)
  }
  return sum as Micros
}

/** An exit has done what it could: one trade more, whatever parts it closed in. */
export function tradeOver(state: EngineState, profit: Micros, bar: number): void {
  state.exits += 1
  state.lastTradeProfit = fromMicros(profit)
  state.lastExitBar = bar
  state.lossesInARow = profit < 0 ? state.lossesInARow + 1 : 0
}

/** What the last trade made and the losses in a row, anew: the cost of a fill was learned late. */
export function recountLosses(state: EngineState): void {
  const { log, working } = state
  const profits = new Map<number, number>()
  for (let trade = 0; trade < log.trades.length; trade++) {
    const { id } = readLog(log, readTrade(log, trade).exitRow)
    const before = profits.get(id) ?? 0
    profits.delete(id)
    profits.set(id, before + profitOf(state, trade))
  }
  for (const { id } of working) profits.delete(id)
  const byEnd = [...profits.values()].reverse()
  if (byEnd.length === 0) return
  state.lastTradeProfit = fromMicros(byEnd[0]! as Micros)
  const ahead = byEnd.findIndex((profit) => profit >= 0)
  state.lossesInARow = ahead === -1 ? byEnd.length : ahead
}
