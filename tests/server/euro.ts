/** A strategy of a euro share whose account is in dollars, and a store with all that it takes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { barPlaces } from '../../runtime/calendar/session-clock.ts'
import { slowerBars } from '../../runtime/calendar/slower-bars.ts'
import { timeframeNamed } from '../../runtime/calendar/timeframe.ts'
import { sampleWalk } from '../../runtime/feeds/sample-walk.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { folder, strat } from '../command/strat.ts'

export const STRATEGY = `strategy "Euro"
timeframe 1h
instrument ACME stock on XNYS in EUR
enter long when close > close[1]
  size 10 shares
  stop entry_price * 99.7%
  target entry_price * 100.3%
`

const MINUTE = 60_000
const XNYS = calendarNamed('XNYS')!

/** Quarters of an hour through thirty sessions, and the hours that they make. */
function quartersAndHours(): readonly [Bars, Bars] {
  const sessions = XNYS.sessions(Date.UTC(2024, 6, 1), Date.UTC(2024, 7, 9))
  const starts = sessions.flatMap(({ open, close }) =>
    Array.from({ length: (close - open) / (15 * MINUTE) }, (_, k) => open + k * 15 * MINUTE),
  )
  const walk = sampleWalk({
    bars: starts.length,
    step: 'hour',
    from: Date.UTC(2024, 0, 1),
    seed: 5,
  })
  const quarters = { ...walk, time: Float64Array.from(starts) }
  const made = slowerBars(XNYS, timeframeNamed('1h'))
  const place = barPlaces(XNYS, timeframeNamed('15m'))
  for (let i = 0; i < starts.length; i++) made.add(quarters, i, place(starts[i]!))
  return [quarters, made.bars]
}

function csv({ length, time, open, high, low, close, volume }: Bars): string {
  const row = (_: unknown, i: number) =>
    [new Date(time[i]!).toISOString(), open[i], high[i], low[i], close[i], volume[i]].join(',')
  return `time,open,high,low,close,volume\n${Array.from({ length }, row).join('\n')}\n`
}

/** Dollars a euro, from the Friday before. */
const RATES = `date,open,high,low,close\n${Array.from({ length: 50 }, (_, k) => {
  const rate = 1.1 + 0.001 * k
  const day = new Date(Date.UTC(2024, 5, 28 + k)).toISOString().slice(0, 10)
  return [day, rate, rate, rate, rate].join(',')
}).join('\n')}\n`

/** A home with the hours and quarters of ACME in its store, which the command takes. */
export async function euroHome(): Promise<string> {
  const home = folder()
  vi.stubEnv('STRAT_HOME', home)
  const [quarters, hours] = quartersAndHours()
  await bring(home, 'quarters.csv', csv(quarters), 'ACME')
  await bring(home, 'hours.csv', csv(hours), 'ACME')
  return home
}

/** Puts dollars a euro beside them. */
export function bringRates(home: string): Promise<void> {
  return bring(home, 'rates.csv', RATES, 'EURUSD')
}

async function bring(home: string, name: string, text: string, symbol: string): Promise<void> {
  const path = join(home, name)
  writeFileSync(path, text)
  const { code, err } = await strat('data', 'import', path, '--symbol', symbol)
  if (code !== 0) throw new Error(err)
}
