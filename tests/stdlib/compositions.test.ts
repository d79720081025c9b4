/** What is written in Strat: each file checks and its own tests hold. */
import { describe, expect, test } from 'vitest'
import { checkText } from '../../editor/pipeline/check-text.ts'
import { runTests } from '../../editor/pipeline/run-tests.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { plotted } from './plotted.ts'

describe.each([...BUILTINS.compositions.values()])('$name', ({ name, source }) => {
  const { diagnostics, program } = checkText(source)

  test('is a library of its name without mistakes', () => {
    expect(diagnostics).toEqual([])
    expect(program?.kind).toBe('library')
    expect(program?.title).toBe(name)
    expect(program?.doc).toMatch(/\.$/)
  })

  test('its tests hold', () => {
    const results = runTests(program!, source, { files: new Map() })
    expect(results.length).toBeGreaterThan(0)
    for (const { title, failures } of results) expect(failures, title).toEqual([])
  })
})

test('a source may be left out where there is a natural one', () => {
  const close = Array.from({ length: 60 }, (_, i) => 100 + ((i * 7) % 13))
  const calls = [
    ['rsi(5)', 'rsi(close, 5)'],
    ['highest(5)', 'highest(high, 5)'],
    ['lowest(5)', 'lowest(low, 5)'],
    ['change(2)', 'change(close, 2)'],
    ['roc(2)', 'roc(close, 2)'],
    ['macd(3, 6, 4).histogram', 'macd(close, 3, 6, 4).histogram'],
    ['bollinger(5).lower', 'bollinger(close, length: 5, width: 2).lower'],
    ['keltner(5).upper', 'keltner(close, 5, 1.5).upper'],
  ]
  for (const [short, long] of calls) {
    expect(plotted(short!, { close })).toEqual(plotted(long!, { close }))
  }
})

test('within a day the session is what has been seen of it', () => {
  // Five bars a session.
  const close = [10, 12, 11, 15, 13, 20, 18, 24, 22, 21]
  const volume = [1, 3, 1, 1, 1, 1, 1, 2, 1, 1]
  const values = (expression: string) => plotted(expression, { close, volume })
  const unknown = (count: number) => Array<number>(count).fill(Number.NaN)
  const vwap = values('vwap_session(close).middle')
  expect([0, 1, 4, 5, 7].map((i) => vwap[i])).toEqual([10, 11.5, 85 / 7, 20, 21.5])
  expect(values('session_so_far().high')).toEqual([10, 12, 12, 15, 15, 20, 20, 24, 24, 24])
  expect(values('session_so_far().age')).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
  expect(values('previous_session().high')).toEqual([...unknown(5), 15, 15, 15, 15, 15])
  expect(values('previous_session().close')).toEqual([...unknown(5), 13, 13, 13, 13, 13])
  const range = values('opening_range(2).high')
  expect(range).toEqual([Number.NaN, 12, 12, 12, 12, Number.NaN, 20, 20, 20, 20])
})

test('flat markets read as the house rule says', () => {
  const close = Array.from({ length: 40 }, () => 0.1)
  const last = (expression: string) => plotted(expression, { close }).at(-1)
  expect(last('rsi(14)')).toBe(50)
  expect(last('stoch(5, 3, 3).k')).toBeCloseTo(50, 12)
  expect(last('bollinger(20).percent_b')).toBe(0.5)
  expect(last('stdev(20)')).toBe(0)
  expect(last('slope(20)')).toBeCloseTo(0, 15)
  expect(last('correlation(close, open, 20)')).toBeNaN()
  expect(last('beta(close, open, 20)')).toBeNaN()
})
