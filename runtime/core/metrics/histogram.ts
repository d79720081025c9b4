import { MATH } from '../../../stdlib/math.ts'

/** Values counted in a range [from, to). */
export interface HistogramBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

const MOST_BINS = 40
/** The share at either end that decides no width: one crash must not flatten all the rest. */
const TAIL = 0.005

/**
 * How values are distributed, in bins of one round width (1, 2 or 5 times a power of ten) that zero
 * is an edge of. The width is Freedman and Diaconis's, 2 · IQR / n^(1/3), rounded up; the first
 * and the last bin take what is beyond.
 */
export function histogram(values: readonly number[]): readonly HistogramBin[] {
  const sorted = Float64Array.from(values).sort()
  const { length } = sorted
  if (length === 0) return []
  const at = (share: number) => sorted[Math.floor((length - 1) * share)]!
  const [low, high] = [at(TAIL), at(1 - TAIL)]
  const spread = (2 * (at(0.75) - at(0.25))) / MATH.pow(length, 1 / 3)
  const width = roundUp(Math.max(spread, (high - low) / MOST_BINS))
  const first = Math.floor(low / width)
  const bins = Math.floor(high / width) - first + 1
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) {
    const bin = Math.floor(value / width) - first
    counts[Math.max(0, Math.min(bins - 1, bin))]! += 1
  }
  return counts.map((count, bin) => ({
    from: edge(first + bin, width),
    to: edge(first + bin + 1, width),
    count,
  }))
}

/** 0.005 times 3 is 0.015, not 0.015000000000000001. */
function edge(index: number, width: number): number {
  return Number((index * width).toPrecision(12))
}

/** The next 1, 2 or 5 times a power of ten; where all values are one, a width for that one. */
function roundUp(width: number): number {
  if (!(width > 1e-12)) return 0.01
  let unit = 1e-12
  while (unit * 10 <= width) unit *= 10
  const step = [1, 2, 5, 10].find((times) => unit * times >= width * (1 - 1e-9)) ?? 10
  return Number((unit * step).toPrecision(12))
}
