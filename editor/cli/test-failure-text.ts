import { positionOf } from '../../language/render.ts'
import { blockChart } from '../../runtime/report/sparkline.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { Around, ShownValue, TestFailure } from '../pipeline/run-tests.ts'

/** One line: which expectation, and where it looked. */
export function failureHead({ text, span, reason, around }: TestFailure, source: string): string {
  const at = around === undefined ? '' : ` (at bar ${around.bar})`
  const { line } = positionOf(source, span.start)
  return `line ${line}: ${text}${at}${reason === '' ? '' : `: ${reason}`}`
}

/** What a failing expectation found: the values it names, and the bars around. */
export function failureDetail({ shown, around }: TestFailure, bars: Bars): readonly string[] {
  if (around === undefined) return []
  const width = Math.max(0, ...shown.map(({ text }) => text.length))
  const found = shown.map(({ text, values }) => {
    return `${text.padEnd(width)}  is ${valueText(values[around.bar - around.first] ?? null, 12)}`
  })
  return [...found, '', ...closeLines(bars, around.bar), '', ...barLines(bars, around, shown)]
}

const BEFORE = 40
const AFTER = 20

/** The closes around a bar as a line of blocks, and a mark below it. */
function closeLines(bars: Bars, bar: number): readonly string[] {
  const first = Math.max(0, bar - BEFORE)
  const last = Math.min(bars.length - 1, bar + AFTER)
  const closes = [...bars.close.subarray(first, last + 1)]
  const [low, high] = [Math.min(...closes), Math.max(...closes)]
  const [blocks = ''] = blockChart(closes, 1, low, high)
  const range = `${valueText(low, PRICE_DIGITS)} to ${valueText(high, PRICE_DIGITS)}`
  const label = 'close  '
  return [
    `${label}${blocks}  ${range}, bars ${first} to ${last}`,
    `${' '.repeat(label.length + bar - first)}▲ bar ${bar}`,
  ]
}

/** Enough for a price to the cent, short enough for a column. */
const PRICE_DIGITS = 8

/** The bar looked at and those beside it, with what the expectation names on each. */
function barLines(
  bars: Bars,
  { bar, first, last }: Around,
  shown: TestFailure['shown'],
): readonly string[] {
  const prices = ['open', 'high', 'low', 'close'] as const
  const named = shown.filter(({ text }) => !prices.some((price) => price === text))
  const rows = [['bar', ...prices, ...named.map(({ text }) => shortened(text))]]
  for (let i = first; i <= last; i++) {
    const values = [
      ...prices.map((price) => bars[price][i] ?? null),
      ...named.map(({ values: all }) => all[i - first] ?? null),
    ]
    rows.push([
      `${i === bar ? '▸ ' : ''}${i}`,
      ...values.map((value) => valueText(value, PRICE_DIGITS)),
    ])
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '))
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text
}

function valueText(value: ShownValue, digits: number): string {
  if (value === null || Number.isNaN(value)) return 'unknown'
  return typeof value === 'number' ? String(Number(value.toPrecision(digits))) : String(value)
}
