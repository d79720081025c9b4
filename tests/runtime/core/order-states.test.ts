/** What becomes of an order in every state, whatever it is told. */
import { expect, test } from 'vitest'
import type { EngineEvent } from '../../../runtime/core/engine.ts'
import { apply } from '../../../runtime/core/engine.ts'
import { readLog } from '../../../runtime/core/log.ts'
import type { Order } from '../../../runtime/core/order.ts'
import { Outcome, Purpose } from '../../../runtime/core/order.ts'
import type { EngineState } from '../../../runtime/core/state.ts'
import { engineState } from '../../../runtime/core/state.ts'
import { MATH } from '../../../stdlib/math.ts'
import { barsOf, DAY, FREE, inSessions, type ScriptRule, scripted } from './script.ts'

const BARS = inSessions(barsOf(Array.from({ length: 6 }, () => [100, 101, 99, 100] as const)), 2)

const RULES: readonly ScriptRule[] = [
  {
    kind: 'enter',
    side: 'long',
    on: [0],
    order: 'limit',
    price: 99,
    value: 10,
    expire: 3,
    stop: () => 90,
  },
  { kind: 'exit', side: 'long', on: [1] },
]

interface Scene {
  readonly state: EngineState
  readonly order: Order
}

/** An entry with its stop decided at bar 0; from there on as the name says. */
const STATES: Readonly<Record<string, () => Scene>> = {
  'entry working': () => scene(Purpose.entry),
  'entry good till a date': () =>
    scene(Purpose.entry, {}, [], { expire: 5, goodTill: { day: DAY } }),
  'stop waiting': () => scene(Purpose.stop),
  'stop working': () => filled(scene(Purpose.stop)),
  'exit working': () => {
    const { state } = filled(scene(Purpose.stop))
    apply(state, { kind: 'bar', bar: 1 })
    return { state, order: orderOf(state, Purpose.exit) }
  },
  'part leaving': () => {
    const { state } = filled(scene(Purpose.stop, { portion: 0.5 }))
    apply(state, { kind: 'bar', bar: 1 })
    return { state, order: orderOf(state, Purpose.exit) }
  },
  'stop over the rest': () => {
    const { state } = filled(scene(Purpose.stop, { portion: 0.5 }))
    apply(state, { kind: 'bar', bar: 1 })
    return { state, order: orderOf(state, Purpose.stop) }
  },
  'member of a group': () => scene(Purpose.entry, {}, [other({})]),
  'member of a group that is reduced': () =>
    scene(Purpose.entry, {}, [other({ onFill: 'reduce' })]),
  'entry filled': () => filled(scene(Purpose.entry)),
  'entry cancelled': () => {
    const found = scene(Purpose.entry)
    apply(found.state, { kind: 'stood-down', flatten: false })
    return found
  },
}

const EVENTS: Readonly<Record<string, (order: Order) => EngineEvent>> = {
  fill: (order) => ({ kind: 'fill', order, bar: 1, price: 99, commission: 1 }),
  'part filled': (order) => ({
    kind: 'fill',
    order,
    bar: 1,
    price: 99,
    commission: 1,
    quantity: order.quantity / 5,
  }),
  'filled late': (order) => ({ kind: 'filled-late', order, bar: 1, price: 99 }),
  refused: (order) => ({ kind: 'ended', order, outcome: 'refused', bar: 1, reason: 'no' }),
  cancelled: (order) => ({ kind: 'ended', order, outcome: 'cancelled', bar: 1, reason: 'no' }),
  expired: (order) => ({ kind: 'ended', order, outcome: 'expired', bar: 1, reason: 'no' }),
  commission: (order) => ({ kind: 'commission', order: order.id, amount: 1 }),
  'last bar': () => ({ kind: 'bar', bar: 3 }),
  'stood down': () => ({ kind: 'stood-down', flatten: false }),
  flattened: () => ({ kind: 'stood-down', flatten: true }),
}

const BACK = 'never: order N had not been taken back'
const GONE = 'never: an element to remove is not in its list'
const ENDED = 'never: order N works no longer'
const UNPAID = 'never: order N has not filled'

const WORKING = {
  fill: 'filled, 1 lots, 1 orders',
  'part filled': 'part, 1 lots, 2 orders',
  'filled late': BACK,
  refused: 'refused, 0 lots, 0 orders',
  cancelled: 'cancelled, 0 lots, 0 orders',
  expired: 'expired, 0 lots, 0 orders',
  commission: UNPAID,
  'last bar': 'expired, 0 lots, 0 orders',
  'stood down': 'cancelled, 0 lots, 0 orders',
  flattened: 'cancelled, 0 lots, 0 orders',
}

/** By state and event: the order's standing, open lots, working orders. */
const TABLE: Readonly<Record<string, Readonly<Record<keyof typeof EVENTS, string>>>> = {
  'entry working': WORKING,
  'entry good till a date': WORKING,
  'stop waiting': {
    fill: 'never: order N closes no lot',
    'part filled': 'never: order N closes no lot',
    'filled late': BACK,
    refused: 'refused, 0 lots, 1 orders',
    cancelled: 'cancelled, 0 lots, 1 orders',
    expired: 'expired, 0 lots, 1 orders',
    commission: UNPAID,
    'last bar': 'cancelled, 0 lots, 0 orders',
    'stood down': 'cancelled, 0 lots, 0 orders',
    flattened: 'cancelled, 0 lots, 0 orders',
  },
  'stop working': {
    fill: 'filled, 0 lots, 0 orders',
    'part filled': 'part, 1 lots, 1 orders',
    'filled late': BACK,
    refused: 'refused, 1 lots, 0 orders',
    cancelled: 'cancelled, 1 lots, 0 orders',
    expired: 'expired, 1 lots, 0 orders',
    commission: UNPAID,
    'last bar': 'working, 1 lots, 1 orders',
    'stood down': 'working, 1 lots, 1 orders',
    flattened: 'working, 1 lots, 2 orders',
  },
  'exit working': {
    fill: 'filled, 0 lots, 0 orders',
    'part filled': 'part, 1 lots, 2 orders',
    'filled late': BACK,
    refused: 'refused, 1 lots, 1 orders',
    cancelled: 'cancelled, 1 lots, 1 orders',
    expired: 'expired, 1 lots, 1 orders',
    commission: UNPAID,
    'last bar': 'working, 1 lots, 2 orders',
    'stood down': 'working, 1 lots, 2 orders',
    flattened: 'working, 1 lots, 2 orders',
  },
  // A part that leaves is a lot of its own; what does not leave goes back to its trade.
  'part leaving': {
    fill: 'filled, 1 lots, 1 orders',
    'part filled': 'part, 2 lots, 2 orders',
    'filled late': BACK,
    refused: 'refused, 1 lots, 1 orders',
    cancelled: 'cancelled, 1 lots, 1 orders',
    expired: 'expired, 1 lots, 1 orders',
    commission: UNPAID,
    'last bar': 'working, 2 lots, 2 orders',
    'stood down': 'working, 2 lots, 2 orders',
    flattened: 'working, 2 lots, 3 orders',
  },
  'stop over the rest': {
    fill: 'filled, 1 lots, 1 orders',
    'part filled': 'part, 2 lots, 2 orders',
    'filled late': BACK,
    refused: 'refused, 2 lots, 1 orders',
    cancelled: 'cancelled, 2 lots, 1 orders',
    expired: 'expired, 2 lots, 1 orders',
    commission: UNPAID,
    'last bar': 'working, 2 lots, 2 orders',
    'stood down': 'working, 2 lots, 2 orders',
    flattened: 'working, 2 lots, 3 orders',
  },
  'member of a group': {
    fill: 'filled, 1 lots, 1 orders',
    'part filled': 'part, 1 lots, 2 orders',
    'filled late': BACK,
    refused: 'refused, 0 lots, 1 orders',
    cancelled: 'cancelled, 0 lots, 1 orders',
    expired: 'expired, 0 lots, 1 orders',
    commission: UNPAID,
    'last bar': 'expired, 0 lots, 1 orders',
    'stood down': 'cancelled, 0 lots, 0 orders',
    flattened: 'cancelled, 0 lots, 0 orders',
  },
  'member of a group that is reduced': {
    fill: 'filled, 1 lots, 1 orders',
    'part filled': 'part, 1 lots, 3 orders',
    'filled late': BACK,
    refused: 'refused, 0 lots, 1 orders',
    cancelled: 'cancelled, 0 lots, 1 orders',
    expired: 'expired, 0 lots, 1 orders',
    commission: UNPAID,
    'last bar': 'expired, 0 lots, 1 orders',
    'stood down': 'cancelled, 0 lots, 0 orders',
    flattened: 'cancelled, 0 lots, 0 orders',
  },
  'entry filled': {
    fill: GONE,
    'part filled': ENDED,
    'filled late': BACK,
    refused: GONE,
    cancelled: GONE,
    expired: GONE,
    commission: 'filled, 1 lots, 1 orders',
    'last bar': 'filled, 1 lots, 1 orders',
    'stood down': 'filled, 1 lots, 1 orders',
    flattened: 'filled, 1 lots, 2 orders',
  },
  // Its trade opens and is closed at the market at once.
  'entry cancelled': {
    fill: GONE,
    'part filled': ENDED,
    'filled late': 'cancelled and filled, 1 lots, 1 orders',
    refused: GONE,
    cancelled: GONE,
    expired: GONE,
    commission: UNPAID,
    'last bar': 'cancelled, 0 lots, 0 orders',
    'stood down': 'cancelled, 0 lots, 0 orders',
    flattened: 'cancelled, 0 lots, 0 orders',
  },
}

/** The other member of the entry's group. */
function other(kind: Pick<ScriptRule, 'onFill'>): ScriptRule {
  const rule = { kind: 'enter', side: 'long', on: [0], order: 'limit', price: 95 } as const
  return { ...rule, value: 10, oca: 0, ...kind }
}

function scene(
  purpose: number,
  exit: Partial<ScriptRule> = {},
  more: readonly ScriptRule[] = [],
  first: Partial<ScriptRule> = {},
): Scene {
  const [written, leave] = RULES as readonly [ScriptRule, ScriptRule]
  const entry = { ...written, ...first }
  const { onFill } = more[0] ?? {}
  const grouped = more.length > 0 ? { ...entry, oca: 0, ...(onFill && { onFill }) } : entry
  const { meta, bind } = scripted([grouped, { ...leave, ...exit }, ...more])
  const bound = bind(new Float64Array(0), BARS, MATH)
  bound.advance(0, BARS.length)
  const { rules, everyBar } = meta
  const state = engineState({ ...FREE, bound, rules, everyBar, bars: BARS }, FREE.cash)
  apply(state, { kind: 'bar', bar: 0 })
  return { state, order: orderOf(state, purpose) }
}

function filled(found: Scene): Scene {
  const entry = orderOf(found.state, Purpose.entry)
  apply(found.state, { kind: 'fill', order: entry, bar: 1, price: 99, commission: 1 })
  return found
}

function orderOf({ working }: EngineState, purpose: number): Order {
  return working.find((order) => order.purpose === purpose)!
}

function standing({ state, order }: Scene): string {
  const { log, working, lots } = state
  const ends = Array.from({ length: log.orders.length }, (_, row) => readLog(log, row))
    .filter(({ id }) => id === order.id)
    .map(({ outcome }) => Object.entries(Outcome).find(([, code]) => code === outcome)![0])
  const is = ends.length === 0 ? 'working' : ends.join(' and ')
  return `${is}, ${lots.length} lots, ${working.length} orders`
}

test.each(Object.keys(STATES))('%s', (name) => {
  const row = Object.fromEntries(
    Object.entries(EVENTS).map(([event, make]) => {
      const found = STATES[name]!()
      try {
        apply(found.state, make(found.order))
      } catch (fault) {
        return [event, `never: ${(fault as Error).message.replace(/order \d+/, 'order N')}`]
      }
      return [event, standing(found)]
    }),
  )
  expect(row).toEqual(TABLE[name])
})
