import type { AccountView } from '../../stdlib/module.ts'
import type { EngineCore } from './state.ts'

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
      const { cash, position, instrument, bars, bar } = state
      return cash + position * instrument.multiplier * bars.close[bar]!
    },
    get entry_price() {
      let quantity = 0
      let cost = 0
      for (const lot of state.lots) {
        quantity += state.trades.quantity[lot]!
        cost += state.trades.quantity[lot]! * state.trades.entryPrice[lot]!
      }
      return quantity === 0 ? Number.NaN : cost / quantity
    },
    get last_entry_price() {
      const lot = state.lots.at(-1)
      return lot === undefined ? Number.NaN : state.trades.entryPrice[lot]!
    },
    get bars_in_trade() {
      const lot = state.lots[0]
      return lot === undefined ? 0 : state.bar - state.trades.entryBar[lot]!
    },
    get open_profit() {
      const close = state.bars.close[state.bar]!
      let profit = 0
      for (const lot of state.lots) {
        const sign = state.trades.side[lot] === 'long' ? 1 : -1
        profit += sign * state.trades.quantity[lot]! * (close - state.trades.entryPrice[lot]!)
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
