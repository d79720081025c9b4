import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBytes } from '../../../runtime/feeds/read-file.ts'
import { cases } from '../../draws.ts'
import { GOOD_TEXTS } from './good-texts.ts'
import { onlySeries } from './only-series.ts'

const SEEDS = GOOD_TEXTS.map(({ text }) => text)
const SCRAPS = [
  ',',
  ';',
  '\t',
  '"',
  '\n',
  '\r',
  '\0',
  '-',
  '/',
  ':',
  '.',
  '0',
  '99',
  'e9',
  'NaN',
  ' ',
]

const cut = fc.tuple(fc.nat(400), fc.nat(12), fc.constantFrom('', ...SCRAPS, '日', '\u{1f4c8}'))
const mutated = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(cut, { minLength: 1, maxLength: 6 }))
  .map(([seed, cuts]) =>
    cuts.reduce(
      (text, [at, length, scrap]) =>
        text.slice(0, at % (text.length + 1)) +
        scrap +
        text.slice((at % (text.length + 1)) + length),
      seed,
    ),
  )
const options = fc.record(
  {
    timezone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'nowhere'),
    dateOrder: fc.constantFrom('mdy' as const, 'dmy' as const),
    onBad: fc.constantFrom('refuse' as const, 'quarantine' as const),
  },
  { requiredKeys: [] },
)

test('whatever is done to a file, the answer is sound bars or a told problem', async () => {
  let read = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(mutated, options, async (text, chosen) => {
      const result = await readBytes('prices.csv', Buffer.from(text), chosen)
      if (result.kind === 'refused') {
        refused += 1
        expect(result.problems.length).toBeGreaterThan(0)
        for (const { message, fix } of result.problems) expect(message && fix).toBeTruthy()
        return
      }
      read += 1
      const { bars, report } = onlySeries(result)
      expect(bars.length).toBeGreaterThan(0)
      expect(report.bars).toBe(bars.length)
      expect(report.rows).toBe(report.bars + report.quarantined.count)
      for (let bar = 0; bar < bars.length; bar++) {
        const [open, high, low, close] = [bars.open, bars.high, bars.low, bars.close].map(
          (column) => column[bar]!,
        ) as [number, number, number, number]
        expect(low > 0 && high >= Math.max(open, close) && low <= Math.min(open, close)).toBe(true)
        expect(Number.isFinite(high) && Number.isFinite(bars.time[bar]!)).toBe(true)
        expect(bars.volume[bar]!).toBeGreaterThanOrEqual(0)
        if (bar > 0) expect(bars.time[bar]!).toBeGreaterThan(bars.time[bar - 1]!)
      }
    }),
    { numRuns: cases(4_000) },
  )
  // The rig works only when mutations do both.
  expect(read).toBeGreaterThan(200)
  expect(refused).toBeGreaterThan(200)
})

test('bytes of any kind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect((await readBytes('x', bytes)).kind).toBe('refused')
    }),
    { numRuns: cases(1_000) },
  )
})
