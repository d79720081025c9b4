/** Many records of one shape as their names, said once, and a row of values each. */
export interface Packed {
  readonly names: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** For a file: ten thousand records name their fields once. */
export function packed(records: readonly object[]): Packed {
  const names = Object.keys(records[0] ?? {})
  return { names, rows: records.map((record) => Object.values(record)) }
}

/** The records again; all had the same fields in the same order. */
export function unpacked<T>({ names, rows }: Packed): readonly T[] {
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])) as T)
}
