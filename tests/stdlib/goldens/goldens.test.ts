/** Our builtins against other implementations' published results. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BUILTINS } from '../../../stdlib/builtins.ts'
import { ABSENT } from './absent-table.ts'
import { type Comparison, compareAll, readingKey } from './compare.ts'
import { coverage, coverageText } from './coverage.ts'
import { FIGURE_ROWS } from './figures-table.ts'
import { GOLDENS_PRESENT } from './golden.ts'
import { GOLDEN_ROWS } from './golden-rows.ts'
import type { GoldenRow } from './row.ts'

const groups = new Map<string, GoldenRow[]>()
for (const row of GOLDEN_ROWS) {
  const key = readingKey(row)
  groups.set(key, [...(groups.get(key) ?? []), row])
}

describe.skipIf(!GOLDENS_PRESENT)('published results', () => {
  test.each([...groups.values()].map((rows) => [rows[0]!.golden, rows] as const))(
    '%s',
    (_, rows) => {
      for (const [row, comparison] of compareAll(rows)) {
        const label = `${row.output}: ${row.strat}`
        const known = comparison.distances.filter((distance) => distance !== undefined)
        expect(known.length, label).toBeGreaterThan(0)
        if (row.differs === undefined) expect(apart(comparison, 0), label).toEqual([])
        else expectDiffers(row, comparison, label)
      }
    },
  )

  test('every file is compared, or the reason stands in a table; the page about it is fresh', () => {
    const files = coverage()
    const silent = files.filter(({ id, rows }) => rows.length === 0 && !(id in ABSENT))
    expect(silent.map(({ id }) => id)).toEqual(['talib.regtest'])
    const path = join(import.meta.dirname, 'COVERAGE.md')
    const fresh = coverageText(files)
    const stale = !existsSync(path) || readFileSync(path, 'utf8').replaceAll('\r\n', '\n') !== fresh
    if (stale) writeFileSync(path, fresh)
    expect(stale).toBe(false)
  })
})

test('every builtin is compared with the figures of others, or stands in the list of those not', () => {
  const rows = [...GOLDEN_ROWS, ...FIGURE_ROWS].map((row) => row.strat).join(' ')
  const names = [...BUILTINS.primitives.keys(), ...BUILTINS.compositions.keys()]
  const missing = names.filter((name) => !new RegExp(`\\b${name}\\(`).test(rows))
  expect(missing.sort()).toEqual([...EXACT, ...BY_DEFINITION].sort())
})

/** Exact arithmetic, or held to `Math` and pinned bits in `tests/stdlib/math.test.ts`. */
const EXACT = names(
  'barssince change clamp count cum cycle_phase falling highest_since lowest_since pow rising round settles sign sin',
)

/**
 * One sentence of others that are compared: their own tests say the sentence in numbers. Others
 * define these in words only, or each its own way.
 */
const BY_DEFINITION = names(
  `annual_volatility candle entropy last_period opening_range previous_session resistance session_so_far support volatility_stop vzo`,
)

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

/** The series must really differ, and agree from the bar on that the row names. */
function expectDiffers(row: GoldenRow, comparison: Comparison, label: string): void {
  expect(apart({ ...comparison, tolerances: comparison.own }, 0).length, label).toBeGreaterThan(0)
  if (row.settles !== undefined) expect(apart(comparison, row.settles), label).toEqual([])
}

/** Bars from this one on where the distance is more than it may be. */
function apart({ distances, tolerances }: Comparison, from: number): readonly string[] {
  return distances.flatMap((distance, i) =>
    i >= from && distance !== undefined && !(distance <= tolerances[i]!)
      ? [`bar ${i}: ${distance}`]
      : [],
  )
}
