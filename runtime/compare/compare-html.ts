import { escaped } from '../report/escaped.ts'
import { figureText } from '../report/figure-text.ts'
import { moneyText, numberText, percentText } from '../report/format.ts'
import { card, pageShell } from '../report/page-shell.ts'
import { differenceOf, figurePairs, pairText, runName, verdictText } from './compare-words.ts'
import type { Comparison } from './comparison.ts'
import { curvesSvg } from './curves-svg.ts'

const LISTED = 1_000

/** Two runs side by side as one HTML file that needs nothing else. */
export function compareHtml(comparison: Comparison): string {
  const { first, second } = comparison
  const title = `${first.strategy.title} · ${second.strategy.title}`
  return pageShell({
    title: `${title} · two runs`,
    style: STYLE,
    header: `<div><h1>Two runs</h1>
<p><b class="a">A</b> ${escaped(runName(first))}</p>
<p><b class="b">B</b> ${escaped(runName(second))}</p></div>`,
    main: `${card('Equity, and B less A', curvesSvg(comparison))}
<div class="columns">
${card('Figures', figuresHtml(comparison))}
<div>
${card('Is it luck?', bootstrapHtml(comparison))}
${card('Trades, by their first difference', causesHtml(comparison))}
</div>
</div>
${tradesHtml(comparison)}`,
    footer: 'Made by Lockstep. Past results of a simulation promise nothing.',
  })
}

function figuresHtml(comparison: Comparison): string {
  const rows = figurePairs(comparison).map(({ first, second }) =>
    row([first.label, figureText(first), figureText(second), differenceOf(first, second)]),
  )
  return table(['', 'A', 'B', 'B less A'], rows)
}

function bootstrapHtml({ bootstrap }: Comparison): string {
  if (bootstrap === undefined)
    return '<p class="empty">Fewer than three days in common: nothing to resample.</p>'
  const { annualMean, sharpe, periods, blockLength } = bootstrap
  const ratio = (value: number) => numberText(value, 2)
  const line = (name: string, { observed, low, high, probability }: typeof sharpe, text = ratio) =>
    row([name, text(observed), `${text(low)} to ${text(high)}`, percentText(probability)])
  const how =
    `${numberText(periods, 0)} days, drawn anew in pairs, in blocks of ${blockLength} on average ` +
    '(stationary bootstrap).'
  return `${table(
    ['B less A', 'Seen', '95% of resamples', 'B ahead in'],
    [line('Mean return a year', annualMean, percentText), line('Sharpe ratio', sharpe)],
  )}<p class="empty">${verdictText(bootstrap)} ${how}</p>`
}

function causesHtml({ equal, causes }: Comparison): string {
  const rows = causes.map(({ title, trades, profit }) =>
    row([title, numberText(trades, 0), moneyText(profit)]),
  )
  return table(
    ['', 'Trades', 'Profit of B less of A'],
    [row(['Equal', numberText(equal, 0), moneyText(0)]), ...rows],
  )
}

function tradesHtml({ pairs }: Comparison): string {
  const different = pairs.filter(({ causes }) => causes.length > 0)
  if (different.length === 0) return card('Trades', '<p class="empty">All are equal.</p>')
  const rows = different
    .slice(0, LISTED)
    .map((pair) => `<tr><td>${escaped(pairText(pair))}</td></tr>`)
  const more = different.length - LISTED
  const rest = more > 0 ? `<p class="empty">… and ${numberText(more, 0)} more.</p>` : ''
  return card(
    `Trades that differ (${numberText(different.length, 0)})`,
    `<div class="scroll"><table class="facts"><tbody>${rows.join('')}</tbody></table></div>${rest}`,
  )
}

function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('')
  return `<table class="facts pairs"><thead><tr>${head}</tr></thead>
<tbody>${rows.join('')}</tbody></table>`
}

function row([name, ...values]: readonly string[]): string {
  const cells = values.map((value) => `<td>${escaped(value)}</td>`).join('')
  return `<tr><th scope="row">${escaped(name!)}</th>${cells}</tr>`
}

const STYLE = `
header{padding-bottom:18px}header .a{color:var(--plot-2)}header .b{color:var(--plot-1)}
.pairs td,.pairs thead th{width:auto;text-align:right}
.pairs th:first-child{width:auto;text-align:left}
.curves{display:block;width:100%;height:auto}
.curves path{fill:none;stroke-width:1.6;vector-effect:non-scaling-stroke}
.curves .a{stroke:var(--plot-2)}.curves .b{stroke:var(--plot-1)}.curves .d{stroke:var(--ink)}
.curves line{stroke:var(--line)}.curves text{fill:var(--muted);font-size:11px}`
