/** What the gateway fills, whatever the strategy, is what a backtest fills: to the last bit. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backtest } from '../../runtime/core/backtest.ts'
import { fromMicros, toMicros } from '../../runtime/core/money.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import { nearestLot } from '../../runtime/core/rounding.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { cases } from '../draws.ts'
import { anyBars, anyOptions, anyScript } from '../runtime/core/random.ts'
import { barsOf, FREE, type ScriptRule, scripted } from '../runtime/core/script.ts'
import { tradeThrough } from './host.ts'

const RUNS = cases(400)

test('a strategy that trades through the exchange fills as its backtest does', async () => {
  let fills = 0
  const property = fc.asyncProperty(anyScript, anyBars, anyOptions, async (script, low, some) => {
    fills += await fillsOfBoth(script, raised(low), some)
  })
  await fc.assert(property, { numRuns: RUNS })
  expect(fills).toBeGreaterThan(RUNS)
})

test('what closes a trade for an entry stands beside it, not beside the target there', async () => {
  const bars = barsOf([
    [100, 100, 100, 100],
    [101, 103, 97, 100],
  ])
  const short = { kind: 'enter', side: 'short', on: [0], order: 'limit', price: 102 } as const
  const long = { kind: 'enter', side: 'long', on: [0], order: 'limit', price: 98 } as const
  const script = [{ ...short, target: (entry: number) => entry - 4 }, long]
  expect(await fillsOfBoth(script, bars, {})).toBe(3)
})

/** Expects the same of both, and returns how many fills there were. */
async function fillsOfBoth(
  script: readonly ScriptRule[],
  bars: Bars,
  some: Partial<RunOptions>,
): Promise<number> {
  const { costs } = { ...FREE, ...some }
  const rules = { policy: POLICIES.next_open, endOfRun: 'mark', costs } as const
  const options = { ...FREE, ...some, ...rules }
  const module = scripted(script)
  const parameters = new Float64Array(0)
  const tested = backtest({ module, parameters, bars, options })
  const { executions, exchange, state } = await tradeThrough(module, bars, options)
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
  expect(exchange.account.position).toBe(nearestLot(state.position, options.instrument.lot))
  return executions.length
}

/** Away from zero, so that no stop or limit would have a price that no broker takes. */
function raised(bars: Bars): Bars {
  const up = (column: Float64Array) => column.map((price) => price + 100)
  const { open, high, low, close } = bars
  return { ...bars, open: up(open), high: up(high), low: up(low), close: up(close) }
}
