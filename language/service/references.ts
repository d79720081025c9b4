import type { Span } from '../diagnostic.ts'
import type { Analysis } from './analyse.ts'
import { symbolAt } from './symbol-at.ts'
import { touches } from './types-at.ts'

export interface References {
  /** Absent for streams and builtins, which no program defines. */
  readonly definition?: Span
  /** All other places, in source order. */
  readonly uses: readonly Span[]
}

/** Every place that means what stands at an offset. */
export function references({ table }: Analysis, offset: number): References {
  const found = symbolAt(table, offset)
  if (found !== undefined) {
    return { definition: found.symbol.span, uses: found.symbol.references }
  }
  for (const uses of table.free.values()) {
    if (uses.some((span) => touches(span, offset))) return { uses }
  }
  return { uses: [] }
}
