import type { ExchangeRules } from '../exchange-rules.ts'

const ALWAYS = {
  timezone: 'UTC',
  years: [1970, 2199],
  hours: [{ from: '1970-01-01', open: '00:00', close: '24:00' }],
  holidays: [],
  early: [],
} as const

/** Every day of the week: exchanges of crypto-currencies. */
export const ALL_WEEK: ExchangeRules = {
  ...ALWAYS,
  name: '24-7',
  title: 'every day, around the clock',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
}

/** Monday to Friday in UTC: currencies, roughly; brokers begin on Sunday evening in New York. */
export const WEEKDAYS: ExchangeRules = {
  ...ALWAYS,
  name: '24-5',
  title: 'Monday to Friday, around the clock',
  weekdays: [1, 2, 3, 4, 5],
}
