import { createHash } from 'node:crypto'
import { JournalFailure } from './failure.ts'
import { JournalRecord } from './record.ts'

/**
 * A line of the journal: `<length> <chain> <json>\n`. Length is that of the JSON in bytes, eight
 * hex digits; chain is the first 128 bits of SHA-256 over the previous line's chain and the JSON,
 * so that a line vouches for itself and for all before it. JSON has no line end and no NUL.
 */
const LENGTH_DIGITS = 8
const CHAIN_DIGITS = 32
const HEAD = LENGTH_DIGITS + 1 + CHAIN_DIGITS + 1
const LINE_END = 0x0a

/** The chain before the first line. */
export const GENESIS = digest('', Buffer.from('lockstep journal'))

export interface Frame {
  readonly bytes: Uint8Array
  readonly chain: string
}

/** The line of a record. A record that could not be read back is our mistake, and throws. */
export function frameOf(record: JournalRecord, previous: string): Frame {
  const json = Buffer.from(JSON.stringify(JournalRecord.parse(record)))
  const chain = digest(previous, json)
  const length = json.length.toString(16).padStart(LENGTH_DIGITS, '0')
  const bytes = Buffer.concat([Buffer.from(`${length} ${chain} `), json, Buffer.of(LINE_END)])
  return { bytes, chain }
}

export interface Decoded {
  readonly records: JournalRecord[]
  /** Chain of the last whole line. */
  readonly chain: string
  /** Bytes of the whole lines. */
  readonly length: number
  /** Bytes behind them: a line whose writing was cut short; 0 as a rule. */
  readonly torn: number
}

/**
 * Reads a journal. A last line cut short is what a crash leaves behind: it was never durable, so
 * nothing was sent on its account, and it is left out. Anything else that is not as written throws
 * a `damaged` failure with its line.
 */
export function decode(bytes: Uint8Array): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const records: JournalRecord[] = []
  let chain = GENESIS
  let at = 0
  while (at < buffer.length) {
    const end = endOfLine(buffer, at)
    if (end === undefined) {
      if (isTorn(buffer, at)) break
      throw damaged(records.length + 1)
    }
    const json = buffer.subarray(at + HEAD, end)
    const expected = digest(chain, json)
    const written = buffer.toString('latin1', at + LENGTH_DIGITS, at + HEAD)
    if (written !== ` ${expected} `) throw damaged(records.length + 1)
    records.push(parsed(json.toString(), records.length + 1))
    chain = expected
    at = end + 1
  }
  return { records, chain, length: at, torn: buffer.length - at }
}

/** Where the line end stands that the line's length promises, if it does. */
function endOfLine(buffer: Buffer, at: number): number | undefined {
  const digits = buffer.toString('latin1', at, at + LENGTH_DIGITS)
  if (!/^[0-9a-f]{8}$/.test(digits)) return undefined
  const end = at + HEAD + Number.parseInt(digits, 16)
  return buffer[end] === LINE_END ? end : undefined
}

/**
 * Whether the bytes from here on are the beginning of one line, or what a file system leaves of it
 * that knew the file's new length and not yet its content: NULs. A whole line that lost its end,
 * or any line behind this one, is no tear.
 */
function isTorn(buffer: Buffer, at: number): boolean {
  let end = buffer.length
  while (end > at && buffer[end - 1] === 0) end--
  const rest = buffer.subarray(at, end)
  if (rest.includes(LINE_END) || rest.includes(0)) return false
  if (rest.length < HEAD) return true
  const digits = rest.toString('latin1', 0, LENGTH_DIGITS)
  return /^[0-9a-f]{8}$/.test(digits) && rest.length <= HEAD + Number.parseInt(digits, 16)
}

function parsed(json: string, line: number): JournalRecord {
  const read = JournalRecord.safeParse(JSON.parse(json))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new JournalFailure(
    'unreadable',
    `Line ${line} is whole, but not a record of this version (${where}: ${issue?.message}). ` +
      'Read it with the version of Lockstep that its first line names.',
    line,
  )
}

function damaged(line: number): JournalFailure {
  return new JournalFailure(
    'damaged',
    `Line ${line} is not as it was written, so what follows cannot be believed. ` +
      'Restore the file from a copy, or settle the account by hand and begin a new journal.',
    line,
  )
}

function digest(previous: string, json: Uint8Array): string {
  return createHash('sha256').update(previous).update(json).digest('hex').slice(0, CHAIN_DIGITS)
}
