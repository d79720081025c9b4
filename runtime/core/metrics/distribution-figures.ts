import { conditionalValueAtRisk } from './conditional-value-at-risk.ts'
import { kurtosis } from './kurtosis.ts'
import { meanOf } from './mean-of.ts'
import { skewness } from './skewness.ts'
import { type Figure, figuresOf } from './summary.ts'
import { tailRatio } from './tail-ratio.ts'
import { valueAtRisk } from './value-at-risk.ts'
import { valueAtRiskNormal } from './value-at-risk-normal.ts'

/** What a distribution of daily returns is known by. */
export function distributionFigures(returns: readonly number[]): readonly Figure[] {
  const extreme = (pick: (a: number, b: number) => number) =>
    returns.length === 0 ? Number.NaN : returns.reduce((a, b) => pick(a, b))
  const above = returns.filter((one) => one > 0).length
  return figuresOf([
    ['days', 'Days', returns.length, 'count'],
    ['positiveDays', 'Days above zero', above / returns.length, 'ratio'],
    ['averageDay', 'Average', meanOf(returns), 'ratio'],
    ['bestDay', 'Best', extreme(Math.max), 'ratio'],
    ['worstDay', 'Worst', extreme(Math.min), 'ratio'],
    ['valueAtRisk95', 'Value at risk, 95%', valueAtRisk(returns, 0.05), 'ratio'],
    [
      'valueAtRiskNormal95',
      'The same, were days normal',
      valueAtRiskNormal(returns, 0.05),
      'ratio',
    ],
    ['shortfall95', 'Shortfall beyond it', conditionalValueAtRisk(returns, 0.05), 'ratio'],
    ['tailRatio', 'Tail ratio', tailRatio(Float64Array.from(returns)), 'number'],
    ['skewness', 'Skewness', skewness(returns), 'number'],
    ['kurtosis', 'Excess kurtosis', kurtosis(returns), 'number'],
  ])
}
