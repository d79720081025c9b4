import type { Bars } from '../../../stdlib/bars.ts'
import type { CostSpec } from '../../../stdlib/module.ts'
import { FILLS_AS, OrderType } from '../order.ts'
import type { Policy } from '../policy.ts'
import type { Fill, InstrumentSpec, RunResult } from '../result.ts'
import { slippedFraction, slippedMoney } from '../slippage.ts'

/** What trading cost, money. */
export interface CostsPaid {
  readonly commission: number
  /** By the run's own model, from the fills; up to a tick off where prices are rounded to ticks. */
  readonly slippage: number
  /** What short shares cost to borrow. */
  readonly borrow: number
  /** Profit of closed and open trades had there been none of them. */
  readonly profitBefore: number
  /** The costs' share of that; NaN where there was none to take from. */
  readonly share: number
}

/** What commission, slippage and borrowing took from a run. */
export function costsPaid(
  result: RunResult,
  costs: CostSpec,
  policy: Policy,
  instrument: InstrumentSpec,
  bars: Bars,
): CostsPaid {
  const { commission, borrow, orders } = result
  let slippage = 0
  const model = costs.slippage
  if (model !== undefined) {
    const types = new Map(orders.map(({ id, type }) => [id, type]))
    for (const fill of result.fills) {
      const slips = fill.purpose === 'entry' ? policy.slips.entry : policy.slips.exit
      const fillsAs = FILLS_AS[OrderType[types.get(fill.order) ?? 'market']]
      if (slips[fillsAs]) slippage += slippageOf(fill, model, bars, instrument)
    }
  }
  const profit = [...result.trades, ...result.open].reduce((sum, trade) => sum + trade.profit, 0)
  const paid = commission + slippage + borrow
  const profitBefore = profit + paid
  const share = profitBefore > 0 ? paid / profitBefore : Number.NaN
  return { commission, slippage, borrow, profitBefore, share }
}

/** How much worse a fill was than the price that the market printed. */
function slippageOf(
  { side, price, quantity, bar, rate = 1 }: Fill,
  slippage: NonNullable<CostSpec['slippage']>,
  bars: Bars,
  { tick, multiplier }: InstrumentSpec,
): number {
  const value = quantity * multiplier * rate
  const fraction = slippedFraction(slippage, quantity, bars, bar)
  if (fraction === 0) return slippedMoney(slippage, tick, bars, bar) * value
  const sign = side === 'buy' ? 1 : -1
  return ((price * fraction) / (1 + sign * fraction)) * value
}
