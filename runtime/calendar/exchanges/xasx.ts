import { MONDAY } from '../day.ts'
import { easter, listed, nth, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** Australian Securities Exchange in Sydney. */
export const XASX: ExchangeRules = {
  name: 'XASX',
  title: 'Australian Securities Exchange',
  timezone: 'Australia/Sydney',
  years: [1990, 2030],
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: '1990-01-01', open: '10:00', close: '16:00' }],
  holidays: [
    on(1, 1, 'next'),
    on(1, 26, 'next', { from: 1994 }),
    easter(-2),
    easter(1),
    on(4, 25),
    nth(6, MONDAY, 2),
    on(12, 25, 'next'),
    on(12, 26, 'next'),
    // Australia Day while it was kept on Mondays, two ends of years, Anzac Days that met Easter, a
    // day of mourning.
    listed(`
      1990 01-29 12-31
      1991 01-28
      1992 01-27
      1999 12-31
      2010 04-26
      2011 04-26
      2022 09-22`),
  ],
  early: [
    {
      close: '14:10',
      days: [
        on(12, 24, 'friday', { from: 2010, to: 2021 }),
        on(12, 31, 'friday', { from: 2010, to: 2021 }),
        on(12, 24, 'friday', { from: 2023 }),
        on(12, 31, 'friday', { from: 2023 }),
      ],
    },
  ],
}
