import type { Span } from '../diagnostic.ts'
import type { ProgramSymbol, SymbolTable } from './symbols.ts'
import { touches } from './types-at.ts'

/** The symbol that is defined or meant at an offset, and the place where. */
export function symbolAt(
  { symbols }: SymbolTable,
  offset: number,
): { readonly symbol: ProgramSymbol; readonly span: Span } | undefined {
  for (const symbol of symbols) {
    const span = [symbol.span, ...symbol.references].find((place) => touches(place, offset))
    if (span !== undefined) return { symbol, span }
  }
  return undefined
}
