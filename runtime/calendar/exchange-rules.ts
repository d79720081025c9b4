import type { Weekday } from './day.ts'
import type { DayRule } from './day-rules.ts'

/** Trading hours of a session on the clocks of its exchange. */
export interface Hours {
  /** `09:30`; `-17:00` is of the day before. */
  readonly open: string
  /** `16:00`; `24:00` is the end of the day. */
  readonly close: string
  /** When nothing trades within the session: its first minute and the first after it. */
  readonly pause?: readonly [from: string, to: string]
}

/** An exchange's calendar as rules: plain data. One file each in `exchanges/`. */
export interface ExchangeRules {
  /** Market identifier code (ISO 10383) where it has one. */
  readonly name: string
  readonly title: string
  /** IANA name. */
  readonly timezone: string
  /** The first and the last year of which the rules are known to be right. */
  readonly years: readonly [first: number, last: number]
  readonly weekdays: readonly Weekday[]
  /** From a day on, the oldest first. */
  readonly hours: readonly (Hours & { readonly from: string })[]
  readonly holidays: readonly DayRule[]
  /** Weekends and holidays that had a session all the same. */
  readonly opened?: DayRule
  /** Sessions that end early, without their pause; the first that has a day counts. */
  readonly early: readonly { readonly close: string; readonly days: readonly DayRule[] }[]
}
