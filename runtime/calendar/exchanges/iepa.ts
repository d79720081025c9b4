import { MONDAY, THURSDAY } from '../day.ts'
import { easter, listed, nth, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** ICE Futures US: a session begins on the evening before its date. */
export const IEPA: ExchangeRules = {
  name: 'IEPA',
  title: 'ICE Futures US',
  timezone: 'America/New_York',
  years: [1990, 2017],
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: '1990-01-01', open: '-20:00', close: '18:00' }],
  holidays: [
    on(1, 1, 'sunday'),
    easter(-2),
    on(12, 25, 'nearest'),
    // Presidents' funerals and a hurricane.
    listed('1994 04-27\n2004 06-11\n2007 01-02\n2012 10-29'),
  ],
  early: [
    {
      close: '13:00',
      days: [
        nth(1, MONDAY, 3, { from: 1998 }),
        nth(2, MONDAY, 3),
        nth(5, MONDAY, -1),
        on(7, 4, 'nearest'),
        nth(9, MONDAY, 1),
        nth(11, THURSDAY, 4),
      ],
    },
  ],
}
