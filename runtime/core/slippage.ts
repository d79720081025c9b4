import type { Bars } from '../../stdlib/bars.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import type { Side } from './order.ts'
import { downToLot } from './rounding.ts'

type Slippage = NonNullable<CostSpec['slippage']>

/** Bars that a volatility is the mean of. */
const VOLATILITY_BARS = 20
/** What is left of a price that slippage would bring to zero, where there is no tick. */
const LEAST_SHARE = 1e-4

/** Whether it can be told only once the quantity is known. */
export function asksForQuantity({ slippage }: CostSpec): boolean {
  return slippage?.kind === 'volume-share'
}

/**
 * Where an order of `quantity` fills in bar `bar` that would have filled at `price`: against us, and
 * above zero.
 */
export function slipped(
  { slippage }: CostSpec,
  price: number,
  side: Side,
  quantity: number,
  tick: number,
  bars: Bars,
  bar: number,
): number {
  if (slippage === undefined) return price
  const fraction = slippedFraction(slippage, quantity, bars, bar)
  const moved =
    fraction > 0
      ? price * (1 + side * fraction)
      : price + side * slippedMoney(slippage, tick, bars, bar)
  if (moved > 0) return moved
  return Math.min(price, tick > 0 ? tick : price * LEAST_SHARE)
}

/** What a model takes as a fraction of the price; 0 where it is reckoned in money. */
export function slippedFraction(
  slippage: Slippage,
  quantity: number,
  bars: Bars,
  bar: number,
): number {
  switch (slippage.kind) {
    case 'fraction':
      return slippage.fraction
    case 'spread':
      return slippage.of === 'fraction' ? slippage.amount / 2 : 0
    case 'volume-share': {
      const share = shareOf(quantity, bars.volume[bar]!)
      return slippage.impact * (slippage.shape === 'linear' ? share : share * share)
    }
    case 'ticks':
    case 'volatility':
      return 0
    default:
      return unreachable(slippage)
  }
}

/** What it takes in units of the price; 0 where it is a fraction of it. */
export function slippedMoney(slippage: Slippage, tick: number, bars: Bars, bar: number): number {
  switch (slippage.kind) {
    case 'ticks':
      return slippage.ticks * tick
    case 'spread':
      if (slippage.of === 'fraction') return 0
      return (slippage.amount * (slippage.of === 'ticks' ? tick : 1)) / 2
    case 'volatility':
      return slippage.fraction * meanTrueRange(bars, bar)
    case 'fraction':
    case 'volume-share':
      return 0
    default:
      return unreachable(slippage)
  }
}

/** Shares that a bar gives where its fills may take only a part of its volume; none if unknown. */
export function roomIn(
  { maxVolume }: CostSpec,
  { volume }: Bars,
  bar: number,
  lot: number,
): number {
  if (maxVolume === undefined) return Number.POSITIVE_INFINITY
  return volume[bar]! > 0 ? downToLot(maxVolume * volume[bar]!, lot) : 0
}

/** Of a bar's volume; all of it where the order is larger, or nobody knows the volume. */
function shareOf(quantity: number, volume: number): number {
  return volume > 0 ? Math.min(1, quantity / volume) : 1
}

/** Of the twenty bars before `bar`, as far as there are: what was known when the order was sent. */
function meanTrueRange({ high, low, close }: Bars, bar: number): number {
  const from = Math.max(0, bar - VOLATILITY_BARS)
  let sum = 0
  for (let i = from; i < bar; i++) {
    const before = i > 0 ? close[i - 1]! : close[i]!
    sum += Math.max(high[i]!, before) - Math.min(low[i]!, before)
  }
  return bar > from ? sum / (bar - from) : 0
}

function unreachable(value: never): never {
  throw new Error(`unknown slippage ${JSON.stringify(value)}`)
}
