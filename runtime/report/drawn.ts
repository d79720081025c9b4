/** Several bars drawn as one: no screen shows fifty thousand candles. */

/** A column over bars; NaN and null are unknown. */
export type Column = ArrayLike<number | null>

/** What stands for the bars [from, to) of a column. */
export type Pick = (column: Column, from: number, to: number) => number

export const firstOf: Pick = (column, from) => column[from] ?? Number.NaN
export const lastOf: Pick = (column, _from, to) => column[to - 1] ?? Number.NaN
export const sumOf: Pick = (column, from, to) => fold(column, from, to, (a, b) => a + b)
export const maximumOf: Pick = (column, from, to) => fold(column, from, to, Math.max)
export const minimumOf: Pick = (column, from, to) => fold(column, from, to, Math.min)

function fold(
  column: Column,
  from: number,
  to: number,
  combine: (a: number, b: number) => number,
): number {
  let value = column[from] ?? Number.NaN
  for (let index = from + 1; index < to; index++) {
    value = combine(value, column[index] ?? Number.NaN)
  }
  return value
}

/** The bars [from, to) of a run, `size` of them in each drawn bar. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly size: number
}

/** A column as it is drawn: one value a group of `size` bars, the last group as long as it is. */
export function drawn(column: Column, { from, to, size }: Stretch, pick: Pick): number[] {
  const groups = Math.ceil((to - from) / size)
  return Array.from({ length: groups }, (_, group) =>
    pick(column, from + group * size, Math.min(to, from + (group + 1) * size)),
  )
}

/** Drawn bars in sight at most: more than one a pixel or two tells nothing. */
const MOST_IN_SIGHT = 1_500

/**
 * What to hand to the chart while the bars [from, to) of `length` are in sight: those and as many
 * again on both sides, in groups of a power of two, aligned, so that groups stay as one scrolls.
 */
export function stretchAround(length: number, from: number, to: number): Stretch {
  const inSight = Math.max(1, Math.min(length, to - from))
  let size = 1
  while (inSight > size * MOST_IN_SIGHT) size *= 2
  const start = Math.max(0, Math.floor((from - inSight) / size) * size)
  return { from: start, to: Math.min(length, Math.ceil(to + inSight)), size }
}

/** Whether a stretch still serves while [from, to) is in sight: as fine as due, and wide enough. */
export function serves(stretch: Stretch, length: number, from: number, to: number): boolean {
  if (stretchAround(length, from, to).size !== stretch.size) return false
  const left = stretch.from === 0 || from >= stretch.from
  return left && (stretch.to === length || to <= stretch.to)
}
