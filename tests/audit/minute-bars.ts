import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { NOON } from '../journal/samples.ts'

/** One-minute bars of a wandering price that comes back: many signals, the same for a seed. */
export function minuteBars(count: number, seed: number): Bars {
  const bars = emptyBars(count)
  bars.length = count
  let state = seed
  const chance = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  let price = 100
  for (let i = 0; i < count; i++) {
    const open = cents(price + (chance() - 0.5) * 0.1)
    price += (chance() - 0.5) * 0.8 + Math.sin(i / 40) * 0.05
    const close = cents(price)
    bars.time[i] = NOON + i * 60_000
    bars.open[i] = open
    bars.close[i] = close
    bars.high[i] = cents(Math.max(open, close) + chance() * 0.3)
    bars.low[i] = cents(Math.min(open, close) - chance() * 0.3)
    bars.volume[i] = 1000 + i
  }
  return bars
}

function cents(price: number): number {
  return Math.round(price * 100) / 100
}
