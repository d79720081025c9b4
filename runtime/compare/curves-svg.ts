import { moneyText } from '../report/format.ts'
import type { Comparison } from './comparison.ts'

const WIDTH = 1_160
const MARGIN = 92
const RIGHT = WIDTH - 18
const CURVES = { top: 14, height: 260 } as const
const DIFFERENCE = { top: 310, height: 110 } as const
const HEIGHT = 450
/** Points that a curve is drawn with at most. */
const POINTS = 1_200

/** Both equity curves, and below them the second less the first, by day. */
export function curvesSvg({ days, equity: [first, second] }: Comparison): string {
  if (days.length < 2) return '<p class="empty">Fewer than two days in common.</p>'
  const difference = first.map((value, day) => second[day]! - value)
  const both = bounds([first, second])
  const under = bounds([difference, [0]])
  const ends = [days[0]!, days[days.length - 1]!]
  return `<svg class="curves" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Equity of A and B, and B less A">
${scale(both, CURVES)}${scale(under, DIFFERENCE)}
${line(placeY(0, under, DIFFERENCE))}
<path class="a" d="${path(first, both, CURVES)}"/>
<path class="b" d="${path(second, both, CURVES)}"/>
<path class="d" d="${path(difference, under, DIFFERENCE)}"/>
<text x="${MARGIN}" y="${HEIGHT - 8}">${ends[0]}</text>
<text x="${RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${ends[1]}</text>
</svg>`
}

interface Bounds {
  readonly low: number
  readonly high: number
}

interface Band {
  readonly top: number
  readonly height: number
}

function bounds(columns: readonly ArrayLike<number>[]): Bounds {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const column of columns)
    for (let at = 0; at < column.length; at++) {
      low = Math.min(low, column[at]!)
      high = Math.max(high, column[at]!)
    }
  return low < high ? { low, high } : { low: low - 1, high: high + 1 }
}

function scale({ low, high }: Bounds, band: Band): string {
  return [high, low]
    .map((value) => {
      const y = placeY(value, { low, high }, band)
      const label = `<text x="${MARGIN - 8}" y="${y + 4}" text-anchor="end">${moneyText(value)}</text>`
      return line(y) + label
    })
    .join('')
}

function line(y: number): string {
  return `<line x1="${MARGIN}" x2="${RIGHT}" y1="${y}" y2="${y}"/>`
}

/** The last of each stretch of days, so that the end is the end. */
function path(values: Float64Array, range: Bounds, band: Band): string {
  const step = Math.max(1, Math.ceil(values.length / POINTS))
  const last = values.length - 1
  const places: string[] = []
  for (let at = last; at >= 0; at -= step) {
    const x = MARGIN + ((RIGHT - MARGIN) * at) / last
    places.unshift(`${tenth(x)},${placeY(values[at]!, range, band)}`)
  }
  return `M${places.join('L')}`
}

function placeY(value: number, { low, high }: Bounds, { top, height }: Band): number {
  return tenth(top + height * ((high - value) / (high - low)))
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
