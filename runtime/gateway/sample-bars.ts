import type { Bars } from '../../stdlib/bars.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import { randomFrom } from '../core/random.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** 14:30 to 21:00 UTC, as New York's stock exchange in winter. */
const OPENS_AT = 870 * MINUTE
const SESSION_BARS = 390
const START_PRICE = 100

/**
 * One-minute bars of an instrument that does not exist, on the `sessions` weekdays before an
 * instant: a seeded walk in cents with trends that come and go. The same seed and day give the
 * same bars.
 */
export function sampleBars(sessions: number, before: number, seed: number): Bars {
  const random = randomFrom(seed)
  const bars = emptyBars(sessions * SESSION_BARS)
  bars.length = bars.time.length
  let price = START_PRICE
  let drift = 0
  weekdaysBefore(before, sessions).forEach((day, session) => {
    for (let minute = 0; minute < SESSION_BARS; minute++) {
      if (random() < 0.1) drift = (random() - 0.5) * 0.07
      // Pulled back a little, so that no seed ends at nothing or in the skies.
      const pull = (START_PRICE - price) * 0.002
      const open = cents(price + (random() - 0.5) * 0.02)
      const close = cents(open + drift + pull + (random() - 0.5) * 0.12)
      const k = session * SESSION_BARS + minute
      bars.time[k] = day + OPENS_AT + minute * MINUTE
      bars.open[k] = open
      bars.high[k] = cents(Math.max(open, close) + random() * 0.05)
      bars.low[k] = cents(Math.min(open, close) - random() * 0.05)
      bars.close[k] = close
      bars.volume[k] = 100 * Math.floor(1 + random() * 50)
      price = close
    }
  })
  return bars
}

/** Midnights UTC of the last weekdays that were over before an instant, oldest first. */
function weekdaysBefore(instant: number, count: number): readonly number[] {
  const days: number[] = []
  for (let day = Math.floor(instant / DAY) * DAY - DAY; days.length < count; day -= DAY) {
    const weekday = new Date(day).getUTCDay()
    if (weekday !== 0 && weekday !== 6) days.unshift(day)
  }
  return days
}

function cents(price: number): number {
  return Math.round(price * 100) / 100
}
