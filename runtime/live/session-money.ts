import { apply } from '../core/engine.ts'
import type { EngineState } from '../core/state.ts'
import type { RecordOf } from '../journal/record.ts'

type Commission = RecordOf<'commission'>

/** What a session knows of currencies, and what fills have cost. */
export interface SessionMoney {
  /** The currency of cash and equity, and that of prices. */
  readonly account: string
  readonly traded: string
  /** What a unit of a currency comes to in the account's, as last told, by currency. */
  readonly rates: ReadonlyMap<string, RecordOf<'rate'>>
  /** Commissions in a currency whose rate is unknown: nothing has been charged for them. */
  readonly uncharged: readonly Commission[]
}

/** The same, as `tell` changes it. */
export interface OpenMoney extends SessionMoney {
  readonly rates: Map<string, RecordOf<'rate'>>
  readonly uncharged: Commission[]
  readonly seen: Set<string>
  /** By execution: its order's id and its rate once the engine knows of the fill. */
  readonly fills: Map<string, { readonly order: number; readonly rate: number }>
  /** Commissions that came before the engine was told of their fill. */
  readonly early: Map<string, Commission>
}

export function openMoney({ currency, instrument }: RecordOf<'segment'>): OpenMoney {
  return {
    account: currency ?? instrument.currency,
    traded: instrument.currency,
    rates: new Map(),
    uncharged: [],
    seen: new Set(),
    fills: new Map(),
    early: new Map(),
  }
}

/** The engine was told of a fill, converted at `rate`. */
export function fillTold(
  money: OpenMoney,
  state: EngineState,
  execId: string,
  fill: { readonly order: number; readonly rate: number },
): void {
  money.fills.set(execId, fill)
  const fee = money.early.get(execId)
  money.early.delete(execId)
  if (fee !== undefined) charge(money, state, fee)
}

/** An execution's commission: once, however often it is told. */
export function takeCommission(money: OpenMoney, state: EngineState, record: Commission): void {
  if (money.seen.has(record.execId)) return
  money.seen.add(record.execId)
  charge(money, state, record)
}

/** A rate, and with it what could not be charged before. */
export function takeRate(money: OpenMoney, state: EngineState, record: RecordOf<'rate'>): void {
  money.rates.set(record.currency, record)
  for (const fee of money.uncharged.splice(0)) charge(money, state, fee)
}

/** A commission in the account's money, at this rate of the traded one's; undefined: unknown. */
export function commissionAt(
  { account, traded, rates }: SessionMoney,
  { amount, currency }: Commission,
  rate: number,
): number | undefined {
  if (currency === account) return amount
  const known = currency === traded ? rate : rates.get(currency)?.rate
  return known === undefined ? undefined : amount * known
}

/** What the traded currency comes to; unknown before it was told. */
export function tradedRate({ rates, traded }: SessionMoney): number {
  return rates.get(traded)?.rate ?? Number.NaN
}

/** A commission in the traded currency is converted as its fill was, as in a backtest. */
function charge(money: OpenMoney, state: EngineState, record: Commission): void {
  const fill = money.fills.get(record.execId)
  if (fill === undefined) {
    money.early.set(record.execId, record)
    return
  }
  const amount = commissionAt(money, record, fill.rate)
  if (amount === undefined) money.uncharged.push(record)
  else apply(state, { kind: 'commission', order: fill.order, amount })
}
