import { FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY } from '../day.ts'
import { easter, listed, nth, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** New York Stock Exchange; Nasdaq and the other exchanges of US equities keep the same days. */
export const XNYS: ExchangeRules = {
  name: 'XNYS',
  title: 'New York Stock Exchange',
  timezone: 'America/New_York',
  years: [1990, 2030],
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: '1990-01-01', open: '09:30', close: '16:00' }],
  holidays: [
    on(1, 1, 'sunday'),
    nth(1, MONDAY, 3, { from: 1998 }),
    nth(2, MONDAY, 3),
    easter(-2),
    nth(5, MONDAY, -1),
    on(6, 19, 'nearest', { from: 2022 }),
    on(7, 4, 'nearest'),
    nth(9, MONDAY, 1),
    nth(11, THURSDAY, 4),
    on(12, 25, 'nearest'),
    // Presidents' funerals, the attacks of September 2001, the hurricane of 2012.
    listed(`
      1994 04-27
      2001 09-11..09-14
      2004 06-11
      2007 01-02
      2012 10-29 10-30
      2018 12-05
      2025 01-09`),
  ],
  early: [
    { close: '14:00', days: [listed('1990 12-24\n1991 12-24\n1992 11-27 12-24')] },
    {
      close: '13:00',
      days: [
        nth(11, THURSDAY, 4, { plus: 1, from: 1993 }),
        on(12, 24, 'as-is', { from: 1993, only: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY] }),
        on(7, 3, 'as-is', { from: 1995, only: [MONDAY, TUESDAY, THURSDAY] }),
        on(7, 3, 'as-is', { from: 2013, only: [WEDNESDAY] }),
        on(7, 5, 'as-is', { from: 1996, to: 2012, only: [FRIDAY] }),
        listed('1997 12-26\n1999 12-31\n2003 12-26'),
      ],
    },
  ],
}
