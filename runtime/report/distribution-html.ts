import type { HistogramBin } from '../core/metrics/histogram.ts'
import type { Figure } from '../core/metrics/summary.ts'
import { escaped } from './escaped.ts'
import { figureRows } from './facts-html.ts'
import { numberText, percentText } from './format.ts'

/** How returns are distributed, as bars with an axis, and what the distribution is known by. */
export function distributionHtml(
  of: 'Days' | 'Trades',
  bins: readonly HistogramBin[],
  figures: readonly Figure[],
): string {
  if (bins.length === 0) return ''
  const most = Math.max(...bins.map(({ count }) => count))
  const all = bins.reduce((sum, { count }) => sum + count, 0)
  const bars = bins.map(({ from, to, count }) => {
    const height = Math.round((count / most) * 1_000) / 10
    const title = `${percentText(from)} to ${percentText(to)}: ${numberText(count, 0)}`
    const tone = from < 0 ? 'loss' : 'gain'
    return `<i class="${tone}" style="--part:${height}%" title="${title}"></i>`
  })
  const said = `${of} by return: ${numberText(all, 0)}, in bins of ${percentText(
    bins[0]!.to - bins[0]!.from,
  )}`
  return `<section class="card"><div class="bar"><h2>${of} by return</h2>${
    of === 'Days' ? '<span>on which equity moved</span>' : ''
  }</div>
<div class="histogram" role="img" aria-label="${escaped(said)}">
<div class="bins">${bars.join('')}</div>
<div class="axis">${axisHtml(bins)}</div>
</div>
<table class="facts figures">${figureRows(figures)}</table></section>`
}

/** The edges at both ends and at zero, where there is room for it. */
function axisHtml(bins: readonly HistogramBin[]): string {
  const edges = [bins[0]!.from, ...bins.map(({ to }) => to)]
  const last = edges.length - 1
  const zero = edges.indexOf(0)
  const near = zero < last * 0.12 || zero > last * 0.88
  const shown = zero < 0 || near ? [0, last] : [0, zero, last]
  return shown
    .map((edge) => {
      const place =
        edge === 0 ? 'left:0' : edge === last ? 'right:0' : `left:${(edge / last) * 100}%`
      const middle = edge === zero && edge !== 0 && edge !== last ? ' class="middle"' : ''
      return `<span${middle} style="${place}">${percentText(edges[edge]!)}</span>`
    })
    .join('')
}
