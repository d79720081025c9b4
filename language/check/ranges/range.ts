import type { Bounds } from '../../builtins.ts'
import { unreachable } from '../node.ts'
import type { ArithmeticOperator, ComparisonOperator } from '../typed.ts'

/**
 * The values that a stream may have where it is known, ends included; a bool is 0 or 1. Where `low`
 * is above `high` there are none: it is never known. Ends are worked out by the very operations that
 * the stream is: rounding keeps order, so an end is never short of what the stream can reach.
 */
export interface Range extends Bounds {
  /** All there are, ascending, where they are few: the states of a mode, say. */
  readonly points?: readonly number[]
}

/** The largest number: what is beyond is unknown. */
const MOST = Number.MAX_VALUE
const LEAST = Number.MIN_VALUE

export const ANY: Range = { low: -MOST, high: MOST }
export const NEVER: Range = { low: MOST, high: -MOST }
export const NOT_NEGATIVE: Range = { low: 0, high: MOST }
export const POSITIVE: Range = { low: LEAST, high: MOST }
export const EITHER: Range = { low: 0, high: 1 }

/** So many values are told apart. */
const POINTS = 16

export function isNever({ low, high }: Bounds): boolean {
  return low > high
}

/** What is known lies within the largest numbers. */
export function between(low: number, high: number): Range {
  if (Number.isNaN(low) || Number.isNaN(high)) return ANY
  return { low: clipped(low), high: clipped(high) }
}

function clipped(value: number): number {
  return Math.max(-MOST, Math.min(MOST, value))
}

/** One value, and no other. */
export function exactly(value: number): Range {
  return Number.isNaN(value) ? NEVER : between(value, value)
}

export function truth(canBeTrue: boolean, canBeFalse: boolean): Range {
  if (!canBeTrue && !canBeFalse) return NEVER
  return between(canBeFalse ? 0 : 1, canBeTrue ? 1 : 0)
}

export function canBeTrue(range: Range): boolean {
  return !isNever(range) && range.high >= 1
}

export function canBeFalse(range: Range): boolean {
  return !isNever(range) && range.low <= 0
}

function pointsOf(range: Range): readonly number[] | undefined {
  return range.points ?? (range.low === range.high ? [range.low] : undefined)
}

/** One or the other. */
export function either(a: Range, b: Range): Range {
  if (isNever(a)) return b
  if (isNever(b)) return a
  const hull = { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }
  const [some, others] = [pointsOf(a), pointsOf(b)]
  if (some === undefined || others === undefined) return hull
  const points = [...new Set([...some, ...others])].sort((x, y) => x - y)
  return points.length > POINTS ? hull : { ...hull, points }
}

/** What is in both. */
export function common(a: Range, b: Range): Range {
  const low = Math.max(a.low, b.low)
  const high = Math.min(a.high, b.high)
  const points = (pointsOf(a) ?? pointsOf(b))?.filter(
    (value) => value >= low && value <= high && isPoint(a, value) && isPoint(b, value),
  )
  if (low > high || points?.length === 0) return NEVER
  return points === undefined ? { low, high } : { low: points[0]!, high: points.at(-1)!, points }
}

function isPoint(range: Range, value: number): boolean {
  return pointsOf(range)?.includes(value) ?? true
}

export function sameRange(a: Range, b: Range): boolean {
  if (isNever(a) && isNever(b)) return true
  return a.low === b.low && a.high === b.high && a.points?.length === b.points?.length
}

export function negated(range: Range): Range {
  return isNever(range) ? NEVER : { low: -range.high, high: -range.low }
}

export function calculated(op: ArithmeticOperator, a: Range, b: Range): Range {
  if (isNever(a) || isNever(b)) return NEVER
  switch (op) {
    case '+':
      return between(a.low + b.low, a.high + b.high)
    case '-':
      return between(a.low - b.high, a.high - b.low)
    case '*':
      return ends(a, b, (x, y) => x * y)
    case '/': {
      // By zero nothing is known.
      const below = common(b, { low: -MOST, high: -LEAST })
      const above = common(b, POSITIVE)
      const quotient = (part: Range): Range =>
        isNever(part) ? NEVER : ends(a, part, (x, y) => x / y)
      const { low, high } = either(quotient(below), quotient(above))
      return { low, high }
    }
    default:
      return unreachable(op)
  }
}

/** Of an operation that rises or falls in each operand: at their ends. */
function ends(a: Range, b: Range, of: (x: number, y: number) => number): Range {
  const all = [of(a.low, b.low), of(a.low, b.high), of(a.high, b.low), of(a.high, b.high)]
  return between(Math.min(...all), Math.max(...all))
}

/** What is left of two ranges once a comparison of them holds. */
export function narrowed(op: ComparisonOperator, a: Range, b: Range): readonly [Range, Range] {
  switch (op) {
    case '<':
      return [
        common(a, { low: -MOST, high: neighbour(b.high, -1) }),
        common(b, { low: neighbour(a.low, 1), high: MOST }),
      ]
    case '<=':
      return [common(a, { low: -MOST, high: b.high }), common(b, { low: a.low, high: MOST })]
    case '>':
    case '>=': {
      const [right, left] = narrowed(op === '>' ? '<' : '<=', b, a)
      return [left, right]
    }
    case '==': {
      const both = common(a, b)
      return [both, both]
    }
    case '!=':
      return [without(a, b), without(b, a)]
    default:
      return unreachable(op)
  }
}

/** All but the one value of the other. */
function without(range: Range, { low, high }: Range): Range {
  const points = pointsOf(range)
  if (low !== high || points === undefined) return range
  return points
    .filter((value) => value !== low)
    .map(exactly)
    .reduce(either, NEVER)
}

/** The next number above or below. */
function neighbour(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * LEAST
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const away = value > 0 === direction > 0
  bits.setBigInt64(0, bits.getBigInt64(0) + (away ? 1n : -1n))
  return bits.getFloat64(0)
}

export function compared(op: ComparisonOperator, a: Range, b: Range): Range {
  if (isNever(a) || isNever(b)) return NEVER
  switch (op) {
    case '<':
      return truth(a.low < b.high, a.high >= b.low)
    case '<=':
      return truth(a.low <= b.high, a.high > b.low)
    case '>':
      return compared('<', b, a)
    case '>=':
      return compared('<=', b, a)
    case '==':
      return truth(!isNever(common(a, b)), a.low !== a.high || b.low !== b.high || a.low !== b.low)
    case '!=':
      return contrary(compared('==', a, b))
    default:
      return unreachable(op)
  }
}

export function contrary(range: Range): Range {
  return truth(canBeFalse(range), canBeTrue(range))
}

export function bothHold(a: Range, b: Range): Range {
  return truth(canBeTrue(a) && canBeTrue(b), canBeFalse(a) || canBeFalse(b))
}

export function oneHolds(a: Range, b: Range): Range {
  return contrary(bothHold(contrary(a), contrary(b)))
}
