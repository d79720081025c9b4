import type { Bars } from '../../../stdlib/bars.ts'

/**
 * The benchmark of a run: equity of all the cash put into the same instrument at the close of the
 * first bar that may be traded and held to the end, in fractions of a share and without costs.
 *
 * @param tradeFrom first bar whose entries the run takes
 */
export function buyAndHold(bars: Bars, startCash: number, tradeFrom = 0): Float64Array {
  const { close, rates, length } = bars
  const price = (bar: number) => close[bar]! * (rates?.[bar] ?? 1)
  const shares = startCash / price(tradeFrom)
  const equity = new Float64Array(length).fill(startCash)
  for (let bar = tradeFrom + 1; bar < length; bar++) equity[bar] = shares * price(bar)
  return equity
}
