/** Stops and targets written from the entry's price, where the entry gaps away from it. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readJournal } from '../../runtime/journal/journal.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import {
  backtestOf,
  CASH,
  compiled,
  essence,
  INSTRUMENT,
  inFolder,
  liveResult,
  MINUTE,
  startRun,
} from './stage.ts'
import { openWorld } from './world.ts'

const module = compiled(`
strategy "Gaps"
timeframe 1m
enter long when close == 100
  size 10 shares
  stop entry_price - 2
  target entry_price + 3R
enter short when close == 200
  size 10 shares
  stop entry_price + 2
  target entry_price - 3R
costs { slippage 1 tick }
`)

const START = Date.UTC(2026, 2, 3, 15)
type Row = readonly [open: number, high: number, low: number, close: number]

function barsOf(rows: readonly Row[]): Bars {
  const bars = emptyBars(rows.length)
  bars.length = rows.length
  rows.forEach(([open, high, low, close], k) => {
    bars.time[k] = START + k * MINUTE
    bars.open[k] = open
    bars.high[k] = high
    bars.low[k] = low
    bars.close[k] = close
    bars.volume[k] = 100
  })
  return bars
}

const flat = (price: number): Row => [price, price, price, price]

interface Case {
  readonly rows: readonly Row[]
  /** Levels of stop and target: at the expected entry, and on the fill. */
  readonly expected: readonly [number, number]
  readonly exact: readonly [number, number]
  readonly exit: { readonly purpose: string; readonly price: number }
}

const CASES: Readonly<Record<string, Case>> = {
  'a gap up, then the exact stop': {
    rows: [flat(99), flat(99), flat(100), flat(103), [103, 103, 101, 102], flat(102)],
    expected: [98, 106],
    exact: [101.01, 109.01],
    exit: { purpose: 'stop', price: 101 },
  },
  'a gap down through the expected stop, which must not fire': {
    rows: [flat(99), flat(99), flat(100), [96, 98.5, 95, 97], flat(97), flat(97), [97, 97, 90, 91]],
    expected: [98, 106],
    exact: [94.01, 102.01],
    exit: { purpose: 'stop', price: 94 },
  },
  'a gap over the exact stop fills at the open': {
    rows: [flat(99), flat(99), flat(100), flat(101), flat(90), flat(90)],
    expected: [98, 106],
    exact: [99.01, 107.01],
    exit: { purpose: 'stop', price: 89.99 },
  },
  'a short, and its target': {
    rows: [flat(199), flat(199), flat(200), flat(197), [197, 197, 180, 181], flat(181)],
    expected: [202, 194],
    exact: [198.99, 190.99],
    exit: { purpose: 'target', price: 190.99 },
  },
}

test.each(Object.keys(CASES))('%s', (name) =>
  inFolder(async (folder) => {
    const { rows, expected, exact, exit } = CASES[name]!
    const bars = barsOf(rows)
    const { costs = {} } = module.meta
    const shared = { cash: CASH, costs, instrument: INSTRUMENT }
    const world = openWorld({ bars, timeframeMs: MINUTE, first: 2, ...shared })
    const path = join(folder, 'journal')
    const run = startRun(module, world.connect(), path, { history: 2 })
    await Promise.race([world.finished, run.finished])
    expect(await run.stop()).toMatchObject({ kind: 'stopped' })
    const records = readJournal(path)
    const intents = records.filter((record) => record.kind === 'intent')
    const levels = (command: string) =>
      intents
        .filter((intent) => intent.command === command && intent.order.parent === 't-0')
        .map(({ order }) => order.price)
    expect(levels('place')).toEqual(expected)
    expect(levels('modify')).toEqual(exact)
    const live = liveResult(records, module)
    expect(live.fills.map(({ purpose }) => purpose)).toEqual(['entry', exit.purpose])
    expect(live.fills[1]!.price).toBe(exit.price)
    expect(essence(live)).toEqual(essence(backtestOf(records, module)))
  }),
)
