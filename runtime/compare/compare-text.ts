import { figureText } from '../report/figure-text.ts'
import { moneyText, numberText, percentText } from '../report/format.ts'
import { plainText } from '../report/words.ts'
import { differenceOf, figurePairs, pairText, runName, verdictText } from './compare-words.ts'
import type { Comparison } from './comparison.ts'

/** How many of the trades that differ are listed. */
const LISTED = 10

/** Two runs side by side, as text. */
export function compareText(comparison: Comparison): string {
  const { first, second } = comparison
  const sections = [
    [`A  ${plainText(runName(first))}`, `B  ${plainText(runName(second))}`],
    figureLines(comparison),
    tradeLines(comparison),
    bootstrapLines(comparison),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function figureLines(comparison: Comparison): string[] {
  const rows = figurePairs(comparison)
    .filter(({ main }) => main)
    .map(({ first, second }) => [
      first.label,
      figureText(first),
      figureText(second),
      differenceOf(first, second),
    ])
  return columns([['', 'A', 'B', 'B less A'], ...rows])
}

function tradeLines({ pairs, equal, causes }: Comparison): string[] {
  const different = pairs.filter((pair) => pair.causes.length > 0)
  const counts = `Trades: ${numberText(equal, 0)} equal, ${numberText(different.length, 0)} not`
  if (different.length === 0) return [counts]
  const rows = causes.map(({ title, trades, profit }) => [
    `  ${title}`,
    numberText(trades, 0),
    moneyText(profit),
  ])
  const more = different.length - LISTED
  return [
    counts,
    ...columns([['  First difference', 'Trades', 'Profit of B less of A'], ...rows]),
    '',
    ...different.slice(0, LISTED).map((pair) => `  ${plainText(pairText(pair))}`),
    ...(more > 0 ? [`  … and ${numberText(more, 0)} more: --json and --report have all.`] : []),
  ]
}

function bootstrapLines({ bootstrap }: Comparison): string[] {
  if (bootstrap === undefined) return ['Fewer than three days in common: nothing to resample.']
  const { annualMean, sharpe, periods, blockLength } = bootstrap
  const row = (name: string, { observed, low, high, probability }: typeof sharpe, text = ratio) => [
    name,
    text(observed),
    `${text(low)} to ${text(high)}`,
    percentText(probability),
  ]
  return [
    `B less A, ${numberText(periods, 0)} days resampled in pairs, in blocks of ${blockLength} on average`,
    ...columns([
      ['', 'Seen', '95% of resamples', 'B ahead in'],
      row('  Mean return a year', annualMean, percentText),
      row('  Sharpe ratio', sharpe),
    ]),
    verdictText(bootstrap),
  ]
}

function ratio(value: number): string {
  return numberText(value, 2)
}

/** The first column to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
}
