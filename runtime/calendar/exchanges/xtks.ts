import { MONDAY } from '../day.ts'
import { equinox, listed, nth, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** Tokyo Stock Exchange: Japan's national holidays, and the days around New Year. */
export const XTKS: ExchangeRules = {
  name: 'XTKS',
  title: 'Tokyo Stock Exchange',
  timezone: 'Asia/Tokyo',
  years: [2000, 2026],
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    { from: '2000-01-01', open: '09:00', close: '15:00', pause: ['11:30', '12:30'] },
    { from: '2024-11-05', open: '09:00', close: '15:30', pause: ['11:30', '12:30'] },
  ],
  holidays: [
    on(1, 1),
    on(1, 2),
    on(1, 3),
    on(12, 31),
    nth(1, MONDAY, 2),
    on(2, 11, 'sunday'),
    on(2, 23, 'sunday', { from: 2020 }),
    on(4, 29, 'sunday'),
    on(5, 3, 'sunday'),
    on(5, 4, 'as-is', { to: 2006 }),
    on(5, 4, 'sunday', { from: 2007 }),
    on(5, 5, 'sunday'),
    equinox(3),
    equinox(9),
    on(7, 20, 'sunday', { to: 2002 }),
    nth(7, MONDAY, 3, { from: 2003, to: 2019 }),
    nth(7, MONDAY, 3, { from: 2022 }),
    on(8, 11, 'sunday', { from: 2016, to: 2019 }),
    on(8, 11, 'sunday', { from: 2022 }),
    on(9, 15, 'sunday', { to: 2002 }),
    nth(9, MONDAY, 3, { from: 2003 }),
    nth(10, MONDAY, 2, { to: 2019 }),
    nth(10, MONDAY, 2, { from: 2022 }),
    on(11, 3, 'sunday'),
    on(11, 23, 'sunday'),
    on(12, 23, 'sunday', { to: 2018 }),
    // Days between two holidays, the Emperor's accession, holidays moved for the Olympic Games, and
    // the day on which the exchange's machines stood still.
    listed(`
      2009 09-22
      2015 09-22
      2019 04-30..05-02 10-22
      2020 07-23 07-24 08-10 10-01
      2021 07-22 07-23 08-09
      2026 09-22`),
  ],
  early: [],
}
