/** A calendar day is the midnight of its date in ms, as if UTC: no zone is meant by it. */
export type Day = number

export const MINUTE = 60_000
export const DAY = 86_400_000

/** 0 is Sunday, as `Date.getUTCDay` has it. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

export const SUNDAY = 0
export const MONDAY = 1
export const TUESDAY = 2
export const WEDNESDAY = 3
export const THURSDAY = 4
export const FRIDAY = 5
export const SATURDAY = 6

/** The day of a date; months from 1. */
export function dayOf(year: number, month: number, date: number): Day {
  return Date.UTC(year, month - 1, date)
}

/** The day of a text such as 2024-03-28. */
export function dayNamed(text: string): Day {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(day)) throw new Error(`${text} is no day`)
  return day
}

/** The text of a day. */
export function dayText(day: Day): string {
  return new Date(day).toISOString().slice(0, 10)
}

/** The weekday of a day. */
export function weekdayOf(day: Day): Weekday {
  return new Date(day).getUTCDay() as Weekday
}

/** The year of a day. */
export function yearOf(day: Day): number {
  return new Date(day).getUTCFullYear()
}
