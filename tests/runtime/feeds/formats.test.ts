/** Every format of `runtime/feeds/formats`, from a small file of each. */
import { describe, expect, test } from 'vitest'
import type { FeedOptions } from '../../../runtime/feeds/options.ts'
import { readBytes } from '../../../runtime/feeds/read-file.ts'
import { FORMAT_SAMPLES, lines, zip } from './format-samples.ts'
import { onlySeries } from './only-series.ts'

describe('every format', () => {
  test.each(FORMAT_SAMPLES)(
    '$name',
    async ({ file, content, options, format, symbol, ...expected }) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : await content()
      const result = await readBytes(`folder/${file}`, bytes, options)
      const series = onlySeries(result)
      const { bars, report } = series
      expect(result).toMatchObject({ format })
      expect(series.symbol).toBe(symbol)
      const times = Array.from(bars.time.subarray(0, bars.length), (time) =>
        new Date(time).toISOString().slice(0, 16),
      )
      expect(times).toEqual(expected.times)
      const row = [bars.open, bars.high, bars.low, bars.close, bars.volume].map((one) => one[0])
      expect(row).toEqual(expected.first)
      expect(report).toMatchObject({ rows: 2, bars: 2 })
      if (expected.notes) expect(report.notes.join('\n')).toMatch(expected.notes)
    },
  )
})

describe('several symbols in one file', () => {
  const panel = lines(
    'date,symbol,open,high,low,close,volume',
    '2024-03-28,A,1,2,0.5,1.5,100',
    '2024-03-28,B,5,6,4,5,9',
    '2024-03-29,A,1,2,0.5,1.5,100',
    '2024-03-29,B,5,6,4,5,9',
  )
  const read = (text: string, options: FeedOptions = {}) =>
    readBytes('panel.csv', Buffer.from(text), options)

  test('are series of their own, and one may be picked', async () => {
    const both = await read(panel)
    if (both.kind === 'refused') throw new Error('refused')
    expect(both.series.map(({ symbol, bars }) => [symbol, bars.length, bars.open[1]])).toEqual([
      ['A', 2, 1],
      ['B', 2, 5],
    ])
    expect(onlySeries(await read(panel, { symbol: 'b' })).symbol).toBe('B')
    const none = await read(panel, { symbol: 'C' })
    expect(none).toMatchObject({
      problems: [{ message: expect.stringMatching(/none of the 2 symbols is "C": "A", "B"/) }],
    })
  })

  test('a bad row of one refuses the file, with its line', async () => {
    const bad = panel.replace('2024-03-29,B,5', '2024-03-29,B,0')
    expect(await read(bad)).toMatchObject({
      kind: 'refused',
      problems: [{ line: 5, message: 'the open is 0; a price must be above zero' }],
    })
    const unnamed = panel.replace('2024-03-29,B', '2024-03-29,')
    expect(await read(unnamed)).toMatchObject({ problems: [{ line: 5, kind: 'missing' }] })
  })
})

describe('what is of a format, but no bars', () => {
  test.each<readonly [string, string, RegExp]>([
    ['ticks of NinjaTrader', '20240328 093000 0000000;1.5;1.4;1.6;3\n', /NinjaTrader ticks/],
    ['ticks of IB', '{"time":"2024-03-28T09:30:00Z","price":1,"size":2,"tickType":4}', /ticks/],
    ['JSON of something else', '[{"account":"X"}]', /no bars: the fields are "account"/],
    ['JSON cut short', '[{"open":1,', /this is no JSON/],
    ['a broken line of JSON', '{"date":"2024-03-28","open":1,"high":2}\n{"date":', /no JSON/],
    ['Stooq without data', 'No data', /Stooq answered/],
    ['Parquet cut short', 'PAR1rubbish', /Parquet file is damaged/],
  ])('%s', async (_, text, reason) => {
    const result = await readBytes('file', Buffer.from(text))
    if (result.kind === 'ok') throw new Error('was read')
    expect(result.problems[0]!.message).toMatch(reason)
  })

  test('a zip of two files', async () => {
    const two = await zip('a.csv', 'x', 'b.csv')
    expect(await readBytes('two.zip', two)).toMatchObject({
      problems: [{ message: 'this zip file holds 2 files, not one' }],
    })
  })
})
