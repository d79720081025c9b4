import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Bars } from '../../../stdlib/bars.ts'
import { emptyBars } from '../../../stdlib/bars.ts'

/** Outside figures, beside the project; tests that need them are skipped where it is absent. */
export const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))

/** GOOG, daily, 2004 to 2013. */
export function readGoogle(): Bars {
  return readDaily('backtesting_py/GOOG')
}

/** A stock of 2017 and 2018, daily: `default`, or another to `compare` with it. */
export function readSkender(name: 'default' | 'compare'): Bars {
  return readDaily(`skender/${name}`)
}

function readDaily(name: string): Bars {
  const file = gunzipSync(readFileSync(`${DATA}ohlcv/${name}.csv.gz`))
  const lines = file.toString('utf8').trim().split('\n').slice(1)
  const bars = emptyBars(lines.length)
  bars.length = lines.length
  lines.forEach((line, i) => {
    const [date, open, high, low, close, volume] = line.split(',')
    bars.time[i] = Date.parse(`${date}T00:00:00Z`)
    bars.open[i] = Number(open)
    bars.high[i] = Number(high)
    bars.low[i] = Number(low)
    bars.close[i] = Number(close)
    bars.volume[i] = Number(volume)
  })
  return bars
}
