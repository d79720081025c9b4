import { FRIDAY, SUNDAY } from '../day.ts'
import { every, listed } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** Tel Aviv Stock Exchange: Sunday to Thursday, from January 2026 on Monday to Friday. */
export const XTAE: ExchangeRules = {
  name: 'XTAE',
  title: 'Tel Aviv Stock Exchange',
  timezone: 'Asia/Jerusalem',
  years: [2019, 2026],
  weekdays: [0, 1, 2, 3, 4, 5],
  hours: [{ from: '2019-01-01', open: '09:59', close: '17:15' }],
  holidays: [
    every(FRIDAY, { to: 2025 }),
    every(SUNDAY, { from: 2026 }),
    // Purim, Passover, Memorial and Independence Day, Pentecost, the Ninth of Av, New Year, the Day
    // of Atonement, Tabernacles, and elections.
    listed(`
      2019 03-21 04-09 04-25 05-08 05-09 06-09 08-11
      2019 09-17 09-29..10-01 10-08 10-09 10-13 10-14 10-20 10-21
      2020 03-02 03-10 04-08 04-09 04-14 04-15 04-28 04-29 05-28 07-30 09-20 09-27 09-28
      2021 03-23 03-28 04-14 04-15 05-16 05-17 07-18
      2021 09-06..09-08 09-15 09-16 09-20 09-21 09-27 09-28
      2022 03-17 04-21 05-04 05-05 06-05 08-07 09-25..09-27
      2022 10-04 10-05 10-09 10-10 10-16 10-17 11-01
      2023 03-07 04-05 04-06 04-11 04-12 04-25 04-26 05-25 07-27 09-17 09-24 09-25
      2024 03-24 04-22 04-23 04-28 04-29 05-13 05-14 06-11
      2024 06-12 08-13 10-02 10-03 10-16 10-17 10-23 10-24
      2025 04-13 04-30 05-01 06-01 06-02 08-03 09-22..09-24 10-01 10-02 10-06 10-07 10-13 10-14
      2026 01-02 03-03 04-01 04-02 04-07 04-08 04-21 04-22
      2026 05-21 05-22 07-23 09-11 09-18 09-21 09-25 10-02`),
  ],
  opened: listed('2026 01-04'),
  early: [
    {
      close: '14:15',
      // Within Passover and Tabernacles.
      days: [
        listed(`
          2019 04-21..04-24 10-15..10-17
          2020 04-12 04-13 10-04..10-08
          2021 03-29..04-01 09-22 09-23 09-26
          2022 04-17..04-20 10-11..10-13
          2023 04-09 04-10 10-01..10-05
          2024 04-24 04-25 10-20..10-22
          2025 04-14..04-17 10-08 10-09 10-12
          2026 04-03 04-06 09-28..10-01`),
      ],
    },
    { close: '15:40', days: [every(SUNDAY)] },
    { close: '13:50', days: [every(FRIDAY)] },
  ],
}
