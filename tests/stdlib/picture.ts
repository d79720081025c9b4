const WIDTH = 240
const HEIGHT = 72
const COLORS = ['#2962ff', '#e65100', '#2e7d32', '#8e24aa']

/**
 * A small line chart as SVG, one path a series, bars from left to right; NaN leaves a gap. What is
 * first in `below` is drawn beneath in grey, on the same scale: the prices.
 */
export function picture(
  title: string,
  series: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): string {
  const values = [...series, ...below].flat().filter((value) => !Number.isNaN(value))
  const low = Math.min(...values)
  const high = Math.max(...values)
  const path = (column: readonly number[], color: string) =>
    `<path fill="none" stroke="${color}" d="${pathOf(column, low, high)}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH * 2}">
<title>${title}</title>
${[
  ...below.map((column) => path(column, '#b0b0b0')),
  ...series.map((column, at) => path(column, COLORS[at % COLORS.length]!)),
].join('\n')}
</svg>
`
}

/** Whole units, relative steps; a level stretch is one step. */
function pathOf(column: readonly number[], low: number, high: number): string {
  const scale = high > low ? (HEIGHT - 6) / (high - low) : 0
  let text = ''
  let level = 0
  let at: readonly [number, number] | undefined
  const flush = () => {
    if (level > 0) text += `h${level}`
    level = 0
  }
  column.forEach((value, i) => {
    if (Number.isNaN(value)) {
      flush()
      at = undefined
      return
    }
    const x = Math.round((i * WIDTH) / column.length)
    const y = Math.round(HEIGHT - 3 - (value - low) * scale)
    if (at === undefined) text += `M${x} ${y}`
    else if (y === at[1]) level += x - at[0]
    else {
      flush()
      text += `l${x - at[0]} ${y - at[1]}`
    }
    at = [x, y]
  })
  flush()
  return text
}
