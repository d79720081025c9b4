import {
  DAY,
  type Day,
  dayNamed,
  dayOf,
  SATURDAY,
  SUNDAY,
  type Weekday,
  weekdayOf,
  yearOf,
} from './day.ts'

/** What becomes of a holiday that falls on a weekend. */
export type Observance =
  /** Nothing: the weekend has it. */
  | 'as-is'
  /** Saturday: the Friday before. Sunday: the Monday after. */
  | 'nearest'
  /** Saturday or Sunday: the Friday before. */
  | 'friday'
  /** Sunday: the next weekday that is no holiday. Saturday: nothing. */
  | 'sunday'
  /** Saturday or Sunday: the next weekday that is no holiday. */
  | 'next'

/** A day that comes again, or days that do not. Data: a calendar is a list of these. */
export type DayRule = (
  | {
      readonly kind: 'date'
      readonly month: number
      readonly date: number
      readonly observed: Observance
    }
  | {
      readonly kind: 'nth'
      readonly month: number
      readonly weekday: Weekday
      /** 1 for the first of the month, -1 for the last. */
      readonly nth: number
      /** Days after it. */
      readonly plus: number
    }
  | { readonly kind: 'easter'; readonly offset: number }
  | { readonly kind: 'equinox'; readonly month: 3 | 9 }
  | { readonly kind: 'every'; readonly weekday: Weekday }
  | { readonly kind: 'listed'; readonly days: readonly Day[] }
) & {
  /** First and last year that has it. */
  readonly from?: number
  readonly to?: number
  /** Only where it falls on one of these. */
  readonly only?: readonly Weekday[]
}

/** Years and weekdays that bound a rule. */
type Bounds = Pick<DayRule, 'from' | 'to' | 'only'>

/** The same date every year. */
export function on(
  month: number,
  date: number,
  observed: Observance = 'as-is',
  bounds: Bounds = {},
): DayRule {
  return { kind: 'date', month, date, observed, ...bounds }
}

/** The nth weekday of a month, the last for -1, or so many days after it. */
export function nth(
  month: number,
  weekday: Weekday,
  count: number,
  bounds: Bounds & { readonly plus?: number } = {},
): DayRule {
  return { kind: 'nth', month, weekday, nth: count, plus: 0, ...bounds }
}

/** All of a weekday. */
export function every(weekday: Weekday, bounds: Bounds = {}): DayRule {
  return { kind: 'every', weekday, ...bounds }
}

/** So many days after Easter Sunday of the Gregorian calendar. */
export function easter(offset: number, bounds: Bounds = {}): DayRule {
  return { kind: 'easter', offset, ...bounds }
}

/** The day of the equinox in Japan, a holiday there; Sundays give way to Monday. */
export function equinox(month: 3 | 9): DayRule {
  return { kind: 'equinox', month }
}

/**
 * Days that no rule gives, a line a year: `2021 01-04 05-11..05-14`, first and last of a stretch.
 */
export function listed(text: string): DayRule {
  const days = text
    .trim()
    .split(/\s*\n\s*/)
    .flatMap((line) => {
      const [year = '', ...parts] = line.split(/\s+/)
      return parts.flatMap((part) => {
        const [first, last = first] = part.split('..').map((one) => dayNamed(`${year}-${one}`))
        const length = (last! - first!) / DAY + 1
        return Array.from({ length }, (_, index) => first! + index * DAY)
      })
    })
  return { kind: 'listed', days }
}

/** The days of a year by these rules; what is observed on another day passes over the others. */
export function daysOfYear(rules: readonly DayRule[], year: number): Set<Day> {
  const valid = rules.filter(({ from = year, to = year }) => from <= year && year <= to)
  const days = new Set(valid.flatMap((rule) => daysOf(rule, year).filter(onlyOf(rule))))
  for (const rule of valid) {
    const observed = observedDay(rule, year, days)
    if (observed !== undefined && onlyOf(rule)(observed)) days.add(observed)
  }
  return days
}

function onlyOf({ only }: DayRule): (day: Day) => boolean {
  return (day) => only === undefined || only.includes(weekdayOf(day))
}

/** The days themselves, be they of a weekend or not. */
function daysOf(rule: DayRule, year: number): readonly Day[] {
  switch (rule.kind) {
    case 'date':
      return [dayOf(year, rule.month, rule.date)]
    case 'nth':
      return [nthDay(year, rule.month, rule.weekday, rule.nth) + rule.plus * DAY]
    case 'easter':
      return [easterSunday(year) + rule.offset * DAY]
    case 'equinox':
      return [equinoxInJapan(year, rule.month)]
    case 'every':
      return weekdaysOf(year, rule.weekday)
    case 'listed':
      return rule.days.filter((day) => yearOf(day) === year)
  }
}

/** The day that makes up for one of a weekend. */
function observedDay(rule: DayRule, year: number, days: ReadonlySet<Day>): Day | undefined {
  if (rule.kind !== 'date' && rule.kind !== 'equinox') return undefined
  const observed = rule.kind === 'date' ? rule.observed : 'sunday'
  const [day] = daysOf(rule, year) as [Day]
  const weekday = weekdayOf(day)
  if (weekday !== SATURDAY && weekday !== SUNDAY) return undefined
  switch (observed) {
    case 'as-is':
      return undefined
    case 'nearest':
      return weekday === SATURDAY ? day - DAY : day + DAY
    case 'friday':
      return weekday === SATURDAY ? day - DAY : day - 2 * DAY
    case 'sunday':
      return weekday === SUNDAY ? nextFree(day, days) : undefined
    case 'next':
      return nextFree(day, days)
  }
}

function nextFree(day: Day, days: ReadonlySet<Day>): Day {
  let free = day
  while (weekdayOf(free) === SATURDAY || weekdayOf(free) === SUNDAY || days.has(free)) free += DAY
  return free
}

function nthDay(year: number, month: number, weekday: Weekday, count: number): Day {
  if (count > 0) {
    const first = dayOf(year, month, 1)
    return first + (((weekday - weekdayOf(first) + 7) % 7) + (count - 1) * 7) * DAY
  }
  const last = dayOf(year, month + 1, 1) - DAY
  return last - (((weekdayOf(last) - weekday + 7) % 7) + (-count - 1) * 7) * DAY
}

function weekdaysOf(year: number, weekday: Weekday): Day[] {
  const days: Day[] = []
  for (let day = nthDay(year, 1, weekday, 1); yearOf(day) === year; day += 7 * DAY) days.push(day)
  return days
}

/** Anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1)
}

/** The approximation that Japan's almanac agrees with from 1980 to 2099. */
function equinoxInJapan(year: number, month: 3 | 9): Day {
  const base = month === 3 ? 20.8431 : 23.2488
  const past = year - 1980
  return dayOf(year, month, Math.floor(base + 0.242194 * past - Math.floor(past / 4)))
}
