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
  const rows = ['Date,Open,High,Low,Close,Volume']
  for (let i = 0; i < bars.length; i++) {
    const day = new Date(bars.time[i]!).toISOString().slice(0, 10)
    const cells = [bars.open, bars.high, bars.low, bars.close, bars.volume]
    rows.push(`${day},${cells.map((column) => column[i]).join(',')}`)
  }
  return `${rows.join('\n')}\n`
}
