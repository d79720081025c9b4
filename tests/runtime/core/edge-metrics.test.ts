import { describe, expect, test } from 'vitest'
import { capture } from '../../../runtime/core/metrics/capture.ts'
import { downsideDeviation } from '../../../runtime/core/metrics/downside-deviation.ts'
import { gainToPain } from '../../../runtime/core/metrics/gain-to-pain.ts'
import { normalBelow } from '../../../runtime/core/metrics/normal.ts'
import { omega } from '../../../runtime/core/metrics/omega.ts'
import { probabilisticSharpe } from '../../../runtime/core/metrics/probabilistic-sharpe.ts'
import { quantile } from '../../../runtime/core/metrics/quantile.ts'
import { returnsOf } from '../../../runtime/core/metrics/returns.ts'
import { stability } from '../../../runtime/core/metrics/stability.ts'
import { tailRatio } from '../../../runtime/core/metrics/tail-ratio.ts'
import { ulcerIndex } from '../../../runtime/core/metrics/ulcer-index.ts'

const of = (...values: number[]) => Float64Array.from(values)

describe('where there is nothing to measure', () => {
  test.each([
    ['omega', omega],
    ['gain to pain', gainToPain],
    ['tail ratio', tailRatio],
    ['stability', stability],
    ['downside deviation', (returns: Float64Array) => downsideDeviation(returns, 252)],
    ['ulcer index', ulcerIndex],
    ['quantile', (returns: Float64Array) => quantile(returns, 0.5)],
    ['capture', (returns: Float64Array) => capture(returns, returns, 252)],
  ])('%s of nothing is undefined', (_name, metric) => {
    expect(metric(of())).toBeNaN()
  })

  test('no losses: no ratio to them', () => {
    expect([omega(of(0.1, 0.2)), gainToPain(of(0.1, 0.2))]).toEqual([Number.NaN, Number.NaN])
    expect(downsideDeviation(of(0.1, 0.2), 252)).toBe(0)
    expect(ulcerIndex(of(1, 2, 3))).toBe(0)
  })

  test('equity that never moves has no straightness', () => {
    expect(stability(of(0, 0, 0))).toBeNaN()
    expect(stability(of(0.1, 0.1, 0.1))).toBeCloseTo(1, 12)
    expect(stability(of(0.1, -1, 0.1))).toBeNaN()
  })

  test('ruin is a return of -100 %, and the last', () => {
    expect([...returnsOf(of(100, 50, -10, 30))]).toEqual([-0.5, -1])
  })

  test('a market that never fell has no down capture', () => {
    expect(capture(of(0.1, 0.2), of(0.1, 0.1), 252, 'down')).toBeNaN()
  })

  test('one return says nothing of the true Sharpe ratio', () => {
    const sample = { sharpe: 1, count: 1, skewness: 0, kurtosis: 3 }
    expect(probabilisticSharpe(sample)).toBeNaN()
  })
})

// Abramowitz and Stegun, "Handbook of Mathematical Functions", table 26.1.
test.each([
  [0, 0.5],
  [1, 0.841344746068543],
  [2, 0.977249868051821],
  [3, 0.99865010196837],
])('the normal distribution below %d', (x, p) => {
  expect(normalBelow(x)).toBeCloseTo(p, 14)
  expect(normalBelow(-x)).toBeCloseTo(1 - p, 14)
})

test('far out in its tail', () => {
  expect(normalBelow(-8) / 6.22096057427178e-16).toBeCloseTo(1, 6)
  expect(normalBelow(-40)).toBe(0)
  expect(normalBelow(40)).toBe(1)
})
