import { plottedAll } from '../plotted.ts'
import { type Golden, golden, type Reading, type Tolerance } from './golden.ts'
import type { GoldenRow } from './row.ts'

/** How far our values are from theirs, bar by bar; undefined where either is unknown. */
export interface Comparison {
  readonly distances: readonly (number | undefined)[]
  /** Bars on which they know a value and we do not, and the other way round. */
  readonly onlyTheirs: readonly number[]
  readonly onlyOurs: readonly number[]
  /** The most that a distance may be, by bar; `own` is without the row's `within`. */
  readonly tolerances: readonly number[]
  readonly own: readonly number[]
}

/** Compares rows that read one golden alike, which share one program. */
export function compareAll(rows: readonly GoldenRow[]): ReadonlyMap<GoldenRow, Comparison> {
  const { columns, outputs } = goldenOf(rows[0]!)
  const found = plottedAll(
    rows.map((row) => row.strat),
    columns,
  )
  return new Map(rows.map((row, at) => [row, compare(row, found[at]!, outputs)]))
}

/** Rows that `compareAll` takes together have the same. */
export function readingKey({ golden: id, reading }: GoldenRow): string {
  return JSON.stringify([id, reading ?? {}])
}

const read = new Map<string, Golden>()

function goldenOf(row: GoldenRow): Golden {
  const key = readingKey(row)
  const known = read.get(key) ?? golden(row.golden, row.reading as Reading)
  read.set(key, known)
  return known
}

function compare(row: GoldenRow, found: readonly number[], outputs: Golden['outputs']): Comparison {
  const expected = outputs.get(row.output)
  if (expected === undefined) {
    throw new Error(`${row.golden} has no ${row.output}, but ${[...outputs.keys()].join(' ')}`)
  }
  const { later = 0 } = row
  const values = expected.values.map((_, i) => expected.values[i - later] ?? null)
  const most = (tolerance: Tolerance) =>
    values.map((value) =>
      tolerance.kind === 'absolute'
        ? tolerance.most
        : tolerance.most * Math.max(1, Math.abs(value ?? 0)),
    )
  const own = most(expected.tolerance)
  const known = (i: number) => !Number.isNaN(found[i]!)
  const told = (i: number) => values[i] !== null
  const bars = values.map((_, i) => i)
  return {
    distances: values.map((value, i) =>
      value === null || !known(i) ? undefined : Math.abs(found[i]! - value),
    ),
    onlyTheirs: bars.filter((i) => told(i) && !known(i)),
    onlyOurs: bars.filter((i) => !told(i) && known(i)),
    own,
    tolerances: row.within === undefined ? own : most({ kind: 'absolute', most: row.within }),
  }
}
