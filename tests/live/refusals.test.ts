/** What a run refuses to begin with, or to go on with, and what it says then. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BrokerRefusal } from '../../runtime/broker/refusal.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import { latchPath, setLatch } from '../../runtime/live/kill.ts'
import type { LiveOptions } from '../../runtime/live/options.ts'
import { RiskLimits } from '../../runtime/live/risk-limits.ts'
import type { LiveStatus } from '../../runtime/live/status.ts'
import { memoryDisk } from '../journal/memory-disk.ts'
import {
  CASH,
  compiled,
  costsOf,
  dayOfBars,
  INSTRUMENT,
  inFolder,
  liveResult,
  MINUTE,
  STRATEGIES,
  startRun,
} from './stage.ts'
import type { WorldOptions } from './world.ts'
import { openWorld } from './world.ts'

const module = STRATEGIES.waiting_orders!()
const HISTORY = 30
const bars = dayOfBars(60, HISTORY, 11)

function market(changes: Partial<WorldOptions> = {}) {
  return openWorld({
    bars,
    timeframeMs: MINUTE,
    first: HISTORY,
    cash: CASH,
    costs: costsOf(module),
    instrument: INSTRUMENT,
    ...changes,
  })
}

/** Starts a run that is not expected to last. */
async function outcomeOf(path: string, changes: Partial<LiveOptions> = {}, world = market()) {
  const run = startRun(module, world.connect(), path, { history: HISTORY, ...changes })
  await Promise.race([world.finished, run.finished])
  return run.stop()
}

describe('a run does not begin', () => {
  test.each([
    ['sizes at the fill', { policy: POLICIES.backtesting_py }, /Nobody can trade .*next_open/],
    ['decides and fills at one close', { policy: POLICIES.same_close }, /Nobody can trade/],
    ['has no money', { cash: 0 }, /Start capital must be above zero/],
    [
      'has bars that five seconds do not add up to',
      {
        module: compiled('strategy "W"\ntimeframe 1w\nenter long when close > 1\n size 1 shares\n'),
      },
      /Bars of 1w cannot be built .*divides a day/,
    ],
    [
      'reads bars finer than its own',
      {
        module: compiled(
          'strategy "F"\ntimeframe 1h\nenter long when close < highest(high @ 1m)\n size 1 shares\n',
        ),
      },
      /no bars finer than its own, and the strategy reads 1m/,
    ],
  ])('that %s', (_, changes: Partial<LiveOptions>, message) =>
    inFolder(async (folder) => {
      const outcome = await outcomeOf(join(folder, 'journal'), changes)
      expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(message) })
    }),
  )

  test('while the kill latch is set, unless it is told to clear it', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'journal')
      setLatch(latchPath(path), { mode: 'halt', by: 'a test', at: 1 })
      expect(await outcomeOf(path)).toEqual({
        kind: 'refused',
        reason: expect.stringMatching(/halt, by a test.*--clear-kill/),
      })
      expect(await outcomeOf(path, { clearKill: true })).toMatchObject({ kind: 'stopped' })
      const kills = readJournal(path).filter(({ kind }) => kind === 'kill')
      expect(kills).toMatchObject([{ mode: 'cleared' }])
    }))

  test('in an account that holds shares already', () =>
    inFolder(async (folder) => {
      const world = market()
      world.exchange.account.position = 5
      const outcome = await outcomeOf(join(folder, 'journal'), {}, world)
      expect(outcome).toMatchObject({ kind: 'refused', reason: /already holds 5 SPY/ })
    }))

  test('when the broker refuses, whose words are passed on', () =>
    inFolder(async (folder) => {
      const broker = {
        ...market().connect(),
        connect: () => Promise.reject(new BrokerRefusal('gateway-absent', 'Nobody listens.')),
      }
      const run = startRun(module, broker, join(folder, 'journal'))
      expect(await run.finished).toEqual({ kind: 'refused', reason: 'Nobody listens.' })
    }))

  test('on a journal of another run, a damaged one, or one in use', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'journal')
      let begun = (): void => {}
      const beginning = new Promise<void>((resolve) => {
        begun = resolve
      })
      const first = startRun(module, market().connect(), path, { status: begun })
      await beginning
      expect(await outcomeOf(path)).toMatchObject({ kind: 'refused', reason: /is writing/ })
      await first.stop()
      for (const [changes, message] of [
        [{ cash: CASH + 1 }, /begun with another cash/],
        [{ account: 'DU2' }, /begun with another account/],
        [{ module: STRATEGIES.brackets!() }, /not the text/],
      ] as const) {
        const outcome = await outcomeOf(path, { costs: costsOf(module), ...changes })
        expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(message) })
      }
      const bytes = readFileSync(path)
      bytes[300]! ^= 1
      writeFileSync(path, bytes)
      const outcome = await outcomeOf(path)
      expect(outcome).toMatchObject({ kind: 'refused', reason: /Line 1 is not as it was written/ })
    }))
})

test('a stop before the broker has answered ends the run', () =>
  inFolder(async (folder) => {
    const broker = { ...market().connect(), connect: () => new Promise<never>(() => {}) }
    const run = startRun(module, broker, join(folder, 'journal'))
    expect(await run.stop('enough')).toEqual({ kind: 'stopped', reason: 'enough' })
  }))

test('a full disk ends a run, its entries are taken back, and it goes on when there is room', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'journal')
    const disk = memoryDisk()
    const printed: string[] = []
    const world = market({
      atMoment: (_, bar, moment) => {
        if (bar === HISTORY + 31 && moment === 'open') disk.room = 100
      },
    })
    const outcome = await outcomeOf(path, { disk, print: (line) => printed.push(line) }, world)
    expect(outcome).toMatchObject({ kind: 'failed', reason: /The disk is full/ })
    expect(printed.at(-1)).toMatch(/cannot go on: The disk is full/)
    expect(world.exchange.working.filter(({ purpose }) => purpose === 0)).toEqual([])
    disk.room = Number.POSITIVE_INFINITY
    expect(await outcomeOf(path, { disk }, world)).toEqual({
      kind: 'stopped',
      reason: 'stopped by the user',
    })
    const whole = memoryDisk(disk.contents())
    writeFileSync(path, whole.read())
    const live = liveResult(readJournal(path), module)
    expect(live.fills.length).toBe(world.exchange.executions.length)
  }))

describe('a kill', () => {
  const KILLED = HISTORY + 31

  /** A day that is killed after its 31st bar, when a short entry waits or a long is open. */
  const killed = (mode: 'halt' | 'cancel' | 'flatten', by: 'file' | 'none' = 'file') =>
    inFolder(async (folder) => {
      const path = join(folder, 'journal')
      let before: readonly string[] = []
      const world = market({
        atMoment: (here, bar, moment) => {
          if (bar !== KILLED || moment !== 'open' || by === 'none') return
          before = here.exchange.working.map(({ purpose }) => String(purpose))
          setLatch(latchPath(path), { mode, by: 'a test', at: 1 })
        },
      })
      const statuses: LiveStatus[] = []
      const status = (now: LiveStatus): void => void statuses.push(now)
      expect(await outcomeOf(path, { status }, world)).toMatchObject({ kind: 'stopped' })
      const records = readJournal(path)
      const at = records.findIndex(({ kind }) => kind === 'kill')
      return { world, before, records, after: records.slice(at), last: statuses.at(-1)! }
    })

  const entriesPlaced = (records: readonly JournalRecord[]) =>
    records.filter(
      (record) =>
        record.kind === 'intent' && record.command === 'place' && record.order.group === undefined,
    )

  test('halts: nothing enters any more, what works goes on working', async () => {
    const { after, records, world } = await killed('halt')
    expect(after[0]).toMatchObject({ kind: 'kill', mode: 'halt', by: 'a test' })
    expect(entriesPlaced(after)).toEqual([])
    const dropped = after.filter(
      (record) => record.kind === 'dropped' && record.code === 'risk-killed',
    )
    expect(dropped.length).toBeGreaterThan(0)
    expect(liveResult(records, module).fills.length).toBe(world.exchange.executions.length)
  })

  test('cancels: waiting entries are taken back, protective orders stay', async () => {
    const { world, after, records } = await killed('cancel')
    expect(entriesPlaced(after)).toEqual([])
    expect(world.exchange.working.filter(({ purpose }) => purpose === 0)).toEqual([])
    expect(liveResult(records, module).fills.length).toBe(world.exchange.executions.length)
  })

  test('flattens: nothing is left', async () => {
    const untouched = await killed('flatten', 'none')
    const { world, records, last } = await killed('flatten')
    expect(world.exchange.working).toEqual([])
    expect(world.exchange.account.position).toBe(0)
    expect(last).toMatchObject({ position: 0, unrealized: 0, orders: [] })
    expect(liveResult(records, module).fills.length).toBe(world.exchange.executions.length)
    expect(untouched.world.exchange.executions.length).toBeGreaterThan(
      world.exchange.executions.length,
    )
  })
})

test('an execution that cannot be ours halts entries, and is no trade of the engine', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'journal')
    const printed: string[] = []
    let told = false
    const world = market({
      atMoment: (here, _, moment) => {
        const exit = here.exchange.executions.find(({ order }) => order.purpose !== 0)
        if (told || moment !== 'after' || exit === undefined) return
        told = true
        const { side } = { side: exit.order.terms.action === 'BUY' ? 'buy' : 'sell' } as const
        const ref = exit.order.terms.orderRef
        const { quantity, price, time } = exit
        here.tell({ kind: 'execution', ref, execId: 'x.9', side, quantity, price, time })
      },
    })
    const print = (line: string): void => void printed.push(line)
    expect(await outcomeOf(path, { print }, world)).toMatchObject({ kind: 'stopped' })
    expect(printed.some((line) => /was taken back, but had filled/.test(line))).toBe(true)
    const records = readJournal(path)
    const at = records.findIndex((record) => record.kind === 'execution' && record.execId === 'x.9')
    const later = records.slice(at)
    expect(later.some((record) => record.kind === 'dropped' && record.code === 'position')).toBe(
      true,
    )
    expect(later.some((record) => record.kind === 'intent' && record.until !== undefined)).toBe(
      false,
    )
    expect(liveResult(records, module).fills.length).toBe(world.exchange.executions.length)
  }))

test('what the gate refuses is dropped with its children, and the engine knows', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'journal')
    const limits = RiskLimits.parse({ expectedAccount: 'DU1', maxOrderQuantity: 195 })
    const world = market()
    expect(await outcomeOf(path, { limits }, world)).toMatchObject({ kind: 'stopped' })
    const records = readJournal(path)
    const codes = records.flatMap((record) => (record.kind === 'dropped' ? [record.code] : []))
    expect(new Set(codes)).toEqual(new Set(['risk-order-quantity', 'entry-dropped', 'never-sent']))
    const refused = liveResult(records, module).orders.filter(
      ({ outcome }) => outcome === 'refused',
    )
    expect(refused.length).toBe(codes.filter((code) => code === 'risk-order-quantity').length)
    expect(world.exchange.orders.every(({ terms }) => terms.quantity <= 195)).toBe(true)
  }))
