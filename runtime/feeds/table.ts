import { type Zone, zoneOf } from '../calendar/zone.ts'
import { barInterval } from './bar-interval.ts'
import { daysOf } from './days.ts'
import type { Dialect } from './dialect.ts'
import type { FeedResult, FeedSeries } from './format.ts'
import type { Lines } from './lines.ts'
import type { FeedOptions } from './options.ts'
import { PROBLEMS_TOLD, type Problem, quoted, type Refused, refuse } from './problem.ts'
import type { ProblemList } from './problem-list.ts'
import type { BarInterval } from './quality-report.ts'
import { type Sequence, sequenceRows } from './sequence.ts'
import { type SymbolRows, symbolRows } from './symbol-rows.ts'
import { recogniseTable, type TableForm } from './table-form.ts'

const DAY = 86_400_000
const ROW_TOLD = 200

/**
 * Reads a table of prices, one row a bar: recognises its form, then reads, orders and checks every
 * row. A column of symbols cuts it into series.
 */
export function readTable(lines: Lines, options: FeedOptions, dialect: Dialect): FeedResult {
  const timezone = options.timezone ?? 'UTC'
  const zone = zoneOf(timezone)
  if (!zone) {
    const fix = 'Use a name such as America/New_York with --timezone'
    return refuse(0, 'time', `there is no timezone ${quoted(timezone)}`, fix)
  }
  const form = recogniseTable(lines, options, dialect)
  if (form.kind === 'refused') return form
  const groups = symbolRows(lines, form, options)
  if ('kind' in groups) return groups

  const series: FeedSeries[] = []
  const refusals: Refused[] = []
  for (const [symbol, group] of groups) {
    const read = readSeries({ lines, form, options, dialect, zone }, group)
    if ('kind' in read) refusals.push(read)
    else series.push({ ...named(symbol || dialect.symbol), ...read })
  }
  return refusals.length > 0 ? joined(refusals) : { kind: 'ok', format: dialect.format, series }
}

function named(symbol: string | undefined): { symbol?: string } {
  return symbol === undefined ? {} : { symbol }
}

interface Table {
  readonly lines: Lines
  readonly form: TableForm
  readonly options: FeedOptions
  readonly dialect: Dialect
  readonly zone: Zone
}

function readSeries(table: Table, { rows, problems }: SymbolRows): FeedSeries | Refused {
  const { lines, form, options, dialect, zone } = table
  const total = rows.count + problems.count()
  const sequence = sequenceRows(rows, form.time.zoned ? undefined : zone, problems)
  const refused = refusal(problems, total, sequence.bars.length, options)
  if (refused) return refused

  const notes = [...form.notes, ...rowNotes(sequence, rows.withoutVolume, form)]
  const { bars } = sequence
  const interval = options.interval ?? barInterval(bars.time, bars.length)
  if (dialect.endStamped) notes.push(...moveToStart(bars.time, bars.length, interval))
  if (form.time.zoned && options.timezone !== undefined) {
    if (daysOf(bars, zone)) {
      notes.push(`Bars that start at one time of the day in ${zone.name} are taken as its days.`)
    }
  }
  const first = bars.time[0]!
  const last = bars.time[bars.length - 1]!
  if (last > (options.now ?? Date.now()) + DAY) {
    notes.push('The last bars lie in the future: check the times and --timezone.')
  }
  const report = {
    rows: total,
    bars: bars.length,
    first,
    last,
    ...(interval ? { interval } : {}),
    timezone: zone.name,
    notes,
    quarantined: { count: problems.count(), problems: problems.told() },
  }
  return { bars, report, quarantine: withRows(problems.kept(), lines, form.firstLine) }
}

/** Vendors that stamp a bar's end say 09:31 of the minute that begins at 09:30; days stay. */
function moveToStart(time: Float64Array, length: number, interval?: BarInterval): string[] {
  if (interval === undefined || interval.milliseconds >= DAY * 0.75) return []
  for (let bar = 0; bar < length; bar++) time[bar]! -= interval.milliseconds
  return [`Times tell when a bar ends: they are moved ${interval.text} back, to its start.`]
}

function withRows(problems: readonly Problem[], lines: Lines, firstLine: number) {
  const texts = new Map(problems.map(({ line }) => [line, '']))
  let left = texts.size
  if (left === 0) return problems
  lines.each((text, index) => {
    if (!texts.has(index + firstLine)) return true
    texts.set(index + firstLine, text.trim().slice(0, ROW_TOLD))
    left -= 1
    return left > 0
  })
  return problems.map((problem) => ({ ...problem, row: texts.get(problem.line) ?? '' }))
}

/** Strict unless asked: one bad row refuses the file, and so does a file of mostly bad rows. */
function refusal(
  problems: ProblemList,
  total: number,
  bars: number,
  options: FeedOptions,
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

/** The refusals of several series as that of their file. */
function joined(refusals: readonly Refused[]): Refused {
  const all = refusals.flatMap(({ problems }) => problems).sort((a, b) => a.line - b.line)
  const problems = all.slice(0, PROBLEMS_TOLD)
  const untold = refusals.reduce((sum, { more }) => sum + more, all.length - problems.length)
  return { kind: 'refused', problems, more: untold }
}

function rowNotes(
  { reversed, fromMidnights }: Sequence,
  withoutVolume: number,
  form: TableForm,
): string[] {
  const notes: string[] = []
  if (/^(?:MM|DD)/.test(form.time.name)) notes.push(`Dates are read as ${form.time.name}.`)
  if (reversed) notes.push('The file runs from new to old: it is read the other way round.')
  if (withoutVolume > 0) notes.push(`${withoutVolume} rows have no volume: it is taken as 0.`)
  if (form.time.midnights && fromMidnights) {
    notes.push('Every time is midnight in its own zone: they are taken as days.')
  }
  return notes
}
