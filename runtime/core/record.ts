import type { Bars } from '../../stdlib/bars.ts'
import { currencyGain, gainOf } from './account.ts'
import type { SimulatedBroker } from './broker.ts'
import type { LogRow, RunLog } from './log.ts'
import { isFill, logOrder, readDecision, readLog } from './log.ts'
import type { ClosedShares, LotMethod } from './lot-methods.ts'
import { bookTrades, entryOf } from './lot-methods.ts'
import type { Micros } from './money.ts'
import { fromMicros, toMicros } from './money.ts'
import type { Lot, Side } from './order.ts'
import { BUY, OrderType, Outcome, Purpose, SELL } from './order.ts'
import type {
  Fill,
  OrderPurpose,
  OrderRecord,
  RunResult,
  Trade,
  TradeConversion,
} from './result.ts'
import { nearestLot } from './rounding.ts'
import type { EngineState } from './state.ts'
import { rateAt } from './state.ts'
import type { Table } from './table.ts'
import { flowOf } from './trades.ts'

/**
 * What the run leaves, as plain objects. They are made when first looked at: a study of a thousand
 * runs that reads only equity pays for nothing else.
 */
export function recordOf(
  state: EngineState,
  { ambiguous, settled }: Pick<SimulatedBroker, 'ambiguous' | 'settled'>,
  barsInMarket: number,
  lots: LotMethod = 'specific',
): RunResult {
  for (const order of state.working) {
    const unfilled = Number.NaN
    logOrder(state.log, order, Outcome.working, -1, '', unfilled, unfilled, unfilled)
  }
  const result = {
    equity: state.equity,
    ambiguous: ambiguous.length,
    settled,
    barsInMarket,
    commission: fromMicros(state.commissionMicros),
    borrow: fromMicros(state.borrowMicros),
    cash: state.cash,
    [LISTS]: listsOf(state, ambiguous, lots),
  }
  return Object.defineProperties(result, ACCESSORS) as typeof result & Pick<RunResult, ListName>
}

const LIST_NAMES = ['decisions', 'orders', 'fills', 'refusals', 'trades', 'open'] as const
type ListName = (typeof LIST_NAMES)[number]
type Lists = { readonly [Name in ListName]: () => RunResult[Name] }

function listsOf(state: EngineState, ambiguous: readonly number[], lots: LotMethod): Lists {
  const { log } = state
  const rows = once(() => allOf(log.orders, (row) => readLog(log, row)))
  const unsure = once(() => new Set(ambiguous))
  const told = (trade: Told): Trade => {
    const { entryBar, exitBar } = trade
    const ended = trade.exit !== 'end' && unsure().has(exitBar)
    return { ...trade, ambiguous: ended || unsure().has(entryBar) }
  }
  const booked = once(() => bookTrades(state, lots))
  return {
    decisions: once(() => allOf(log.decisions, (k) => readDecision(log, k))),
    orders: once(() => ordersOf(rows(), state.instrument.lot)),
    fills: once(() =>
      rows()
        .filter(({ outcome }) => isFill(outcome))
        .map((row) => fillOf(row, state.bars)),
    ),
    refusals: () => refusalsOf(log),
    trades: once(() => closedTrades(state, booked().closed).map(told)),
    open: once(() => booked().open.map((lot) => told(openTrade(state, lot)))),
  }
}

const LISTS = Symbol('lists')

/**
 * The same functions for all runs: V8 keeps a shape for each accessor, and were that a run's own,
 * with the shape whatever the run has left.
 */
const ACCESSORS: PropertyDescriptorMap = {
  [LISTS]: { enumerable: false },
  ...Object.fromEntries(
    LIST_NAMES.map((name) => [
      name,
      {
        enumerable: true,
        get(this: { readonly [LISTS]: Lists }) {
          return this[LISTS][name]()
        },
      },
    ]),
  ),
}

/** A trade before it is known whether its bars could tell how it went. */
type Told = Omit<Trade, 'ambiguous'>

function allOf<T>({ length }: Table, read: (row: number) => T): T[] {
  return Array.from({ length }, (_, row) => read(row))
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function refusalsOf(log: RunLog): readonly string[] {
  const refused: LogRow[] = []
  for (let row = 0; row < log.orders.length; row++) {
    const one = readLog(log, row)
    if (one.outcome === Outcome.refused) refused.push(one)
  }
  return refused.sort((a, b) => a.id - b.id).map(({ reason }) => reason)
}

/** Of each order one record, by number, whatever parts it filled in. */
function ordersOf(rows: readonly LogRow[], lot: number): OrderRecord[] {
  const byOrder = new Map<number, LogRow[]>()
  for (const row of rows) {
    const known = byOrder.get(row.id)
    if (known !== undefined) known.push(row)
    else if (row.id >= 0) byOrder.set(row.id, [row])
  }
  return [...byOrder.values()].map((those) => orderOf(those, lot)).sort((a, b) => a.id - b.id)
}

/**
 * What an order was is in its first row, what became of it in its last. What filled of it although
 * it had been taken back comes after its end, whose quantity it is a part of.
 */
function orderOf(all: readonly LogRow[], lot: number): OrderRecord {
  const [first, rows] = [all[0]!, all.filter(({ outcome }) => outcome !== Outcome.note)]
  const end = rows.findIndex(({ outcome }) => outcome !== Outcome.part)
  const last = rows.findLast(({ outcome }) => outcome !== Outcome.part)!
  const shares = (those: readonly LogRow[]) =>
    those.length === 1
      ? those[0]!.quantity
      : nearestLot(
          those.reduce((sum, { quantity }) => sum + quantity, 0),
          lot,
        )
  return {
    id: first.id,
    rule: first.rule,
    purpose: nameOf(Purpose, first.purpose) as OrderPurpose,
    side: first.side === BUY ? 'buy' : 'sell',
    type: nameOf(OrderType, first.type),
    quantity: shares(rows.slice(0, end + 1)),
    filled: shares(rows.filter(({ outcome }) => isFill(outcome))),
    price: first.price,
    limit: first.limit,
    bar: first.bar,
    outcome: nameOf(Outcome, last.outcome) as OrderRecord['outcome'],
    outcomeBar: last.outcomeBar,
    reason: last.reason,
  }
}

function fillOf(row: LogRow, bars: Bars): Fill {
  return {
    order: row.id,
    bar: row.outcomeBar,
    time: bars.time[row.outcomeBar]!,
    side: row.side === BUY ? 'buy' : 'sell',
    quantity: row.quantity,
    price: row.fillPrice,
    commission: fromMicros(row.commission as Micros),
    purpose: nameOf(Purpose, row.purpose),
    ...(bars.rates === undefined ? {} : { rate: row.rate }),
  }
}

/** Closed trades by exit; what an exit closed of one entry in parts is one of them. */
function closedTrades(state: EngineState, closed: readonly ClosedShares[]): Told[] {
  const byExit = new Map<string, Told[]>()
  for (const [k, shares] of closed.entries()) {
    const { exit, entry } = shares
    // Nobody sent what ends a run: each is a trade of its own.
    const key = exit.id < 0 ? `${k} of the end` : `${exit.id} of ${entry.id}`
    const parts = byExit.get(key) ?? []
    byExit.delete(key)
    byExit.set(key, [...parts, closedTrade(state, shares)])
  }
  return [...byExit.values()].map((parts) =>
    parts.length === 1 ? parts[0]! : joined(state, parts),
  )
}

function closedTrade(state: EngineState, { entry, exit, profit, borrow }: ClosedShares): Told {
  const commission = flowAcross(state, entry, exit) - profit - borrow
  const byRule = exit.purpose === Purpose.exit || exit.purpose === Purpose.reverse
  return tradeOf(state, entry, exit.outcomeBar, exit.fillPrice, exit.rate, {
    quantity: exit.quantity,
    profit: fromMicros(profit),
    commission: fromMicros(commission as Micros),
    borrow: fromMicros(borrow as Micros),
    exit: nameOf(Purpose, exit.purpose),
    exitOrder: exit.id,
    exitRule: byRule ? exit.rule : -1,
  })
}

function joined({ instrument }: EngineState, parts: readonly Told[]): Told {
  const { multiplier, lot } = instrument
  const sum = (of: (part: Told) => number) => parts.reduce((all, part) => all + of(part), 0)
  const money = (of: (part: Told) => number) => fromMicros(toMicros(sum(of)))
  const last = parts.at(-1)!
  const quantity = nearestLot(
    sum((part) => part.quantity),
    lot,
  )
  const shares = (part: Told) => part.quantity
  const entryPrice = meanOf(parts, (part) => part.entryPrice, shares)
  const profit = money((part) => part.profit)
  const conversion = last.conversion && joinedConversion(parts, quantity, entryPrice, multiplier)
  const { entryRate } = conversion ?? { entryRate: 1 }
  return {
    ...last,
    quantity,
    entryPrice,
    exitPrice: meanOf(parts, (part) => part.exitPrice, shares),
    profit,
    commission: money((part) => part.commission),
    borrow: money((part) => part.borrow),
    returnRatio: profit / (entryPrice * quantity * (multiplier * entryRate)),
    ...(conversion && { conversion }),
    adverse: Math.min(...parts.map((part) => part.adverse)),
    favourable: Math.max(...parts.map((part) => part.favourable)),
  }
}

/** What is the same of all parts stays itself, to the bit. */
function meanOf(
  parts: readonly Told[],
  of: (part: Told) => number,
  weight: (part: Told) => number,
): number {
  const first = of(parts[0]!)
  if (parts.every((part) => of(part) === first)) return first
  const all = parts.reduce((sum, part) => sum + weight(part), 0)
  return parts.reduce((sum, part) => sum + of(part) * weight(part), 0) / all
}

/** Of parts, the mean rates by their money at the entry and at the exit. */
function joinedConversion(
  parts: readonly Told[],
  quantity: number,
  entryPrice: number,
  multiplier: number,
): TradeConversion {
  const rate = (end: 'entryRate' | 'exitRate') => (part: Told) => part.conversion?.[end] ?? 1
  const value = (end: 'entryPrice' | 'exitPrice') => (part: Told) => part[end] * part.quantity
  const entryRate = meanOf(parts, rate('entryRate'), value('entryPrice'))
  const exitRate = meanOf(parts, rate('exitRate'), value('exitPrice'))
  const side: Side = parts[0]!.side === 'long' ? BUY : SELL
  const opened = { side, quantity, entryPrice, rate: entryRate }
  return { entryRate, exitRate, profit: currencyGain(opened, exitRate) * multiplier }
}

/** An open trade as if it were closed at the last close, without cost. */
function openTrade(state: EngineState, lot: Lot): Told {
  const { bars, instrument } = state
  const entry = entryOf(state, lot)
  const last = bars.length - 1
  const close = bars.close[last]!
  const { quantity, side, entryPrice } = lot
  const rate = rateAt(state, last)
  const gain = gainOf(lot, close, rate) * instrument.multiplier
  const point = instrument.multiplier * lot.rate
  const paid = flowOf(side, quantity, entryPrice, point) - lot.cost - lot.borrow
  const commission = fromMicros(paid as Micros)
  const borrow = fromMicros(lot.borrow)
  const profit = gain - commission - borrow
  const ended = { exit: 'end', exitOrder: -1, exitRule: -1 } as const
  const outcome = { quantity, profit, commission, borrow, ...ended }
  return tradeOf(state, entry, last, close, rate, outcome)
}

/** Micros that the exit's shares come to, in at the entry and out at the exit, commission apart. */
function flowAcross({ instrument }: EngineState, entry: LogRow, exit: LogRow): number {
  const flow = ({ side, fillPrice, rate }: LogRow) =>
    flowOf(side, exit.quantity, fillPrice, instrument.multiplier * rate)
  return flow(entry) + flow(exit)
}

function tradeOf(
  state: EngineState,
  entry: LogRow,
  exitBar: number,
  exitPrice: number,
  exitRate: number,
  outcome: Pick<
    Trade,
    'quantity' | 'profit' | 'commission' | 'borrow' | 'exit' | 'exitOrder' | 'exitRule'
  >,
): Told {
  const { bars, instrument } = state
  const { side, rule, risk, rate, outcomeBar: entryBar, fillPrice: entryPrice } = entry
  const { quantity, profit, commission, borrow, exit, exitOrder, exitRule } = outcome
  const { multiplier } = instrument
  const byRate = currencyGain({ side, quantity, entryPrice, rate }, exitRate) * multiplier
  const conversion = { entryRate: rate, exitRate, profit: byRate }
  return {
    side: side === BUY ? 'long' : 'short',
    quantity,
    rule,
    entryOrder: entry.id,
    exitOrder,
    entryBar,
    exitBar,
    entryTime: bars.time[entryBar]!,
    exitTime: bars.time[exitBar]!,
    entryPrice,
    exitPrice,
    profit,
    commission,
    borrow,
    returnRatio: profit / (entryPrice * quantity * (multiplier * rate)),
    risk,
    exit,
    exitRule,
    ...(bars.rates === undefined ? {} : { conversion }),
    ...excursion(bars, entryBar, exitBar, entryPrice, exitPrice, side),
  }
}

/**
 * Worst and best open profit per share. Of the bars of entry and exit only the prices of entry and
 * exit, and the entry bar's close, are sure to have been seen by the trade.
 */
function excursion(
  bars: Bars,
  entryBar: number,
  exitBar: number,
  entryPrice: number,
  exitPrice: number,
  side: Side,
): Pick<Trade, 'adverse' | 'favourable'> {
  const { low, high, close } = bars
  let lowest = Math.min(entryPrice, exitPrice)
  let highest = Math.max(entryPrice, exitPrice)
  if (exitBar > entryBar) {
    lowest = Math.min(lowest, close[entryBar]!)
    highest = Math.max(highest, close[entryBar]!)
  }
  for (let i = entryBar + 1; i < exitBar; i++) {
    if (low[i]! < lowest) lowest = low[i]!
    if (high[i]! > highest) highest = high[i]!
  }
  return side === BUY
    ? { adverse: lowest - entryPrice, favourable: highest - entryPrice }
    : { adverse: entryPrice - highest, favourable: entryPrice - lowest }
}

function nameOf<T extends string>(codes: Readonly<Record<T, number>>, code: number): T {
  for (const name in codes) if (codes[name] === code) return name
  throw new Error(`unknown code ${code}`)
}
