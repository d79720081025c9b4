import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cases } from '../../draws.ts'
import { anyBars, anyScript } from './random.ts'
import { run, type ScriptRule } from './script.ts'

test('before the first bar to trade on nothing is decided, whoever drives and wherever blocks are cut', () => {
  fc.assert(
    fc.property(
      anyScript,
      anyBars,
      fc.nat(70),
      fc.integer({ min: 1, max: 20 }),
      (script, bars, tradeFrom, blockLength) => {
        const result = run(script, bars, { tradeFrom })
        expect(result.decisions.filter(({ bar }) => bar < tradeFrom)).toEqual([])
        expect([...result.equity.subarray(0, tradeFrom)].every((equity) => equity === 10_000)).toBe(
          true,
        )
        const other = run(script, bars, { tradeFrom, blockLength, driver: 'visit' })
        expect(other).toEqual(result)
      },
    ),
    { numRuns: cases(150) },
  )
})

test('rules that look at bars alone decide from then on as if they had traded before', () => {
  const script: readonly ScriptRule[] = [
    { kind: 'enter', side: 'long', on: (bar) => bar % 7 === 2 },
    { kind: 'exit', side: 'long', on: (bar) => bar % 7 === 5 },
  ]
  fc.assert(
    fc.property(anyBars, fc.nat(8), (bars, weeks) => {
      const from = 7 * weeks
      const later = run(script, bars, { tradeFrom: from }).decisions
      expect(later).toEqual(run(script, bars).decisions.filter(({ bar }) => bar >= from))
    }),
  )
})
