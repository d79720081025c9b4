import { describe, expect, test } from 'vitest'
import { interpret } from '../../../compiler/interpret/interpret.ts'
import { evaluateWarmup, warmupText } from '../../../language/check/warmup.ts'
import { BUILTINS } from '../../../stdlib/builtins.ts'
import { market } from '../../parity/market.ts'
import { around, checkSource } from './checked.ts'

const PARAMETERS = 'param n = 5 in 1..20\nparam m = 3 in 1..20\nparam x = 2.0 in 0.5..4.0\n'

/** A definition `it`, its warm-up formula, and whether it may be unknown after it. */
const TABLE: readonly (readonly [string, string, 'exact' | 'optional'])[] = [
  ['let it = close', '0', 'exact'],
  ['let it = 3', '0', 'exact'],
  ['let it = close[7]', '7', 'exact'],
  ['let it = close[7][2]', '9', 'exact'],
  ['let it = close[n]', 'n', 'exact'],
  ['let it = close[n + 2]', '(n + 2)', 'exact'],
  ['let it = sma(close, 20)', '19', 'exact'],
  ['let it = sma(sma(close, 20), 10)', '28', 'exact'],
  ['let it = sma(close, n)', 'sma(n)', 'exact'],
  ['let it = sma(close[n], 20)', 'n + 19', 'exact'],
  ['let it = sma(close, n) - sma(close, m)', 'max(sma(n), sma(m))', 'exact'],
  ['let it = close - open[3]', '3', 'exact'],
  ['let it = close > sma(5)', '4', 'exact'],
  ['let it = not (close > sma(5))', '4', 'exact'],
  ['let it = close / 2', '0', 'exact'],
  ['let it = close / x', '0', 'exact'],
  ['let it = close / (x + 1)', '0', 'exact'],
  ['let it = close / (x - 1)', '0', 'optional'],
  ['let it = close / open', '0', 'optional'],
  ['let it = returns', '1', 'optional'],
  ['let it = close > sma(5) and open > sma(5)', '4', 'exact'],
  ['let it = close > sma(5) and open > low', '0', 'optional'],
  ['let it = close > sma(5) or open > sma(9)', '4', 'optional'],
  ['let it = close crosses above open', '0', 'optional'],
  ['let it = if close > open then 1 else 2', '0', 'exact'],
  ['let it = if close > sma(5) then open else low[2]', '4', 'exact'],
  ['let it = if close > open then sma(5) else sma(5)', '4', 'exact'],
  ['let it = if close > open then sma(5) else low', '0', 'optional'],
  ['let it = if close > sma(3) then sma(5) else low', '2', 'optional'],
  ['let it = if 2 == 1 then sma(20) else sma(5)', '4', 'exact'],
  ['let it = if n == 1 then sma(20) else sma(5)', '4', 'optional'],
  ['let it = sma(5) ?? close', '0', 'exact'],
  ['let it = sma(9) ?? sma(5)', '4', 'exact'],
  ['let it = (close / open) ?? 1', '0', 'exact'],
  ['let it = (close[5] * volume / volume) ?? sma(3)', '2', 'exact'],
  ['let it = (close * volume / volume) ?? sma(3)', '0', 'optional'],
  ['let it = (close > sma(9) and open > low) ?? (close > sma(5))', '0', 'optional'],
  ['let it = known(sma(20))', '0', 'exact'],
  ['let it = prev(close, open)', '0', 'exact'],
  ['let it = prev(sma(5), sma(9))', '5', 'exact'],
  ['let it = barssince(close > open)', '0', 'optional'],
  ['let it = macd(close).signal', '33', 'exact'],
  ['let it = log(close)', '0', 'optional'],
  ['let it = prev(it, 0) + 1', '0', 'exact'],
  ['let it = if close < close[1] then prev(it, 0) + 1 else 0', '1', 'exact'],
  ['let it = 0.1 * close + 0.9 * prev(it, close)', '0', 'exact'],
  ['let it = 0.1 * sma(5) + 0.9 * prev(it, sma(5))', '4', 'exact'],
  ['let it = close / n + (1 - 1 / n) * prev(it, close)', '0', 'exact'],
  ['let it = prev(it, 1) * 2', '0', 'optional'],
  ['let it = prev(it, 1) * (1 + returns)', '1', 'optional'],
  ['let it = close > open or prev(it, false)', '0', 'exact'],
  ['let it = prev(other, sma(9))\nlet other = prev(it, sma(3))', '3', 'exact'],
  ['let it = prev(other, 0) + 1\nlet other = it[2]', '0', 'exact'],
  ['let it = prev(it, close / open)', '0', 'optional'],
  ['fn twice(y) = y + y[1]\nlet it = twice(twice(close))', '2', 'exact'],
]

function checked(lines: string) {
  const source = around(`${PARAMETERS}${lines}`)
  const { program } = checkSource(source)
  const it = program?.definitions.find(({ name }) => name === 'it')
  if (program === undefined || it === undefined) throw new Error(`not right: ${lines}`)
  return { source, program, expr: it.expr }
}

describe('warm-up formulas', () => {
  test.each(TABLE)('%s starts at %s, %s', (lines, formula, certainty) => {
    const { expr } = checked(lines)
    expect(warmupText(expr.warmup)).toBe(formula)
    expect(expr.optional).toBe(certainty === 'optional')
  })

  test.each(TABLE)('%s keeps to it', (lines) => {
    const { source, program, expr } = checked(lines)
    for (const values of [
      [5, 3, 2],
      [1, 20, 1],
      [20, 2, 4],
    ]) {
      const parameters = Float64Array.from(values)
      const start = evaluateWarmup(expr.warmup, parameters, BUILTINS)
      const bars = market(7, 80)
      const module = interpret(program, source).bind(parameters, bars)
      module.reserve(bars.length)
      for (let tick = 0; tick < bars.length; tick++) {
        const value = module.value(expr, tick)
        const known = value !== null && !Number.isNaN(value)
        if (tick < start) expect(known, `tick ${tick} of ${start}`).toBe(false)
        else if (!expr.optional) expect(known, `tick ${tick} of ${start}`).toBe(true)
      }
    }
  })
})

describe('gates', () => {
  const gateOf = (lines: string): string => {
    const { program } = checkSource(around(`${PARAMETERS}${lines}`))
    return warmupText(program!.rules[0]!.gate)
  }

  test('wait for all that the rule reads, also where one operand may decide', () => {
    expect(gateOf('exit long when close > sma(5) and open > sma(9)')).toBe('8')
    expect(gateOf('exit long when close > sma(5) or open > low')).toBe('4')
    expect(gateOf('let up = close > sma(30) or open > low\nexit long when up[1]')).toBe('30')
  })

  test('wait as long as a length that is a parameter says, and for no word about settling', () => {
    expect(gateOf('exit long when close > percentile_nearest(close, n, 3.75)')).toBe(
      'percentile_nearest(n, 3.75)',
    )
    expect(gateOf('exit long when open > settles(close, 3 * n)')).toBe('0')
  })

  test('wait for clauses', () => {
    const clauses = 'size risk 1% of equity\nstop entry_price - atr(30)\ntarget sma(40)'
    expect(gateOf(`enter long when close > open\n${clauses}`)).toBe('39')
  })

  test('do not wait for the account or for what has a default', () => {
    expect(gateOf('exit long when bars_in_trade > 20 or close > entry_price')).toBe('0')
    expect(gateOf('exit long when (close > sma(50)) ?? false')).toBe('0')
  })
})
