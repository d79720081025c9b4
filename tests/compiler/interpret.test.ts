import { describe, expect, test } from 'vitest'
import { bindInterpreter } from '../../compiler/interpret/interpret.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import { defaults, programOf, strategyOf } from './strategy.ts'
import { accountAt } from './walk.ts'

/** Bars with these closes; all other prices are the close too. */
function closes(...values: readonly number[]) {
  const bars = emptyBars(values.length)
  for (const column of [bars.open, bars.high, bars.low, bars.close]) column.set(values)
  bars.length = values.length
  return bars
}

/** Values of a definition, `null` for an unknown number or bool. */
function valuesOf(definition: string, ...prices: readonly number[]) {
  const program = programOf(`strategy "t"\ntimeframe 1d\nlet it = ${definition}\nplot close`)
  const bars = closes(...prices)
  const { value } = bindInterpreter(program, new Float64Array(0), bars)
  const found = program.definitions.find(({ name }) => name === 'it')!
  return prices.map((_, tick) => {
    const result = value(found.expr, tick)
    return typeof result === 'number' && Number.isNaN(result) ? null : result
  })
}

describe('the meaning of the core', () => {
  test('the past is unknown before there is one', () => {
    expect(valuesOf('close[2]', 1, 2, 3, 4)).toEqual([null, null, 1, 2])
  })

  test('what is not finite is unknown', () => {
    expect(valuesOf('close / (close - 2)', 1, 2, 3)).toEqual([-1, null, 3])
  })

  test('logic has three values', () => {
    const unknown = 'close[9] > 0'
    expect(valuesOf(`${unknown} and close > 5`, 1, 9)).toEqual([false, null])
    expect(valuesOf(`${unknown} or close > 5`, 1, 9)).toEqual([null, true])
    expect(valuesOf(`not (${unknown})`, 1)).toEqual([null])
    expect(valuesOf(`if ${unknown} then 1 else 2`, 1)).toEqual([null])
    expect(valuesOf(`known(${unknown})`, 1)).toEqual([false])
    expect(valuesOf(`close[1] ?? 7`, 1, 2)).toEqual([7, 1])
  })

  test('a primitive is not stepped where an input is unknown', () => {
    const gap = 'sma(close / (close - 2), 2)'
    // Steps are -1 (bar 0), 3 (bar 2), 2 (bar 3): the gap is passed over.
    expect(valuesOf(gap, 1, 2, 3, 4)).toEqual([null, null, 1, 2.5])
  })

  test('prev recurs through a very long past', () => {
    const source = 'strategy "t"\ntimeframe 1d\nlet n = prev(n, 0) + 1\nplot n'
    const { interpreted } = strategyOf(source)
    const bars = closes(...Array<number>(50_000).fill(1))
    const bound = interpreted.bind(defaults(interpreted), bars)
    bound.advancePlots(49_990, 50_000)
    expect(bound.plots[0]![49_999]).toBe(50_000)
  })
})

test('account streams have a past, as decide saw it', () => {
  const source = `strategy "t"
timeframe 1d
let before = equity[1]
exit long when before > 0`
  const { interpreted, program, module } = strategyOf(source)
  const bars = closes(1, 2, 3)
  const bound = interpreted.bind(defaults(interpreted), bars)
  const decided = [0, 1, 2].map((i) => bound.decide(i, accountAt(i)))
  expect(decided).toEqual([0, 1, 1])
  expect(bound.value(program.definitions[0]!.expr, 2)).toBe(accountAt(1).equity)
  expect(module.meta.everyBar).toBe(true)
})

test('broken names each require that does not hold', () => {
  const source = `strategy "t"
timeframe 1d
param a = 5 in 1..9
param b = 3 in 1..9
require a > b
require a * 2 > 3
plot a * close + b`
  const { interpreted, module } = strategyOf(source)
  for (const { broken } of [interpreted, module]) {
    expect(broken(Float64Array.of(5, 3), MATH)).toEqual([])
    expect(broken(Float64Array.of(1, 3), MATH)).toEqual(['a > b', 'a * 2 > 3'])
  }
})
