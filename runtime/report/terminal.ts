import type { Figure } from '../core/metrics/summary.ts'
import type { Trade } from '../core/result.ts'
import { figureGroups, mainFigures } from './figure-groups.ts'
import { figureText } from './figure-text.ts'
import {
  decimalsOf,
  isIntraday,
  moneyText,
  numberText,
  percentText,
  quantityText,
  type TimeFormat,
  timeFormat,
} from './format.ts'
import type { RunReport } from './run-report.ts'
import { blockChart, deepestFall, stretches } from './sparkline.ts'
import { costsText, exitText, parameterText, plainText } from './words.ts'

export interface TerminalOptions {
  /** Characters in a line. */
  readonly width: number
  readonly colour: boolean
  /** How many of the last trades are listed. */
  readonly trades?: number
  /** The main ones when absent. */
  readonly figures?: 'main' | 'all'
}

type Ink = 'bold' | 'dim' | 'gain' | 'loss' | 'plain'
type Paint = (ink: Ink, text: string) => string

const CODES: Readonly<Record<Ink, string>> = {
  bold: '1',
  dim: '2',
  gain: '32',
  loss: '31',
  plain: '0',
}
const TRADES = 10
const CHART_WIDTH = 60
const INDENT = '  '

/** A run as text: what was run, its figures, its equity, its last trades, what to know. */
export function terminalReport(report: RunReport, options: TerminalOptions): string {
  const paint: Paint = (ink, text) =>
    options.colour && ink !== 'plain' ? `\u001b[${CODES[ink]}m${text}\u001b[0m` : text
  const width = Math.max(40, options.width)
  const time = timeFormat(isIntraday(report.interval), report.timezone)
  const sections = [
    headLines(report, time, width, paint),
    ...figureSections(report, options.figures ?? 'main', width, paint),
    equityLines(report, width, paint),
    tradeLines(report, options.trades ?? TRADES, time, width, paint),
    alertLines(report, time, width),
    [...report.notes, ...report.dataNotes].flatMap((note) =>
      wrapped(`! ${plainText(note)}`, width),
    ),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function headLines(report: RunReport, time: TimeFormat, width: number, paint: Paint): string[] {
  const { meta, options, bars } = report
  const title = `${plainText(meta.title)} on ${plainText(options.instrument.symbol)}`
  const first = time(bars.time[0] ?? 0)
  const last = time(bars.time[bars.length - 1] ?? 0)
  const period = `${first} to ${last}, ${numberText(bars.length, 0)} bars of ${report.interval}`
  const parameters = meta.parameters
    .map((one, index) => `${one.name} ${parameterText(one, report.parameters[index]!)}`)
    .join(', ')
  const capital = `${moneyText(options.cash)} ${options.currency ?? options.instrument.currency}`
  const rules = `${options.policy.name}, ${costsText(options.costs)}, ${capital}`
  const metrics = report.metrics.name === 'lockstep' ? '' : `metrics: ${report.metrics.name}`
  return [
    paint('bold', clipped(title, width)),
    ...[period, parameters, rules, metrics]
      .filter((line) => line !== '')
      .flatMap((line) => wrapped(line, width))
      .map((line) => paint('dim', line)),
  ]
}

/** The main figures, or all of them in their groups. */
function figureSections(
  { figures }: RunReport,
  which: 'main' | 'all',
  width: number,
  paint: Paint,
): string[][] {
  if (which === 'main') return [figureLines(mainFigures(figures), width, paint)]
  return figureGroups(figures).map((group) => [
    paint('bold', group.title),
    ...figureLines(group.figures, width, paint),
  ])
}

/** Two columns, read downwards; one where the terminal is narrow. */
function figureLines(figures: readonly Figure[], width: number, paint: Paint): string[] {
  const cells = figures.map((figure) => {
    const text = figureText(figure)
    const signed = figure.format === 'money' || figure.format === 'ratio'
    return {
      label: figure.label,
      text,
      ink: signed && figure.value < 0 ? 'loss' : 'plain',
    } as const
  })
  const labels = Math.max(0, ...cells.map(({ label }) => label.length))
  const texts = Math.max(0, ...cells.map(({ text }) => text.length))
  const cellWidth = labels + 2 + texts
  const columns = 2 * cellWidth + 4 + INDENT.length <= width ? 2 : 1
  const rows = Math.ceil(cells.length / columns)
  return Array.from({ length: rows }, (_, row) => {
    const line = Array.from({ length: columns }, (_, column) => {
      const cell = cells[column * rows + row]
      if (!cell) return ''
      const label = paint('dim', cell.label.padEnd(labels))
      return `${label}  ${paint(cell.ink, cell.text.padStart(texts))}`
    })
    return `${INDENT}${line.filter((cell) => cell !== '').join('    ')}`
  })
}

/** The equity curve over four lines with its highest and lowest, and the drawdown below it. */
function equityLines({ result, options }: RunReport, width: number, paint: Paint): string[] {
  const { equity } = result
  if (equity.length < 2) return []
  const lastOf = (stretch: Float64Array) => stretch[stretch.length - 1]!
  let [low, high] = [options.cash, options.cash]
  for (let bar = 0; bar < equity.length; bar++) {
    low = Math.min(low, equity[bar]!)
    high = Math.max(high, equity[bar]!)
  }
  const deepest = deepestFall()(equity)
  const labels = [moneyText(high), moneyText(low), percentText(-deepest)]
  const margin = Math.max(...labels.map((label) => label.length))
  const columns = Math.min(CHART_WIDTH, width - margin - 2 * INDENT.length - 1)
  if (columns < 10) return []

  const curve = blockChart(stretches(equity, columns, lastOf), 4, low, high)
  const depth = blockChart(stretches(equity, columns, deepestFall()), 1, 0, deepest)
  const labelled = (label: string, chart: string, ink: Ink) =>
    `${INDENT}${paint('dim', label.padStart(margin))}  ${paint(ink, chart)}`
  const ink = lastOf(equity) >= options.cash ? 'gain' : 'loss'
  return [
    paint('bold', 'Equity'),
    ...curve.map((line, index) => {
      const label = index === 0 ? labels[0]! : index === curve.length - 1 ? labels[1]! : ''
      return labelled(label, line, ink)
    }),
    paint('bold', 'Drawdown'),
    ...depth.map((line) => labelled(labels[2]!, line, 'loss')),
  ]
}

const TRADE_COLUMNS = [
  { title: '#', right: true },
  { title: 'Side', right: false },
  { title: 'In', right: false },
  { title: 'Out', right: false },
  { title: 'Bars', right: true },
  { title: 'Quantity', right: true },
  { title: 'Entry', right: true },
  { title: 'Exit', right: true },
  { title: 'Profit', right: true },
  { title: 'Return', right: true },
  { title: 'By', right: false },
] as const

/** Columns left out in turn where the line is too long; the profit is never. */
const DROPPED_FIRST = ['By', 'Quantity', 'Bars', 'Out', 'Exit', 'Entry', '#', 'Side', 'Return']

function tradeLines(
  report: RunReport,
  most: number,
  time: TimeFormat,
  width: number,
  paint: Paint,
): string[] {
  const { trades, open } = report.result
  const listed = trades.slice(Math.max(0, trades.length - most))
  const all = [...listed, ...open]
  if (all.length === 0) return ['No trades.']
  const decimals = decimalsOf(all.flatMap((trade) => [trade.entryPrice, trade.exitPrice]))
  const rows = all.map((trade, index) => {
    const closed = index < listed.length
    const number = trades.length - listed.length + index + 1
    return tradeCells(trade, closed ? String(number) : 'open', report, time, decimals)
  })
  const kept = columnsThatFit(rows, width)
  const lines = rows.map((row, index) => {
    const line = row.map((cell, column) => kept.cell(cell, column))
    const ink = all[index]!.profit < 0 ? 'loss' : 'gain'
    const profit = TRADE_COLUMNS.findIndex(({ title }) => title === 'Profit')
    line[profit] = paint(ink, line[profit]!)
    return INDENT + kept.join(line)
  })
  const header = kept.join(TRADE_COLUMNS.map(({ title }, column) => kept.cell(title, column)))
  const count =
    listed.length < trades.length
      ? `Last ${listed.length} of ${numberText(trades.length, 0)} trades`
      : 'Trades'
  return [paint('bold', count), paint('dim', INDENT + header.trimEnd()), ...lines]
}

function tradeCells(
  trade: Trade,
  number: string,
  report: RunReport,
  time: TimeFormat,
  decimals: number,
): string[] {
  const isOpen = number === 'open'
  return [
    number,
    trade.side,
    time(trade.entryTime),
    isOpen ? '' : time(trade.exitTime),
    numberText(trade.exitBar - trade.entryBar, 0),
    quantityText(trade.quantity),
    numberText(trade.entryPrice, decimals),
    numberText(trade.exitPrice, decimals),
    moneyText(trade.profit),
    percentText(trade.returnRatio),
    isOpen ? 'still open' : plainText(exitText(trade, report.meta)),
  ]
}

interface Layout {
  readonly cell: (text: string, column: number) => string
  readonly join: (cells: readonly string[]) => string
}

function columnsThatFit(rows: readonly (readonly string[])[], width: number): Layout {
  const widths = TRADE_COLUMNS.map(({ title }, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  )
  const dropped = new Set<string>()
  const shown = () =>
    TRADE_COLUMNS.flatMap(({ title }, column) => (dropped.has(title) ? [] : [column]))
  const lineWidth = () =>
    shown().reduce((sum, column) => sum + widths[column]! + 2, INDENT.length - 2)
  for (const title of DROPPED_FIRST) if (lineWidth() > width) dropped.add(title)
  const columns = shown()
  return {
    cell: (text, column) =>
      TRADE_COLUMNS[column]!.right ? text.padStart(widths[column]!) : text.padEnd(widths[column]!),
    join: (cells) =>
      columns
        .map((column) => cells[column])
        .join('  ')
        .trimEnd(),
  }
}

function clipped(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}

/** Lines of whole words, at most `width` long where no word is longer. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1]
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines
}

const ALERTS = 5

/** The last alerts, and how many there were. */
function alertLines({ signals, bars }: RunReport, time: TimeFormat, width: number): string[] {
  const alerts = signals.filter(({ kind }) => kind === 'alert')
  if (alerts.length === 0) return []
  const shown = alerts.slice(-ALERTS)
  const head = alerts.length > shown.length ? `, the last ${shown.length}` : ''
  return [
    `Alerts: ${alerts.length}${head}`,
    ...shown.map(({ bar, text }) =>
      `${INDENT}${time(bars.time[bar]!)}  ${plainText(text)}`.slice(0, width),
    ),
  ]
}
