import { createHash } from 'node:crypto'
import type { Bars } from '../../stdlib/bars.ts'

/** Bars in a chunk; only a series' last one may hold fewer. */
export const CHUNK_BARS = 4_096

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** Bars [from, to) as one blob: six columns one after the other, little-endian doubles. */
export function encodeChunk(bars: Bars, from: number, to: number): Buffer {
  const width = (to - from) * Float64Array.BYTES_PER_ELEMENT
  const blob = Buffer.allocUnsafe(width * COLUMNS.length)
  COLUMNS.forEach((name, index) => {
    blob.set(bytesOf(bars[name], from, to), index * width)
  })
  return blob
}

/** Writes a blob's columns into `bars` from bar `at` on. False when its length is not of `count`. */
export function decodeChunk(blob: Uint8Array, bars: Bars, at: number, count: number): boolean {
  const width = count * Float64Array.BYTES_PER_ELEMENT
  if (blob.length !== width * COLUMNS.length) return false
  COLUMNS.forEach((name, index) => {
    bytesOf(bars[name], at, at + count).set(blob.subarray(index * width, (index + 1) * width))
  })
  return true
}

/** SHA-256 of a blob: a flipped bit on the disk must not become a trade. */
export function checksumOf(blob: Uint8Array): Buffer {
  return createHash('sha256').update(blob).digest()
}

function bytesOf(column: Float64Array, from: number, to: number): Uint8Array {
  const size = Float64Array.BYTES_PER_ELEMENT
  return new Uint8Array(column.buffer, column.byteOffset + from * size, (to - from) * size)
}
