import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backtest } from '../../../runtime/core/backtest.ts'
import type { RunResult } from '../../../runtime/core/result.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { cases } from '../../draws.ts'
import { anyConvertedBars, anyOptions, anyScript } from './random.ts'
import { barsOf, FREE, run, type ScriptRule, scripted } from './script.ts'

/** Everything a run says, as plain data. */
function all(result: RunResult) {
  return { ...result, equity: Array.from(result.equity) }
}

test('skipping quiet bars changes nothing, to the last bit', () => {
  fc.assert(
    fc.property(anyScript, anyConvertedBars, anyOptions, (script, bars, options) => {
      const visited = run(script, bars, { ...options, driver: 'visit' })
      expect(all(run(script, bars, { ...options, driver: 'skip' }))).toEqual(all(visited))
    }),
    { numRuns: cases(500) },
  )
})

test('a level that can be read says what asking for it does', () => {
  fc.assert(
    fc.property(anyScript, anyConvertedBars, anyOptions, (script, bars, options) => {
      const module = scripted(script, false, 'asked')
      const input = { module, parameters: new Float64Array(0), bars }
      const asked = backtest({ ...input, options: { ...FREE, ...options } })
      expect(all(run(script, bars, options))).toEqual(all(asked))
    }),
    { numRuns: cases(300) },
  )
})

test('it does not matter where blocks are cut', () => {
  fc.assert(
    fc.property(
      anyScript,
      anyConvertedBars,
      anyOptions,
      fc.integer({ min: 1, max: 20 }),
      (...sample) => {
        const [script, bars, options, blockLength] = sample
        const whole = run(script, bars, options)
        expect(all(run(script, bars, { ...options, blockLength }))).toEqual(all(whole))
      },
    ),
    { numRuns: cases(200) },
  )
})

test('the future changes nothing of the past', () => {
  fc.assert(
    fc.property(anyScript, anyConvertedBars, anyOptions, fc.nat(), (script, bars, options, cut) => {
      const length = 1 + (cut % bars.length)
      const whole = { ...options, endOfRun: 'mark' as const }
      const first = run(script, prefix(bars, length), whole)
      const later = run(script, bars, whole)
      expect(Array.from(first.equity)).toEqual(Array.from(later.equity.subarray(0, length)))
      expect(first.decisions).toEqual(later.decisions.filter(({ bar }) => bar < length))
      expect(first.fills).toEqual(later.fills.filter(({ bar }) => bar < length))
      expect(first.orders.map(decided)).toEqual(
        later.orders.filter(({ bar }) => bar < length).map(decided),
      )
      // What an exit has closed so far is a trade that it may still close more of.
      const going = first.orders.filter(({ outcome }) => outcome === 'working').map(({ id }) => id)
      const over = ({ trades }: RunResult) =>
        trades.filter(({ exitBar, exitOrder }) => exitBar < length && !going.includes(exitOrder))
      expect(over(first)).toEqual(over(later))
    }),
    { numRuns: cases(300) },
  )
})

/** What is settled at the decision: a size may wait for the fill, an attached level may move. */
function decided({ id, rule, purpose, side, type, bar }: RunResult['orders'][number]) {
  return { id, rule, purpose, side, type, bar }
}

function prefix(bars: Bars, length: number): Bars {
  return { ...bars, length }
}

describe('accounts keep state of their own', () => {
  test('every bar is asked, whichever driver', () => {
    const asked: number[] = []
    const rule: ScriptRule = {
      kind: 'enter',
      side: 'long',
      on: [5],
      also: (_account, bar) => asked.push(bar) > 0,
    }
    const bars = barsOf(Array.from({ length: 10 }, () => [10, 11, 9, 10] as const))
    for (const driver of ['visit', 'skip'] as const) {
      asked.length = 0
      const options = { ...FREE, driver }
      backtest({ module: scripted([rule], true), parameters: new Float64Array(0), bars, options })
      expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
  })
})
