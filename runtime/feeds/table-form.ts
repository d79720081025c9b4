import type { Delimiter } from './delimiter.ts'
import { delimiterName, recogniseDelimiter, splitRow } from './delimiter.ts'
import type { Dialect } from './dialect.ts'
import { type Columns, recogniseHeader } from './header.ts'
import { isMissing, recogniseDecimalMark } from './number-form.ts'
import type { FeedOptions } from './options.ts'
import { quoted, type Refused, refuse } from './problem.ts'
import { type RowForm, timeText } from './rows.ts'
import { recogniseTimeForm, type TimeForm, type TimeQuestion } from './time-form.ts'

/** How a table is written, decided once for all of it. */
export interface TableForm extends RowForm {
  readonly kind: 'form'
  /** Index of the first line that may hold data. */
  readonly from: number
  readonly notes: readonly string[]
}

/** Delimiter, columns, decimal mark and time form, from the head of the file and from its dates. */
export function recogniseTable(
  lines: readonly string[],
  options: FeedOptions,
  dialect: Dialect,
): TableForm | Refused {
  const firstLine = dialect.firstLine ?? 1
  const start = lines.findIndex((line) => !/^\s*(?:#|sep=|$)/i.test(line))
  if (start < 0) return refuse(0, 'empty', 'the file is empty', 'Check the export')
  const head = lines.slice(start, start + 200).filter((line) => line.trim() !== '')
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
  const from = lineAfter(lines, start, header.lines)
  if (from >= lines.length) {
    const fix = 'Check the export'
    return refuse(start + firstLine, 'empty', 'there is a header, but no row of data below it', fix)
  }
  const mark = recogniseDecimalMark(priceCells(headRows.slice(header.lines), columns), delimiter)
  const time = recogniseTimes(lines, from, delimiter, columns, options, firstLine)
  if (time.kind === 'refused') return time
  const notes = [...(dialect.notes ?? []), ...header.notes]
  if (delimiter !== ',') notes.push(`Columns are separated by ${delimiterName(delimiter)}s.`)
  const priceDivisor = dialect.priceDivisor ?? 1
  const form = { delimiter, columns, mark, time: time.form, from, notes, firstLine, priceDivisor }
  return { kind: 'form', ...form }
}
/** The line that follows `count` lines that are not blank; blank ones after them are passed too. */
function lineAfter(lines: readonly string[], start: number, count: number): number {
  let at = start
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

function recogniseTimes(
  lines: readonly string[],
  from: number,
  delimiter: Delimiter,
  columns: Columns,
  options: FeedOptions,
  firstLine: number,
): { kind: 'times'; form: TimeForm } | Refused {
  const dated: number[] = []
  const textAt = (line: number) => timeText(splitRow(lines[line]!, delimiter) ?? [], columns)
  for (let line = from; line < lines.length; line++) if (lines[line] !== '') dated.push(line)
  const form = recogniseTimeForm((row) => textAt(dated[row]!), dated.length, options.dateOrder)
  if (!('question' in form)) return { kind: 'times', form }
  return timeRefusal(
    form,
    form.rows.map((row) => dated[row]! + firstLine),
    form.rows.map((row) => quoted(textAt(dated[row]!))),
  )
}

function timeRefusal({ question }: TimeQuestion, lines: number[], texts: string[]): Refused {
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
