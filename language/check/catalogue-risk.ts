import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

const risk = (line: string): string => program(`risk {\n  ${line}\n}`)

/** The lines of a `risk` block. */
export const RISK_CATALOGUE = {
  'unknown-limit': {
    severity: 'error',
    message: 'There is no limit `max {text}`.',
    hint: 'Write `max position`, `max gross` or `max orders`.',
    explanation:
      'A `max` bounds one of three things: the value of the position, the value of all that is held, long and short, and how many entries are ordered within a time.',
    wrong: risk('max leverage 150%'),
    right: risk('max gross 150%'),
  },
  'limit-share': {
    severity: 'error',
    message: '`max {subject}` is bounded by a share of the equity, and `{text}` is none.',
    hint: 'Write it in per cent, as in `max {subject} 20% of equity`.',
    explanation:
      'A limit is written as a number, above zero and in per cent of the equity, so that it is read off the page and holds whatever parameters are tried.',
    wrong: risk('max position 20 of equity'),
    right: risk('max position 20% of equity'),
  },
  'limit-period': {
    severity: 'error',
    message: 'A pace of orders is told per minute, hour or day, not per "{text}".',
    hint: 'Write `max orders 10 per minute`.',
    explanation:
      'Entries are counted over a time that has just passed: a minute, an hour or 24 hours. The one that would be too many is refused; exits are never counted.',
    wrong: risk('max orders 10 per second'),
    right: risk('max orders 10 per minute'),
  },
  'limit-count': {
    severity: 'error',
    message: '`{text}` is no whole number above zero, as {what} wants one.',
    hint: 'Write a number such as 3.',
    explanation:
      'Bars, losses and orders are counted, so their limits are whole numbers above zero, written out: `cooldown 5 bars after 3 losses`.',
    wrong: risk('cooldown 5 bars after 2.5 losses'),
    right: risk('cooldown 5 bars after 2 losses'),
  },
  'message-value': {
    severity: 'error',
    message: 'A message shows values by their names, and `{text}` is none.',
    hint: 'Give it a name with `let`, and write that between the braces.',
    explanation:
      'Between braces stands one name, with its fields: `close`, `band.upper`, `symbol`. What is computed gets a name first, so that a message reads as a sentence.',
    wrong: program('alert "up by {close - open}" when close > open'),
    right: program('let gain = close - open\nalert "up by {gain}" when close > open'),
  },
} as const satisfies Record<string, CatalogueEntry>
