import { type DateStyle, hasStyle, hasZone, timeReader } from './time-reader.ts'

/** How a file writes its times, decided once for the whole file. */
export interface TimeForm {
  /** As a person would write it down: 'YYYY-MM-DD'. */
  readonly name: string
  /** The text carries its zone (an offset, Z, or an epoch): it needs no other. */
  readonly zoned: boolean
  /** The texts are midnights of a zone east or west of Greenwich: they are read as days. */
  readonly midnights?: true
  /** See `timeReader`. */
  readonly read: (text: string) => number
}

/** What the file's times leave open; `rows` show it. */
export interface TimeQuestion {
  readonly question: 'unknown-form' | 'either-order' | 'both-orders' | 'no-instant'
  readonly rows: readonly number[]
}

const EPOCH = /^-?\d+(?:\.\d+)?$/
const MIDNIGHT_ELSEWHERE = /[T ]00:00(?::00(?:\.0+)?)?\s*[+-](?!00:?00$)\d{2}(?::?\d{2})?$/
const LONGEST_INSTANT = 7.3e12

/**
 * The form of the file's times. `texts(row)` gives each of the `count` of them, trimmed. Dates such
 * as 03/04/2024 are decided by `dateOrder`, else by evidence from all rows.
 */
export function recogniseTimeForm(
  texts: (row: number) => string,
  count: number,
  dateOrder: 'mdy' | 'dmy' | undefined,
): TimeForm | TimeQuestion {
  const sample = Array.from({ length: Math.min(count, 100) }, (_, row) => texts(row))
  const written = mostCommon(sample)
  const form = (name: string, style: DateStyle, order: 'ymd' | 'mdy' | 'dmy'): TimeForm => {
    const own = sample.filter((text) => hasStyle(text, style))
    const zoned = own.filter((text) => hasZone(text, style)).length * 2 > own.length
    // `2024-03-28 00:00:00-04:00`, as pandas writes the days of New York.
    if (zoned && own.every((text) => MIDNIGHT_ELSEWHERE.test(text))) {
      const days = timeReader(style, order, false)
      const read = (text: string) => days(text.replace(MIDNIGHT_ELSEWHERE, ''))
      return { name, zoned: false, midnights: true, read }
    }
    return { name, zoned, read: timeReader(style, order, zoned) }
  }
  switch (written) {
    case undefined:
      return { question: 'unknown-form', rows: [0] }
    case 'epoch':
      return epochForm(sample)
    case 'year-first':
      return form('YYYY-MM-DD', written, 'ymd')
    case 'compact':
      return form('YYYYMMDD', written, 'ymd')
    case 'month-name-first':
      return form('Mon D YYYY', written, 'mdy')
    case 'day-month-name':
      return form('D Mon YYYY', written, 'dmy')
    case 'year-last': {
      const order = dateOrder ?? orderByEvidence(texts, count)
      if (typeof order !== 'string') return order
      return form(order === 'mdy' ? 'MM/DD/YYYY' : 'DD/MM/YYYY', written, order)
    }
  }
}

/** How most of the texts are written; of equals the first in the list, so 20240328 is a date. */
function mostCommon(texts: readonly string[]): DateStyle | 'epoch' | undefined {
  const ways = [
    'year-first',
    'compact',
    'epoch',
    'month-name-first',
    'day-month-name',
    'year-last',
  ] as const
  let best: (typeof ways)[number] | undefined
  let most = 0
  for (const way of ways) {
    const count = texts.filter((text) =>
      way === 'epoch' ? EPOCH.test(text) : hasStyle(text, way),
    ).length
    if (count > most) {
      best = way
      most = count
    }
  }
  return best
}

/** A number above 12 in either place tells which is the day; dotted dates begin with the day. */
function orderByEvidence(
  texts: (row: number) => string,
  count: number,
): 'mdy' | 'dmy' | TimeQuestion {
  let dayFirst = -1
  let monthFirst = -1
  let dotted = true
  for (let row = 0; row < count; row++) {
    const parts = /^(\d{1,2})([-/.])(\d{1,2})\2/.exec(texts(row))
    if (!parts) continue
    if (parts[2] !== '.') dotted = false
    if (dayFirst < 0 && Number(parts[1]) > 12) dayFirst = row
    if (monthFirst < 0 && Number(parts[3]) > 12) monthFirst = row
  }
  if (dayFirst >= 0 && monthFirst >= 0) {
    return { question: 'both-orders', rows: [dayFirst, monthFirst] }
  }
  if (dayFirst >= 0 || (dotted && monthFirst < 0)) return 'dmy'
  if (monthFirst >= 0) return 'mdy'
  return { question: 'either-order', rows: [0] }
}

/** The unit comes from the largest magnitude; small numbers are spreadsheet days or row numbers. */
function epochForm(sample: readonly string[]): TimeForm | TimeQuestion {
  const largest = Math.max(...sample.map((text) => Math.abs(Number(text)) || 0))
  if (largest < 1e8) return { question: 'no-instant', rows: [0] }
  const [name, perMillisecond] =
    largest < 1e11
      ? (['seconds since 1970', 1e-3] as const)
      : largest < 1e14
        ? (['milliseconds since 1970', 1] as const)
        : largest < 1e17
          ? (['microseconds since 1970', 1e3] as const)
          : (['nanoseconds since 1970', 1e6] as const)
  const read = (text: string) => {
    const instant = EPOCH.test(text) ? Math.floor(Number(text) / perMillisecond) : Number.NaN
    return Math.abs(instant) < LONGEST_INSTANT ? instant : Number.NaN
  }
  return { name, zoned: true, read }
}
