import type { CalendarReturn } from './calendar-returns.ts'

/** One year of a table of months. */
export interface YearOfReturns {
  readonly year: number
  /** January to December, ratios; NaN where there were no bars. */
  readonly months: readonly number[]
  /** The months compounded. */
  readonly total: number
}

/** Months as a table, a row a year; years without bars are not there. */
export function monthlyReturns(months: readonly CalendarReturn[]): readonly YearOfReturns[] {
  const years = new Map<number, number[]>()
  for (const { start, value } of months) {
    const date = new Date(start)
    const year = date.getUTCFullYear()
    const row = years.get(year) ?? new Array<number>(12).fill(Number.NaN)
    row[date.getUTCMonth()] = value
    years.set(year, row)
  }
  return [...years].map(([year, row]) => ({ year, months: row, total: compounded(row) }))
}

function compounded(returns: readonly number[]): number {
  return returns.reduce((all, one) => (Number.isNaN(one) ? all : all * (1 + one)), 1) - 1
}
