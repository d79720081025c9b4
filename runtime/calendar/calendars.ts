import { type Calendar, calendarBy } from './calendar.ts'
import type { ExchangeRules } from './exchange-rules.ts'
import { ALL_WEEK, WEEKDAYS } from './exchanges/around-the-clock.ts'
import { CMES } from './exchanges/cmes.ts'
import { IEPA } from './exchanges/iepa.ts'
import { XASX } from './exchanges/xasx.ts'
import { XBOM } from './exchanges/xbom.ts'
import { XBUE } from './exchanges/xbue.ts'
import { XCBF } from './exchanges/xcbf.ts'
import { XETR } from './exchanges/xetr.ts'
import { XHKG } from './exchanges/xhkg.ts'
import { XLON } from './exchanges/xlon.ts'
import { XNYS } from './exchanges/xnys.ts'
import { XSAU } from './exchanges/xsau.ts'
import { XTAE } from './exchanges/xtae.ts'
import { XTKS } from './exchanges/xtks.ts'

const RULES: readonly ExchangeRules[] = [
  XNYS,
  ALL_WEEK,
  WEEKDAYS,
  XLON,
  XETR,
  XTKS,
  XHKG,
  XASX,
  CMES,
  IEPA,
  XCBF,
  XBOM,
  XBUE,
  XTAE,
  XSAU,
]

/** Names by which people know exchanges, and the calendar that they keep. */
const ALIASES: Readonly<Record<string, string>> = {
  NYSE: 'XNYS',
  NASDAQ: 'XNYS',
  XNAS: 'XNYS',
  ARCA: 'XNYS',
  AMEX: 'XNYS',
  SMART: 'XNYS',
  LSE: 'XLON',
  XETRA: 'XETR',
  FRA: 'XETR',
  TSE: 'XTKS',
  HKEX: 'XHKG',
  SEHK: 'XHKG',
  ASX: 'XASX',
  CME: 'CMES',
  GLOBEX: 'CMES',
  CFE: 'XCBF',
  BSE: 'XBOM',
  NSE: 'XBOM',
  CRYPTO: '24-7',
  FOREX: '24-5',
  IDEALPRO: '24-5',
}

const made = new Map<string, Calendar>()

/** The calendar of a market identifier code or of a name such as NASDAQ, in letters of any size. */
export function calendarNamed(name: string): Calendar | undefined {
  const plain = name.toUpperCase()
  const rules = RULES.find((one) => one.name === (ALIASES[plain] ?? plain))
  if (rules === undefined) return undefined
  const calendar = made.get(rules.name) ?? calendarBy(rules)
  made.set(rules.name, calendar)
  return calendar
}

/** All of them as they are written, those of most use first. */
export function calendarRules(): readonly ExchangeRules[] {
  return RULES
}

/** Names of all calendars, those of most use first. */
export function calendarNames(): readonly string[] {
  return RULES.map(({ name }) => name)
}
