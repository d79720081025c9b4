import { listed, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** Saudi Exchange (Tadawul): Sunday to Thursday. */
export const XSAU: ExchangeRules = {
  name: 'XSAU',
  title: 'Saudi Exchange',
  timezone: 'Asia/Riyadh',
  years: [2021, 2029],
  weekdays: [0, 1, 2, 3, 4],
  hours: [{ from: '2021-01-01', open: '10:00', close: '15:00' }],
  holidays: [
    on(2, 22),
    on(9, 23),
    // Eid al-Fitr and Eid al-Adha; from 2026 on as the Umm al-Qura calendar foretells them.
    listed(`
      2021 05-13 05-16 07-18..07-22
      2022 04-28 05-01..05-05 05-08 07-07 07-10..07-13
      2023 04-18..04-20 04-23..04-25 06-27..06-29 07-02
      2024 04-07..04-11 04-14 04-15 06-13 06-16..06-20 06-23
      2025 03-27 03-30..04-02 06-04 06-05 06-08 06-09
      2026 03-17..03-19 03-22 03-23 05-24..05-28
      2027 03-07..03-11 05-16..05-20
      2028 02-27..03-02 05-03 05-04 05-07..05-09
      2029 02-12..02-15 02-18 04-22..04-26`),
  ],
  early: [],
}
