/** Our builtins against other implementations' published results. */
import { describe, expect, test } from 'vitest'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { GOLDENS_PRESENT, golden } from './golden.ts'
import { GOLDEN_ROWS, type GoldenRow } from './golden-rows.ts'
import { plotted } from './plotted.ts'

const named = (row: GoldenRow) => [`${row.golden} ${row.output}: ${row.strat}`, row] as const
const same = GOLDEN_ROWS.filter((row) => row.differs === undefined).map(named)
const different = GOLDEN_ROWS.filter((row) => row.differs !== undefined).map(named)

describe.skipIf(!GOLDENS_PRESENT)('published results', () => {
  test.each(same)('%s', (_, row) => {
    const { distances, tolerance } = compare(row)
    expect(distances.filter((distance) => distance !== undefined).length).toBeGreaterThan(0)
    distances.forEach((distance, i) => {
      if (distance === undefined) return
      expect(distance, `bar ${i}`).toBeLessThanOrEqual(row.within ?? tolerance)
    })
  })

  test.each(different)('%s, where the conventions differ', (_, row) => {
    const { distances, tolerance } = compare(row)
    expect(distances.some((distance) => distance !== undefined && distance > tolerance)).toBe(true)
    const { settles = distances.length, within = tolerance } = row
    distances.slice(settles).forEach((distance, i) => {
      expect(distance, `bar ${settles + i}`).toBeLessThanOrEqual(within)
    })
  })
})

test('every builtin that others publish is compared', () => {
  const compared = GOLDEN_ROWS.map((row) => row.strat).join(' ')
  const names = [...BUILTINS.primitives.keys(), ...BUILTINS.compositions.keys()]
  const missing = names.filter((name) => !new RegExp(`\\b${name}\\(`).test(compared))
  expect(missing).toEqual(NOT_PUBLISHED)
})

/** Exact or defined by a sentence; `keltner` is published on other averages only. */
const NOT_PUBLISHED = [
  'abs',
  'barssince',
  'ceil',
  'count',
  'cum',
  'exp',
  'floor',
  'max',
  'min',
  'mod',
  'pow',
  'round',
  'sign',
  'valuewhen',
  'keltner',
]

/** Distance bar by bar; undefined where either is unknown. */
function compare(row: GoldenRow) {
  const { columns, expected, tolerance } = golden(row.golden, row.output, row.second)
  const found = plotted(row.strat, columns)
  const distances = expected.map((value, i) => {
    if (value === null || Number.isNaN(found[i]!)) return undefined
    return Math.abs(found[i]! - value)
  })
  return { distances, tolerance }
}
