import type { Delimiter } from './delimiter.ts'
import type { Columns } from './header.ts'
import { type DecimalMark, isMissing, readNumber } from './number-form.ts'
import { quoted } from './problem.ts'
import type { ProblemList } from './problem-list.ts'
import type { TimeForm } from './time-form.ts'

/** How the rows of a file are to be read. */
export interface RowForm {
  readonly delimiter: Delimiter
  readonly columns: Columns
  readonly time: TimeForm
  readonly mark: DecimalMark
  /** What a person calls the first line: 1 in a text file. */
  readonly firstLine: number
  /** What the prices are counted in: 10,000 where they are in hundredths of cents. */
  readonly priceDivisor: number
}

/** The readable rows in the order of the file, as columns; `count` of each are filled. */
export interface Rows {
  count: number
  /** 1-based line of the file. */
  line: Int32Array
  /** As `TimeForm.read` gives it. */
  time: Float64Array
  open: Float64Array
  high: Float64Array
  low: Float64Array
  close: Float64Array
  volume: Float64Array
  /** Rows without a volume, read as 0. */
  withoutVolume: number
}

/** Money is counted in whole millionths: a larger price could not be booked. */
const PRICE_LIMIT = Math.floor(Number.MAX_SAFE_INTEGER / 1e6)
const FIRST_ROWS = 1024
const CORRECT = 'Correct the row, or leave bad rows out with --on-bad quarantine'

/** The text of a row's time: its time cell, joined with its clock cell when that is separate. */
export function timeText(fields: readonly string[], columns: Columns): string {
  const date = (fields[columns.time] ?? '').trim()
  if (columns.clock < 0) return date
  const clock = (fields[columns.clock] ?? '').trim()
  if (!/^\d{3,6}$/.test(clock)) return `${date} ${clock}`
  const digits = clock.padStart(clock.length > 4 ? 6 : 4, '0')
  return `${date} ${digits.replace(/(\d\d)(?=\d)/g, '$1:')}`
}

/** No rows yet; they make room for themselves. */
export function emptyRows(): Rows {
  const column = () => new Float64Array(FIRST_ROWS)
  return {
    count: 0,
    line: new Int32Array(FIRST_ROWS),
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    withoutVolume: 0,
  }
}

/** Twice the room. */
function grow(rows: Rows): void {
  const longer = (column: Float64Array) => {
    const next = new Float64Array(2 * column.length)
    next.set(column)
    return next
  }
  const line = new Int32Array(2 * rows.line.length)
  line.set(rows.line)
  rows.line = line
  rows.time = longer(rows.time)
  rows.open = longer(rows.open)
  rows.high = longer(rows.high)
  rows.low = longer(rows.low)
  rows.close = longer(rows.close)
  rows.volume = longer(rows.volume)
}

/**
 * Appends a line's row, cut into its fields, when all its cells can be read and its figures can be
 * a bar; else it goes to `problems`.
 */
export function addRow(
  text: string,
  fields: readonly string[] | undefined,
  line: number,
  form: RowForm,
  rows: Rows,
  problems: ProblemList,
): void {
  if (fields) readRow(fields, line, form, rows, problems)
  else problems.add(line, 'columns', `a quote is out of place: ${quoted(text)}`, CORRECT)
}

function readRow(
  fields: readonly string[],
  line: number,
  { columns, time, mark, priceDivisor }: RowForm,
  rows: Rows,
  problems: ProblemList,
): void {
  const extra = fields.length - columns.count
  if (extra < 0 || extra > 1 || (extra === 1 && fields[fields.length - 1]!.trim() !== '')) {
    const message = `${countOf(fields.length, 'column')} where ${columns.count} are due`
    problems.add(line, 'columns', message, CORRECT)
    return
  }
  const instant = time.read(
    columns.clock < 0 ? fields[columns.time]!.trim() : timeText(fields, columns),
  )
  let open = readNumber(fields[columns.open]!, mark)
  let high = readNumber(fields[columns.high]!, mark)
  let low = readNumber(fields[columns.low]!, mark)
  let close = readNumber(fields[columns.close]!, mark)
  if (columns.adjusted >= 0 || priceDivisor !== 1) {
    // One positive factor keeps the high above the low.
    const factor = columns.adjusted < 0 ? 1 : readNumber(fields[columns.adjusted]!, mark) / close
    open = (open / priceDivisor) * factor
    high = (high / priceDivisor) * factor
    low = (low / priceDivisor) * factor
    close = (close / priceDivisor) * factor
  }
  let volume = columns.volume < 0 ? 0 : readNumber(fields[columns.volume]!, mark)
  if (Number.isNaN(volume) && isMissing(fields[columns.volume]!)) {
    volume = 0
    rows.withoutVolume += 1
  }
  // One comparison chain for the good case: false for any NaN too.
  const good =
    low > 0 && high < PRICE_LIMIT && high >= open && high >= close && low <= open && low <= close
  if (!good || !(volume >= 0) || Number.isNaN(instant)) {
    addRowProblem(
      fields,
      line,
      columns,
      time,
      { open, high, low, close, volume },
      instant,
      problems,
    )
    return
  }
  if (rows.count === rows.line.length) grow(rows)
  const at = rows.count++
  rows.line[at] = line
  rows.time[at] = instant
  rows.open[at] = open
  rows.high[at] = high
  rows.low[at] = low
  rows.close[at] = close
  rows.volume[at] = volume
}

interface Figures {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** The first thing wrong with a row that is known to be bad. */
function addRowProblem(
  fields: readonly string[],
  line: number,
  columns: Columns,
  form: TimeForm,
  figures: Figures,
  instant: number,
  problems: ProblemList,
): void {
  if (Number.isNaN(instant)) {
    const text = timeText(fields, columns)
    const message = isMissing(text)
      ? 'the time is missing'
      : `the time ${quoted(text)} does not read as ${form.name}, the form of this file`
    problems.add(line, isMissing(text) ? 'missing' : 'time', message, CORRECT)
    return
  }
  const adjusted = columns.adjusted < 0 ? undefined : (fields[columns.adjusted] ?? '')
  if (adjusted !== undefined && Number.isNaN(readNumber(adjusted, '.'))) {
    const message = isMissing(adjusted)
      ? 'the adjusted close is missing'
      : `the adjusted close is ${quoted(adjusted)}, not a number`
    problems.add(line, isMissing(adjusted) ? 'missing' : 'number', message, CORRECT)
    return
  }
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
    const cell = fields[columns[name]] ?? ''
    if (!Number.isNaN(figures[name])) continue
    if (isMissing(cell)) problems.add(line, 'missing', `the ${name} is missing`, CORRECT)
    else problems.add(line, 'number', `the ${name} is ${quoted(cell)}, not a number`, CORRECT)
    return
  }
  for (const name of ['open', 'high', 'low', 'close'] as const) {
    const figure = figures[name]
    if (figure > 0 && figure < PRICE_LIMIT) continue
    const bound = figure > 0 ? `below ${PRICE_LIMIT.toLocaleString('en-US')}` : 'above zero'
    const message = `the ${name} is ${figure}; a price must be ${bound}`
    problems.add(line, 'price', message, CORRECT)
    return
  }
  const { open, high, low, close, volume } = figures
  if (volume < 0) {
    problems.add(line, 'volume', `the volume is ${volume}; it cannot be negative`, CORRECT)
    return
  }
  const [edge, limit, beyond] =
    high < Math.max(open, close) ? ['high', high, 'above'] : ['low', low, 'below']
  const name = (beyond === 'above' ? open > high : open < low) ? 'open' : 'close'
  const message = `the ${name} ${figures[name]} lies ${beyond} the ${edge} ${limit}`
  problems.add(line, 'range', message, CORRECT)
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
