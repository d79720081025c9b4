import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import type { AccountView } from '../../stdlib/module.ts'

/** A seeded stream of numbers in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A random walk of daily bars in cents, with flat stretches, so that equal values meet. */
export function walk(seed: number, length: number): Bars {
  const next = random(seed)
  const bars = emptyBars(length)
  let price = 100
  for (let i = 0; i < length; i++) {
    const open = price
    if (next() > 0.2) price = Math.max(1, Math.round((price + (next() - 0.5) * 4) * 100) / 100)
    bars.time[i] = i * 86_400_000
    bars.open[i] = open
    bars.close[i] = price
    bars.high[i] = Math.max(open, price) + Math.round(next() * 50) / 100
    bars.low[i] = Math.max(0.5, Math.min(open, price) - Math.round(next() * 50) / 100)
    bars.volume[i] = next() < 0.05 ? 0 : Math.floor(next() * 1e6)
  }
  bars.length = length
  return bars
}

/** An account that is in and out of the market by a script of its own. */
export function accountAt(i: number): AccountView {
  const held = Math.floor(i / 7) % 3
  const position = held === 0 ? 0 : held === 1 ? 100 : -50
  return {
    position,
    cash: 100_000 - i,
    equity: 100_000 + Math.sin(i) * 1000,
    entry_price: position === 0 ? Number.NaN : 90 + (i % 7),
    last_entry_price: i < 7 ? Number.NaN : 95,
    bars_in_trade: position === 0 ? 0 : i % 7,
    open_profit: position === 0 ? 0 : ((i % 5) - 2) * 10,
    R: position === 0 ? Number.NaN : 1 + (i % 3) / 4,
    R_in_money: position === 0 ? Number.NaN : 50 + (i % 3) * 25,
    drawdown: (i % 10) / 100,
    day_profit: ((i % 9) - 4) / 100,
    day_loss: Math.max(0, -((i % 9) - 4) / 100),
    trades_today: i % 3,
    last_trade_profit: i < 14 ? Number.NaN : (i % 4) - 1,
    losses_in_a_row: i % 4,
    entries: Math.floor(i / 7),
    exits: Math.floor(i / 8),
  }
}
