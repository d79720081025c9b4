import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Figure } from '../core/metrics/summary.ts'
import { breakdownOf } from './breakdown.ts'
import { distributionHtml } from './distribution-html.ts'
import { escaped } from './escaped.ts'
import { costsHtml, figuresHtml, qualityHtml, runHtml, toneOf } from './facts-html.ts'
import { figureText } from './figure-text.ts'
import { isIntraday, numberText, timeFormat } from './format.ts'
import { PAGE_SCRIPT } from './generated/page-assets.ts'
import { HEADLINES } from './headlines.ts'
import { monthlyHtml } from './monthly-html.ts'
import { packed } from './packed.ts'
import { pageData, type WrittenPageData } from './page-data.ts'
import { pageShell } from './page-shell.ts'
import type { RunReport } from './run-report.ts'

/** A run as one HTML file that needs nothing else. */
export function htmlReport(report: RunReport): string {
  const data = pageData(report)
  const written: WrittenPageData = { ...data, trades: packed(data.trades) }
  const breakdown = breakdownOf(report)
  const notes = [...report.notes]
  if (data.barsPerDrawn > 1) {
    const drawn = numberText(data.barsPerDrawn, 0)
    notes.push(`The chart draws ${drawn} bars as one; figures and trades are of every bar.`)
  }
  return pageShell({
    title: `${report.meta.title} · ${report.options.instrument.symbol}`,
    header: headerHtml(report),
    main: `${tilesHtml(report.figures)}
${notesHtml(notes)}
${chartHtml()}
${monthlyHtml(breakdown.years)}
<div class="columns">
${distributionHtml('Days', breakdown.days, breakdown.dayFigures)}
${distributionHtml('Trades', breakdown.trades, tradeFigures(report.figures))}
</div>
${tradesHtml(report)}
<div class="columns">
${figuresHtml(report.figures)}
<div>
${costsHtml(report, breakdown.costs)}
${qualityHtml(report)}
${runHtml(report)}
</div>
</div>`,
    footer: FOOTER,
    data: [['run', written]],
    scripts: [chartLibrary(), PAGE_SCRIPT],
  })
}

/** The standalone production build, as it is published; its licence is in its first lines. */
function chartLibrary(): string {
  const manifest = createRequire(import.meta.url).resolve('lightweight-charts/package.json')
  const file = 'dist/lightweight-charts.standalone.production.js'
  return readFileSync(join(dirname(manifest), file), 'utf8')
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
  return `<div><h1>${escaped(meta.title)}</h1><p>${facts.map(escaped).join(' · ')}</p></div>
<button id="theme" type="button" title="Light or dark"></button>`
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

/** What the figures tell of a single trade. */
function tradeFigures(figures: readonly Figure[]): readonly Figure[] {
  const keys = ['winRate', 'expectancy', 'averageTrade', 'bestTrade', 'worstTrade', 'payoff', 'sqn']
  return keys.flatMap((key) => figures.find((figure) => figure.key === key) ?? [])
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
<div id="trade" hidden></div>
</section>`
}

function tradesHtml({ result }: RunReport): string {
  const { trades, open } = result
  if (trades.length + open.length === 0) {
    return `<section class="card"><div class="bar"><h2>No trades</h2></div>
<p class="empty">No rule fired and was filled in this period.</p></section>`
  }
  const count = `${numberText(trades.length, 0)} trade${trades.length === 1 ? '' : 's'}`
  const openCount = open.length > 0 ? `, ${open.length} still open` : ''
  return `<section class="card">
<div class="bar"><h2>${count}${openCount}</h2><span class="hint">Click a trade to see it on the
chart, with its reasons</span><div id="filter"></div></div>
<div class="scroll"><table id="trades" class="trades"></table></div>
</section>`
}
