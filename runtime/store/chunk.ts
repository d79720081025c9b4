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

/** Writes a blob's columns into `bars` from `at` on. False when its length is not of `count`. */
export function decodeChunk(blob: Uint8Array, bars: Bars, at: number, count: number): boolean {
  const width = count * Float64Array.BYTES_PER_ELEMENT
  if (blob.length !== width * COLUMNS.length) return false
  COLUMNS.forEach((name, index) => {
    bytesOf(bars[name], at, at + count).set(blob.subarray(index * width, (index + 1) * width))
  })
  return true
}

/**
 * Checksum of a blob: a flipped bit on the disk must not become a trade. FNV-1a over 32-bit words
 * (Fowler, Noll, Vo): each step is a bijection, so a change in one word is always seen. It guards
 * against accidents, not forgers, in about half to two thirds of SHA-256's time.
 */
export function checksumOf(blob: Uint8Array): number {
  const aligned = blob.byteOffset % 4 === 0 ? blob : Uint8Array.from(blob)
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2)
  let hash = 0x811c9dc5 | 0
  for (let index = 0; index < words.length; index++) {
    hash = Math.imul(hash ^ words[index]!, 0x01000193)
  }
  return hash
}

function bytesOf(column: Float64Array, from: number, to: number): Uint8Array {
  const size = Float64Array.BYTES_PER_ELEMENT
  return new Uint8Array(column.buffer, column.byteOffset + from * size, (to - from) * size)
}
