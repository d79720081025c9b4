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
import type { Birth, Execution, Order, Writable } from './order.ts'
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
  /** The fill that is being told: one object for all of them. */
  readonly execution: Writable<Execution>
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
    execution: { bar: -1, price: Number.NaN, commission: Number.NaN },
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
  takeCommands(state)
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
  else execute(broker, state, order, bar)
}

/** After a decision: takes its orders, and under a close-fill policy fills those at the market. */
export function takeOrders(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { working, policy } = state
  const { cursor } = broker
  if (policy.marketFill === 'decision-close') {
    cursor.price = state.bars.close[bar]!
    cursor.direction = 'open'
    for (;;) {
      const order = nextMarketOrder(working, endsSession(state, bar))
      if (order === undefined) break
      execute(broker, state, order, bar)
    }
    wake(working)
  }
  takeCommands(state)
}

/** The engine has done what it asks for: what it took back may be used again. */
function takeCommands({ commands, spareOrders }: EngineState): void {
  const { kinds, orders } = commands
  for (let k = 0; k < commands.count; k++) if (kinds[k] === 'cancel') spareOrders.push(orders[k]!)
  commands.count = 0
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
 * Fills one order at the cursor's price, slippage to come, as far as the bar's volume goes. The
 * price slips by the shares that fill, also where they are sized by that price.
 */
function execute(broker: SimulatedBroker, state: EngineState, order: Order, bar: number): void {
  const { cursor, execution } = broker
  const { policy, costs, instrument, bars } = state
  const isEntry = order.purpose === Purpose.entry
  if (isEntry) {
    const sized = sizedAtFill(broker, state, order, bar)
    if (typeof sized === 'string') {
      apply(state, { kind: 'ended', order, outcome: 'refused', bar, reason: sized })
      return
    }
  }
  execution.bar = bar
  execution.price = priceFor(broker, state, order, bar, order.quantity)
  const quantity = fillable(broker, state, order, bar)
  const isWhole = quantity === order.quantity
  if (!isWhole) order.birth = 'later'
  if (quantity > 0) {
    if (costs.maxVolume !== undefined)
      broker.room.shares = nearestLot(broker.room.shares - quantity, instrument.lot)
    if (isEntry) {
      const looksBack = broker.exitsInEntryBar[order.type] || order.filled > 0
      awakenChildren(state.working, order, looksBack ? birthAt(cursor.direction) : 'later')
    }
    const commission = commissionOfPart(
      costs,
      order.filled,
      quantity,
      policy.commissionOn === 'fill' ? execution.price : cursor.price,
      instrument.multiplier,
      order.side,
      bars.time[bar]!,
    )
    execution.commission = inAccount(state, commission)
    orderFilled(state, order, execution, quantity)
  }
  if (isWhole) reuse(state, order)
  else if (order.immediate || fillsAtOpen(state, order)) {
    const reason = 'not filled at once'
    apply(state, { kind: 'ended', order, outcome: 'expired', bar, reason })
  } else if (quantity === 0) priceCame(state, order)
}

/** What has filled whole, and the trade that it closed, are made into the next ones. */
function reuse({ spareOrders, spareLots, lots }: EngineState, order: Order): void {
  spareOrders.push(order)
  if (order.lot !== undefined && !lots.includes(order.lot)) spareLots.push(order.lot)
}

/** What so many of the order's shares fill at, as far as there is room for them. */
function priceFor(
  broker: SimulatedBroker,
  state: EngineState,
  order: Order,
  bar: number,
  asked: number,
): number {
  const { price } = broker.cursor
  if (!slips(broker, order)) return price
  const { costs, instrument, bars } = state
  const shares = Math.min(asked, roomAt(broker, state, bar))
  return slipped(costs, price, order.side, shares, instrument.tick, bars, bar)
}

function slips({ entrySlips, exitSlips }: SimulatedBroker, { purpose, type }: Order): boolean {
  return (purpose === Purpose.entry ? entrySlips : exitSlips)[type]!
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
  if (costs.maxVolume === undefined) return Number.POSITIVE_INFINITY
  if (room.bar !== bar) {
    room.bar = bar
    room.shares = roomIn(costs, bars, bar, instrument.lot)
  }
  return room.shares
}

/** How many of the order's shares there is room for: all or none of a fill-or-kill entry's. */
function fillable(broker: SimulatedBroker, state: EngineState, order: Order, bar: number): number {
  const { quantity } = order
  const room = roomAt(broker, state, bar)
  if (quantity <= room) return quantity
  return isFillOrKill(order, state.rules) ? 0 : room
}

function sizedAtFill(
  broker: SimulatedBroker,
  state: EngineState,
  order: Order,
  bar: number,
): Order | Refusal {
  const { sizing, fundsAtFill } = state.policy
  if (sizing === 'fill') {
    if (order.filled > 0) return order
    if (asksForQuantity(state.costs) && slips(broker, order))
      return sizedAtOwnPrice(broker, state, order, bar)
    return sizeAtFill(state, order, priceFor(broker, state, order, bar, order.quantity))
  }
  if (!fundsAtFill) return order
  return fundAtFill(state, order, priceFor(broker, state, order, bar, order.quantity))
}

/** Apart, for what a closure keeps is made wherever it might be. */
function sizedAtOwnPrice(
  broker: SimulatedBroker,
  state: EngineState,
  order: Order,
  bar: number,
): Order | Refusal {
  return sizeAtOwnPrice(state, order, (asked) => priceFor(broker, state, order, bar, asked))
}

/**
 * An entry fills: its stop and target come alive at the broker, without being asked. With each
 * further part of it they are as if new, for they move.
 */
function awakenChildren(working: readonly Order[], entry: Order, birth: Birth): void {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.parent === entry.id && order.purpose !== Purpose.reverse) order.birth = birth
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
