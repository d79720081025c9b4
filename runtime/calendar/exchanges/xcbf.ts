import { MONDAY, THURSDAY } from '../day.ts'
import { easter, listed, nth, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** Cboe Futures Exchange: volatility futures in their main session. */
export const XCBF: ExchangeRules = {
  name: 'XCBF',
  title: 'Cboe Futures Exchange',
  timezone: 'America/Chicago',
  years: [1990, 2030],
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: '1990-01-01', open: '08:30', close: '15:15' }],
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
    // Presidents' funerals and the hurricane of 2012.
    listed(`
      1994 04-27
      2004 06-11
      2007 01-02
      2012 10-29 10-30
      2018 12-05
      2025 01-09`),
  ],
  early: [{ close: '12:15', days: [nth(11, THURSDAY, 4, { plus: 1, from: 1993 })] }],
}
