/** What the gateway fills, whatever the strategy, is what a backtest fills: to the last bit. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backtest } from '../../runtime/core/backtest.ts'
import { fromMicros, toMicros } from '../../runtime/core/money.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { anyBars, anyOptions, anyScript } from '../runtime/core/random.ts'
import { FREE, scripted } from '../runtime/core/script.ts'
import { tradeThrough } from './host.ts'

test('a strategy that trades through the exchange fills as its backtest does', async () => {
  let fills = 0
  const property = fc.asyncProperty(anyScript, anyBars, anyOptions, async (script, low, some) => {
    const bars = raised(low)
    const options = { ...FREE, ...some, policy: POLICIES.next_open, endOfRun: 'mark' } as const
    const module = scripted(script)
    const parameters = new Float64Array(0)
    const tested = backtest({ module, parameters, bars, options })
    const { executions, exchange, state } = await tradeThrough(module, bars, options)
    fills += executions.length
    expect(
      executions.map(({ bar, order, quantity, price, commission }) => {
        const side = order.terms.action === 'BUY' ? 'buy' : 'sell'
        return { bar, side, quantity, price, commission: fromMicros(toMicros(commission)) }
      }),
    ).toEqual(
      tested.fills.map(({ bar, side, quantity, price, commission }) => ({
        bar,
        side,
        quantity,
        price,
        commission,
      })),
    )
    expect(fromMicros(exchange.account.cash)).toBe(tested.cash)
    expect(exchange.account.position).toBeCloseTo(state.position, 9)
  })
  await fc.assert(property, { numRuns: 400 })
  expect(fills).toBeGreaterThan(400)
})

/** Away from zero, so that no stop or limit would have a price that no broker takes. */
function raised(bars: Bars): Bars {
  const up = (column: Float64Array) => column.map((price) => price + 100)
  const { open, high, low, close } = bars
  return { ...bars, open: up(open), high: up(high), low: up(low), close: up(close) }
}
