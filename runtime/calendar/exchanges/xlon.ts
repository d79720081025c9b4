import { MONDAY } from '../day.ts'
import { easter, listed, nth, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** London Stock Exchange: the bank holidays of England. */
export const XLON: ExchangeRules = {
  name: 'XLON',
  title: 'London Stock Exchange',
  timezone: 'Europe/London',
  years: [1990, 2030],
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: '1990-01-01', open: '08:00', close: '16:30' }],
  holidays: [
    on(1, 1, 'next'),
    easter(-2),
    easter(1),
    nth(5, MONDAY, 1, { to: 1994 }),
    nth(5, MONDAY, 1, { from: 1996, to: 2019 }),
    nth(5, MONDAY, 1, { from: 2021 }),
    nth(5, MONDAY, -1, { to: 2001 }),
    nth(5, MONDAY, -1, { from: 2003, to: 2011 }),
    nth(5, MONDAY, -1, { from: 2013, to: 2021 }),
    nth(5, MONDAY, -1, { from: 2023 }),
    nth(8, MONDAY, -1),
    on(12, 25, 'next'),
    on(12, 26, 'next'),
    // Days of victory, jubilees, a millennium, a wedding, a funeral, a coronation.
    listed(`
      1995 05-08
      1999 12-31
      2002 06-03 06-04
      2011 04-29
      2012 06-04 06-05
      2020 05-08
      2022 06-02 06-03 09-19
      2023 05-08`),
  ],
  early: [
    {
      close: '12:30',
      days: [
        on(12, 24, 'friday'),
        on(12, 31, 'friday', { to: 1998 }),
        on(12, 31, 'friday', { from: 2000 }),
      ],
    },
  ],
}
