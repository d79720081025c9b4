import { gunzipSync } from 'node:zlib'
import { type Refused, refuse } from './problem.ts'

/** Node holds no longer text. */
const LONGEST_TEXT = 500_000_000

/** The text of a CSV file: unpacked when gzipped, decoded by its byte-order mark, else as UTF-8. */
export function csvText(bytes: Uint8Array): string | Refused {
  const starts = (...head: number[]) => head.every((byte, index) => bytes[index] === byte)
  if (starts(0x50, 0x4b, 0x03, 0x04)) {
    return refuse(
      0,
      'file',
      'this is a zip archive or a spreadsheet, not a CSV file',
      'Unpack it, or save the sheet as CSV',
    )
  }
  const plain = starts(0x1f, 0x8b) ? unpacked(bytes) : bytes
  if (!(plain instanceof Uint8Array)) return plain
  if (plain.length > LONGEST_TEXT) return tooLong()
  const wide = plain[0] === 0xff && plain[1] === 0xfe ? 'utf-16le' : undefined
  const text = new TextDecoder(wide ?? 'utf-8').decode(plain)
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
