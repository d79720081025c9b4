import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { gunzipSync } from 'node:zlib'
import { type Lines, linesOf } from './lines.ts'
import { type Refused, refuse } from './problem.ts'

/** Node holds no longer text. */
const LONGEST_TEXT = 500_000_000
const PIECE_BYTES = 1 << 20

/** Bytes in pieces, as often as asked; a piece is good until the next one is asked for. */
export type Pieces = () => Iterable<Uint8Array>

/** A file of data, unpacked when it is gzipped. What is not asked for is not held. */
export interface DataFile {
  /** Without folder and `.gz`. */
  readonly name: string
  /** Whether it begins with these bytes. */
  readonly begins: (...head: readonly number[]) => boolean
  readonly bytes: () => Uint8Array
  /** Decoded by its byte-order mark, else as UTF-8; refused when it is none. */
  readonly text: () => string | Refused
  readonly lines: () => Lines | Refused
  /** The first lines that hold something, at most twenty; none of what is no text. */
  readonly head: () => readonly string[]
}

/** The bytes of a file, read anew each time. Throws what the system says against it. */
export function filePieces(path: string): Pieces {
  return function* () {
    const file = openSync(path, 'r')
    try {
      const buffer = Buffer.allocUnsafe(PIECE_BYTES)
      for (;;) {
        const count = readSync(file, buffer, 0, PIECE_BYTES, null)
        if (count === 0) return
        yield buffer.subarray(0, count)
      }
    } finally {
      closeSync(file)
    }
  }
}

/** The same of bytes in the memory. */
export function bytePieces(bytes: Uint8Array): Pieces {
  return function* () {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES)
      yield bytes.subarray(from, from + PIECE_BYTES)
  }
}

/** SHA-256 of a file's bytes, hex, or why it cannot be read. */
export function hashFile(path: string): string | Refused {
  try {
    const hash = createHash('sha256')
    for (const piece of filePieces(path)()) hash.update(piece)
    return hash.digest('hex')
  } catch (error) {
    return unreadable(error)
  }
}

/** What the system threw at somebody who read `filePieces`, for a person; all else is thrown on. */
export function unreadable(error: unknown): Refused {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  if (code === 'ENOENT') return refuse(0, 'file', 'there is no such file', 'Check the path')
  if (code === 'EISDIR') return refuse(0, 'file', 'this is a folder', 'Name a file of prices in it')
  const fix = 'Check that the file may be read'
  return refuse(0, 'file', `the file cannot be read (${code})`, fix)
}

/** The file of these bytes. */
export function dataFile(path: string, packed: Pieces): DataFile | Refused {
  const pieces = beginsWith(firstOf(packed), 0x1f, 0x8b) ? unpacked(joined(packed)) : packed
  if (typeof pieces !== 'function') return pieces
  const first = firstOf(pieces)
  const encoding = beginsWith(first, 0xff, 0xfe) ? 'utf16le' : 'utf8'
  const start = new StringDecoder(encoding).write(first.slice(0, 80_000)).replace(/^\ufeff/, '')
  const binary = start.slice(0, 10_000).includes('\0')
    ? refuse(0, 'file', 'this is a binary file, not text', 'Export the data as CSV')
    : undefined
  const texts = () => decoded(pieces, encoding)
  return {
    name: path.replace(/^.*[\\/]/, '').replace(/\.gz$/i, ''),
    begins: (...head) => beginsWith(first, ...head),
    bytes: () => joined(pieces),
    text: () => binary ?? textOf(texts()),
    lines: () => binary ?? linesOf(texts),
    head: () => {
      if (binary) return []
      const lines = start.slice(0, 20_000).split(/\r\n|\n|\r/)
      return lines.filter((line) => line.trim() !== '').slice(0, 20)
    },
  }
}

function beginsWith(bytes: Uint8Array, ...head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte)
}

/** A copy of the first piece. */
function firstOf(pieces: Pieces): Buffer {
  for (const piece of pieces()) return Buffer.from(piece)
  return Buffer.alloc(0)
}

function joined(pieces: Pieces): Uint8Array {
  return Buffer.concat(Array.from(pieces(), (piece) => Buffer.from(piece)))
}

function* decoded(pieces: Pieces, encoding: 'utf8' | 'utf16le'): Iterable<string> {
  const decoder = new StringDecoder(encoding)
  for (const piece of pieces()) yield decoder.write(piece as Buffer)
  yield decoder.end()
}

function textOf(texts: Iterable<string>): string | Refused {
  let whole = ''
  for (const text of texts) {
    if (whole.length + text.length > LONGEST_TEXT) return tooLong()
    whole += text
  }
  return whole.startsWith('\ufeff') ? whole.slice(1) : whole
}

function unpacked(bytes: Uint8Array): Pieces | Refused {
  try {
    return bytePieces(gunzipSync(bytes, { maxOutputLength: LONGEST_TEXT }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLong()
    return refuse(
      0,
      'file',
      'the file begins as gzip, but cannot be unpacked: it is damaged or cut short',
      'Get the file again',
    )
  }
}

function tooLong(): Refused {
  return refuse(
    0,
    'file',
    'the file is longer than 500 MB of text',
    'Split it by time into several files',
  )
}
