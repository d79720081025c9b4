import { readFileSync } from 'node:fs'
import type { Bars } from '../../stdlib/bars.ts'
import { barInterval } from './bar-interval.ts'
import { type RowForm, readRows, timeText } from './csv-rows.ts'
import { csvText } from './csv-text.ts'
import { type Delimiter, delimiterName, recogniseDelimiter, splitRow } from './delimiter.ts'
import { type Columns, recogniseHeader } from './header.ts'
import { isMissing, recogniseDecimalMark } from './number-form.ts'
import type { CsvOptions } from './options.ts'
import { PROBLEMS_TOLD, quoted, type Refused, refuse } from './problem.ts'
import { type ProblemList, problemList } from './problem-list.ts'
import type { QualityReport } from './quality-report.ts'
import { type Sequence, sequenceRows } from './sequence.ts'
import { recogniseTimeForm, type TimeForm, type TimeQuestion } from './time-form.ts'
import { zoneOf } from './zone.ts'

/** Bars and how good they are, or why there are none. */
export type CsvResult =
  | { readonly kind: 'ok'; readonly bars: Bars; readonly report: QualityReport }
  | Refused

const DAY = 86_400_000

/** Reads a CSV file, plain or gzipped. Whatever may be wrong with it is a value, never thrown. */
export function readCsv(path: string, options: CsvOptions = {}): CsvResult {
  const bytes = fileBytes(path)
  return bytes instanceof Uint8Array ? parseCsvBytes(bytes, options) : bytes
}

/** The bytes of a file of data, or why it cannot be read. */
export function fileBytes(path: string): Uint8Array | Refused {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') {
      return refuse(0, 'file', 'there is no such file', 'Check the path after --data')
    }
    if (code === 'EISDIR') {
      return refuse(0, 'file', 'this is a folder', 'Name a CSV file in it')
    }
    const fix = 'Check that the file may be read'
    return refuse(0, 'file', `the file cannot be read (${code ?? String(error)})`, fix)
  }
}

/** Reads the bytes of a CSV file, plain or gzipped. */
export function parseCsvBytes(bytes: Uint8Array, options: CsvOptions = {}): CsvResult {
  const text = csvText(bytes)
  return typeof text === 'string' ? parseCsv(text, options) : text
}

/** Reads CSV text: recognises its form, then reads, orders and checks every row. */
export function parseCsv(text: string, options: CsvOptions = {}): CsvResult {
  const timezone = options.timezone ?? 'UTC'
  const zone = zoneOf(timezone)
  if (!zone) {
    const fix = 'Use a name such as America/New_York with --timezone'
    return refuse(0, 'time', `there is no timezone ${quoted(timezone)}`, fix)
  }
  const lines = linesOf(text)
  const form = recogniseForm(lines, options)
  if (form.kind === 'refused') return form

  const problems = problemList()
  const rows = readRows(lines, form.from, form, problems)
  const total = rows.count + problems.count()
  const sequence = sequenceRows(rows, form.time.zoned ? undefined : zone, problems)
  const refused = refusal(problems, total, sequence.bars.length, options)
  if (refused) return refused

  const notes = [...form.notes, ...rowNotes(sequence, rows.withoutVolume, form, options)]
  return {
    kind: 'ok',
    bars: sequence.bars,
    report: reportOf(sequence, total, timezone, notes, problems),
  }
}

interface FileForm extends RowForm {
  readonly kind: 'form'
  /** Index of the first line that may hold data. */
  readonly from: number
  readonly notes: readonly string[]
}

function linesOf(text: string): string[] {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text
  if (!plain.includes('\r')) return plain.split('\n')
  return plain.split(/\r\n|\n|\r/)
}

/** Delimiter, columns, decimal mark and time form, from the head of the file and from its dates. */
function recogniseForm(lines: readonly string[], options: CsvOptions): FileForm | Refused {
  const start = lines.findIndex((line) => !/^\s*(?:#|sep=|$)/i.test(line))
  if (start < 0) return refuse(0, 'empty', 'the file is empty', 'Check the export')
  const head = lines.slice(start, start + 200).filter((line) => line.trim() !== '')
  const delimiter = recogniseDelimiter(head.slice(0, 50))
  if (!delimiter) {
    const message = `no columns can be seen in ${quoted(head[0]!)}`
    return refuse(start + 1, 'header', message, 'Separate the columns by comma, semicolon or tab')
  }
  const headRows = head.map((line) => splitRow(line, delimiter) ?? [line])
  const header = recogniseHeader(headRows)
  if (header.kind === 'refused') return atLine(header, start + 1)
  const { columns } = header
  const from = lineAfter(lines, start, header.lines)
  if (from >= lines.length) {
    const fix = 'Check the export'
    return refuse(start + 1, 'empty', 'there is a header, but no row of data below it', fix)
  }
  const mark = recogniseDecimalMark(priceCells(headRows.slice(header.lines), columns), delimiter)
  const time = recogniseTimes(lines, from, delimiter, columns, options)
  if (time.kind === 'refused') return time
  return { kind: 'form', delimiter, columns, mark, time: time.form, from, notes: header.notes }
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
  options: CsvOptions,
): { kind: 'times'; form: TimeForm } | Refused {
  const dated: number[] = []
  const textAt = (line: number) => timeText(splitRow(lines[line]!, delimiter) ?? [], columns)
  for (let line = from; line < lines.length; line++) if (lines[line] !== '') dated.push(line)
  const form = recogniseTimeForm((row) => textAt(dated[row]!), dated.length, options.dateOrder)
  if (!('question' in form)) return { kind: 'times', form }
  return timeRefusal(
    form,
    form.rows.map((row) => dated[row]! + 1),
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
      const message = `${texts[0]} is a spreadsheet's day number or a row number, not a time`
      return refuse(line, 'time', message, 'Write times as 2024-03-28 or 2024-03-28 09:30:00')
    }
  }
}

function atLine(refused: Refused, line: number): Refused {
  return { ...refused, problems: refused.problems.map((problem) => ({ ...problem, line })) }
}

/** Strict unless asked: one bad row refuses the file, and so does a file of mostly bad rows. */
function refusal(
  problems: ProblemList,
  total: number,
  bars: number,
  options: CsvOptions,
): Refused | undefined {
  const count = problems.count()
  if (count === 0) return undefined
  if (options.onBad === 'quarantine' && count * 2 <= total && bars > 0) return undefined
  const told = problems.told()
  if (options.onBad !== 'quarantine') {
    return { kind: 'refused', problems: told, more: count - told.length }
  }
  const summary = {
    line: 0,
    kind: 'file',
    message: `${count} of ${total} rows are bad: too many to leave out`,
    fix: 'Check that the file is what it should be; its first bad rows follow',
  } as const
  const kept = told.slice(0, PROBLEMS_TOLD - 1)
  return { kind: 'refused', problems: [summary, ...kept], more: count - kept.length }
}

function rowNotes(
  { bars, reversed }: Sequence,
  withoutVolume: number,
  form: FileForm,
  options: CsvOptions,
): string[] {
  const notes: string[] = []
  if (form.delimiter !== ',')
    notes.push(`Columns are separated by ${delimiterName(form.delimiter)}s.`)
  if (/^(?:MM|DD)/.test(form.time.name)) notes.push(`Dates are read as ${form.time.name}.`)
  if (reversed) notes.push('The file runs from new to old: it is read the other way round.')
  if (withoutVolume > 0) notes.push(`${withoutVolume} rows have no volume: it is taken as 0.`)
  const future = (options.now ?? Date.now()) + DAY
  if (bars.length > 0 && bars.time[bars.length - 1]! > future) {
    notes.push('The last bars lie in the future: check the times and --timezone.')
  }
  return notes
}

function reportOf(
  { bars }: Sequence,
  rows: number,
  timezone: string,
  notes: readonly string[],
  problems: ProblemList,
): QualityReport {
  const interval = barInterval(bars.time, bars.length)
  return {
    rows,
    bars: bars.length,
    first: bars.time[0]!,
    last: bars.time[bars.length - 1]!,
    ...(interval ? { interval } : {}),
    timezone,
    notes,
    quarantined: { count: problems.count(), problems: problems.told() },
  }
}
