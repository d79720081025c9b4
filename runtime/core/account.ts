import type { Bars } from '../../stdlib/bars.ts'
import type { AccountView } from '../../stdlib/module.ts'
import type { Lot } from './order.ts'
import type { EngineCore } from './state.ts'
import { equityAt, rateAt } from './state.ts'
import { firstIn } from './table.ts'

const DAY_MS = 86_400_000

/** The day of a bar: its session's, by the calendar beside the bars, else that of UTC. */
export function dayOf({ time, sessions }: Bars, bar: number): number {
  return sessions?.day[bar] ?? Math.floor(time[bar]! / DAY_MS)
}

/**
 * The account as rules see it, read from the state when asked: at the close of the last closed
 * bar, after that bar's fills. What needs a look back (peak, previous session) is remembered, so
 * that it costs nothing on bars where nobody asks.
 */
export class LiveAccount implements AccountView {
  readonly #state: EngineCore
  #peak: number
  #peakSeen = 0
  #day = Number.NaN
  #dayBase = Number.NaN

  constructor(state: EngineCore) {
    this.#state = state
    this.#peak = state.startCash
  }

  get position(): number {
    return this.#state.position
  }

  get cash(): number {
    return this.#state.cash
  }

  get equity(): number {
    return equityAt(this.#state, this.#state.bar)
  }

  get entry_price(): number {
    const { lots } = this.#state
    let quantity = 0
    let cost = 0
    for (let k = 0; k < lots.length; k++) {
      quantity += lots[k]!.quantity
      cost += lots[k]!.quantity * lots[k]!.entryPrice
    }
    return quantity === 0 ? Number.NaN : cost / quantity
  }

  get last_entry_price(): number {
    const { lots } = this.#state
    return lots.length === 0 ? Number.NaN : lots[lots.length - 1]!.entryPrice
  }

  get bars_in_trade(): number {
    const { lots, bar } = this.#state
    return lots.length === 0 ? 0 : bar - lots[0]!.entryBar
  }

  get open_profit(): number {
    const { lots, bars, bar, instrument } = this.#state
    const close = bars.close[bar]!
    let profit = 0
    for (let k = 0; k < lots.length; k++)
      profit += gainOf(lots[k]!, close, rateAt(this.#state, bar))
    return profit * instrument.multiplier
  }

  get R(): number {
    const { lots } = this.#state
    let [shares, risk] = [0, 0]
    for (let k = 0; k < lots.length; k++) {
      shares += lots[k]!.quantity
      risk += lots[k]!.quantity * lots[k]!.risk
    }
    return shares === 0 ? Number.NaN : risk / shares
  }

  get R_in_money(): number {
    const { lots, instrument } = this.#state
    let risk = 0
    for (let k = 0; k < lots.length; k++) risk += lots[k]!.quantity * lots[k]!.risk * lots[k]!.rate
    return lots.length === 0 ? Number.NaN : risk * instrument.multiplier
  }

  get drawdown(): number {
    const { bar, equity } = this.#state
    for (; this.#peakSeen < bar; this.#peakSeen++) {
      if (equity[this.#peakSeen]! > this.#peak) this.#peak = equity[this.#peakSeen]!
    }
    return Math.max(0, (this.#peak - this.equity) / this.#peak)
  }

  get day_profit(): number {
    const { bars, bar } = this.#state
    const today = dayOf(bars, bar)
    if (today !== this.#day) {
      this.#day = today
      this.#dayBase = equityBeforeDay(this.#state, today)
    }
    return this.#dayBase > 0 ? (this.equity - this.#dayBase) / this.#dayBase : Number.NaN
  }

  get day_loss(): number {
    return Math.max(0, -this.day_profit)
  }

  get trades_today(): number {
    const { entryBars, bars, bar } = this.#state
    const today = dayOf(bars, bar)
    let before = entryBars.length
    while (before > 0 && dayOf(bars, firstIn(entryBars, before - 1)) === today) before--
    return entryBars.length - before
  }

  get last_trade_profit(): number {
    return this.#state.lastTradeProfit
  }

  get losses_in_a_row(): number {
    return this.#state.lossesInARow
  }

  get entries(): number {
    return this.#state.entryBars.length
  }

  get exits(): number {
    return this.#state.exits
  }
}

/**
 * What a lot has gained, in money of the account a multiplier of 1: what the price has moved, at
 * the rate of now, and what the rate has moved what was paid.
 */
export function gainOf(lot: Pick<Lot, LotValue>, price: number, rate: number): number {
  const { side, quantity, entryPrice } = lot
  const moved = side * quantity * (price - entryPrice)
  return rate === 1 && lot.rate === 1 ? moved : moved * rate + currencyGain(lot, rate)
}

type LotValue = 'side' | 'quantity' | 'entryPrice' | 'rate'

/** The part of it that the rate alone has made. */
export function currencyGain(
  { side, quantity, entryPrice, rate: paid }: Pick<Lot, LotValue>,
  rate: number,
): number {
  return side * quantity * entryPrice * (rate - paid)
}

/** Equity at the last close before this day; the start capital where the run began in it. */
function equityBeforeDay(state: EngineCore, today: number): number {
  let i = state.bar - 1
  while (i >= 0 && dayOf(state.bars, i) === today) i--
  return i < 0 ? state.startCash : state.equity[i]!
}
