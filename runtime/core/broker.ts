import { commissionFor, slipped } from './costs.ts'
import { apply, orderFilled } from './engine.ts'
import { sizeAtFill } from './entry.ts'
import type { Cursor, QuietBand } from './match.ts'
import { matchBar, nextMarketOrder } from './match.ts'
import type { Birth, Order } from './order.ts'
import { BUY, OrderType, Purpose, SELL } from './order.ts'
import type { OrderType as OrderTypeName, Policy } from './policy.ts'
import type { EngineState } from './state.ts'

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
  /** Bars where the bar alone could not tell. */
  ambiguous: number
}

export function simulatedBroker(policy: Policy): SimulatedBroker {
  return {
    cursor: { phase: 'open', price: Number.NaN, direction: 'open', ambiguous: false },
    quiet: { down: Number.NEGATIVE_INFINITY, up: Number.POSITIVE_INFINITY },
    entrySlips: byCode(policy.slips.entry),
    exitSlips: byCode(policy.slips.exit),
    exitsInEntryBar: byCode(policy.exitsInEntryBar),
    ambiguous: 0,
  }
}

function byCode(table: Readonly<Record<OrderTypeName, boolean>>): boolean[] {
  const codes: boolean[] = []
  for (const name of ['market', 'limit', 'stop'] as const) codes[OrderType[name]] = table[name]
  return codes
}

/** All that bar i does to the working orders. */
export function fillBar(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { cursor } = broker
  const { working, bars, policy } = state
  cursor.phase = 'open'
  cursor.ambiguous = false
  while (working.length > 0) {
    const order = matchBar(working, bars, bar, state.position, policy, cursor)
    if (order === undefined) break
    execute(broker, state, order, bar, cursor.price, cursor.direction)
  }
  if (cursor.ambiguous) broker.ambiguous += 1
  wake(working)
  state.commands.count = 0
}

/** After a decision: takes its orders, and under a close-fill policy fills those at the market. */
export function takeOrders(broker: SimulatedBroker, state: EngineState, bar: number): void {
  const { working, policy } = state
  if (policy.marketFill === 'decision-close') {
    for (;;) {
      const order = nextMarketOrder(working)
      if (order === undefined) break
      execute(broker, state, order, bar, state.bars.close[bar]!, 'open')
    }
    wake(working)
  }
  state.commands.count = 0
}

/** The run's end: what is open is closed at the last bar, as a market order would be. */
export function closeOut(state: EngineState, bar: number): void {
  const { policy, costs, instrument, lots } = state
  const last = state.bars[policy.closeOutAt][bar]!
  while (lots.length > 0) {
    const lot = lots[0]!
    const side = lot.side === BUY ? SELL : BUY
    const price = policy.slips.exit.market ? slipped(costs, last, side, instrument.tick) : last
    const charged = policy.commissionOn === 'fill' ? price : last
    const commission = commissionFor(costs, lot.quantity, charged, instrument.multiplier)
    apply(state, { kind: 'closed-out', lot, bar, price, commission })
  }
}

/** Fills one order at the `printed` price, slippage to come. */
function execute(
  broker: SimulatedBroker,
  state: EngineState,
  order: Order,
  bar: number,
  printed: number,
  direction: Cursor['direction'],
): void {
  const { policy, costs, instrument, working } = state
  const isEntry = order.purpose === Purpose.entry
  const slips = isEntry ? broker.entrySlips[order.type] : broker.exitSlips[order.type]
  const price = slips ? slipped(costs, printed, order.side, instrument.tick) : printed
  if (isEntry) {
    const sized = policy.sizing === 'fill' ? sizeAtFill(state, order, price) : order
    if (typeof sized === 'string') {
      apply(state, { kind: 'ended', order, outcome: 'refused', bar, reason: sized })
      return
    }
    awakenChildren(working, order, broker.exitsInEntryBar[order.type] ? direction : 'later')
  }
  const charged = policy.commissionOn === 'fill' ? price : printed
  const commission = commissionFor(costs, order.quantity, charged, instrument.multiplier)
  orderFilled(state, order, bar, price, commission)
}

/** An entry fills: its stop and target come alive at the broker, without being asked. */
function awakenChildren(working: readonly Order[], entry: Order, birth: Birth): void {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth === 'waiting' && order.parent === entry) order.birth = birth
  }
}

/** A bar is over: whatever is alive now was so before the next one's open. */
function wake(working: readonly Order[]): void {
  for (let k = 0; k < working.length; k++) {
    const order = working[k]!
    if (order.birth !== 'waiting') order.birth = 'open'
  }
}
