import { MONDAY, THURSDAY, TUESDAY, WEDNESDAY } from '../day.ts'
import { easter, listed, nth, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** CME Globex, index futures: a session begins on the evening before its date. */
export const CMES: ExchangeRules = {
  name: 'CMES',
  title: 'CME Globex',
  timezone: 'America/Chicago',
  years: [1990, 2030],
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: '1990-01-01', open: '-17:00', close: '17:00' }],
  holidays: [
    on(1, 1, 'sunday'),
    easter(-2),
    on(12, 25, 'nearest'),
    // Presidents' funerals.
    listed('1994 04-27\n2004 06-11\n2007 01-02\n2018 12-05\n2025 01-09'),
  ],
  early: [
    {
      close: '12:00',
      days: [
        nth(1, MONDAY, 3, { from: 1998 }),
        nth(2, MONDAY, 3),
        nth(5, MONDAY, -1),
        on(7, 4, 'nearest'),
        nth(9, MONDAY, 1),
        nth(11, THURSDAY, 4),
        nth(11, THURSDAY, 4, { plus: 1, from: 1993 }),
        on(6, 19, 'nearest', { from: 2022 }),
        on(12, 24, 'as-is', { only: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY] }),
      ],
    },
  ],
}
