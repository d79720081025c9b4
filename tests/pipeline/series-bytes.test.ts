import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSeriesBytes, seriesBytes } from '../../editor/pipeline/series-bytes.ts'
import { emptyBars } from '../../stdlib/bars.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

describe('a series as bytes', () => {
  test('reads back as the same bits, with room to spare or without', () => {
    const rows = fc.array(fc.tuple(...COLUMNS.map(() => fc.double())), { maxLength: 50 })
    fc.assert(
      fc.property(rows, fc.nat(5), (values, spare) => {
        const bars = emptyBars(values.length + spare)
        bars.length = values.length
        values.forEach((row, bar) => {
          COLUMNS.forEach((name, index) => {
            bars[name][bar] = row[index]!
          })
        })
        const bytes = seriesBytes(bars)
        expect(bytes.length).toBe(16 + 48 * values.length)
        const read = readSeriesBytes(bytes.buffer)
        if ('problem' in read) throw new Error(read.problem)
        expect(read.bars.length).toBe(values.length)
        for (const name of COLUMNS) {
          expect(read.bars[name]).toEqual(bars[name].slice(0, values.length))
          // A view: nothing was copied.
          expect(read.bars[name].buffer).toBe(bytes.buffer)
        }
      }),
    )
  })

  test('is written down as documented', () => {
    const bars = emptyBars(1)
    bars.length = 1
    COLUMNS.forEach((name, index) => {
      bars[name][0] = index + 1
    })
    const view = new DataView(seriesBytes(bars).buffer)
    expect(String.fromCharCode(...new Uint8Array(view.buffer, 0, 4))).toBe('LSBR')
    expect([4, 8, 12].map((at) => view.getUint32(at, true))).toEqual([1, 1, 0])
    expect([0, 1, 2, 3, 4, 5].map((at) => view.getFloat64(16 + 8 * at, true))).toEqual([
      1, 2, 3, 4, 5, 6,
    ])
  })

  test.each([
    ['empty', () => new Uint8Array(0), /ends within its head/],
    ['of something else', () => new Uint8Array(64).fill(60), /no series/],
    ['of a later version', (bytes: Uint8Array) => bytes.fill(2, 4, 5), /version 2/],
    ['cut short', (bytes: Uint8Array) => bytes.slice(0, -1), /112 bytes, not 111/],
    ['too long', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0), /112 bytes, not 113/],
    [
      'with a length that is none',
      (bytes: Uint8Array) => bytes.fill(255, 8, 12),
      /4294967295 bars/,
    ],
  ])('%s is refused', (_title, damage, problem) => {
    const bars = emptyBars(2)
    bars.length = 2
    const { buffer } = Uint8Array.from(damage(seriesBytes(bars)))
    expect(readSeriesBytes(buffer)).toEqual({ problem: expect.stringMatching(problem) })
  })

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readSeriesBytes(Uint8Array.from(bytes).buffer)
      }),
    )
  })
})
