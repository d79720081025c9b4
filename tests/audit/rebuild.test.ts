import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { fromMicros } from '../../runtime/core/money.ts'
import { recordOf } from '../../runtime/core/record.ts'
import type { Trade } from '../../runtime/core/result.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import { rebuild } from '../../runtime/live/rebuild.ts'
import type { Session } from '../../runtime/live/session.ts'
import type { AccountView, CostSpec, StrategyModule } from '../../stdlib/module.ts'
import { cases } from '../draws.ts'
import { barsOf, scripted } from '../runtime/core/script.ts'
import { host, segmentFor, type Tamper } from './host.ts'
import { minuteBars } from './minute-bars.ts'
import { anyBars, anyScript } from './random.ts'

/** Live fills are never in doubt. */
function certain({ ambiguous: _, ...trade }: Trade) {
  return trade
}

/** What a session's run has come to so far, as a backtest would tell it. */
function outcome(session: Session) {
  const { equity, decisions, orders, fills, trades, open, commission, cash } = recordOf(
    session.state,
    { ambiguous: [], settled: 0 },
    0,
  )
  const length = session.state.bars.length
  return {
    equity: [...equity.subarray(0, length)],
    decisions,
    orders,
    fills,
    trades: trades.map(certain),
    open: open.map(certain),
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
    trades: trades.map(certain),
    open: open.map(certain),
    commission,
    cash,
  })
}

/** Every broker event comes once more, as after a reconnection. */
const twice: Tamper = (record) =>
  record.kind === 'execution' || record.kind === 'commission' ? [record, record] : [record]

const anyBorrow = fc.constantFrom<CostSpec>(
  {},
  { borrow: { kind: 'value', rate: 0.1 } },
  { borrow: { kind: 'ibkr', rate: 0.2 } },
)

/** Fees come before the fills that they are of. */
function feesFirst(): Tamper {
  let held: JournalRecord[] = []
  return (record) => {
    if (record.kind === 'execution') {
      held = [record]
      return []
    }
    if (record.kind !== 'commission') return [record]
    return [record, ...held]
  }
}

describe('a journal rebuilds its run', () => {
  test('which equals the backtest in every figure, for any script and bars', () => {
    fc.assert(
      fc.property(anyScript, anyBars, fc.boolean(), anyBorrow, (script, bars, everyBar, borrow) => {
        const module = scripted(script, everyBar)
        const segment = segmentFor(module, { costs: borrow })
        expectEqualRuns(module, host(module, bars, segment))
      }),
      { numRuns: cases(150) },
    )
  })

  test('short shares cost their fee at the first news of each day, a fill or a bar', () => {
    const module = scripted([
      { kind: 'enter', side: 'short', on: [0], value: 10 },
      { kind: 'exit', side: 'short', on: [3] },
    ])
    const bars = barsOf([
      ...[100, 100, 110, 120, 120, 120].map((price) => [price, price, price, price] as const),
    ])
    const segment = segmentFor(module, { costs: { borrow: { kind: 'value', rate: 0.36 } } })
    const { session, expected } = host(module, bars, segment)
    // A thousandth of the value a day: of 100, of 110, and of 120 before the exit fills.
    expect(expected.borrow).toBeCloseTo(1 + 1.1 + 1.2, 9)
    expect(fromMicros(session.state.borrowMicros)).toBe(expected.borrow)
    expect(session.state.cash).toBe(expected.cash)
  })

  test('with every account figure, fees told late, early, twice and with rounding', () => {
    const figures: number[][] = []
    const look = (account: AccountView) => {
      const { last_trade_profit, losses_in_a_row, cash, equity, drawdown, entry_price } = account
      figures.push([last_trade_profit, losses_in_a_row, cash, equity, drawdown, entry_price])
      return true
    }
    // Gains of a few cents: whether a trade was a loss hangs on its fee.
    const module = scripted(
      [
        { kind: 'enter', side: 'long', on: (bar) => bar % 3 === 0, also: look, value: 3 },
        { kind: 'exit', side: 'long', on: (bar) => bar % 3 === 1, also: () => true },
      ],
      true,
    )
    const bars = minuteBars(300, 5)
    const segment = segmentFor(module, {
      costs: { commission: { kind: 'per-share', amount: 0.0333333 } },
    })
    const orders: readonly Tamper[] = [(record) => [record], twice, feesFirst()]
    for (const tamper of orders) {
      figures.length = 0
      const { expected, records } = host(module, bars, segment, tamper)
      const [test, live] = [figures.slice(0, 300), figures.slice(300)]
      expect(Math.max(...test.map(([, losses]) => losses!))).toBeGreaterThan(2)
      expect(live).toEqual(test)
      expect(rebuild(records, module).session.state.cash).toBe(expected.cash)
    }
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
