/** What the generator found once, kept as the smallest program that showed it. */
import { expect, test } from 'vitest'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import { brokenProperty } from './lockstep.ts'
import { caseSeed } from './random.ts'
import { subjectOf } from './subject.ts'
import { trialOf } from './trial.ts'

interface Regression {
  readonly source: string
  readonly options?: Partial<RunOptions>
}

const REGRESSIONS: Readonly<Record<string, Regression>> = {
  'a truth that an earlier stage left in a column is negated whole': {
    source: `
let trend = ht_trendline(volume[2])
let follows = if prev(volume > 0, close >= close[1]) then prev(follows, ohlc4) else close
enter long when known(trend)
  size 20% of equity
enter long when true
  size risk 1% of equity
  stop follows`,
  },
  'a lag of no ticks within a circle reads this bar': {
    source: `
let n = prev(prev(n, 0), 1)[0] ?? 100
exit short when losses_in_a_row != n
plot n`,
  },
  'a size decided at the fill looks at the bar before it, over skipped bars too': {
    source: `
enter long "first" when true
  size 20% of equity
enter long when close crosses below sma(5)
  at stop close + atr(3)
  size 95% of equity
  expire gtc`,
    options: { policy: { ...POLICIES.next_open, sizing: 'fill' }, cash: 100_000 },
  },
  'a circle that folds away leaves the twin of a plain lag': {
    source: `
fn f(x) {
  let y = if 0 crosses above 1 then prev(y, close) else close
  return y
}
enter short when close >= f(high)
  size 95% of equity
exit short when close[1] < f(low) or open_profit > 0`,
  },
}

const HOURLY: Readonly<Record<string, Regression>> = {
  'what lies within an hour and within four counts the bars of its own clock': {
    source: `
let rises = if count((close >= close[1]) @ 15m) > 1 then close else open
enter short when close >= (rises @ 4h)
  size 20% of equity
enter long when close >= sma(open @ 15m)
  size 20% of equity`,
  },
  'another instrument read on a slower clock is on that clock too': {
    source: `
let other = close @ SPY
enter long when close > (other @ 4h) and (age(close @ SPY 4h) > 1) @ SPY
  size 20% of equity`,
  },
  'how old a clock is, on that clock': {
    source: `
let old = age(close @ 4h)
enter long when (old @ 4h) == 0 and old > 1
  size 20% of equity`,
  },
}

const all = (regressions: Readonly<Record<string, Regression>>, timeframe: string) =>
  Object.entries(regressions).map(([name, one]) => [name, timeframe, one] as const)

test.each([...all(REGRESSIONS, '1d'), ...all(HOURLY, '1h')])(
  '%s',
  (_, timeframe, { source, options }) => {
    const subject = subjectOf(`strategy "Found"\ntimeframe ${timeframe}\n${source}\n`)
    for (let market = 0; market < 40; market++) {
      const trial = trialOf(subject, caseSeed(3, market), 100)
      const found = brokenProperty({ ...trial, options: { ...trial.options, ...options } }, 'all')
      expect(found, `market ${market}`).toBeUndefined()
    }
  },
)
