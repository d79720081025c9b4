import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Figure } from '../core/metrics/summary.ts'
import { figureText } from './figure-text.ts'
import { isIntraday, moneyText, numberText, timeFormat } from './format.ts'
import { PAGE_SCRIPT, PAGE_STYLE } from './generated/page-assets.ts'
import { pageData } from './page-data.ts'
import type { RunReport } from './run-report.ts'
import { costsText, parameterText } from './words.ts'

/** The figures at the top of the page, by key; all of them follow below. */
const HEADLINES = [
  'finalEquity',
  'totalReturn',
  'annualReturn',
  'maxDrawdown',
  'sharpe',
  'profitFactor',
  'winRate',
  'trades',
]

/**
 * A run as one HTML file that needs nothing else: it opens from the disk and without a network, and
 * its policy allows neither requests nor any script but its own two.
 */
export function htmlReport(report: RunReport): string {
  const data = pageData(report)
  const library = chartLibrary()
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src ${hashSource(library)} ${hashSource(PAGE_SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const notes = [...report.notes]
  if (data.barsPerDrawn > 1) {
    const drawn = numberText(data.barsPerDrawn, 0)
    notes.push(`The chart draws ${drawn} bars as one; figures and trades are of every bar.`)
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(report.meta.title)} · ${escaped(report.options.instrument.symbol)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${headerHtml(report)}
<main>
${tilesHtml(report.figures)}
${notesHtml(notes)}
${chartHtml()}
${tradesHtml(report)}
<div class="columns">
${figuresHtml(report.figures)}
${runHtml(report)}
</div>
</main>
<footer>${FOOTER}</footer>
<script type="application/json" id="run">${scriptData(data)}</script>
<script>${library}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

/** Text as it may stand between tags and in quoted attributes. */
export function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}

/** JSON as it may stand in a script element: nothing in it can end the element. */
function scriptData(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}

/** The standalone production build, as it is published; its licence is in its first lines. */
function chartLibrary(): string {
  const manifest = createRequire(import.meta.url).resolve('lightweight-charts/package.json')
  const file = 'dist/lightweight-charts.standalone.production.js'
  return readFileSync(join(dirname(manifest), file), 'utf8')
}

function hashSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`
}

const FOOTER =
  'Made by Lockstep. Past results of a simulation promise nothing. Charts by ' +
  'TradingView Lightweight Charts™, © TradingView, Inc., ' +
  '<a href="https://www.tradingview.com/">https://www.tradingview.com/</a>.'

function headerHtml({ meta, options, bars, interval, timezone }: RunReport): string {
  const time = timeFormat(isIntraday(interval), timezone)
  const period =
    bars.length > 0 ? `${time(bars.time[0]!)} to ${time(bars.time[bars.length - 1]!)}` : 'no bars'
  const facts = [options.instrument.symbol, interval, period, `${numberText(bars.length, 0)} bars`]
  return `<header>
<div><h1>${escaped(meta.title)}</h1><p>${facts.map(escaped).join(' · ')}</p></div>
<button id="theme" type="button" title="Light or dark"></button>
</header>`
}

function tilesHtml(figures: readonly Figure[]): string {
  const tiles = HEADLINES.flatMap((key) => figures.find((figure) => figure.key === key) ?? []).map(
    (figure) => {
      const label = `<dt>${escaped(figure.label)}</dt>`
      return `<div>${label}<dd${toneOf(figure)}>${escaped(figureText(figure))}</dd></div>`
    },
  )
  return tiles.length > 0 ? `<dl class="tiles">${tiles.join('')}</dl>` : ''
}

function toneOf({ value, format }: Figure): string {
  const signed = format === 'money' || format === 'ratio'
  return signed && value < 0 ? ' class="loss"' : ''
}

function notesHtml(notes: readonly string[]): string {
  if (notes.length === 0) return ''
  return `<ul class="notes">${notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>`
}

function chartHtml(): string {
  const ranges = [
    ['1m', 30],
    ['3m', 91],
    ['1y', 365],
    ['5y', 1_826],
    ['All', 0],
  ]
  const buttons = ranges.map(
    ([label, days]) => `<button type="button" data-days="${days}">${label}</button>`,
  )
  return `<section class="card">
<div class="bar"><h2>Price, trades and equity</h2><span class="hint">Drag to move, Ctrl and wheel
or pinch to zoom</span><div class="ranges">${buttons.join('')}</div></div>
<div id="chart"></div>
</section>`
}

const TRADE_HEADERS = [
  '#',
  'Side',
  'Entered',
  'Entry',
  'Left',
  'Exit',
  'Bars',
  'Quantity',
  'Profit',
  'Return',
  'Risk',
  'Left by',
]

function tradesHtml({ result }: RunReport): string {
  const { trades, open } = result
  if (trades.length + open.length === 0) {
    return `<section class="card"><div class="bar"><h2>No trades</h2></div>
<p class="empty">No rule fired and was filled in this period.</p></section>`
  }
  const count = `${numberText(trades.length, 0)} trade${trades.length === 1 ? '' : 's'}`
  const openCount = open.length > 0 ? `, ${open.length} still open` : ''
  const headers = TRADE_HEADERS.map(
    (name) => `<th scope="col"><button type="button">${name}</button></th>`,
  )
  return `<section class="card">
<div class="bar"><h2>${count}${openCount}</h2><span class="hint">Click a trade to see it on the
chart</span></div>
<div class="scroll"><table id="trades"><thead><tr>${headers.join('')}</tr></thead>
<tbody></tbody></table></div>
</section>`
}

function figuresHtml(figures: readonly Figure[]): string {
  if (figures.length === 0) return ''
  const rows = figures.map((figure) => {
    const label = `<th scope="row">${escaped(figure.label)}</th>`
    return `<tr>${label}<td${toneOf(figure)}>${escaped(figureText(figure))}</td></tr>`
  })
  return `<section class="card"><div class="bar"><h2>All figures</h2></div>
<table class="facts figures">${rows.join('')}</table></section>`
}

function runHtml(report: RunReport): string {
  const { meta, options, parameters } = report
  const { policy, instrument, endOfRun } = options
  const code = (text: string) => `<code>${escaped(text)}</code>`
  const facts: [string, string][] = [
    ...meta.parameters.map((parameter, index): [string, string] => [
      escaped(parameter.name),
      escaped(parameterText(parameter, parameters[index]!)),
    ]),
    ['Start capital', `${escaped(moneyText(options.cash))} ${escaped(instrument.currency)}`],
    ['Costs', escaped(costsText(options.costs))],
    ['Fill policy', `${code(policy.name)}<br>${escaped(policy.summary)}`],
    [
      'Open at the end',
      (endOfRun ?? policy.endOfRun) === 'close' ? 'closed' : 'marked at the last close',
    ],
    ...meta.rules.map((rule): [string, string] => [
      escaped(`${rule.kind} ${rule.side}${rule.tag === undefined ? '' : ` "${rule.tag}"`}`),
      code(rule.text),
    ]),
    ['Data', code(report.data)],
    ['Source hash', code(meta.sourceHash)],
  ]
  const rows = facts.map(
    ([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )
  return `<section class="card"><div class="bar"><h2>What was run</h2></div>
<table class="facts">${rows.join('')}</table></section>`
}
