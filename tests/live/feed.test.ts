import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FeedBar } from '../../runtime/broker/broker.ts'
import { barAt } from '../../runtime/gateway/market.ts'
import { slotsOf } from '../../runtime/gateway/slots.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import type { ClosedBar } from '../../runtime/live/feed.ts'
import {
  closeForming,
  distrust,
  isFeedable,
  isOverdue,
  openFeed,
  skipTo,
  takeSlot,
} from '../../runtime/live/feed.ts'
import { cases } from '../draws.ts'
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
  STRATEGIES,
  startRun,
} from './stage.ts'
import { openWorld } from './world.ts'

const NOON = Date.UTC(2026, 2, 3, 12)
const slot = (seconds: number, price = 100): FeedBar => ({
  start: NOON + seconds * 1000,
  open: price,
  high: price + 1,
  low: price - 1,
  close: price,
  volume: 10,
})
const minute = (from: number): readonly FeedBar[] =>
  Array.from({ length: 12 }, (_, k) => slot(from + 5 * k, 100 + k))

const feedAll = (feed: ReturnType<typeof openFeed>, slots: readonly FeedBar[]) =>
  slots.flatMap((bar) => takeSlot(feed, bar))

describe('five-second bars become base bars', () => {
  const first: ClosedBar = {
    bar: { start: NOON, open: 100, high: 112, low: 99, close: 111, volume: 120 },
    whole: true,
  }

  test('a bar is over with its last five seconds', () => {
    const feed = openFeed(MINUTE, NOON)
    expect(feedAll(feed, minute(0).slice(0, -1))).toEqual([])
    expect([1999, 2000].map((ms) => isOverdue(feed, NOON + MINUTE + ms, 2000))).toEqual([
      false,
      true,
    ])
    expect(takeSlot(feed, minute(0).at(-1)!)).toEqual([first])
    expect(isOverdue(feed, Number.POSITIVE_INFINITY, 0)).toBe(false)
  })

  test('or with the first of a later interval, or when it is closed', () => {
    const feed = openFeed(MINUTE, NOON)
    feedAll(feed, minute(0).slice(0, -1))
    expect(takeSlot(feed, slot(60))).toMatchObject([{ bar: { close: 110 }, whole: true }])
    expect(closeForming(feed)).toMatchObject([{ bar: { start: NOON + MINUTE }, whole: true }])
    expect(closeForming(feed)).toEqual([])
  })

  test('what comes twice or too late changes nothing', () => {
    const feed = openFeed(MINUTE, NOON)
    const twice = minute(0).flatMap((bar) => [bar, bar])
    expect(feedAll(feed, twice)).toEqual([first])
    expect(feedAll(feed, minute(0))).toEqual([])
    expect(feed.forming).toBeUndefined()
  })

  test.each([
    ['it began before us', minute(0).slice(1), 0],
    ['a bar before it is missing', minute(60), 0],
  ])('a bar may lack something when %s', (_, slots, known) => {
    const feed = openFeed(MINUTE, NOON + known)
    expect(feedAll(feed, slots)).toMatchObject([{ whole: false }])
    expect(feed.known).toBe(NOON + known)
  })

  test('or when the link was lost while it formed', () => {
    const feed = openFeed(MINUTE, NOON)
    feedAll(feed, minute(0).slice(0, 5))
    distrust(feed)
    expect(feedAll(feed, minute(0).slice(5))).toMatchObject([{ whole: false }])
    skipTo(feed, NOON + MINUTE)
    expect(feedAll(feed, minute(60))).toMatchObject([{ whole: true }])
  })

  test('what is known from history does not form', () => {
    const feed = openFeed(MINUTE, NOON)
    feedAll(feed, minute(0).slice(0, 5))
    skipTo(feed, NOON + MINUTE)
    expect(isOverdue(feed, Number.POSITIVE_INFINITY, 0)).toBe(false)
    expect(feedAll(feed, minute(0).slice(5))).toEqual([])
  })

  test('bars lie within a UTC day', () => {
    expect([1, 5, 15, 60, 240, 1440].every((minutes) => isFeedable(minutes * MINUTE))).toBe(true)
    expect([0, Number.NaN, 1000, 7 * MINUTE, 7 * 1440 * MINUTE].some(isFeedable)).toBe(false)
  })

  test('what the gateway tells in parts comes together again, to the bit', () => {
    const bars = dayOfBars(60, 0)
    const property = fc.property(fc.nat(), fc.constantFrom(1, 5), (seed, minutes) => {
      const timeframeMs = minutes * MINUTE
      const feed = openFeed(timeframeMs, bars.time[0]!)
      bars.time.forEach((_, k) => {
        bars.time[k] = bars.time[0]! + k * timeframeMs
      })
      for (let k = 0; k < bars.length; k++) {
        const slots = slotsOf(bars, k, { seed, timeframeMs, tick: 0.01 })
        const closed = Array.from({ length: slots.length }, (_, s) => barAt(slots, s))
        expect(feedAll(feed, closed)).toEqual([{ bar: barAt(bars, k), whole: true }])
      }
    })
    fc.assert(property, { numRuns: cases(20) })
  })
})

test('a bar whose last five seconds never come is closed when its grace is over', () =>
  inFolder(async (folder) => {
    const module = STRATEGIES.waiting_orders!()
    const world = openWorld({
      bars: dayOfBars(20, 30),
      timeframeMs: MINUTE,
      first: 30,
      cash: CASH,
      costs: costsOf(module),
      instrument: INSTRUMENT,
      mutes: (bar, s) => bar === 40 && s === 11,
    })
    const path = join(folder, 'journal')
    // A second of the market is a hundredth of ours.
    const clock = {
      now: () => performance.now() * 100,
      after: (milliseconds: number, action: () => void) => {
        const timer = setTimeout(action, milliseconds / 100)
        return () => clearTimeout(timer)
      },
    }
    const changes = { history: 30, virtual: false, clock }
    const run = startRun(module, world.connect(), path, changes)
    await Promise.race([world.finished, run.finished])
    expect(await run.stop()).toMatchObject({ kind: 'stopped' })
    const seen = readJournal(path).filter((record) => record.kind === 'bar')
    expect(seen).toHaveLength(50)
    // The broker knows no more of it than we had seen when it was asked.
    expect(seen[40]!.close).not.toBe(world.market.bars.close[40])
  }))

test('five-second bars that never came are made good from history', () =>
  inFolder(async (folder) => {
    const module = STRATEGIES.waiting_orders!()
    const bars = dayOfBars(60, 30)
    const world = openWorld({
      bars,
      timeframeMs: MINUTE,
      first: 30,
      cash: CASH,
      costs: costsOf(module),
      instrument: INSTRUMENT,
      // The beginnings of some bars, and two bars as a whole.
      mutes: (bar, s) => (bar % 7 === 0 && s < 5) || bar === 52 || bar === 53,
    })
    const path = join(folder, 'journal')
    const run = startRun(module, world.connect(), path, { history: 30 })
    await Promise.race([world.finished, run.finished])
    expect(await run.stop()).toMatchObject({ kind: 'stopped' })
    const records = readJournal(path)
    const seen = records.filter((record) => record.kind === 'bar')
    expect(seen.map(({ start, close }) => [start, close])).toEqual(
      Array.from({ length: bars.length }, (_, k) => [bars.time[k], bars.close[k]]),
    )
    expect(seen.filter(({ source }) => source === 'backfill').map(({ bar }) => bar)).toEqual([
      30, 35, 42, 49, 52, 53, 54, 56, 63, 70, 77, 84,
    ])
    // Bar 30 follows a night, which might have hidden something, too.
    const late = records.filter((record) => record.kind === 'cut' && record.entries === 'late')
    expect(late).toMatchObject([{ bar: 52 }, { bar: 53 }])
    const before = (list: readonly { readonly bar: number }[]) => list.filter(({ bar }) => bar < 52)
    const live = liveResult(records, module)
    expect(before(live.orders)).toEqual(before(backtestOf(records, module).orders))
    expect(essence(live)).toMatchObject({ decisions: expect.anything() })
  }))
