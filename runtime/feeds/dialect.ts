import type { HeaderWishes } from './header.ts'

/** What is known of a table beside its text, because its format is known. */
export interface Dialect {
  /** `Format.name`. */
  readonly format: string
  /** Times tell when a bar ends: they are moved to its start. */
  readonly endStamped?: true
  /** Name of the volume column to take, of several. */
  readonly volume?: HeaderWishes['volume']
  /** What prices are counted in: 10,000 where they are in hundredths of cents. */
  readonly priceDivisor?: number
  /** What a person calls the first line; 0 where the table was made of records. */
  readonly firstLine?: number
  /** The instrument, where the file's table does not tell it. */
  readonly symbol?: string
  readonly notes?: readonly string[]
}
