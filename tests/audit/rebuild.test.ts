import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { recordOf } from '../../runtime/core/record.ts'
import { rebuild } from '../../runtime/live/rebuild.ts'
import type { Session } from '../../runtime/live/session.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { anyBars, anyScript } from '../runtime/core/random.ts'
import { scripted } from '../runtime/core/script.ts'
import { host } from './host.ts'
import { minuteBars } from './minute-bars.ts'

/** What a session's run has come to so far, as a backtest would tell it. */
function outcome(session: Session) {
  const { equity, decisions, orders, fills, trades, open, commission, cash } = recordOf(
    session.state,
    0,
    0,
  )
  const length = session.state.bars.length
  return {
    equity: [...equity.subarray(0, length)],
    decisions,
    orders,
    fills,
    trades,
    open,
    commission,
    cash,
  }
}

function expectEqualRuns(module: StrategyModule, hosted: ReturnType<typeof host>): void {
  const { records, expected } = hosted
  const rebuilt = rebuild(records, module)
  expect(rebuilt.difference).toBeUndefined()
  expect(rebuilt.unanswered).toEqual([])
  const { equity, decisions, orders, fills, trades, open, commission, cash } = expected
  expect(outcome(rebuilt.session)).toEqual({
    equity: [...equity],
    decisions,
    orders,
    fills,
    trades,
    open,
    commission,
    cash,
  })
}

describe('a journal rebuilds its run', () => {
  test('which equals the backtest in every figure, for any script and bars', () => {
    fc.assert(
      fc.property(anyScript, anyBars, fc.boolean(), (script, bars, everyBar) => {
        const module = scripted(script, everyBar)
        expectEqualRuns(module, host(module, bars))
      }),
      { numRuns: 150 },
    )
  })

  test.each(['sma_crossover', 'rsi_reversion', 'three_down_days'])('%s over a day', (name) => {
    const text = readFileSync(new URL(`../../strategies/${name}.strat`, import.meta.url), 'utf8')
    const { module } = compileText(
      text.replace('timeframe 1d', 'timeframe 1m').replace('  at open\n', ''),
    )
    if (module === undefined) throw new Error(`${name} does not compile`)
    const hosted = host(module, minuteBars(1500, 7))
    expect(hosted.expected.trades.length).toBeGreaterThan(5)
    expectEqualRuns(module, hosted)
  })
})
