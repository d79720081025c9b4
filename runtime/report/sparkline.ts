const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/**
 * A column chart of text, top line first: `rows` lines of `values.length` characters, eight steps
 * to a line, from `low` (one step) to `high` (all of them).
 */
export function blockChart(
  values: readonly number[],
  rows: number,
  low: number,
  high: number,
): string[] {
  const steps = rows * 8
  const heights = values.map((value) =>
    high > low ? 1 + Math.round(((value - low) / (high - low)) * (steps - 1)) : 1,
  )
  return Array.from({ length: rows }, (_, line) => {
    const floor = (rows - 1 - line) * 8
    return heights.map((height) => BLOCKS[Math.max(0, Math.min(8, height - floor))]).join('')
  })
}

/** `count` values for a longer column: what `pick` makes of each stretch of it. */
export function stretches(
  column: Float64Array,
  count: number,
  pick: (stretch: Float64Array) => number,
): number[] {
  const width = Math.min(count, column.length)
  return Array.from({ length: width }, (_, index) => {
    const from = Math.floor((index * column.length) / width)
    const to = Math.floor(((index + 1) * column.length) / width)
    return pick(column.subarray(from, to))
  })
}

/** How far each value is below the highest one up to it, as a fraction of that. */
export function drawdownOf(equity: Float64Array): Float64Array {
  const fallen = new Float64Array(equity.length)
  let peak = Number.NEGATIVE_INFINITY
  for (let bar = 0; bar < equity.length; bar++) {
    peak = Math.max(peak, equity[bar]!)
    fallen[bar] = fallOf(equity[bar]!, peak)
  }
  return fallen
}

/** The deepest of these of each stretch of a column; they are given one after the other. */
export function deepestFall(): (stretch: Float64Array) => number {
  let peak = Number.NEGATIVE_INFINITY
  return (stretch) => {
    let deepest = 0
    for (let bar = 0; bar < stretch.length; bar++) {
      peak = Math.max(peak, stretch[bar]!)
      deepest = Math.max(deepest, fallOf(stretch[bar]!, peak))
    }
    return deepest
  }
}

function fallOf(value: number, peak: number): number {
  return peak > 0 ? 1 - value / peak : 0
}
