import { commissionFor, commissionOfPart } from './costs.ts'
import { apply, orderFilled, priceCame } from './engine.ts'
import { fundAtFill, sizeAtFill, sizeAtOwnPrice } from './entry.ts'
import { type FinerBars, finerWithin } from './finer.ts'
import type { Refusal } from './gate.ts'
import type { Cursor, QuietBand } from './match.ts'
import {
  birthAt,
  isInDoubt,
  matchBar,
  nextMarketOrder,
  restart,
  startCursor,
  trigger,
  wayTo,
} from './match.ts'
import type { Birth, Order } from './order.ts'
import { FILLS_AS, isFillOrKill, OrderType, opposite, Purpose } from './order.ts'
import type { Policy } from './policy.ts'
import { nearestLot } from './rounding.ts'
import { ANY_SESSION, endsSession } from './sessions.ts'
import { asksForQuantity, roomIn, slipped } from './slippage.ts'
import type { EngineState } from './state.ts'
import { rateAt } from './state.ts'

/**
 * The backtest's broker: it matches the working orders against bars and tells the engine what
 * filled. The order table is shared, so a command needs no carrying out: what was placed is in it,
 * what was taken back is not.
 */
export interface SimulatedBroker {
  readonly cursor: Cursor
  readonly quiet: QuietBand
  /** The policy's tables by order type code. */
  readonly entrySlips: readonly boolean[]
  readonly exitSlips: readonly boolean[]
  readonly exitsInEntryBar: readonly boolean[]
  /** What bars are matched on that have finer ones. */
  readonly finer: FinerBars | undefined
  /** Bars that could not tell, finer ones or not, ascending. */
  readonly ambiguous: number[]
  /** How many bars could not tell, and their finer ones could. */
  settled: number
  readonly room: VolumeRoom
}

/** Shares that a bar still gives where fills take only a part of its volume. */
interface VolumeRoom {
  bar: number
  shares: number
}

export function simulatedBroker(policy: Policy, finer?: FinerBars): SimulatedBroker {
  return {
    cursor: startCursor(),
    quiet: { down: Number.NEGATIVE_INFINITY, up: Number.POSITIVE_INFINITY },
    entrySlips: FILLS_AS.map((kind) => policy.slips.entry[kind]),
    exitSlips: FILLS_AS.map((kind) => policy.slips.exit[kind]),
    exitsInEntryBar: FILLS_AS.map((kind) => policy.exitsInEntryBar[kind]),
    finer,
    ambiguous: [],
    settled: 0,
    room: { bar: -1, shares: 0 },
  }
}

/** All that bar i does to the working orders. */
export function fillBar(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { cursor, finer } = broker
  const { working, bars, policy } = state
  cursor.ambiguous = false
  if (finer !== undefined && finerWithin(finer, bar) > 1) walkFiner(broker, state, finer, bar)
  else {
    restart(cursor)
    cursor.closes = endsSession(state, bar)
    while (working.length > 0) {
      const order = matchBar(working, bars, bar, state.position, policy, cursor)
      if (order === undefined) break
      carryOut(broker, state, order, bar)
    }
    if (cursor.ambiguous) broker.ambiguous.push(bar)
  }
  wake(working)
  state.commands.count = 0
}

/**
 * The same on the finer bars, each matched as a bar is; what orders for the open and the close wait
 * for is the whole bar's. It is ambiguous where both it and a finer one cannot tell.
 */
function walkFiner(
  broker: SimulatedBroker,
  state: EngineState,
  finer: FinerBars,
  bar: number,
): void {
  const { cursor } = broker
  const { working, bars, policy } = state
  const first = finer.from[bar]!
  const last = finer.to[bar]! - 1
  let doubt = false
  // Whether the orders have changed since it was asked what the whole bar would say of them.
  let due = true
  for (let k = first; k <= last && working.length > 0; k++) {
    let gone: Cursor['direction'] = 'open'
    restart(cursor)
    cursor.closes = k === last && endsSession(state, bar)
    for (;;) {
      const order = matchBar(working, finer.bars, k, state.position, policy, cursor)
      const within = k > first || cursor.phase !== 'open'
      if (due && within && gone !== 'close') {
        doubt ||= isInDoubt(working, bars, bar, state.position, policy, gone)
        due = false
      }
      if (order === undefined) break
      // To the whole bar, a finer one's open is a price on the way.
      gone = k > first && cursor.direction === 'open' ? wayTo(order) : cursor.direction
      carryOut(broker, state, order, bar)
      due = true
    }
    wakeWithin(working)
  }
  if (doubt && cursor.ambiguous) broker.ambiguous.push(bar)
  else if (doubt) broker.settled += 1
}

/** What matching found happens to an order. */
function carryOut(broker: SimulatedBroker, state: EngineState, order: Order, bar: number): void {
  const { cursor } = broker
  if (cursor.triggers) trigger(order, cursor)
  else execute(broker, state, order, bar, cursor.price, cursor.direction)
}

/** After a decision: takes its orders, and under a close-fill policy fills those at the market. */
export function takeOrders(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { working, policy } = state
  if (policy.marketFill === 'decision-close') {
    for (;;) {
      const order = nextMarketOrder(working, endsSession(state, bar))
      if (order === undefined) break
      execute(broker, state, order, bar, state.bars.close[bar]!, 'open')
    }
    wake(working)
  }
  state.commands.count = 0
}

/** The run's end: what is open is closed as a market order would be, at the policy's price. */
export function closeOut(state: EngineState, last: number): void {
  const { policy, costs, instrument, lots, bars } = state
  while (lots.length > 0) {
    const lot = lots[0]!
    const early = policy.closeOutAt === 'previous-close' && lot.entryBar < last
    const bar = early ? last - 1 : last
    const printed = policy.closeOutAt === 'open' ? bars.open[bar]! : bars.close[bar]!
    const side = opposite(lot.side)
    const price = policy.slips.exit.market
      ? slipped(costs, printed, side, lot.quantity, instrument.tick, bars, bar)
      : printed
    const charged = policy.commissionOn === 'fill' ? price : printed
    const commission = commissionFor(
      costs,
      lot.quantity,
      charged,
      instrument.multiplier,
      side,
      bars.time[bar]!,
    )
    apply(state, { kind: 'closed-out', lot, bar, price, commission: inAccount(state, commission) })
  }
}

/** An amount of the instrument's currency, converted at the rate known at the last close. */
function inAccount(state: EngineState, amount: number): number {
  return amount * rateAt(state, state.bar)
}

/**
 * Fills one order at the `printed` price, slippage to come, as far as the bar's volume goes. The
 * price slips by the shares that fill, also where they are sized by that price.
 */
function execute(
  broker: SimulatedBroker,
  state: EngineState,
  order: Order,
  bar: number,
  printed: number,
  direction: Cursor['direction'],
): void {
  const { policy, costs, instrument, working, bars } = state
  const isEntry = order.purpose === Purpose.entry
  const { type } = order
  const slips = isEntry ? broker.entrySlips[type] : broker.exitSlips[type]
  const isLimited = costs.maxVolume !== undefined
  const room = isLimited ? roomAt(broker, state, bar) : Number.POSITIVE_INFINITY
  const priceFor = (asked: number) =>
    slips
      ? slipped(costs, printed, order.side, Math.min(asked, room), instrument.tick, bars, bar)
      : printed
  if (isEntry) {
    const sized = sizedAtFill(state, order, priceFor, slips === true && asksForQuantity(costs))
    if (typeof sized === 'string') {
      apply(state, { kind: 'ended', order, outcome: 'refused', bar, reason: sized })
      return
    }
  }
  const price = priceFor(order.quantity)
  const quantity = fillable(state, order, room)
  const isWhole = quantity === order.quantity
  if (!isWhole) order.birth = 'later'
  if (quantity > 0) {
    if (isLimited) broker.room.shares = nearestLot(broker.room.shares - quantity, instrument.lot)
    if (isEntry) {
      const looksBack = broker.exitsInEntryBar[type] || order.filled > 0
      awakenChildren(working, order, looksBack ? birthAt(direction) : 'later')
    }
    const charged = policy.commissionOn === 'fill' ? price : printed
    const commission = commissionOfPart(
      costs,
      order.filled,
      quantity,
      charged,
      instrument.multiplier,
      order.side,
      bars.time[bar]!,
    )
    orderFilled(state, order, bar, price, inAccount(state, commission), quantity)
  }
  if (isWhole) return
  if (order.immediate || fillsAtOpen(state, order)) {
    const reason = 'not filled at once'
    apply(state, { kind: 'ended', order, outcome: 'expired', bar, reason })
  } else if (quantity === 0) priceCame(state, order)
}

/** Whether it is for an opening auction, which it leaves with what it got. */
function fillsAtOpen({ rules }: EngineState, { session, rule, type }: Order): boolean {
  return session !== ANY_SESSION && type === OrderType.market && rules[rule]!.order === 'open'
}

/** Shares that the bar's volume still gives. */
function roomAt(
  { room }: SimulatedBroker,
  { bars, costs, instrument }: EngineState,
  bar: number,
): number {
  if (room.bar !== bar) {
    room.bar = bar
    room.shares = roomIn(costs, bars, bar, instrument.lot)
  }
  return room.shares
}

/** How many of the order's shares there is room for: all or none of a fill-or-kill entry's. */
function fillable({ rules }: EngineState, order: Order, room: number): number {
  const { quantity } = order
  if (quantity <= room) return quantity
  return isFillOrKill(order, rules) ? 0 : room
}

function sizedAtFill(
  state: EngineState,
  order: Order,
  priceFor: (quantity: number) => number,
  isOwnPrice: boolean,
): Order | Refusal {
  const { sizing, fundsAtFill } = state.policy
  if (sizing === 'fill') {
    if (order.filled > 0) return order
    return isOwnPrice
      ? sizeAtOwnPrice(state, order, priceFor)
      : sizeAtFill(state, order, priceFor(order.quantity))
  }
  return fundsAtFill ? fundAtFill(state, order, priceFor(order.quantity)) : order
}

/**
 * An entry fills: its stop and target come alive at the broker, without being asked. With each
 * further part of it they are as if new, for they move.
 */
function awakenChildren(working: readonly Order[], entry: Order, birth: Birth): void {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.parent === entry && order.purpose !== Purpose.reverse) order.birth = birth
  }
}

/** A bar is over: whatever is alive now was so before the next one's open. */
function wake(working: readonly Order[]): void {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth !== 'waiting') order.birth = 'open'
  }
}

/** A finer bar is over: what came alive in it was so before the next one, its own open is past. */
function wakeWithin(working: readonly Order[]): void {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    const { birth, triggered, immediate } = order
    if (immediate) order.birth = birth === 'waiting' ? birth : 'later'
    else if (birth === 'down' || birth === 'up' || (triggered && birth === 'later'))
      order.birth = 'open'
  }
}
