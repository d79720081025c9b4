import type { AccountView } from '../../stdlib/module.ts'
import type { EngineCore } from './state.ts'
import { equityAt } from './state.ts'

const DAY_MS = 86_400_000

/** Number of the UTC day of an instant. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS)
}

/**
 * The account as rules see it, read from the state when asked: at the close of the last closed
 * bar, after that bar's fills. What needs a look back (peak, previous session) is remembered, so
 * that it costs nothing on bars where nobody asks.
 */
export function accountView(state: EngineCore): AccountView {
  const { lots } = state
  let peak = state.startCash
  let peakSeen = 0
  let day = Number.NaN
  let dayBase = state.startCash

  const view: AccountView = {
    get position() {
      return state.position
    },
    get cash() {
      return state.cash
    },
    get equity() {
      return equityAt(state, state.bar)
    },
    get entry_price() {
      let quantity = 0
      let cost = 0
      for (let k = 0; k < lots.length; k++) {
        quantity += lots[k]!.quantity
        cost += lots[k]!.quantity * lots[k]!.entryPrice
      }
      return quantity === 0 ? Number.NaN : cost / quantity
    },
    get last_entry_price() {
      return lots.length === 0 ? Number.NaN : lots[lots.length - 1]!.entryPrice
    },
    get bars_in_trade() {
      return lots.length === 0 ? 0 : state.bar - lots[0]!.entryBar
    },
    get open_profit() {
      const close = state.bars.close[state.bar]!
      let profit = 0
      for (let k = 0; k < lots.length; k++) {
        const { side, quantity, entryPrice } = lots[k]!
        profit += side * quantity * (close - entryPrice)
      }
      return profit * state.instrument.multiplier
    },
    get drawdown() {
      for (; peakSeen < state.bar; peakSeen++) {
        if (state.equity[peakSeen]! > peak) peak = state.equity[peakSeen]!
      }
      const equity = view.equity
      return equity >= peak ? 0 : (peak - equity) / peak
    },
    get day_profit() {
      const today = dayOf(state.bars.time[state.bar]!)
      if (today !== day) {
        day = today
        dayBase = equityBeforeDay(state, today)
      }
      return dayBase > 0 ? (view.equity - dayBase) / dayBase : Number.NaN
    },
    get day_loss() {
      const profit = view.day_profit
      return Math.max(0, -profit)
    },
    get trades_today() {
      return state.entryDay === dayOf(state.bars.time[state.bar]!) ? state.entriesThatDay : 0
    },
    get last_trade_profit() {
      return state.lastTradeProfit
    },
    get losses_in_a_row() {
      return state.lossesInARow
    },
    get entries() {
      return state.entries
    },
    get exits() {
      return state.exits
    },
  }
  return view
}

/** Equity at the last close before this day; the start capital where the run began in it. */
function equityBeforeDay(state: EngineCore, today: number): number {
  let i = state.bar - 1
  while (i >= 0 && dayOf(state.bars.time[i]!) === today) i--
  return i < 0 ? state.startCash : state.equity[i]!
}
