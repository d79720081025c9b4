import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { JournalFailure, type JournalFailureKind } from '../../runtime/journal/failure.ts'
import { decode, frameOf, GENESIS } from '../../runtime/journal/frame.ts'
import { openJournal, readJournal } from '../../runtime/journal/journal.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import { JOURNAL_FORMAT, JournalRecord as schema } from '../../runtime/journal/record.ts'
import { memoryDisk, systemError } from './memory-disk.ts'
import { NOON, RECORDS, SEGMENT } from './samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'journal-'))
let path = ''
let files = 0

beforeEach(() => {
  files += 1
  path = join(folder, `run-${files}.journal`)
})
afterAll(() => rmSync(folder, { recursive: true }))

const NOTE: JournalRecord = { kind: 'note', at: NOON, text: 'one more' }

/** The bytes of these records, and where each line ends. */
function written(records: readonly JournalRecord[]): { bytes: Buffer; ends: number[] } {
  const lines: Uint8Array[] = []
  const ends: number[] = []
  let chain = GENESIS
  let length = 0
  for (const record of records) {
    const frame = frameOf(record, chain)
    chain = frame.chain
    length += frame.bytes.length
    lines.push(frame.bytes)
    ends.push(length)
  }
  return { bytes: Buffer.concat(lines), ends }
}

function failureOf(action: () => unknown): JournalFailure {
  try {
    action()
  } catch (error) {
    if (error instanceof JournalFailure) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

async function rejection(promise: Promise<unknown>): Promise<JournalFailureKind> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof JournalFailure)) throw new Error('no journal failure')
  return error.kind
}

describe('records', () => {
  test('the samples have every kind', () => {
    const kinds = schema.options.map((option) => option.shape.kind.value)
    expect(new Set(RECORDS.map(({ kind }) => kind))).toEqual(new Set(kinds))
  })

  test('come back as they were written, to the last bit', async () => {
    const journal = openJournal(path)
    for (const record of RECORDS) journal.append(record)
    await journal.close()
    expect(readJournal(path)).toEqual(RECORDS)
    const again = openJournal(path)
    expect(again.records).toEqual(RECORDS)
    expect(again.append(NOTE)).toBe(statSync(path).size)
    await again.close()
    expect(readJournal(path)).toEqual([...RECORDS, NOTE])
  })

  test('are lines that grep and a JSON reader understand', async () => {
    const { bytes } = written(RECORDS)
    const lines = bytes.toString().trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))))).toEqual(RECORDS)
  })

  test.each<[string, unknown]>([
    ['a price that JSON cannot hold', { ...RECORDS[1], close: Number.NaN }],
    ['an infinite instant', { ...NOTE, at: Number.POSITIVE_INFINITY }],
    ['a field that no reader knows', { ...NOTE, colour: 'red' }],
    ['a ref beyond forty characters', { ...RECORDS[5], ref: 'x'.repeat(41) }],
    ['a ref that would inject a field', { ...RECORDS[5], ref: 'k7\u00001' }],
    ['a minus zero', { ...SEGMENT, parameters: [-0] }],
  ])('%s is never written', (_, record) => {
    const disk = memoryDisk()
    const journal = openJournal(path, disk)
    journal.append(SEGMENT)
    const before = disk.contents()
    expect(() => journal.append(record as JournalRecord)).toThrow()
    expect(disk.contents()).toEqual(before)
    journal.append(NOTE)
    expect(decode(disk.contents()).records).toEqual([SEGMENT, NOTE])
  })
})

describe('a crash', () => {
  test('at every byte leaves whole records and at most one cut short', () => {
    const { bytes, ends } = written(RECORDS)
    for (let length = 0; length <= bytes.length; length++) {
      const { records, torn } = decode(bytes.subarray(0, length))
      const whole = ends.filter((end) => end <= length).length
      expect(records.length).toBe(whole)
      expect(torn).toBe(length - (whole === 0 ? 0 : ends[whole - 1]!))
    }
  })

  test('that left NULs where the last bytes should be is a tear as well', () => {
    const { bytes, ends } = written(RECORDS)
    const from = ends.at(-2)!
    for (const kept of [0, 1, 20, 60]) {
      const holed = Buffer.from(bytes)
      holed.fill(0, from + kept)
      expect(decode(holed).torn).toBe(bytes.length - from)
    }
  })

  test('opens with the tear removed and a note in its place', async () => {
    const { bytes, ends } = written(RECORDS)
    writeFileSync(path, bytes.subarray(0, ends[4]! + 30))
    expect(readJournal(path)).toEqual(RECORDS.slice(0, 5))
    const journal = openJournal(path)
    expect(journal.records.slice(0, 5)).toEqual(RECORDS.slice(0, 5))
    expect(journal.records[5]).toMatchObject({ kind: 'note', text: /30 bytes/ })
    journal.append(NOTE)
    await journal.close()
    expect(readJournal(path).length).toBe(7)
  })

  test('in the very first record leaves a new journal', async () => {
    writeFileSync(path, written(RECORDS).bytes.subarray(0, 50))
    const journal = openJournal(path)
    expect(journal.records).toEqual([])
    journal.append(SEGMENT)
    await journal.close()
    expect(readJournal(path)).toEqual([SEGMENT])
  })

  test('loses what was not durable and nothing else', async () => {
    const disk = memoryDisk()
    const journal = openJournal(path, disk)
    for (const record of RECORDS.slice(0, 6)) journal.append(record)
    await journal.durable()
    for (const record of RECORDS.slice(6)) journal.append(record)
    expect(decode(disk.contents()).records).toEqual(RECORDS)
    expect(decode(disk.durable()).records).toEqual(RECORDS.slice(0, 6))
    await journal.close()
    expect(decode(disk.durable()).records).toEqual(RECORDS)
  })
})

describe('damage', () => {
  const { bytes, ends } = written(RECORDS)
  const lineAt = (at: number) => ends.findIndex((end) => at < end) + 1

  test('of any single bit of any byte is refused, with its line', () => {
    const copy = Buffer.from(bytes)
    for (let at = 0; at < bytes.length; at++) {
      const bit = 1 << ((at * 5 + 3) % 8)
      copy[at]! ^= bit
      const failure = failureOf(() => decode(copy))
      expect(failure.kind).toBe('damaged')
      expect(failure.line).toBe(lineAt(at))
      copy[at]! ^= bit
    }
  })

  test('of every bit of the last line is refused: it may have been durable', () => {
    const copy = Buffer.from(bytes)
    for (let at = ends.at(-2)!; at < bytes.length; at++) {
      for (let bit = 1; bit < 256; bit <<= 1) {
        copy[at]! ^= bit
        expect(failureOf(() => decode(copy)).kind).toBe('damaged')
        copy[at]! ^= bit
      }
    }
  })

  test('a line left out, doubled or moved breaks the chain', () => {
    const lines = ends.map((end, k) => bytes.subarray(k === 0 ? 0 : ends[k - 1]!, end))
    const forged: readonly (readonly [Uint8Array[], number])[] = [
      [[...lines.slice(0, 3), ...lines.slice(4)], 4],
      [[...lines.slice(0, 4), ...lines.slice(3)], 5],
      [[...lines.slice(0, 2), lines[3]!, lines[2]!, ...lines.slice(4)], 3],
      [lines.slice(1), 1],
    ]
    for (const [changed, line] of forged) {
      expect(failureOf(() => decode(Buffer.concat(changed)))).toMatchObject({
        kind: 'damaged',
        line,
      })
    }
  })

  test('a hole of NULs before other lines is refused', () => {
    const holed = Buffer.from(bytes)
    holed.fill(0, ends[2]!, ends[3]!)
    expect(failureOf(() => decode(holed))).toMatchObject({ kind: 'damaged', line: 4 })
  })

  test('is told by opener and reader with path, line and what to do, and changes nothing', () => {
    const copy = Buffer.from(bytes)
    copy[ends[5]! + 70]! ^= 4
    writeFileSync(path, copy)
    for (const action of [() => openJournal(path), () => readJournal(path)]) {
      const { message } = failureOf(action)
      expect(message).toMatch(/run-\d+\.journal: Line 7 is not as it was written.*Restore/)
    }
    expect(readFileSync(path).equals(copy)).toBe(true)
    expect(existsSync(`${path}.lock`)).toBe(false)
  })
})

describe('what is no journal', () => {
  test.each<[string, string, string]>([
    ['an empty file, to a reader', '', 'no records'],
    ['another file', 'time,open,high,low,close\n', 'Line 1'],
  ])('%s', (_, text, message) => {
    writeFileSync(path, text)
    expect(failureOf(() => readJournal(path)).message).toContain(message)
  })

  test('one that does not begin with its run', () => {
    writeFileSync(path, written([NOTE]).bytes)
    expect(failureOf(() => openJournal(path)).message).toContain('not the beginning of a run')
  })

  test('one of another version', () => {
    const other = schema.parse(SEGMENT)
    const json = Buffer.from(JSON.stringify({ ...other, format: JOURNAL_FORMAT + 1 }))
    // A whole and chained line, written by hand as a later version would.
    const forged = forge(json)
    writeFileSync(path, forged)
    const failure = failureOf(() => openJournal(path))
    expect(failure).toMatchObject({ kind: 'unreadable', line: 1 })
    expect(failure.message).toContain('version')
  })

  test('one that is not there, and one in no folder', () => {
    expect(failureOf(() => readJournal(path)).message).toContain('ENOENT')
    expect(failureOf(() => openJournal(join(folder, 'no', 'run')))).toMatchObject({
      kind: 'unreadable',
    })
  })
})

describe('the file', () => {
  test("is its owner's alone, even if it was not", async () => {
    writeFileSync(path, '')
    chmodSync(path, 0o644)
    const journal = openJournal(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await journal.close()
  })

  test('has one writer at a time', async () => {
    const journal = openJournal(path)
    const failure = failureOf(() => openJournal(path))
    expect(failure.kind).toBe('locked')
    expect(failure.message).toContain(`Process ${process.pid}`)
    await journal.close()
    await openJournal(path).close()
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  test.each<[string, () => string]>([
    ['of a process that is gone', () => `${goneProcess()} 1\n`],
    ['of an id that another process has now', () => `${process.pid} 1\n`],
    ['of no process at all', () => ''],
  ])('a lock %s is taken over', async (_, content) => {
    writeFileSync(`${path}.lock`, content())
    const journal = openJournal(path)
    expect(readFileSync(`${path}.lock`, 'utf8')).toContain(`${process.pid} `)
    await journal.close()
  })
})

describe('the disk', () => {
  test('full: a typed failure, the journal whole, and on it goes once there is room', async () => {
    const disk = memoryDisk()
    const journal = openJournal(path, disk)
    journal.append(SEGMENT)
    const before = disk.contents().length
    for (const room of [0, 1, 40, 60]) {
      disk.room = room
      const failure = failureOf(() => journal.append(NOTE))
      expect(failure.kind).toBe('full')
      expect(failure.message).toMatch(/disk is full.*cancels still go/)
      expect(disk.contents().length).toBe(before)
    }
    disk.room = 1000
    journal.append(NOTE)
    await journal.durable()
    expect(decode(disk.durable()).records).toEqual([SEGMENT, NOTE])
  })

  test('failing in a write or a sync: broken for good', async () => {
    const disk = memoryDisk()
    const journal = openJournal(path, disk)
    journal.append(SEGMENT)
    disk.fault = systemError('EIO', 'i/o error, fdatasync')
    expect(await rejection(journal.durable())).toBe('broken')
    disk.fault = undefined
    expect(await rejection(journal.durable())).toBe('broken')
    expect(failureOf(() => journal.append(NOTE)).kind).toBe('broken')
    expect(await rejection(journal.close().then(() => journal.durable()))).toBe('broken')

    const other = memoryDisk()
    const second = openJournal(`${path}2`, other)
    other.append = () => {
      throw systemError('EIO', 'i/o error, write')
    }
    expect(failureOf(() => second.append(SEGMENT)).kind).toBe('broken')
    await second.close()
  })

  test('is synced once for all who wait, and always after the last append', async () => {
    const disk = memoryDisk()
    const journal = openJournal(path, disk)
    journal.append(SEGMENT)
    const first = journal.durable()
    const seen: number[] = []
    const waiting: Promise<unknown>[] = []
    for (let k = 0; k < 20; k++) {
      journal.append({ ...NOTE, text: String(k) })
      const durable = journal.durable()
      waiting.push(durable.then(() => seen.push(decode(disk.durable()).records.length)))
    }
    await first
    expect(decode(disk.durable()).records.length).toBe(1)
    await Promise.all(waiting)
    expect(seen).toEqual(Array.from({ length: 20 }, () => 21))
    expect(disk.syncs).toBe(2)
  })
})

function goneProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

/** A line of any JSON, correctly chained as a first one. */
function forge(json: Uint8Array): Uint8Array {
  const { bytes } = written([NOTE])
  const template = bytes.toString()
  const own = chainOf(json)
  const length = json.length.toString(16).padStart(8, '0')
  expect(template.slice(9, 41)).toBe(chainOf(Buffer.from(template.slice(42, -1))))
  return Buffer.concat([Buffer.from(`${length} ${own} `), json, Buffer.from('\n')])
}

/** The format's own rule, written once more. */
function chainOf(json: Uint8Array): string {
  return createHash('sha256').update(GENESIS).update(json).digest('hex').slice(0, 32)
}
