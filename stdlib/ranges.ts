import type { Bounds, PrimitiveSignature } from '../language/builtins.ts'

/** How bounds of a result follow from those of inputs and params; each is exact to the last bit. */
type RangeRule = NonNullable<PrimitiveSignature['range']>

const MOST = Number.MAX_VALUE

/** One of the first input's own values, or halfway between two of them. */
export const WITHIN: RangeRule = ([x]) => x!

/** A distance or a count: never below zero. */
export const NOT_NEGATIVE: RangeRule = () => ({ low: 0, high: MOST })

/** A place in a window: 0 is the current bar. */
export const PLACE: RangeRule = (_, [length]) => ({ low: 0, high: length!.high - 1 })

/** From 0 to 100. */
export const PER_CENT: RangeRule = () => ({ low: 0, high: 100 })

/** From -1 to 1. */
export const UNIT: RangeRule = () => ({ low: -1, high: 1 })

/** What is made of sums and parts of the first input: on that side of zero where all of it is. */
export const SAME_SIDE: RangeRule = ([x]) => sameSide(x!)

/**
 * A recursive mean, m + (x - m) * k: for k of two thirds or less it stays among its values, since
 * what is added is less than what is missing and rounding keeps order; for k of 1 it stays on their
 * side of zero.
 */
export const MEAN: RangeRule = ([x], [length]) => (length!.low >= 2 ? x! : sameSide(x!))

/** A function that never falls, at the ends. */
export const rising =
  (of: (x: number) => number): RangeRule =>
  ([x]) => ({ low: of(x!.low), high: of(x!.high) })

function sameSide({ low, high }: Bounds): Bounds {
  return { low: low >= 0 ? 0 : -MOST, high: high <= 0 ? 0 : MOST }
}
