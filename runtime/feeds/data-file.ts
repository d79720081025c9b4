import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type Refused, refuse } from './problem.ts'

/** Node holds no longer text. */
const LONGEST_TEXT = 500_000_000

/** A file of data, unpacked when it is gzipped. */
export interface DataFile {
  /** Without folder and `.gz`. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Decoded by its byte-order mark, else as UTF-8; refused when it is none. Decoded once. */
  readonly text: () => string | Refused
  /** The first lines that hold something, at most twenty; none of what is no text. */
  readonly head: () => readonly string[]
}

/** The bytes of a file of data, or why it cannot be read. */
export function fileBytes(path: string): Uint8Array | Refused {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return refuse(0, 'file', 'there is no such file', 'Check the path')
    if (code === 'EISDIR') {
      return refuse(0, 'file', 'this is a folder', 'Name a file of prices in it')
    }
    const fix = 'Check that the file may be read'
    return refuse(0, 'file', `the file cannot be read (${code ?? String(error)})`, fix)
  }
}

/** The file of these bytes. */
export function dataFile(path: string, bytes: Uint8Array): DataFile | Refused {
  const plain = beginsWith(bytes, 0x1f, 0x8b) ? unpacked(bytes) : bytes
  if (!(plain instanceof Uint8Array)) return plain
  let text: string | Refused | undefined
  const decoded = () => {
    text ??= textOf(plain)
    return text
  }
  return {
    name: path.replace(/^.*[\\/]/, '').replace(/\.gz$/i, ''),
    bytes: plain,
    text: decoded,
    head: () => {
      const whole = decoded()
      if (typeof whole !== 'string') return []
      const lines = whole.slice(0, 20_000).split(/\r\n|\n|\r/)
      return lines.filter((line) => line.trim() !== '').slice(0, 20)
    },
  }
}

/** Whether a file begins with these bytes. */
export function beginsWith(bytes: Uint8Array, ...head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte)
}

function textOf(plain: Uint8Array): string | Refused {
  if (plain.length > LONGEST_TEXT) return tooLong()
  const wide = beginsWith(plain, 0xff, 0xfe) ? 'utf-16le' : 'utf-8'
  const text = new TextDecoder(wide).decode(plain)
  if (text.slice(0, 10_000).includes('\0')) {
    return refuse(0, 'file', 'this is a binary file, not text', 'Export the data as CSV')
  }
  return text
}

function unpacked(bytes: Uint8Array): Uint8Array | Refused {
  try {
    return gunzipSync(bytes, { maxOutputLength: LONGEST_TEXT })
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
