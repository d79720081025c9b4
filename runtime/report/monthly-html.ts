import type { YearOfReturns } from '../core/metrics/monthly-returns.ts'
import { percentText } from './format.ts'
import { MONTHS } from './tables.ts'

/** The table of months, warmer the more was won or lost. */
export function monthlyHtml(years: readonly YearOfReturns[]): string {
  if (years.length === 0) return ''
  const hottest = heatScale(years.flatMap(({ months }) => months))
  const rows = years.map(({ year, months, total }) => {
    const cells = months.map((value) => cell(value, hottest))
    return `<tr><th scope="row">${year}</th>${cells.join('')}${totalCell(total)}</tr>`
  })
  const heads = [...MONTHS, 'Year'].map((name) => `<th scope="col">${name}</th>`).join('')
  return `<section class="card"><div class="bar"><h2>Months</h2><span>Return of each month, and of
the year, UTC</span></div>
<div class="sideways"><table class="months"><thead><tr><td></td>${heads}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`
}

/** What is as hot as it gets: nearly the largest, so that one month does not cool all others. */
function heatScale(values: readonly number[]): number {
  const sizes = Float64Array.from(values.filter(Number.isFinite), Math.abs).sort()
  return sizes[Math.floor((sizes.length - 1) * 0.95)] || 1
}

function cell(value: number, hottest: number): string {
  if (Number.isNaN(value)) return '<td></td>'
  if (value === 0) return '<td class="still">0.0%</td>'
  const heat = Math.round(Math.min(1, Math.abs(value) / hottest) * 46)
  const tone = value < 0 ? 'loss' : 'gain'
  return `<td class="heat ${tone}" style="--heat:${heat}%">${monthText(value)}</td>`
}

function totalCell(value: number): string {
  return `<td${value < 0 ? ' class="loss"' : ''}>${percentText(value)}</td>`
}

/** One decimal: a table of thirteen columns must fit a page. */
function monthText(value: number): string {
  return percentText(Math.round(value * 1_000) / 1_000).replace(/0%$/, '%')
}
