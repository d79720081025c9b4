/** A run that dies and comes back is the run that never died. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fromMicros } from '../../runtime/core/money.ts'
import { randomFrom } from '../../runtime/core/random.ts'
import { decode } from '../../runtime/journal/frame.ts'
import type { JournalRecord, RecordKind } from '../../runtime/journal/record.ts'
import type { Death, Operation, Tape } from './crash.ts'
import { fuse, tape } from './crash.ts'
import {
  backtestOf,
  CASH,
  costsOf,
  dayOfBars,
  dollarsByBar,
  essence,
  INSTRUMENT,
  inFolder,
  liveResult,
  MINUTE,
  quotedBeside,
  STRATEGIES,
  startRun,
} from './stage.ts'
import type { World } from './world.ts'
import { openWorld } from './world.ts'

const HISTORY = 40
const BARS = 110
const EXTRA = Number(process.env.STRAT_LIVE_RUNS ?? 0)

const module = STRATEGIES.references!()
const bars = dayOfBars(BARS, HISTORY, 11)
const IN_EUROS = { ...INSTRUMENT, currency: 'EUR' }
const IN_DOLLARS = { currency: 'USD', rates: dollarsByBar(bars) }
const quoted = quotedBeside(bars)

/** What is left on the disk of a process that died. */
type Left = (disk: Tape, random: () => number) => Uint8Array

const LEFT: Readonly<Record<string, Left>> = {
  'all of it': (disk) => disk.written(),
  'what was synced': (disk) => disk.synced(),
  'a torn end': (disk, random) => {
    const [safe, all] = [disk.synced().length, disk.written().length]
    return disk.written().subarray(0, safe + Math.floor(random() * (all - safe + 1)))
  },
}

interface Ended {
  readonly records: readonly JournalRecord[]
  readonly world: World
  readonly operations: readonly Operation[]
  readonly deaths: number
}

/**
 * A day with one dropped line and one refused order, on which the process dies as told. Where the
 * market waits for it, the account is in another currency.
 */
async function day(
  deaths: readonly Death[],
  left: Left = LEFT['all of it']!,
  absentBars = 0,
  seed = 1,
): Promise<Ended> {
  const random = randomFrom(seed)
  const world = openWorld({
    bars,
    timeframeMs: MINUTE,
    first: HISTORY,
    others: [quoted],
    cash: CASH,
    costs: costsOf(module),
    instrument: IN_EUROS,
    ...(absentBars === 0 && { money: IN_DOLLARS }),
    refuses: (ref) => ref === 't-2',
    atMoment: (here, bar, moment) => {
      if (bar === HISTORY + 33 && moment === 'path') here.drop()
    },
  })
  const operations: Operation[] = []
  return await inFolder(async (folder) => {
    let bytes: Uint8Array = new Uint8Array(0)
    let died = 0
    for (;;) {
      const death = deaths[died]
      const { burn, death: moment } = fuse(
        (operation, count) => {
          operations.push(operation)
          return death?.(operation, count) === true
        },
        () => {
          died += 1
          world.absentBars = absentBars
          world.abandon()
        },
      )
      const before = died
      while (world.absentBars > 0 && world.market.current < bars.length)
        await new Promise((turn) => setImmediate(turn))
      const disk = tape(bytes, { burn })
      const broker = world.connect((call) => {
        // The line of a dead process leads nowhere anyway.
        if (died === before) burn({ kind: 'call', call })
      })
      let ready = (): void => {}
      const begun = new Promise<void>((resolve) => {
        ready = resolve
      })
      const changes = { disk, history: HISTORY, instrument: IN_EUROS, status: () => ready() }
      const run = startRun(module, broker, join(folder, 'journal'), changes)
      const over = Promise.all([begun, world.finished])
      await Promise.race([over, run.finished, moment])
      const outcome = await run.stop('the day is over')
      if (died === before) {
        expect(outcome).toEqual({ kind: 'stopped', reason: 'the day is over' })
        return { records: decode(disk.written()).records, world, operations, deaths: died }
      }
      bytes = left(disk, random)
    }
  })
}

/** What must hold however often the process died, and whatever happened meanwhile. */
function expectOrderly({ records, world }: Ended): void {
  const live = liveResult(records, module)
  const { account, executions } = world.exchange
  expect(live.cash).toBe(fromMicros(account.cash))
  expect(live.fills.map(({ quantity }) => quantity)).toEqual(
    executions.map(({ quantity }) => quantity),
  )
  expect([...world.arrivals].filter(([, times]) => times > 1)).toEqual([])
  const ends = records.filter((record) => record.kind === 'done').map(({ ref }) => ref)
  expect(ends).toEqual([...new Set(ends)])
  const working = world.exchange.working.map(({ terms }) => terms.orderRef)
  const placed = records.flatMap((record) =>
    (record.kind === 'intent' || record.kind === 'dropped') && record.command === 'place'
      ? [record.ref]
      : [],
  )
  expect(placed.filter((ref) => !ends.includes(ref)).sort()).toEqual(working.sort())
}

const whole = await day([])
const wholeResult = essence(liveResult(whole.records, module))
const traded = whole.world.exchange.executions.length
const kinds = [...new Set(whole.records.map(({ kind }) => kind))]

function expectSame(ended: Ended): void {
  expectOrderly(ended)
  expect(essence(liveResult(ended.records, module))).toEqual(wholeResult)
  expect(ended.world.exchange.executions.length).toBe(traded)
}

test('the day has everything in it', () => {
  expectOrderly(whole)
  expect(traded).toBeGreaterThan(15)
  const expected: readonly RecordKind[] = [
    'segment',
    'bar',
    'reference',
    'cut',
    'intent',
    'sent',
    'acked',
    'execution',
    'commission',
    'rate',
    'refused',
    'cancelled',
    'done',
    'lost',
    'ready',
    'note',
  ]
  expect([...kinds].sort()).toEqual([...expected].sort())
})

describe.each(['all of it', 'what was synced'])('with %s left', (name) => {
  const left = LEFT[name]!

  test.each(kinds)('dies before and after writing %s', async (kind) => {
    const total = whole.records.filter((record) => record.kind === kind).length
    for (const when of ['append', 'appended'] as const) {
      let seen = 0
      const due = Math.floor(total / 2)
      const ended = await day(
        [(op) => op.kind === when && op.record === kind && seen++ === due],
        left,
      )
      expect(ended.deaths).toBe(1)
      expectSame(ended)
    }
  })
})

test(`dies at ${50 + EXTRA} instants while the market waits`, async () => {
  const random = randomFrom(50)
  for (let k = 0; k < 50 + EXTRA; k++) {
    const at = Math.floor(random() * whole.operations.length)
    // Now and then it dies again, soon after it came back.
    const again = Math.floor(random() * 400)
    const name = Object.keys(LEFT)[k % 3]!
    const deaths: Death[] = [(_, count) => count === at]
    if (k % 4 === 0) deaths.push((_, count) => count === again)
    const ended = await day(deaths, LEFT[name], 0, k)
    expect(ended.deaths, `instant ${at}, ${name}`).toBeGreaterThan(0)
    expectSame(ended)
  }
})

test(`dies at ${50 + EXTRA} instants while the market goes on`, async () => {
  const random = randomFrom(51)
  let missed = 0
  for (let k = 0; k < 50 + EXTRA; k++) {
    const at = Math.floor(random() * whole.operations.length)
    const name = Object.keys(LEFT)[k % 3]!
    const ended = await day([(_, count) => count === at], LEFT[name], 1 + (k % 5), k)
    expectOrderly(ended)
    if (ended.records.some((record) => record.kind === 'cut' && record.entries === 'late'))
      missed += 1
  }
  expect(missed).toBeGreaterThan(20)
})

test('the backtest of the bars is the same, too', () => {
  const live = liveResult(whole.records, module)
  const { decisions } = backtestOf(whole.records, module, [
    quoted,
    { ...quoted, symbol: 'SPY', bars },
  ])
  expect(live.decisions).toEqual(decisions)
})
