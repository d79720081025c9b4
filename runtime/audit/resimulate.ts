import type { Bars } from '../../stdlib/bars.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { besideBars } from '../calendar/beside-bars.ts'
import { backtest } from '../core/backtest.ts'
import type { Micros } from '../core/money.ts'
import { fromMicros, toMicros } from '../core/money.ts'
import { BUY, SELL } from '../core/order.ts'
import { recordOf } from '../core/record.ts'
import type { Decision, RunResult } from '../core/result.ts'
import { pointValue, rateAt } from '../core/state.ts'
import { flowOf } from '../core/trades.ts'
import type { JournalRecord, RecordOf } from '../journal/record.ts'
import type { Session } from '../live/session.ts'
import { calendarOfRun, openSession, tell, untold } from '../live/session.ts'
import { commissionAt } from '../live/session-money.ts'
import { timeframeMs } from '../live/timeframe.ts'
import type { Cause, Fates } from './cause.ts'
import { fatesOf } from './cause.ts'
import type { Deal } from './deals.ts'
import { dealsOf } from './deals.ts'

/** One thing that live had and the backtest of its bars had not, or the other way round. */
export interface Divergence {
  readonly cause: Cause
  /** Start of the bar of the fill it is about, ms UTC. */
  readonly time: number
  readonly side: 'long' | 'short'
  /** Money that live has more for it (less when negative). */
  readonly money: number
  /** What happened, for a person: prices, quantities, the broker's or gate's words. */
  readonly detail: string
}

/** Live's figures beside those of the backtest of the bars that it saw. */
export interface Resimulation {
  /** Bars that were decided on, and that began the run's trading. */
  readonly bars: number
  readonly tradeFrom: number
  /** Bars where the same rules fired, only live's or with others, only the backtest's. */
  readonly decisions: { readonly same: number; readonly live: number; readonly backtest: number }
  readonly trades: { readonly live: number; readonly backtest: number }
  /** Profit of all trades, open ones marked at the last close; money. */
  readonly profit: { readonly live: number; readonly backtest: number }
  /** By time. Their money adds up to the difference of the profits, exactly. */
  readonly divergences: readonly Divergence[]
  /** The same by cause, the dearest first. */
  readonly totals: readonly {
    readonly cause: Cause
    readonly count: number
    readonly money: number
  }[]
  /** Commissions in a currency whose rate nobody told: live has not charged them. */
  readonly uncharged: readonly Pick<RecordOf<'commission'>, 'execId' | 'amount' | 'currency'>[]
}

/**
 * Runs the backtest over the bars as live saw them, and lays its trades beside those of the
 * journal: every difference with its cause and its money. Trades are compared by the decision
 * that opened them, so that a missed entry is one difference and not also a missed exit. Throws
 * for another module than the journal's (`mismatch` in live/session.ts says so beforehand).
 */
export function resimulate(
  records: readonly JournalRecord[],
  module: StrategyModule,
): Resimulation {
  const session = retold(records, module)
  const { segment, state } = session
  const live = recordOf(state, { ambiguous: [], settled: 0 }, 0)
  const tradeFrom = firstTraded(records)
  const bars = published(session, module)
  const expected = simulate(session, module, bars, tradeFrom)
  const fates = fatesOf(records, live, unpublished(session, module, bars))
  const { multiplier } = segment.instrument
  const liveDeals = dealsOf(live)
  const expectedDeals = dealsOf(expected)
  const items = [
    ...dealDivergences(liveDeals, expectedDeals, fates, multiplier),
    ...strayDivergences(session, records),
  ].sort((a, b) => a.time - b.time)
  const strayMoney = items.reduce(
    (sum, item) => sum + (item.cause === 'stray' ? item.micros : 0),
    0,
  )
  return {
    bars: state.bars.length,
    tradeFrom,
    decisions: compareDecisions(live.decisions, expected.decisions),
    trades: { live: liveDeals.length, backtest: expectedDeals.length },
    profit: {
      live: fromMicros((profitOf(liveDeals) + strayMoney) as Micros),
      backtest: fromMicros(profitOf(expectedDeals)),
    },
    divergences: items.map(({ micros, ...item }) => ({ ...item, money: fromMicros(micros) })),
    totals: totalsOf(items),
    uncharged: session.money.uncharged.map(({ execId, amount, currency }) => ({
      execId,
      amount,
      currency,
    })),
  }
}

/** The run as its engine was told of it, whether or not it answered as the journal says. */
function retold(records: readonly JournalRecord[], module: StrategyModule): Session {
  const [segment, ...events] = records
  if (segment?.kind !== 'segment') throw new Error('a run begins with its segment')
  const session = openSession(segment, module)
  for (const record of events) tell(session, record)
  const { state } = session
  // A bar that was seen but never decided on is nobody's; what filled in it is dated by it.
  const next = state.bar + 1
  state.bars.length = next
  state.bars.time[next] = (state.bars.time[state.bar] ?? 0) + timeframeMs(segment.timeframe)
  return session
}

type Item = Omit<Divergence, 'money'> & { readonly micros: Micros }

/** The bars with all that was ever told beside them, seen when it was due. */
function published({ segment, state, references }: Session, { meta }: StrategyModule): Bars {
  if (references.length === 0) return state.bars
  const { clocks: _, sessions: __, ...bars }: Bars = state.bars
  besideBars(meta, () => calendarOfRun(segment, meta), references)?.fill(bars, 0, bars.length)
  return bars
}

/** The bars from which live saw less of another series than had been due by then. */
function unpublished(
  { state: { bars: seen } }: Session,
  { meta: { clocks = [] } }: StrategyModule,
  due: Bars,
): ReadonlySet<number> {
  const last = (bars: Bars, k: number, bar: number): number => {
    const { parent } = clocks[k]!
    const above = parent === 0 ? bar : last(bars, parent - 1, bar) - 1
    return above < 0 ? 0 : bars.clocks![k]!.visible[above]!
  }
  const isShort = (bar: number) => clocks.some((_, k) => last(seen, k, bar) < last(due, k, bar))
  return new Set(Array.from({ length: seen.length }, (_, bar) => bar).filter(isShort))
}

function simulate(
  session: Session,
  module: StrategyModule,
  bars: Bars,
  tradeFrom: number,
): RunResult {
  const { segment } = session
  const { policy, costs, instrument, cash } = segment
  const parameters = Float64Array.from(segment.parameters)
  const { currency } = segment
  const money = { cash, ...(currency !== undefined && { currency }) }
  const options = { policy, costs, instrument, ...money, tradeFrom, endOfRun: 'mark' } as const
  return backtest({ module, parameters, bars, options })
}

/** The first bar that was not history; behind the last where all were. */
function firstTraded(records: readonly JournalRecord[]): number {
  let bars = 0
  for (const record of records) {
    if (record.kind !== 'cut') continue
    if (record.entries !== 'history') return record.bar
    bars = record.bar + 1
  }
  return bars
}

function compareDecisions(
  live: readonly Decision[],
  expected: readonly Decision[],
): Resimulation['decisions'] {
  const fired = new Map(expected.map((decision) => [decision.bar, decision.fired]))
  const same = live.filter((decision) => fired.get(decision.bar) === decision.fired).length
  return { same, live: live.length - same, backtest: expected.length - same }
}

function dealDivergences(
  live: readonly Deal[],
  expected: readonly Deal[],
  fates: Fates,
  multiplier: number,
): readonly Item[] {
  const items: Item[] = []
  const unmatched = new Map(live.map((deal) => [deal.key, deal]))
  for (const there of expected) {
    const here = unmatched.get(there.key)
    unmatched.delete(there.key)
    if (here === undefined) items.push(missingDeal(there, fates))
    else items.push(...differences(here, there, fates, multiplier))
  }
  for (const deal of unmatched.values()) items.push(extraDeal(deal, fates))
  return items
}

function missingDeal({ entry, trade }: Deal, fates: Fates): Item {
  const { cause, detail } = fates.whyNot(entry)
  const { quantity, entryPrice, entryTime, side } = trade
  const what = `${quantity} at ${short(entryPrice)} not taken`
  const micros = -toMicros(trade.profit) as Micros
  return {
    cause,
    time: entryTime,
    side,
    micros,
    detail: detail === '' ? what : `${what}: ${detail}`,
  }
}

function extraDeal({ trade, entry }: Deal, fates: Fates): Item {
  const { quantity, entryPrice, entryTime: time, side, profit } = trade
  const detail = `${quantity} at ${short(entryPrice)}, a trade that the backtest has not`
  return { cause: fates.whyOther(entry), time, side, micros: toMicros(profit), detail }
}

/** The same trade twice: entry price, quantity, exit and commission, which add up exactly. */
function differences(here: Deal, there: Deal, fates: Fates, multiplier: number): readonly Item[] {
  const live = here.trade
  const test = there.trade
  const side = live.side === 'long' ? 1 : -1
  const items: Item[] = []
  const { entryTime, exitTime, conversion = UNCONVERTED } = live
  const { entryRate, exitRate } = conversion
  const add = (cause: Cause, time: number, money: number, detail: string): void => {
    items.push({ cause, time, side: live.side, micros: toMicros(money), detail })
  }
  if (live.quantity !== test.quantity) {
    const more = live.quantity - test.quantity
    const perShare = side * (test.exitPrice * exitRate - test.entryPrice * entryRate) * multiplier
    const cause = fates.wasCut(here.entry) ? 'partial' : 'size'
    add(cause, entryTime, more * perShare, `${instead(live.quantity, test.quantity)} shares`)
  }
  if (live.entryPrice !== test.entryPrice) {
    const gained = side * (test.entryPrice - live.entryPrice) * live.quantity
    const money = gained * multiplier * entryRate
    add('slippage', entryTime, money, `in at ${instead(live.entryPrice, test.entryPrice)}`)
  }
  if (live.exitPrice !== test.exitPrice || !sameExit(here, there)) {
    const gained = side * (live.exitPrice - test.exitPrice) * live.quantity
    const money = gained * multiplier * exitRate
    const { cause, detail } = exitCause(here, there, fates)
    add(cause, exitTime, money, detail)
  }
  if (entryRate !== (test.conversion ?? UNCONVERTED).entryRate)
    add('rate', entryTime, 0, instead(entryRate, test.conversion?.entryRate ?? 1))
  if (live.commission !== test.commission)
    add(
      'commission',
      entryTime,
      test.commission - live.commission,
      instead(live.commission, test.commission),
    )
  if (live.borrow !== test.borrow)
    add('borrow', exitTime, test.borrow - live.borrow, instead(live.borrow, test.borrow))
  return settled(items, toMicros(live.profit) - toMicros(test.profit))
}

const UNCONVERTED = { entryRate: 1, exitRate: 1 }

/** Money is rounded once a fill, not once a difference: the last one bears what is left. */
function settled(items: readonly Item[], total: number): readonly Item[] {
  const last = items.length - 1
  const others = items.slice(0, -1).reduce((sum, { micros }) => sum + micros, 0)
  return items.map((item, k) =>
    k === last ? { ...item, micros: (total - others) as Micros } : item,
  )
}

function sameExit(here: Deal, there: Deal): boolean {
  const [a, b] = [here.exit, there.exit]
  return a?.purpose === b?.purpose && here.trade.exitBar === there.trade.exitBar
}

function exitCause(
  here: Deal,
  there: Deal,
  fates: Fates,
): { readonly cause: Cause; readonly detail: string } {
  if (sameExit(here, there)) {
    const prices = instead(here.trade.exitPrice, there.trade.exitPrice)
    return { cause: 'slippage', detail: `out at ${prices}` }
  }
  const detail = `out by ${exitText(here)} for ${exitText(there)}`
  if (here.exit !== undefined && fates.whyOther(here.exit) === 'late-reference')
    return { cause: 'late-reference', detail }
  if (there.exit === undefined) return { cause: 'exit', detail }
  const why = fates.whyNot(there.exit)
  if (why.cause === 'follows' || why.cause === 'unfilled') return { cause: 'exit', detail }
  return { cause: why.cause, detail: `${detail}: ${why.detail}` }
}

function exitText({ trade, exit }: Deal): string {
  return exit === undefined ? 'nothing yet' : `${exit.purpose} at ${short(trade.exitPrice)}`
}

/** A live figure and what it stands for, as short as they can be told apart. */
function instead(live: number, test: number): string {
  const [a, b] = [short(live), short(test)]
  return a === b ? `${live} for ${test}` : `${a} for ${b}`
}

/** Without the noise of binary fractions. */
function short(value: number): string {
  return String(Number(value.toPrecision(12)))
}

/** Fills that belong to no trade: what they have moved, marked at the last close. */
function strayDivergences(session: Session, records: readonly JournalRecord[]): readonly Item[] {
  const rate = rateAt(session.state, session.state.bar)
  const fees = new Map<string, number>()
  for (const record of records) {
    if (record.kind === 'commission')
      fees.set(record.execId, commissionAt(session.money, record, rate) ?? 0)
  }
  return untold(session).map((stray) => {
    const item = strayDivergence(stray, session)
    const fee = toMicros(fees.get(stray.execId) ?? 0)
    return { ...item, micros: (item.micros - fee) as Micros }
  })
}

function strayDivergence(stray: RecordOf<'execution'>, { state }: Session): Item {
  const { side, quantity, price, time, ref } = stray
  const point = pointValue(state, state.bar)
  const last = state.bars.close[state.bar] ?? Number.NaN
  const signed = side === 'buy' ? BUY : SELL
  const paid = flowOf(signed, quantity, price, point)
  const worth = flowOf(signed, quantity, last, point)
  return {
    cause: 'stray',
    time,
    side: side === 'buy' ? 'long' : 'short',
    micros: (paid - worth) as Micros,
    detail: `${side} ${quantity} at ${short(price)}, order ${ref}`,
  }
}

function profitOf(deals: readonly Deal[]): Micros {
  return deals.reduce((sum, { trade }) => sum + toMicros(trade.profit), 0) as Micros
}

function totalsOf(items: readonly Item[]): Resimulation['totals'] {
  const sums = new Map<Cause, { count: number; micros: number }>()
  for (const { cause, micros } of items) {
    const sum = sums.get(cause) ?? { count: 0, micros: 0 }
    sums.set(cause, { count: sum.count + 1, micros: sum.micros + micros })
  }
  return [...sums]
    .map(([cause, { count, micros }]) => ({ cause, count, money: fromMicros(micros as Micros) }))
    .sort((a, b) => Math.abs(b.money) - Math.abs(a.money))
}
