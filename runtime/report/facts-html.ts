import type { Bars } from '../../stdlib/bars.ts'
import type { CostsPaid } from '../core/metrics/costs-paid.ts'
import type { Figure } from '../core/metrics/summary.ts'
import { barInterval } from '../feeds/bar-interval.ts'
import { checkBars } from '../quality/check-bars.ts'
import { FINDING_TITLES } from '../quality/series-quality.ts'
import { escaped } from './escaped.ts'
import { figureGroups } from './figure-groups.ts'
import { figureText } from './figure-text.ts'
import { isIntraday, moneyText, numberText, percentText, timeFormat } from './format.ts'
import { card } from './page-shell.ts'
import type { RunReport } from './run-report.ts'
import { costsText, marginText, parameterText, ruleLabel } from './words.ts'

/** Name and value, the value as HTML. */
type Fact = readonly [name: string, html: string]

/** Every figure, by group. */
export function figuresHtml(figures: readonly Figure[]): string {
  if (figures.length === 0) return ''
  const groups = figureGroups(figures).map(
    (group) =>
      `<tr><th colspan="2" class="group" scope="rowgroup">${group.title}</th></tr>` +
      figureRows(group.figures),
  )
  return tableCard('All figures', 'facts figures', groups.join(''))
}

/** Figures as rows of a table. */
export function figureRows(figures: readonly Figure[]): string {
  return figures
    .map((figure) => {
      const label = `<th scope="row">${escaped(figure.label)}</th>`
      return `<tr>${label}<td${toneOf(figure)}>${escaped(figureText(figure))}</td></tr>`
    })
    .join('')
}

/** The attribute that colours what was lost. */
export function toneOf({ value, format }: Figure): string {
  const signed = format === 'money' || format === 'ratio'
  return signed && value < 0 ? ' class="loss"' : ''
}

/** What trading cost, and how much of the profit that is. */
export function costsHtml({ options, result }: RunReport, costs: CostsPaid): string {
  const { commission, slippage, borrow, profitBefore, share } = costs
  const deals = result.fills.length
  const paid = commission + slippage + borrow
  const rows = factRows([
    ['Model', escaped(costsText(options.costs))],
    ['Profit before costs', moneyText(profitBefore)],
    ['Commission', moneyText(commission)],
    ['Slippage, by the model', options.costs.slippage === undefined ? 'none' : moneyText(slippage)],
    ...(options.costs.borrow ? [['Borrowing', moneyText(borrow)] as const] : []),
    ['Profit after costs', moneyText(profitBefore - paid)],
    ['Share of the profit before', percentText(share)],
    ...(deals > 0 ? [['For each fill', moneyText(paid / deals)] as const] : []),
  ])
  return tableCard('Costs', 'facts figures', rows)
}

/** Findings of a kind that are told one by one; `strat data check` tells all. */
const TOLD = 3

/** What the prices are, what was noted when they were read, and what a check finds in them. */
export function qualityHtml({ bars, interval, timezone, data, dataNotes }: RunReport): string {
  const { volume, length } = bars
  const silent = volume.subarray(0, length).reduce((count, one) => (one > 0 ? count : count + 1), 0)
  const rows = factRows([
    ['Prices', `<code>${escaped(data)}</code>`],
    ['Bars', `${numberText(length, 0)} of ${escaped(interval)}`],
    ['Bars without volume', silent === length ? 'all' : numberText(silent, 0)],
    ['Time zone', escaped(timezone)],
    ...dataNotes.map((note) => ['Noted', escaped(note)] as const),
    ...findingFacts(bars, isIntraday(interval), timezone),
  ])
  return tableCard('Data quality', 'facts', rows)
}

function findingFacts(bars: Bars, intraday: boolean, timezone: string): readonly Fact[] {
  const spacing = barInterval(bars.time, bars.length)
  if (spacing === undefined) return []
  const { findings, calendar } = checkBars(bars, spacing)
  const time = timeFormat(intraday, timezone)
  const judged = calendar === undefined ? 'by the bars alone' : `by the days of ${calendar.title}`
  const found = FINDING_TITLES.flatMap(([kind, title]): readonly Fact[] => {
    const some = findings.filter((finding) => finding.kind === kind)
    if (some.length === 0) return []
    const told = some.slice(0, TOLD).map(({ from, message }) => `${time(from)}: ${message}`)
    const more = some.length > TOLD ? [`… and ${numberText(some.length - TOLD, 0)} more`] : []
    return [[escaped(title), [...told, ...more].map(escaped).join('<br>')]]
  })
  const nothing: Fact = ['Gaps, jumps, zones', `nothing remarkable, ${escaped(judged)}`]
  return found.length > 0 ? found : [nothing]
}

/** All that decides what a run comes to. */
export function runHtml(report: RunReport): string {
  const { meta, options, parameters, metrics, rates } = report
  const { policy, instrument, endOfRun, currency = instrument.currency } = options
  const code = (text: string) => `<code>${escaped(text)}</code>`
  const rows = factRows([
    ...meta.parameters.map(
      (parameter, index): Fact => [
        escaped(parameter.name),
        escaped(parameterText(parameter, parameters[index]!)),
      ],
    ),
    ['Start capital', `${escaped(moneyText(options.cash))} ${escaped(currency)}`],
    ...(rates === undefined
      ? []
      : [['Rates', escaped(`${rates.pair} of ${rates.name}, ${rates.timeframe}`)] as Fact]),
    ['Costs', escaped(costsText(options.costs))],
    ['Fill policy', `${code(policy.name)}<br>${escaped(policy.summary)}`],
    ['Margin', escaped(marginText(options.margin ?? policy.margin))],
    ['Metrics', `${code(metrics.name)}<br>${escaped(metrics.summary)}`],
    [
      'Open at the end',
      (endOfRun ?? policy.endOfRun) === 'close' ? 'closed' : 'marked at the last close',
    ],
    ['Lots', code(options.lots ?? 'specific')],
    ...meta.rules.map((rule): Fact => [escaped(ruleLabel(rule)), code(rule.text)]),
    ['Buy and hold', 'from the first close, in fractions of a share, without costs'],
    ['Source hash', code(meta.sourceHash)],
  ])
  return tableCard('What was run', 'facts', rows)
}

function tableCard(title: string, kind: string, rows: string): string {
  return card(title, `\n<table class="${kind}">${rows}</table>`)
}

function factRows(facts: readonly Fact[]): string {
  return facts
    .map(([name, html]) => `<tr><th scope="row">${name}</th><td>${html}</td></tr>`)
    .join('')
}
