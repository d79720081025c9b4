import { bearFee } from './borrow.ts'
import type { LogRow } from './log.ts'
import { isFill, orderOfRow, readBorrow, readLog, readTrade } from './log.ts'
import { addShares, blankLot, carve } from './lots.ts'
import type { Micros } from './money.ts'
import { add, toMicros } from './money.ts'
import type { Lot } from './order.ts'
import { Outcome, Purpose, removeFrom } from './order.ts'
import { nearestLot } from './rounding.ts'
import type { EngineState } from './state.ts'
import { flowOf, profitOf } from './trades.ts'

/**
 * Which shares an exit is booked against: those of the trade that it was sent for, the oldest, the
 * latest, or a part of all at their average. No decision, no fill and no equity hangs on it.
 */
export const LOT_METHODS = ['specific', 'fifo', 'lifo', 'average'] as const
export type LotMethod = (typeof LOT_METHODS)[number]

/** Shares that an exit closed, and what entered them. */
export interface ClosedShares {
  readonly entry: LogRow
  /** Its quantity is theirs. */
  readonly exit: LogRow
  readonly profit: Micros
  /** Micros. */
  readonly borrow: number
}

/** What a run's fills come to by a method: what has closed, by exit, and what is open. */
export interface BookedTrades {
  readonly closed: readonly ClosedShares[]
  readonly open: readonly Lot[]
}

export function bookTrades(state: EngineState, method: LotMethod): BookedTrades {
  return method === 'specific' ? asTheyWere(state) : bookAnew(state, method)
}

/** The entry that a lot stands for, as one fill. */
export function entryOf({ log }: EngineState, lot: Lot): LogRow {
  const { entryBar, entryPrice, risk, rate, entryRow } = lot
  return { ...readLog(log, entryRow), outcomeBar: entryBar, fillPrice: entryPrice, risk, rate }
}

function asTheyWere(state: EngineState): BookedTrades {
  const { log, lots } = state
  const closed = Array.from({ length: log.trades.length }, (_, trade) => {
    const { entryRow, exitRow, borrow } = readTrade(log, trade)
    const [entry, exit] = [readLog(log, entryRow), readLog(log, exitRow)]
    return { entry, exit, profit: profitOf(state, trade), borrow }
  })
  return { closed, open: lots }
}

/** The fills of the log once more, and between them what borrowing cost. */
function bookAnew(state: EngineState, method: Exclude<LotMethod, 'specific'>): BookedTrades {
  const { log } = state
  const closed: ClosedShares[] = []
  const open: Lot[] = []
  const risks: Risks = new Map()
  const rows = log.orders.length
  let charged = 0
  for (let row = 0; row <= rows; row++) {
    for (; charged < log.borrowed.length; charged++) {
      const { before, fee } = readBorrow(log, charged)
      if (before > row) break
      bearFee(open, fee as Micros)
    }
    if (row === rows) break
    const fill = readLog(log, row)
    if (!isFill(fill.outcome)) continue
    if (fill.purpose === Purpose.entry) enter(state, open, row, fill, method, risks)
    else closed.push(...leave(state, open, fill, method))
    if (open.length === 0) risks.clear()
  }
  return { closed, open }
}

/** Shares come in: to those of the same order, at the average of all to all others, or apart. */
function enter(
  state: EngineState,
  open: Lot[],
  row: number,
  fill: LogRow,
  method: LotMethod,
  risks: Risks,
): void {
  const { log, instrument } = state
  const { id, rule, side, quantity, outcomeBar, fillPrice, rate, commission } = fill
  const flow = flowOf(side, quantity, fillPrice, instrument.multiplier * rate)
  const cost = (flow - commission) as Micros
  const next = row + 1 < log.orders.length ? readLog(log, row + 1) : fill
  // A further part's distance to the stop is of the average, which is noted after it.
  const risk = next.id === id && next.outcome === Outcome.note ? next.risk : fill.risk
  risks.set(id, { shares: quantity + (risks.get(id)?.shares ?? 0), risk })
  const average = method === 'average'
  const known = average ? open[0] : open.find((lot) => orderOfRow(log, lot.entryRow) === id)
  if (known === undefined) {
    open.push({
      ...blankLot(),
      ...{ rule, side, quantity, risk, rate, cost, borrow: toMicros(0) },
      ...{ entryBar: outcomeBar, entryPrice: fillPrice, entryRow: row },
    })
    return
  }
  addShares(known, quantity, fillPrice, rate, instrument.lot)
  known.risk = average ? meanRisk(risks) : risk
  known.cost = add(known.cost, cost)
}

/** By order, since nothing was held: what it has entered, and how far its stop was from that. */
type Risks = Map<number, { readonly shares: number; readonly risk: number }>

/** By the shares entered; of one order its own, to the bit. */
function meanRisk(risks: Risks): number {
  const all = [...risks.values()]
  if (all.length === 1) return all[0]!.risk
  const entered = all.reduce((sum, { shares }) => sum + shares, 0)
  return all.reduce((sum, { shares, risk }) => sum + risk * shares, 0) / entered
}

/** Shares go out, of as many lots as it takes; the exit's money and fee go by shares. */
function leave(state: EngineState, open: Lot[], exit: LogRow, method: LotMethod): ClosedShares[] {
  const { instrument } = state
  const point = instrument.multiplier * exit.rate
  const taken: ClosedShares[] = []
  let gone = 0
  let [flow, fee] = [0, 0]
  while (gone < exit.quantity) {
    const lot = method === 'lifo' ? open.at(-1) : open[0]
    if (lot === undefined) throw new Error(`order ${exit.id} closes more than is open`)
    const quantity = Math.min(lot.quantity, nearestLot(exit.quantity - gone, instrument.lot))
    const isWhole = quantity === lot.quantity
    const part = isWhole ? lot : carve(state, lot, quantity)
    if (isWhole) removeFrom(open, lot)
    gone = nearestLot(gone + quantity, instrument.lot)
    const flowNow = flowOf(exit.side, gone, exit.fillPrice, point)
    const feeNow = Math.round(exit.commission * (gone / exit.quantity))
    // Closing out may be dated back to before its shares came in.
    const outcomeBar = Math.max(exit.outcomeBar, part.entryBar)
    taken.push({
      entry: entryOf(state, part),
      exit: { ...exit, quantity, outcomeBar },
      profit: (part.cost + flowNow - flow - (feeNow - fee)) as Micros,
      borrow: part.borrow,
    })
    flow = flowNow
    fee = feeNow
  }
  return taken
}
