import type { Bars } from '../../stdlib/bars.ts'

/** Bars as CSV, oldest first: days by their date, else instants of UTC. Every digit is kept. */
export function barsCsv(bars: Bars, interval: string): string {
  const daily = !/[smh]$/.test(interval)
  const lines = [`${daily ? 'date' : 'time'},open,high,low,close,volume`]
  for (let bar = 0; bar < bars.length; bar++) {
    const time = new Date(bars.time[bar]!).toISOString()
    const written = daily && time.endsWith('T00:00:00.000Z') ? time.slice(0, 10) : time
    const cells = [bars.open, bars.high, bars.low, bars.close, bars.volume]
    lines.push(`${written},${cells.map((column) => column[bar]).join(',')}`)
  }
  return `${lines.join('\n')}\n`
}

/** Bars as a Parquet file: `time` as a timestamp of UTC, prices and volume as doubles. */
export async function barsParquet(bars: Bars): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const { length } = bars
  const column = (name: 'open' | 'high' | 'low' | 'close' | 'volume') => ({
    name,
    type: 'DOUBLE' as const,
    data: bars[name].subarray(0, length),
  })
  const time = Array.from(bars.time.subarray(0, length), (instant) => new Date(instant))
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'time', type: 'TIMESTAMP', data: time },
      column('open'),
      column('high'),
      column('low'),
      column('close'),
      column('volume'),
    ],
  })
  return new Uint8Array(buffer)
}
