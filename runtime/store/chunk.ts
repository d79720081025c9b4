import type { Bars } from '../../stdlib/bars.ts'

/**
 * Values in a chunk: a column up to this length is one blob, and the blob's own memory is the
 * column when it is read.
 */
export const CHUNK_VALUES = 1_048_576

/** What is stored of bars: each column by its name. */
export const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
export type ColumnName = Exclude<keyof Bars, 'length'>

const SIZE = Float64Array.BYTES_PER_ELEMENT

/** A chunk as it lies in the store. */
export interface Chunk {
  readonly checksum: number
  /** Little-endian doubles. */
  readonly bytes: Buffer
}

/** The bytes of values [from, to), not copied. */
export function bytesOf(column: Float64Array, from: number, to: number): Buffer {
  return Buffer.from(column.buffer, column.byteOffset + from * SIZE, (to - from) * SIZE)
}

/** Values [from, to) of a column from their chunks, every one checked; else why there are none. */
export function joinChunks(
  chunks: Iterable<Chunk>,
  from: number,
  to: number,
): Float64Array | string {
  let column: Float64Array | undefined
  let at = from
  for (const { checksum, bytes } of chunks) {
    const end = at + bytes.length / SIZE
    if (!(end > at && end <= to) || checksumOf(bytes, at) !== checksum) {
      return `the stored bars from bar ${at} on are damaged`
    }
    if (end - at === to - from && bytes.byteOffset % SIZE === 0) {
      column = new Float64Array(bytes.buffer, bytes.byteOffset, to - from)
    } else {
      column ??= new Float64Array(to - from)
      bytesOf(column, at - from, end - from).set(bytes)
    }
    at = end
  }
  return at === to ? (column ?? new Float64Array(0)) : `only ${at} of ${to} stored bars are there`
}

/**
 * Checksum of a blob: a flipped bit on the disk must not become a trade. FNV-1a over 32-bit words
 * (Fowler, Noll, Vo): each step is a bijection, so a change in one word is always seen. It guards
 * against accidents, not forgers. Two hashes, of the even and the odd words, are reckoned side by
 * side, which takes a processor half the time of one. They begin with `at`, the bar of the first
 * value: a chunk in another's place is damage.
 */
export function checksumOf(blob: Uint8Array, at: number): number {
  const aligned = blob.byteOffset % 4 === 0 ? blob : Uint8Array.from(blob)
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2)
  let even = 0x811c9dc5 ^ at
  let odd = even
  for (let index = 1; index < words.length; index += 2) {
    even = Math.imul(even ^ words[index - 1]!, 0x01000193)
    odd = Math.imul(odd ^ words[index]!, 0x01000193)
  }
  return Math.imul(even, 0x01000193) ^ odd
}
