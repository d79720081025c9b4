import type { Bars } from '../../stdlib/bars.ts'
import { DAY, dayText } from './day.ts'
import { lengthOf, timeframeNamed } from './timeframe.ts'

/** What one currency comes to in another, as bars of a pair: EURUSD is dollars for a euro. */
export interface GivenRates {
  /** Where they are from, for people. */
  readonly name: string
  /** `EURUSD`. */
  readonly pair: string
  readonly timeframe: string
  readonly bars: Bars
  /** `against`: the pair is of the account's currency in the instrument's, and is turned round. */
  readonly way: 'with' | 'against'
}

/** Over weekends and holidays a rate stays; what is older is missing. */
export const OLDEST_RATE_MS = 8 * DAY

/** From money of an instrument into money of an account. */
export interface Currencies {
  readonly instrument: string
  readonly account: string
}

/** The pair that has account money for one unit of the instrument's, and the same turned round. */
export function pairsOf({ instrument, account }: Currencies): readonly [string, string] {
  return [`${instrument}${account}`, `${account}${instrument}`]
}

/** Bars that may be rates, by what they are called. */
export interface PairBars {
  readonly symbol: string
  readonly timeframe: string
  readonly bars: Bars
}

/** Of these the rate of two currencies: the straight pair, else the one turned round. */
export function ratesAmong(
  currencies: Currencies,
  pairs: readonly PairBars[],
): GivenRates | undefined {
  for (const [k, pair] of pairsOf(currencies).entries()) {
    const found = pairs.find(({ symbol }) => symbol.toUpperCase() === pair)
    if (found === undefined) continue
    const { symbol: name, timeframe, bars } = found
    return { name, pair, timeframe, bars, way: k === 0 ? 'with' : 'against' }
  }
  return undefined
}

/**
 * By bar, the close of the last rate that is complete by the bar's end, as `knownAt` has it by its
 * start. A rate of a day is complete when its day is over everywhere that days are counted in UTC.
 */
export function rateColumn(
  { bars, timeframe, way }: GivenRates,
  knownAt: (time: number) => number,
  { time, length }: Bars,
): Float64Array {
  const step = lengthOf(timeframeNamed(timeframe))
  const rates = new Float64Array(time.length)
  let seen = 0
  for (let i = 0; i < length; i++) {
    const now = knownAt(time[i]!)
    while (seen < bars.length && bars.time[seen]! + step <= now) seen++
    const rate = seen === 0 ? Number.NaN : bars.close[seen - 1]!
    rates[i] = way === 'with' ? rate : 1 / rate
  }
  return rates
}

/** Why the rates do not do for these bars, a sentence; undefined where they do. */
export function ratesProblem(rates: GivenRates, bars: Bars): string | undefined {
  const { pair, name, timeframe } = rates
  if (bars.length === 0) return undefined
  const { time, close, length } = rates.bars
  const step = lengthOf(timeframeNamed(timeframe))
  const [first, last] = [bars.time[0]!, bars.time[bars.length - 1]!]
  const begins = length === 0 ? Number.POSITIVE_INFINITY : time[0]! + step
  if (begins > first) {
    const from = length === 0 ? 'has none' : `begins on ${dayText(time[0]!)}`
    return `${pair} of ${name} ${from}, the prices on ${dayText(first)}: give earlier rates, or --from.`
  }
  for (let k = 0; k < length; k++) {
    if (!(close[k]! > 0)) return `${pair} of ${name} is ${close[k]} on ${dayText(time[k]!)}.`
    const next = k + 1 < length ? time[k + 1]! + step : Number.POSITIVE_INFINITY
    const until = Math.min(next, last)
    const since = Math.max(time[k]! + step, first)
    if (until > since && until - (time[k]! + step) > OLDEST_RATE_MS) {
      return (
        `${pair} of ${name} has nothing from ${dayText(time[k]!)} to ${dayText(until)}: no rate is taken ` +
        'for longer than eight days.'
      )
    }
  }
  return undefined
}
