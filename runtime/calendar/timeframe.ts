import { DAY, MINUTE } from './day.ts'

/** The length of a bar. */
export interface Timeframe {
  readonly value: number
  readonly unit: 's' | 'm' | 'h' | 'd' | 'w' | 'mo'
}

const UNITS = { s: 1_000, m: MINUTE, h: 60 * MINUTE, d: DAY, w: 7 * DAY, mo: 30 * DAY } as const

/** The timeframe that a text such as `15m` or `1mo` names. Throws where it names none. */
export function timeframeNamed(text: string): Timeframe {
  const [, value, unit] = /^(\d+)(s|m|h|d|w|mo)$/.exec(text) ?? []
  if (value === undefined) throw new Error(`${text} is no timeframe`)
  return { value: Number(value), unit: unit as Timeframe['unit'] }
}

/** Its length in ms; of a month about: what is longer is slower. */
export function lengthOf({ value, unit }: Timeframe): number {
  return value * UNITS[unit]
}

/** Whether its bars are parts of a session; all others are made of whole ones. */
export function isIntraday({ unit }: Timeframe): boolean {
  return unit === 's' || unit === 'm' || unit === 'h'
}
