import type { Bars } from '../../stdlib/bars.ts'

/** Opens, then closes, as raw doubles: what all contestants read. */
export function barFile({ open, close }: Bars): Uint8Array {
  const both = new Float64Array(open.length * 2)
  both.set(open)
  both.set(close, open.length)
  return new Uint8Array(both.buffer)
}

/** Daily bars as a CSV file with a header. */
export function csvFile(bars: Bars): string {
  return csvText(bars, 'Date', (i) => new Date(bars.time[i]!).toISOString().slice(0, 10))
}

/** The same prices as bars of a minute, one after the other. */
export function minuteFile(bars: Bars): string {
  const first = Date.UTC(2019, 0, 1)
  return csvText(bars, 'Time', (i) => `${new Date(first + i * 60_000).toISOString().slice(0, 19)}Z`)
}

function csvText(bars: Bars, name: string, time: (bar: number) => string): string {
  const rows = [`${name},Open,High,Low,Close,Volume`]
  const columns = [bars.open, bars.high, bars.low, bars.close, bars.volume]
  for (let i = 0; i < bars.length; i++) {
    rows.push(`${time(i)},${columns.map((column) => column[i]).join(',')}`)
  }
  return `${rows.join('\n')}\n`
}
