import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type Lines, linesOf } from '../../../runtime/feeds/lines.ts'
import { readBytes, readFile } from '../../../runtime/feeds/read-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

function collected(lines: Lines, most = Infinity): string[] {
  const all: string[] = []
  lines.each((line, index) => {
    expect(index).toBe(all.length)
    return all.push(line) < most
  })
  return all
}

test('it does not matter where a text is cut, nor how its lines end', () => {
  const text = fc.array(fc.constantFrom('a', 'é', '\r', '\n', '\r\n', ','), { maxLength: 30 })
  const cuts = fc.array(fc.nat(40), { maxLength: 8 })
  fc.assert(
    fc.property(text, cuts, fc.integer({ min: 1, max: 5 }), (parts, places, most) => {
      const whole = parts.join('')
      const at = [0, ...places.filter((place) => place < whole.length).sort((a, b) => a - b)]
      const pieces = at.map((from, k) => whole.slice(from, at[k + 1]))
      const lines = linesOf(() => pieces)
      const due = whole.split(/\r\n|\n|\r/)
      expect(collected(lines)).toEqual(due)
      expect(collected(lines, most)).toEqual(due.slice(0, most))
    }),
  )
})

test('a byte-order mark is no part of the first line', () => {
  expect(collected(linesOf(() => ['', '\ufeffa', '\ufeffb\nc']))).toEqual(['a\ufeffb', 'c'])
})

test.each(['\n', '\r\n'])(
  'a file of several pieces is read as one, lines ending with %j',
  async (end) => {
    const first = Date.UTC(2024, 0, 1)
    const row = (k: number) =>
      `${new Date(first + k * 60_000).toISOString()},3,9,1,2,${k},“${'é'.repeat(k % 7)}”`
    const rows = Array.from({ length: 60_000 }, (_, k) => row(k))
    const text = ['time,open,high,low,close,volume,note', ...rows].join(end)
    const path = join(folder, 'long.csv')
    writeFileSync(path, text)
    const read = await readFile(path)
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems))
    const { bars } = read.series[0]!
    expect(bars.length).toBe(60_000)
    expect(bars.volume.every((volume, k) => volume === k)).toBe(true)
    expect(bars.time.every((time, k) => time === first + k * 60_000)).toBe(true)
    expect(await readBytes(path, Buffer.from(text))).toEqual(read)
  },
)
