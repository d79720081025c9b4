import { describe, expect, test } from 'vitest'
import { CONVENTIONS } from '../../runtime/core/metrics/conventions.ts'
import { prices } from './prices.ts'
import { file, ROOT, strat } from './strat.ts'

const SMA = `${ROOT}strategies/sma_crossover.strat`
const DATA = prices(600)

async function run(...args: readonly string[]) {
  return strat('run', SMA, '--data', file('prices.csv', DATA), '--no-store', ...args)
}

describe('strat run --metrics', () => {
  test.each(Object.keys(CONVENTIONS))('%s', async (name) => {
    const { out, code } = await run('--metrics', name, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out).metrics).toEqual({
      ...CONVENTIONS[name as keyof typeof CONVENTIONS],
    })
  })

  test('a convention and what differs from it', async () => {
    const words = 'empyrical, risk-free 2%, periods 365, trials 40'
    const { out } = await run('--metrics', words, '--json')
    const { metrics, figures } = JSON.parse(out)
    expect(metrics).toMatchObject({ name: words, riskFree: 0.02, periodsPerYear: 365 })
    expect(figures.deflatedSharpe).toBeLessThan(figures.probabilisticSharpe)
    expect((await run('--metrics', words)).out).toContain(`metrics: ${words}`)
  })

  test('--all-figures prints them by group', async () => {
    const { out } = await run('--all-figures')
    for (const title of ['Return for the risk', 'Beside buy and hold', 'Ulcer index', 'Deepest on'])
      expect(out).toContain(title)
    expect((await run()).out).not.toContain('Ulcer index')
  })

  test.each([
    ['empirical', /"empirical" is not known\. Did you mean empyrical\? Conventions: lockstep, /],
    ['lean, trails 3', /"trails" is not known\. Did you mean trials\?/],
    ['lean, risk-free 2', /risk-free is written "risk-free 2%"\./],
    ['kurtosis', /kurtosis is written "kurtosis raw" or "kurtosis excess"\./],
    ['lean, periods 0', /periods is written "periods counted" or .* or "periods 252"\./],
    ['lean,', /nothing stands there\./],
    ['lean, constructor x', /"constructor" is not known\./],
  ])('refuses %s', async (words, message) => {
    const { code, err } = await run('--metrics', words)
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(err).toContain(`--metrics "${words}"`)
  })
})
