import { easter, listed, on } from '../day-rules.ts'
import type { ExchangeRules } from '../exchange-rules.ts'

/** Xetra, the electronic market of Deutsche Börse in Frankfurt. */
export const XETR: ExchangeRules = {
  name: 'XETR',
  title: 'Xetra',
  timezone: 'Europe/Berlin',
  years: [1990, 2030],
  weekdays: [1, 2, 3, 4, 5],
  hours: [{ from: '1990-01-01', open: '09:00', close: '17:30' }],
  holidays: [
    on(1, 1),
    easter(-2),
    easter(1),
    on(5, 1),
    on(12, 24),
    on(12, 25),
    on(12, 26),
    on(12, 31),
    easter(50, { from: 2015, to: 2021 }),
    on(10, 3, 'as-is', { from: 2014, to: 2020 }),
    // Whit Monday for once; five hundred years of the Reformation.
    listed('2007 05-28\n2017 10-31'),
  ],
  early: [{ close: '14:00', days: [on(12, 30, 'friday', { from: 2010 })] }],
}
