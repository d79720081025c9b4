import { describe, expect, test } from 'vitest'
import type { RunOptions } from '../../../runtime/core/result.ts'
import { barsOf, run, type ScriptRule } from './script.ts'

type Row = readonly [open: number, high: number, low: number, close: number]

const calm: Row = [100, 101, 99, 100]

/** Enters at the open of bar 1; its level at the close of bar i is `levels[i]`. */
function trailing(side: 'long' | 'short', levels: readonly number[]): ScriptRule {
  const stop = (_entry: number, bar: number) => levels[bar] ?? Number.NaN
  return { kind: 'enter', side, on: [0], value: 10, trails: true, stop }
}

function exitsOf(rule: ScriptRule, rows: readonly Row[], options: Partial<RunOptions> = {}) {
  const runs = (['skip', 'visit'] as const).map((driver) =>
    run([rule], barsOf(rows), { ...options, driver }).trades.map(
      ({ exit, exitBar, exitPrice, risk }) => `${exit} ${exitBar} ${exitPrice} ${risk}`,
    ),
  )
  expect(runs[0]).toEqual(runs[1])
  return runs[0]
}

describe('a trailing stop', () => {
  test('begins at the level of the signal bar, and R is the distance to that', () => {
    expect(exitsOf(trailing('long', [95]), [calm, [100, 101, 94, 100]])).toEqual(['stop 1 95 5'])
  })

  test('moves at the close of the entry bar, and works from the next one', () => {
    const rows: Row[] = [calm, [100, 108, 96, 107], [107, 108, 103, 104]]
    expect(exitsOf(trailing('long', [95, 104]), rows)).toEqual(['stop 2 104 5'])
  })

  test('never goes back', () => {
    const rows: Row[] = [calm, calm, calm, [100, 101, 96, 97]]
    expect(exitsOf(trailing('long', [95, 97, 90]), rows)).toEqual(['stop 3 97 5'])
    const up: Row[] = [calm, calm, calm, [100, 104, 99, 103]]
    expect(exitsOf(trailing('short', [105, 103, 110]), up)).toEqual(['stop 3 103 5'])
  })

  test('stays where its level is unknown', () => {
    const rows: Row[] = [calm, calm, calm, [100, 101, 96, 97]]
    expect(exitsOf(trailing('long', [95, 97, Number.NaN]), rows)).toEqual(['stop 3 97 5'])
  })

  test('that comes to be beyond the price closes at the next open', () => {
    const rows: Row[] = [calm, calm, [98, 99, 97, 98]]
    expect(exitsOf(trailing('long', [95, 102]), rows)).toEqual(['stop 2 98 5'])
  })

  test('waits for its entry where it was', () => {
    const rule: ScriptRule = { ...trailing('long', [90, 97]), order: 'limit', price: 98 }
    const rows: Row[] = [calm, calm, [100, 101, 89, 100]]
    expect(exitsOf(rule, rows)).toEqual(['stop 2 90 8'])
  })

  test('goes to the tick that is not better than its level', () => {
    const rows: Row[] = [calm, calm, [100, 101, 90, 91]]
    const instrument = { symbol: 'T', tick: 0.5, lot: 1, multiplier: 1, currency: 'USD' }
    expect(exitsOf(trailing('long', [95, 97.3]), rows, { instrument })).toEqual(['stop 2 97 5'])
  })

  test('each lot has its own', () => {
    const rule: ScriptRule = {
      ...trailing('long', [90, 91, 92]),
      on: [0, 1],
      entries: 2,
      stop: (entry, bar) => entry - 10 + bar,
    }
    const rows: Row[] = [calm, calm, [104, 105, 103, 104], [104, 105, 90, 95]]
    expect(exitsOf(rule, rows)).toEqual(['stop 3 96 9', 'stop 3 92 10'])
  })
})
