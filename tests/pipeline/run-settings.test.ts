import { describe, expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { runDigest } from '../../editor/pipeline/run-digest.ts'
import { type AskedRun, runSettings } from '../../editor/pipeline/run-settings.ts'
import { runStrategy } from '../../editor/pipeline/run-strategy.ts'
import { sampleWalk } from '../../runtime/feeds/sample-walk.ts'

const TEXT = `strategy "Cross"
timeframe 1d
instrument "ACME"
param fast = 5 in 2..20
param share = 50% in 10%..90%
param slow = 20 in 10..100
require fast < slow
costs {
  commission 1 per trade
}
enter long when sma(close, fast) crosses above sma(close, slow)
  size share of equity
exit long when sma(close, fast) crosses below sma(close, slow)
`
const { module, diagnostics } = compileText(TEXT)

function settingsOf(asked: Partial<AskedRun>) {
  if (module === undefined) throw new Error(JSON.stringify(diagnostics))
  return runSettings(module, { parameters: {}, ...asked }, 'FILE')
}

test("what is not asked for is the strategy's or the house's", () => {
  expect(settingsOf({})).toEqual({
    settings: {
      parameters: Float64Array.of(5, 0.5, 20),
      options: expect.objectContaining({
        cash: 100_000,
        policy: expect.objectContaining({ name: 'next_open' }),
        costs: { commission: { kind: 'per-trade', amount: 1 } },
        instrument: { symbol: 'ACME', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
      }),
      metrics: expect.objectContaining({ name: 'lockstep' }),
    },
  })
})

test('what is asked for is taken', () => {
  const asked = {
    parameters: { share: 0.25, slow: 40 },
    cash: 1,
    costs: 'none',
    policy: 'same_close',
    margin: 'reg-t',
    end: 'close',
    metrics: 'empyrical, risk-free 2%',
  } as const
  expect(settingsOf(asked)).toMatchObject({
    settings: {
      parameters: Float64Array.of(5, 0.25, 40),
      options: {
        ...{ cash: 1, policy: { name: 'same_close' }, costs: {} },
        ...{ margin: { initial: 0.5 }, endOfRun: 'close' },
      },
      metrics: { name: 'empyrical, risk-free 2%', riskFree: 0.02 },
    },
  })
})

describe('what cannot be run is told in words', () => {
  test.each<[Partial<AskedRun>, readonly string[]]>([
    [{ parameters: { fast: 5.5 } }, ['fast must be a whole number, not 5.5.']],
    [{ parameters: { share: 0.95 } }, ['share must be within 10%..90%, not 95%.']],
    [{ parameters: { fast: Number.NaN } }, ['fast must be a whole number, not NaN.']],
    [{ parameters: { share: Number.NaN } }, ['share must be within 10%..90%, not NaN%.']],
    [
      { parameters: { slwo: 1, fast: 99 } },
      [
        'slwo: there is no such parameter. Did you mean slow? There are: fast (2..20), share (10%..90%), slow (10..100).',
        'fast must be within 2..20, not 99.',
      ],
    ],
    [{ cash: 0 }, ['cash must be over 0, not 0.']],
    [{ cash: Number.NaN }, ['cash must be over 0, not NaN.']],
    [
      { margin: 'much' },
      [
        'margin "much": write cash, reg-t, "25% maintenance 15%" or "1200 maintenance 1000 per contract".',
      ],
    ],
    [
      { policy: 'next_opne', cash: -1 },
      [
        'cash must be over 0, not -1.',
        'policy next_opne: there is no such policy. Did you mean next_open? There are: next_open, ib, same_close, optimistic, pessimistic, tradingview, backtesting_py, backtesting_py_close, backtrader, pyalgotrade.',
      ],
    ],
    [
      { parameters: { fast: 20, slow: 10 } },
      [
        'The strategy requires fast < slow, which does not hold for fast = 20, share = 50%, slow = 10.',
      ],
    ],
  ])('%j', (asked, problems) => {
    expect(settingsOf(asked)).toMatchObject({ problems })
  })
})

test('a digest is of every bit of equity and trades', () => {
  const bars = sampleWalk({ bars: 500, step: 'day', from: Date.UTC(2024, 0, 1), seed: 1 })
  const digestOf = (asked: Partial<AskedRun>) => {
    const read = settingsOf(asked)
    if ('problems' in read) throw new Error(read.problems.join())
    const prices = { bars, name: 'sample', timezone: 'UTC', interval: '1d', notes: [] }
    return runDigest(runStrategy(module!, read.settings, prices).result)
  }
  expect(digestOf({})).toEqual(digestOf({}))
  const other = digestOf({ cash: 100_000.000001 })
  expect(other.equity).not.toBe(digestOf({}).equity)
  const { equity, trades } = digestOf({ costs: 'commission 1.01 per trade' })
  expect(equity).not.toBe(digestOf({}).equity)
  expect(trades).not.toBe(digestOf({}).trades)
})
