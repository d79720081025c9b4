import type { Bars } from '../../stdlib/bars.ts'

/*
 * Bars between server and page. Little-endian throughout:
 *
 *   0   4 bytes  'LSBR'
 *   4   uint32   version, 1
 *   8   uint32   length: the number of bars
 *   12  uint32   0
 *   16  float64  × length, for each column: time (start of the bar, ms UTC), open, high, low,
 *                close, volume
 *
 * The columns start at multiples of eight bytes, so that they are read in place.
 */
const MAGIC = 0x5242_534c
const VERSION = 1
const HEAD_BYTES = 16
const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** Bars as bytes. */
export function seriesBytes(bars: Bars): Uint8Array<ArrayBuffer> {
  const { length } = bars
  const buffer = new ArrayBuffer(HEAD_BYTES + COLUMNS.length * length * 8)
  const head = new DataView(buffer)
  head.setUint32(0, MAGIC, true)
  head.setUint32(4, VERSION, true)
  head.setUint32(8, length, true)
  COLUMNS.forEach((name, index) => {
    columnAt(buffer, index, length).set(bars[name].subarray(0, length))
  })
  return new Uint8Array(buffer)
}

export type ReadSeries = { readonly bars: Bars } | { readonly problem: string }

/** The bars in an answer's bytes, the columns views on them; else why there are none. */
export function readSeriesBytes(buffer: ArrayBuffer): ReadSeries {
  if (buffer.byteLength < HEAD_BYTES) return { problem: 'The series ends within its head.' }
  const head = new DataView(buffer)
  if (head.getUint32(0, true) !== MAGIC) return { problem: 'These bytes are no series.' }
  const version = head.getUint32(4, true)
  if (version !== VERSION) return { problem: `The series has version ${version}, not ${VERSION}.` }
  const length = head.getUint32(8, true)
  const expected = HEAD_BYTES + COLUMNS.length * length * 8
  if (buffer.byteLength !== expected) {
    return {
      problem: `A series of ${length} bars has ${expected} bytes, not ${buffer.byteLength}.`,
    }
  }
  const column = (index: number) => columnAt(buffer, index, length)
  return {
    bars: {
      length,
      time: column(0),
      open: column(1),
      high: column(2),
      low: column(3),
      close: column(4),
      volume: column(5),
    },
  }
}

function columnAt(buffer: ArrayBuffer, index: number, length: number): Float64Array {
  return new Float64Array(buffer, HEAD_BYTES + index * length * 8, length)
}
