/** What a run reads beside its bars: when it is waited for, when not any more, and who says so. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resimulate } from '../../runtime/audit/resimulate.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import type { LiveOptions } from '../../runtime/live/options.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import {
  backtestOf,
  CASH,
  compiled,
  costsOf,
  dayOfBars,
  essence,
  INSTRUMENT,
  inFolder,
  liveResult,
  MINUTE,
  quotedBeside,
  startRun,
} from './stage.ts'
import { openWorld, type WorldOptions } from './world.ts'

const DAY = 86_400_000

/** A strategy that trades on whatever the references say, so that each of their bars shows. */
const TELLING = compiled(`strategy "Telling"
timeframe 1m
instrument SPY stock on NYSE in USD
let minute_up = (close > close[1]) @ QQQ
let yesterday = close @ 1d
let theirs = close @ QQQ @ 1d
enter long when minute_up and close != yesterday and known(theirs)
  size 10 shares
exit long when not minute_up or theirs != theirs[1]
`)

/** Three whole sessions, Friday to Tuesday. */
function threeDays(): Bars {
  const bars = dayOfBars(3 * 390, 0)
  const first = Date.UTC(2026, 1, 27, 14, 30)
  for (let k = 0; k < bars.length; k++) {
    const day = [0, 3, 4][Math.floor(k / 390)]!
    bars.time[k] = first + day * DAY + (k % 390) * MINUTE
  }
  return bars
}

interface Day {
  readonly records: readonly JournalRecord[]
  readonly stored: Parameters<typeof backtestOf>[2]
  /** Calls of the broker, by name. */
  readonly calls: readonly string[]
}

async function run(
  module: StrategyModule,
  bars: Bars,
  first: number,
  world: Partial<WorldOptions> = {},
  changes: Partial<LiveOptions> = {},
): Promise<Day> {
  const quoted = quotedBeside(bars)
  const market = openWorld({
    ...{ bars, timeframeMs: MINUTE, first, cash: CASH, costs: costsOf(module) },
    ...{ instrument: INSTRUMENT, others: [quoted], ...world },
  })
  const calls: string[] = []
  return await inFolder(async (folder) => {
    const path = join(folder, 'journal')
    const live = startRun(
      module,
      market.connect((call) => calls.push(call)),
      path,
      {
        history: 40,
        ...changes,
      },
    )
    await Promise.race([market.finished, live.finished])
    expect(await live.stop('over')).toMatchObject({ kind: 'stopped' })
    const stored = [quoted, { ...quoted, symbol: INSTRUMENT.symbol, bars }]
    return { records: readJournal(path), stored, calls }
  })
}

function notes(records: readonly JournalRecord[]): readonly string[] {
  return records.flatMap((record) => (record.kind === 'note' ? [record.text] : []))
}

function expectAsBacktest({ records, stored }: Day, module: StrategyModule): void {
  const live = liveResult(records, module)
  expect(essence(live)).toEqual(essence(backtestOf(records, module, stored)))
  expect(live.trades.length).toBeGreaterThan(50)
  expect(resimulate(records, module).divergences).toEqual([])
}

describe('over three days', () => {
  const drops = {
    atMoment: (world, bar, moment) => {
      if (bar % 97 === 50 && moment === 'last-slot') world.drop()
    },
  } satisfies Partial<WorldOptions>

  test.each([{}, drops])(
    'the vendor’s days are seen once they are published (%#)',
    async (world) => {
      const day = await run(TELLING, threeDays(), 390, world)
      expectAsBacktest(day, TELLING)
      const told = day.records.filter((record) => record.kind === 'reference')
      const days = told.filter(({ reference, source }) => reference === 1 && source !== 'history')
      // Monday's is not published before Tuesday's first minute is over, Tuesday's not at all.
      expect(days.map(({ start }) => new Date(start).toISOString().slice(0, 10))).toEqual([
        '2026-03-02',
      ])
      expect(days[0]!.at).toBe(Date.UTC(2026, 2, 3, 14, 31))
    },
  )
})

test('a bar that comes a moment after the traded one is waited for, and history is not asked', async () => {
  const bars = dayOfBars(120, 40)
  const whole = quotedBeside(bars)
  const options = {
    tellsOthers: 'after',
    others: [{ ...whole, bars: dayOfBars(120, 40, 3) }],
  } as const
  const day = await run(TELLING, bars, 40, options, { virtual: false, graceMs: 60_000 })
  // All series before the run and when it begins; then both streams, for the night before them.
  expect(day.calls.filter((call) => call === 'history')).toHaveLength(4 + 4 + 2)
  const live = liveResult(day.records, TELLING)
  const stored = [options.others[0], { ...whole, symbol: 'SPY', bars }]
  expect(essence(live)).toEqual(essence(backtestOf(day.records, TELLING, stored)))
})

test('one that does not come is noted; the decision is taken, and the audit says why it differs', async () => {
  const day = await run(TELLING, dayOfBars(120, 40), 40, { tellsOthers: 'late' })
  const missed = notes(day.records).filter((text) => /^QQQ 1m has no bar/.test(text))
  expect(missed.length).toBeGreaterThan(50)
  expect(missed[0]).toMatch(/due by 2026-03-03T14:31:00.000Z: taken as not published$/)
  const { divergences, totals } = resimulate(day.records, TELLING)
  expect(totals.map(({ cause }) => cause)).toContain('late-reference')
  expect(divergences.length).toBeGreaterThan(10)
})
