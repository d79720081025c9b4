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
  readonly rows: readonly TimeText[]
}

/** A row's time as it is written, trimmed, and the line that it stands in. */
export interface TimeText {
  readonly text: string
  readonly line: number
}

const EPOCH = /^-?\d+(?:\.\d+)?$/
const MIDNIGHT_ELSEWHERE = /[T ]00:00(?::00(?:\.0+)?)?\s*[+-](?!00:?00$)\d{2}(?::?\d{2})?$/
const LONGEST_INSTANT = 7.3e12
const SAMPLE = 100

/** Hands over each time of a file in order, until `take` returns false. */
export type EachTime = (take: (time: TimeText) => boolean) => void

/**
 * The form of the file's times; a question without rows where there are none. Dates such as
 * 03/04/2024 are decided by `dateOrder`, else by evidence from all rows.
 */
export function recogniseTimeForm(
  times: EachTime,
  dateOrder: 'mdy' | 'dmy' | undefined,
): TimeForm | TimeQuestion {
  const head: TimeText[] = []
  times((time) => head.push(time) < SAMPLE)
  const sample = head.map(({ text }) => text)
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
      return { question: 'unknown-form', rows: head.slice(0, 1) }
    case 'epoch':
      return epochForm(sample) ?? { question: 'no-instant', rows: head.slice(0, 1) }
    case 'year-first':
      return form('YYYY-MM-DD', written, 'ymd')
    case 'compact':
      return form('YYYYMMDD', written, 'ymd')
    case 'month-name-first':
      return form('Mon D YYYY', written, 'mdy')
    case 'day-month-name':
      return form('D Mon YYYY', written, 'dmy')
    case 'year-last': {
      const order = dateOrder ?? orderByEvidence(times)
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
function orderByEvidence(times: EachTime): 'mdy' | 'dmy' | TimeQuestion {
  let first: TimeText | undefined
  let dayFirst: TimeText | undefined
  let monthFirst: TimeText | undefined
  let dotted = true
  times((time) => {
    first ??= time
    const parts = /^(\d{1,2})([-/.])(\d{1,2})\2/.exec(time.text)
    if (!parts) return true
    if (parts[2] !== '.') dotted = false
    if (Number(parts[1]) > 12) dayFirst ??= time
    if (Number(parts[3]) > 12) monthFirst ??= time
    return true
  })
  if (dayFirst && monthFirst) return { question: 'both-orders', rows: [dayFirst, monthFirst] }
  if (dayFirst || (dotted && !monthFirst)) return 'dmy'
  if (monthFirst) return 'mdy'
  return { question: 'either-order', rows: [first!] }
}

/** The unit comes from the largest magnitude; small numbers are spreadsheet days or row numbers. */
function epochForm(sample: readonly string[]): TimeForm | undefined {
  const largest = Math.max(...sample.map((text) => Math.abs(Number(text)) || 0))
  if (largest < 1e8) return undefined
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
