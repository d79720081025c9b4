/** A day through a broker that drops the line three times: every decision is the backtest's. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fromMicros } from '../../runtime/core/money.ts'
import type { RunResult } from '../../runtime/core/result.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import {
  backtestOf,
  CASH,
  costsOf,
  dayOfBars,
  essence,
  INSTRUMENT,
  inFolder,
  liveResult,
  MINUTE,
  quotedBeside,
  STRATEGIES,
  startRun,
} from './stage.ts'
import type { Moment } from './world.ts'
import { MOMENTS, openWorld } from './world.ts'

const HISTORY = 260
const BARS = 390

/** At how many closes an alert had something to say. */
function alertsIn({ decisions }: RunResult, { meta }: StrategyModule): number {
  const alerts = meta.rules.filter(({ kind }) => kind === 'alert')
  const mask = alerts.reduce((bits, { index }) => bits | (1 << index), 0)
  return decisions.filter(({ fired }) => (fired & mask) !== 0).length
}

/** Three drops, at a moment each that differs with the strategy. */
function dropsOf(shift: number): ReadonlyMap<number, Moment> {
  const bars = [37, 180, 311]
  return new Map(bars.map((bar, k) => [HISTORY + bar + shift, MOMENTS[(k + shift) % 4]!]))
}

describe.each(Object.keys(STRATEGIES))('%s', (name) => {
  test.each([0, 3])('decides, orders, fills and books as its backtest (drops %i)', (shift) =>
    inFolder(async (folder) => {
      const module = STRATEGIES[name]!()
      const drops = dropsOf(shift)
      const bars = dayOfBars(BARS, HISTORY)
      const quoted = quotedBeside(bars)
      let dropped = 0
      const world = openWorld({
        bars,
        others: [quoted],
        timeframeMs: MINUTE,
        first: HISTORY,
        cash: CASH,
        costs: costsOf(module),
        instrument: INSTRUMENT,
        parts: shift === 3 ? 3 : 1,
        atMoment: (here, bar, moment) => {
          if (drops.get(bar) !== moment) return
          dropped += 1
          here.drop()
        },
      })
      const path = join(folder, 'journal')
      const run = startRun(module, world.connect(), path)
      await Promise.race([world.finished, run.finished])
      expect(await run.stop('the day is over')).toEqual({
        kind: 'stopped',
        reason: 'the day is over',
      })
      const records = readJournal(path)
      const live = liveResult(records, module)
      const expected = backtestOf(records, module, [
        quoted,
        { ...quoted, symbol: INSTRUMENT.symbol, bars },
      ])
      expect(essence(live)).toEqual(essence(expected))
      expect(dropped).toBe(3)
      expect(live.fills.length).toBeGreaterThan(2)
      expect(records.filter(({ kind }) => kind === 'bar').length).toBe(BARS + HISTORY)
      expect(fromMicros(world.exchange.account.cash)).toBe(live.cash)
      expect([...world.arrivals.values()].every((times) => times === 1)).toBe(true)
      const told = records.filter((one) => one.kind === 'note' && one.text.startsWith('alert: '))
      expect(told.length).toBe(alertsIn(expected, module))
      if (name === 'guarded') expect(told.length).toBeGreaterThan(0)
    }),
  )
})
