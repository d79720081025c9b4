import type { Instrument } from '../../runtime/instruments/instruments.ts'
import { instrumentOf } from '../../runtime/instruments/read-instruments.ts'

/** What the broker knows an instrument by, beside its symbol. */
export interface ContractWords {
  readonly secType?: string
  readonly exchange?: string
  readonly currency?: string
}

/** What the instruments file says of a symbol, in the broker's words; what it leaves out is absent. */
export function contractWords(
  instruments: ReadonlyMap<string, Instrument>,
  symbol: string,
): ContractWords {
  const { type, exchange, currency } = instrumentOf(instruments, symbol) ?? {}
  return {
    ...(type !== undefined && { secType: secTypeOf(type) }),
    ...(exchange !== undefined && { exchange }),
    ...(currency !== undefined && { currency }),
  }
}

/** What the broker calls a kind of instrument. */
export function secTypeOf(type: string): string {
  return SEC_TYPES[type] ?? type.toUpperCase()
}

const SEC_TYPES: Readonly<Record<string, string>> = {
  stock: 'STK',
  etf: 'STK',
  index: 'IND',
  future: 'FUT',
  futures: 'FUT',
  forex: 'CASH',
  option: 'OPT',
}
