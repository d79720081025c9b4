/** A broker in memory: the gateway's own exchange without a wire, and a line that can be cut. */

import type { Broker, BrokerEvent, FeedBar } from '../../runtime/broker/broker.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { InstrumentSpec } from '../../runtime/core/result.ts'
import { openAccount } from '../../runtime/gateway/account.ts'
import type { Exchange } from '../../runtime/gateway/exchange.ts'
import {
  cancelAll,
  cancelOrder,
  expireOrders,
  openExchange,
  placeOrder,
} from '../../runtime/gateway/exchange.ts'
import { listingOf } from '../../runtime/gateway/instrument.ts'
import type { Market } from '../../runtime/gateway/market.ts'
import { barAt, barStart, barsBetween, firstAtOrAfter, goOn } from '../../runtime/gateway/market.ts'
import { matchOrders } from '../../runtime/gateway/matching.ts'
import type { PricedInstrument } from '../../runtime/gateway/options.ts'
import { findOrder } from '../../runtime/gateway/orders.ts'
import { endsDay } from '../../runtime/gateway/replay.ts'
import { SLOT_MS, slotsOf } from '../../runtime/gateway/slots.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import { publish, requestOf, truthOf } from './translate.ts'

export const CLIENT = 1

const DAY = 86_400_000

/** Instants of a bar at which something may go wrong: each is before what the broker then tells. */
export const MOMENTS = ['open', 'path', 'last-slot', 'after'] as const

export type Moment = (typeof MOMENTS)[number]

export interface WorldOptions {
  readonly bars: Bars
  readonly timeframeMs: number
  /** The first bar that is played; those before it are history. */
  readonly first: number
  readonly cash: number
  readonly costs: CostSpec
  readonly instrument: InstrumentSpec
  /** The account's currency where it is another, and what the instrument's comes to, by bar. */
  readonly money?: { readonly currency: string; readonly rates: Float64Array }
  /** Bars of instruments that nobody trades. */
  readonly others?: readonly PricedInstrument[]
  /** When they are told: before the traded one at each instant, after it, or an instant late. */
  readonly tellsOthers?: 'before' | 'after' | 'late'
  /** Executions that a fill comes in. */
  readonly parts?: number
  /** Five-second bars, of a bar, that never come. */
  readonly mutes?: (bar: number, slot: number) => boolean
  /** Orders that the exchange does not take. */
  readonly refuses?: (ref: string) => boolean
  readonly atMoment?: (world: World, bar: number, moment: Moment) => void
}

/** The broker's side, which outlives every connection. */
export interface World {
  readonly exchange: Exchange
  readonly market: Market
  /** How often each order arrived as a new one, by ref. */
  readonly arrivals: ReadonlyMap<string, number>
  /** A new connection, which ends the one before it; `onCall` hears of each call before it. */
  connect(onCall?: (call: string) => void): Broker
  /** Cuts the line: nothing arrives either way until the machine's next turn. */
  drop(): void
  /** Nobody is there any more, as after a crash. */
  abandon(): void
  /** Something that the broker tells, true or not. */
  tell(event: BrokerEvent): void
  /** Bars that the clock goes on for while nobody is there; otherwise it stands. */
  absentBars: number
  /** Resolves when the last bar is over and dealt with. */
  readonly finished: Promise<void>
}

/** A connection as the market sees it. */
interface Line {
  listener: (event: BrokerEvent) => void
  slots: ((bar: FeedBar) => void) | undefined
  readonly others: Map<string, (bar: FeedBar) => void>
  up: boolean
  /** It was told something, and has not asked for the time since. */
  owes: boolean
}

interface Core extends World {
  instant: number
  line: Line | undefined
  arrivals: Map<string, number>
  readonly ids: Map<string, number>
  readonly options: WorldOptions
  readonly others: ReadonlyMap<string, Market>
  changed(): void
  settle(): Promise<void>
}

export function openWorld(options: WorldOptions): World {
  const { bars, timeframeMs, first, cash, costs, instrument, money, parts = 1 } = options
  const listing = listingOf(instrument)
  let wake: (() => void) | undefined
  const core: Core = {
    options,
    others: new Map(
      (options.others ?? []).map(({ symbol, bars: priced, timeframeMs: barMs }) => {
        const current = firstAtOrAfter(priced, bars.time[first]! - barMs + 1)
        const plan = { seed: 1, timeframeMs: barMs, tick: listing.tick }
        return [symbol, { bars: priced, plan, current, told: 0 }]
      }),
    ),
    market: { bars, plan: { seed: 1, timeframeMs, tick: listing.tick }, current: first, told: 0 },
    exchange: openExchange({
      listing,
      account: openAccount('DU1', cash, bars.open[first]!, {
        currency: money?.currency ?? instrument.currency,
        rate: money?.rates[first - 1] ?? 1,
      }),
      policy: POLICIES.next_open,
      costs,
      faults: { parts },
      nonce: 'w',
      now: () => core.instant,
      tell: (event) => {
        if (event.kind === 'filled' && core.line !== undefined) core.line.owes = true
        publish(event, core.tell, instrument.currency)
      },
    }),
    instant: bars.time[first]!,
    line: undefined,
    arrivals: new Map(),
    ids: new Map(),
    absentBars: 0,
    finished: Promise.resolve(),
    connect: (onCall = () => {}) => connect(core, onCall),
    drop: () => drop(core),
    abandon: () => {
      core.line = undefined
      core.changed()
    },
    tell: (event) => {
      if (core.line?.up === true) core.line.listener(event)
    },
    changed: () => {
      wake?.()
      wake = undefined
    },
    settle: async () => {
      for (;;) {
        await new Promise((turn) => setImmediate(turn))
        const { line } = core
        if (line === undefined ? core.absentBars > 0 : line.up && line.slots && !line.owes) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
  return Object.assign(core, { finished: play(core) })
}

/** Plays the market as the gateway does in virtual time. */
async function play(core: Core): Promise<void> {
  const { market, exchange, options, settle } = core
  const { bars, timeframeMs, atMoment = () => {} } = options
  while (market.current < bars.length) {
    const bar = market.current
    const slots = slotsOf(bars, bar, market.plan)
    const last = slots.length - 1
    await settle()
    if (core.line === undefined) core.absentBars -= 1
    core.instant = Math.max(core.instant, bars.time[bar]!)
    atMoment(core, bar, 'open')
    const atPath = async (): Promise<void> => {
      for (let s = 0; s < last; s++) tellSlot(core, slots, s)
      core.instant = Math.max(core.instant, bars.time[bar]! + timeframeMs - SLOT_MS)
      atMoment(core, bar, 'path')
    }
    expireOrders(exchange, barStart(bars.time[bar]!, 86_400_000), bars.time[bar]! + timeframeMs)
    const closes = endsDay(bars, bar)
    await matchOrders(exchange, bars, bar, { atPath, afterFill: settle, closes })
    atMoment(core, bar, 'last-slot')
    tellSlot(core, slots, last)
    market.current = bar + 1
    market.told = 0
    atMoment(core, bar, 'after')
  }
  await settle()
}

function tellSlot(core: Core, slots: Bars, s: number): void {
  const { market, line } = core
  core.instant = Math.max(core.instant, slots.time[s]! + SLOT_MS)
  const { tellsOthers = 'before', mutes } = core.options
  if (tellsOthers === 'late') tellOthers(core, slots.time[s]!)
  if (tellsOthers === 'before') tellOthers(core, core.instant)
  market.told = s + 1
  const rate = core.options.money?.rates[market.current]
  if (rate !== undefined && s === slots.length - 1) tellRate(core, rate)
  if (line?.up === true && line.slots !== undefined && mutes?.(market.current, s) !== true) {
    line.owes = true
    line.slots(barAt(slots, s))
  }
  if (tellsOthers === 'after') tellOthers(core, core.instant)
}

function tellOthers({ others, line }: Core, until: number): void {
  for (const [symbol, other] of others) {
    for (const bar of goOn(other, until)) {
      if (line?.up === true) line.others.get(symbol)?.(bar)
    }
  }
}

function tellRate(core: Core, rate: number): void {
  const { account, listing } = core.exchange
  if (rate === account.rate) return
  account.rate = rate
  core.tell({ kind: 'rate', currency: listing.currency, rate })
}

function drop(core: Core): void {
  const { line } = core
  if (line?.up !== true) return
  line.listener({ kind: 'lost', reason: 'the test cut the line' })
  line.up = false
  setImmediate(() => {
    line.up = true
    line.owes = true
    line.listener({ kind: 'ready' })
    core.changed()
  })
}

function connect(core: Core, onCall: (call: string) => void): Broker {
  const { exchange, ids, arrivals } = core
  const line: Line = {
    listener: () => {},
    slots: undefined,
    others: new Map(),
    up: true,
    owes: false,
  }
  core.line = line
  const arrives = (call: string): boolean => {
    onCall(call)
    return core.line === line && line.up
  }
  const ask = async <T>(call: string, answer: () => T): Promise<T> => {
    if (!arrives(call)) throw new Error('there is no link')
    await new Promise((turn) => setImmediate(turn))
    if (core.line !== line || !line.up) throw new Error('the link was lost')
    return answer()
  }
  return {
    connect: () => ask('connect', () => truthOf(exchange, core.instant)),
    sweep: () => ask('sweep', () => truthOf(exchange, core.instant)),
    history: (seconds, from, to, symbol) =>
      ask('history', () => {
        const length = seconds * 1000
        const market = symbol === undefined ? core.market : core.others.get(symbol)!
        const isLate = symbol !== undefined && core.options.tellsOthers === 'late'
        const until = isLate ? core.instant - SLOT_MS : core.instant
        // A day may be over before its date is.
        return barsBetween(market, length, from, to).filter(
          ({ start }) => length === DAY || start + length <= until,
        )
      }),
    listen: (listener) => {
      line.listener = (event) => {
        if (core.line === line) listener(event)
      }
    },
    place: (order) => {
      if (!arrives(`place ${order.ref}`)) return
      const orphaned = order.parent !== undefined && !ids.has(order.parent)
      if (orphaned || core.options.refuses?.(order.ref) === true) {
        core.tell({ kind: 'refused', ref: order.ref, code: 201, reason: 'not wanted' })
        return
      }
      if (!ids.has(order.ref)) {
        ids.set(order.ref, ids.size + 1)
        arrivals.set(order.ref, (arrivals.get(order.ref) ?? 0) + 1)
      }
      placeOrder(exchange, CLIENT, requestOf(exchange, order, ids))
    },
    cancel: (ref) => {
      if (!arrives(`cancel ${ref}`)) return
      const order = findOrder(exchange.orders, CLIENT, ids.get(ref) ?? -1)
      if (order !== undefined) cancelOrder(exchange, order, 'as asked')
    },
    cancelAll: () => {
      if (arrives('cancelAll')) cancelAll(exchange, 'as asked')
    },
    streamBars: (listener, symbol) => {
      if (!arrives('streamBars')) return
      if (symbol !== undefined) {
        line.others.set(symbol, (bar) => {
          if (core.line === line) listener(bar)
        })
        return
      }
      line.slots = (bar) => {
        if (core.line === line) listener(bar)
      }
      line.owes = true
      core.changed()
    },
    time: async () => {
      if (!arrives('time')) throw new Error('there is no link')
      line.owes = false
      core.changed()
      return core.instant
    },
    close: async () => {
      if (core.line === line) core.abandon()
    },
  }
}
