import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { FeedSeries } from '../../../runtime/feeds/format.ts'
import { refusalText } from '../../../runtime/feeds/problem.ts'
import { readBytes, readFile } from '../../../runtime/feeds/read-file.ts'
import { BAD_TEXTS } from './bad-texts.ts'
import { GOOD_TEXTS } from './good-texts.ts'
import { onlySeries } from './only-series.ts'

const folder = mkdtempSync(join(tmpdir(), 'feeds-'))
afterAll(() => rmSync(folder, { recursive: true }))

const parse = (text: string, options = {}) => readBytes('prices.csv', Buffer.from(text), options)
const accepted = onlySeries

describe('files that are read', () => {
  test.each(GOOD_TEXTS)('$name', async ({ text, options, times, first, notes }) => {
    const result = accepted(await parse(text, options))
    const { bars, report } = result
    expect(isoTimes(result)).toEqual(times)
    const row = [bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => column[0])
    expect(row).toEqual(first ?? [1, 2, 0.5, 1.5, 100])
    expect(report).toMatchObject({ rows: times.length, bars: times.length })
    if (notes) expect(report.notes.join('\n')).toMatch(notes)
  })

  test('gzipped, and UTF-16 with its mark', async () => {
    const text = GOOD_TEXTS[0]!.text
    const packed = join(folder, 'prices.csv.gz')
    writeFileSync(packed, gzipSync(text))
    expect(accepted(await readFile(packed)).bars.length).toBe(2)
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le')
    expect(accepted(await readBytes('a.csv', wide)).bars.length).toBe(2)
  })

  test.each([
    [60_000, '1m'],
    [300_000, '5m'],
    [90_000, '90s'],
    [3_600_000, '1h'],
    [4 * 3_600_000, '4h'],
    [86_400_000, '1d'],
    [7 * 86_400_000, '1w'],
    [31 * 86_400_000, '1mo'],
    [91 * 86_400_000, '3mo'],
  ])('bars %i ms apart are bars of %s', async (step, interval) => {
    // A hole after the third bar: the commonest does not mind.
    const times = [0, 1, 2, 6, 7, 8].map((at) => 1_600_000_000_000 + at * step)
    const text = times.map((time) => `${time},1,2,0.5,1.5,100`).join('\n')
    expect(accepted(await parse(text)).report.interval?.text).toBe(interval)
  })
})

describe('files that are refused', () => {
  test.each(BAD_TEXTS)('$name', async ({ text, options, line, kind, message }) => {
    const result = await parse(text, options)
    if (result.kind !== 'refused') throw new Error('was read')
    const [problem] = result.problems
    expect(problem).toMatchObject({ line, kind })
    expect(problem!.message).toMatch(message)
    expect(problem!.message, 'a sentence for people').not.toMatch(/undefined|NaN|\.$/)
    expect(problem!.fix).toMatch(/^[A-Z]/)
  })

  test('every bad row is told, the first twenty one by one', async () => {
    const rows = Array.from(
      { length: 50 },
      (_, day) => `${1_600_000_000 + day * 86_400},1,2,0,1.5,9`,
    )
    const result = await parse(`time,open,high,low,close,volume\n${rows.join('\n')}`)
    expect(result).toMatchObject({ kind: 'refused', more: 30 })
    if (result.kind !== 'refused') return
    expect(result.problems.map(({ line }) => line)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 2),
    )
    const text = refusalText(result, 'prices.csv')
    expect(text).toContain('prices.csv:2: the low is 0; a price must be above zero')
    expect(text.match(/--on-bad quarantine/g), 'advice once, not twenty times').toHaveLength(1)
    expect(text).toMatch(/and 30 more/)
  })

  test('a file that is not there, and a folder', async () => {
    expect(await readFile(join(folder, 'none.csv'))).toMatchObject({
      kind: 'refused',
      problems: [{ line: 0, message: 'there is no such file' }],
    })
    expect(await readFile(folder)).toMatchObject({ problems: [{ message: 'this is a folder' }] })
  })

  test('a damaged gzip, a zip', async () => {
    const packed = gzipSync(GOOD_TEXTS[0]!.text)
    expect(await readBytes('a', packed.subarray(0, packed.length - 9))).toMatchObject({
      problems: [{ message: expect.stringMatching(/cannot be unpacked/) }],
    })
    expect(await readBytes('a', Buffer.from('PK\u0003\u0004zip'))).toMatchObject({
      problems: [{ message: expect.stringMatching(/zip file is damaged/) }],
    })
  })
})

describe('quarantine', () => {
  const options = { onBad: 'quarantine' } as const
  const good = (day: number) => `2024-03-${String(day).padStart(2, '0')},1,2,0.5,1.5,100`
  const header = 'date,open,high,low,close,volume'

  test('bad rows are left out and told', async () => {
    const text = [header, good(1), '2024-03-02,1,2,0,1.5,100', good(3), good(3), good(4)].join('\n')
    const { bars, report } = accepted(await parse(text, options))
    expect(bars.length).toBe(3)
    expect(report.rows).toBe(5)
    expect(report.quarantined.count).toBe(2)
    expect(report.quarantined.problems.map(({ line, kind }) => [line, kind])).toEqual([
      [3, 'price'],
      [5, 'duplicate'],
    ])
  })

  test('a file of mostly bad rows is refused all the same', async () => {
    const text = [header, good(1), 'x', 'y', 'z'].join('\n')
    const result = await parse(text, options)
    if (result.kind !== 'refused') throw new Error('was read')
    expect(result.problems[0]!.message).toBe('3 of 4 rows are bad: too many to leave out')
    expect(result.problems).toHaveLength(4)
    expect(result.more).toBe(0)
  })
})

function isoTimes({ bars }: FeedSeries): string[] {
  return Array.from(bars.time.subarray(0, bars.length), (time) => new Date(time).toISOString())
}
