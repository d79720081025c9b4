import { type Bars, emptyBars } from '../../../stdlib/bars.ts'

/** Bars that differ from one another in every column. */
export function numberedBars(length: number): Bars {
  const bars = emptyBars(length)
  for (let bar = 0; bar < length; bar++) {
    bars.time[bar] = Date.UTC(2000, 0, 1) + bar * 60_000
    bars.open[bar] = 100 + bar / 3
    bars.high[bar] = 101 + bar / 3
    bars.low[bar] = 99 + bar / 3
    bars.close[bar] = 100 + bar / 7
    bars.volume[bar] = bar
  }
  bars.length = length
  return bars
}

/** The bars there are, without the room after them. */
export function columnsOf({ length, time, open, high, low, close, volume }: Bars): Float64Array[] {
  return [time, open, high, low, close, volume].map((column) => column.slice(0, length))
}
