import type { Delimiter } from './delimiter.ts'
import { delimiterName, recogniseDelimiter, splitRow } from './delimiter.ts'
import type { Dialect } from './dialect.ts'
import { type Columns, recogniseHeader } from './header.ts'
import type { Lines } from './lines.ts'
import { isMissing, recogniseDecimalMark } from './number-form.ts'
import type { FeedOptions } from './options.ts'
import { quoted, type Refused, refuse } from './problem.ts'
import { type RowForm, timeText } from './rows.ts'
import { type EachTime, recogniseTimeForm, type TimeQuestion } from './time-form.ts'

const HEAD_LINES = 200

/** How a table is written, decided once for all of it. */
export interface TableForm extends RowForm {
  readonly kind: 'form'
  /** Index of the first line that may hold data. */
  readonly from: number
  readonly notes: readonly string[]
}

/** Delimiter, columns, decimal mark and time form, from the head of the file and from its dates. */
export function recogniseTable(
  lines: Lines,
  options: FeedOptions,
  dialect: Dialect,
): TableForm | Refused {
  const firstLine = dialect.firstLine ?? 1
  const { start, below } = headOf(lines)
  if (start < 0) return refuse(0, 'empty', 'the file is empty', 'Check the export')
  const head = below.filter((line) => line.trim() !== '')
  const delimiter = recogniseDelimiter(head.slice(0, 50))
  if (!delimiter) {
    const message = `no columns can be seen in ${quoted(head[0]!)}`
    const fix = 'Separate the columns by comma, semicolon or tab'
    return refuse(start + firstLine, 'header', message, fix)
  }
  const headRows = head.map((line) => splitRow(line, delimiter) ?? [line])
  const { adjusted, quote } = options
  const header = recogniseHeader(headRows, { adjusted, quote, volume: dialect.volume })
  if (header.kind === 'refused') return atLine(header, start + firstLine)
  const { columns } = header
  const from = start + lineAfter(below, header.lines)
  const time = recogniseTimeForm(timesFrom(lines, from, delimiter, columns), options.dateOrder)
  if ('question' in time) {
    if (time.rows.length > 0) return timeRefusal(time, firstLine)
    const fix = 'Check the export'
    return refuse(start + firstLine, 'empty', 'there is a header, but no row of data below it', fix)
  }
  const mark = recogniseDecimalMark(priceCells(headRows.slice(header.lines), columns), delimiter)
  const notes = [...(dialect.notes ?? []), ...header.notes]
  if (delimiter !== ',') notes.push(`Columns are separated by ${delimiterName(delimiter)}s.`)
  const priceDivisor = dialect.priceDivisor ?? 1
  const form = { delimiter, columns, mark, time, from, notes, firstLine, priceDivisor }
  return { kind: 'form', ...form }
}

/** The first line that is neither blank nor a comment, and some lines from there on. */
function headOf(lines: Lines): { readonly start: number; readonly below: readonly string[] } {
  const below: string[] = []
  let start = -1
  lines.each((line, index) => {
    if (start < 0 && /^\s*(?:#|sep=|$)/i.test(line)) return true
    if (start < 0) start = index
    return below.push(line) < HEAD_LINES
  })
  return { start, below }
}

/** The line that follows `count` lines that are not blank; blank ones after them are passed too. */
function lineAfter(lines: readonly string[], count: number): number {
  let at = 0
  for (let left = count; at < lines.length; at++) {
    if (lines[at]!.trim() === '') continue
    if (left === 0) break
    left -= 1
  }
  return at
}

function priceCells(rows: readonly (readonly string[])[], columns: Columns): string[] {
  return rows.flatMap((row) =>
    [columns.open, columns.high, columns.low, columns.close].map((index) => row[index] ?? ''),
  )
}

/** The times of the lines from `from` on that are not empty. */
function timesFrom(lines: Lines, from: number, delimiter: Delimiter, columns: Columns): EachTime {
  return (take) =>
    lines.each((line, index) => {
      if (index < from || line === '') return true
      return take({ line: index, text: timeText(splitRow(line, delimiter) ?? [], columns) })
    })
}

function timeRefusal({ question, rows }: TimeQuestion, firstLine: number): Refused {
  const lines = rows.map((row) => row.line + firstLine)
  const texts = rows.map(({ text }) => quoted(text))
  const [line, other] = lines as [number, number]
  switch (question) {
    case 'unknown-form': {
      const message = isMissing(texts[0]!.slice(1, -1))
        ? 'the time is missing'
        : `the time ${texts[0]} is of no form known here`
      return refuse(line, 'time', message, 'Write times as 2024-03-28 or 2024-03-28 09:30:00')
    }
    case 'either-order': {
      const message = `does ${texts[0]} begin with the month or with the day? No date here tells`
      return refuse(line, 'question', message, 'Say it with --date-order mdy or --date-order dmy')
    }
    case 'both-orders': {
      const second = `${texts[1]} in line ${other}`
      const message = `${texts[0]} begins with the day, but ${second} with the month`
      return refuse(line, 'time', message, 'Write all dates the same way, best as 2024-03-28')
    }
    case 'no-instant': {
      const message = `${texts[0]} is a number of a row or of a spreadsheet's day, not a time`
      return refuse(line, 'time', message, 'Write times as 2024-03-28 or 2024-03-28 09:30:00')
    }
  }
}

function atLine(refused: Refused, line: number): Refused {
  return { ...refused, problems: refused.problems.map((problem) => ({ ...problem, line })) }
}
