import type { MarginSpec } from './margin.ts'
import { CASH_ACCOUNT, REGULATION_T } from './margin.ts'
import type { FILLS_AS } from './order.ts'

/**
 * What a backtest assumes about fills where bars leave a choice. A policy is a table: the engine
 * reads its fields and never its name, so that another platform's results are reproduced by
 * declaring its choices here.
 */
export interface Policy {
  readonly name: string
  /** One line for people. */
  readonly summary: string
  /** False: no order could have been sent in time; results are for comparison only. */
  readonly tradable: boolean
  /** Where a market order decided at a bar's close fills; there an order at the close does too. */
  readonly marketFill: 'next-open' | 'decision-close'
  /** When a quantity is decided: at the close from the expected entry, or on the fill's price. */
  readonly sizing: 'decision' | 'fill'
  /** What `95% of equity` is a share of: all equity, or equity less what open lots tie up. */
  readonly equityBase: 'all' | 'free'
  /** A size in equity leaves room for the commission of each share. */
  readonly sizeBearsCommission: boolean
  /** An entry beyond the free equity: cut it down, refuse it, or let it through. */
  readonly funds: 'reduce' | 'refuse' | 'allow'
  /** An entry is looked at again where it is about to fill, and refused beyond the free equity. */
  readonly fundsAtFill: boolean
  /** What a position ties up of the equity, where the run does not say. */
  readonly margin: MarginSpec
  /** Which orders pay slippage. */
  readonly slips: Readonly<Record<'entry' | 'exit', ByKind>>
  /** The price commission is reckoned on: the fill's, or the one before slippage. */
  readonly commissionOn: 'fill' | 'unslipped'
  /** A limit fills when the bar trades beyond it, or already when it touches it. */
  readonly limitFill: 'through' | 'touch'
  /** A stop limit triggered within a bar may fill in what is left of it; else from the next one. */
  readonly stopLimitInBar: boolean
  /** Whether a lot's stop and target are looked at in its entry bar, by the entry's type. */
  readonly exitsInEntryBar: ByKind
  /**
   * A bar that reaches orders on both sides went first to the one worse or better for the lot; or
   * its path is given: from the open to the nearer extreme, to the other one, to the close. Or
   * each order has the whole bar to itself, the open included, and the first sent takes it.
   */
  readonly bothReached: 'worse' | 'better' | 'path' | 'first-sent'
  /** Which lots a part that leaves comes from: of each its part, or whole ones by their age. */
  readonly partFrom: 'each' | 'first' | 'last'
  /** Open positions after the last bar: marked at its close, or closed at it. */
  readonly endOfRun: 'mark' | 'close'
  /** The price that closing at the end takes: of the last bar, or the close of the one before. */
  readonly closeOutAt: 'open' | 'close' | 'previous-close'
}

/** By what an order fills as (`FILLS_AS`). */
type ByKind = Readonly<Record<(typeof FILLS_AS)[number], boolean>>

/** The house default: everything a trader could have done, and no better guess. */
const NEXT_OPEN: Policy = {
  name: 'next_open',
  summary: 'Decided at the close, filled from the next open.',
  tradable: true,
  marketFill: 'next-open',
  sizing: 'decision',
  equityBase: 'all',
  sizeBearsCommission: false,
  funds: 'reduce',
  fundsAtFill: false,
  margin: CASH_ACCOUNT,
  slips: {
    entry: { market: true, limit: false, stop: true },
    exit: { market: true, limit: false, stop: true },
  },
  commissionOn: 'fill',
  limitFill: 'through',
  stopLimitInBar: false,
  exitsInEntryBar: { market: true, limit: true, stop: true },
  bothReached: 'worse',
  partFrom: 'each',
  endOfRun: 'mark',
  closeOutAt: 'close',
}

/**
 * backtesting.py, as the notes of its goldens describe it: sized on the fill's open after the
 * old trade closed, `spread` (our slippage) at entries only, limits fill on touch, stop and
 * target after a priced entry only from the next bar. Two things the notes have otherwise and
 * the figures decide: `finalize_trades` (`endOfRun: 'close'`) fills at the last bar's open, and a
 * size left out is all free equity, which its source has as 1 - epsilon: with 99.99 % two of
 * four goldens differ by a share.
 */
const BACKTESTING_PY: Policy = {
  name: 'backtesting_py',
  summary: 'As backtesting.py fills: sized at the open, spread on entries only.',
  tradable: true,
  marketFill: 'next-open',
  sizing: 'fill',
  equityBase: 'free',
  sizeBearsCommission: true,
  funds: 'refuse',
  fundsAtFill: false,
  margin: CASH_ACCOUNT,
  slips: {
    entry: { market: true, limit: true, stop: true },
    exit: { market: false, limit: false, stop: false },
  },
  commissionOn: 'unslipped',
  limitFill: 'touch',
  stopLimitInBar: true,
  exitsInEntryBar: { market: true, limit: false, stop: false },
  bothReached: 'worse',
  partFrom: 'each',
  endOfRun: 'mark',
  closeOutAt: 'open',
}

/** What `POLICIES` has, in the order in which people are told of them. */
type PolicyName =
  | 'next_open'
  | 'ib'
  | 'same_close'
  | 'optimistic'
  | 'pessimistic'
  | 'tradingview'
  | 'backtesting_py'
  | 'backtesting_py_close'
  | 'backtrader'
  | 'pyalgotrade'

/** Every fill policy there is, by name. */
export const POLICIES: Readonly<Record<PolicyName, Policy>> = {
  next_open: NEXT_OPEN,
  ib: {
    ...NEXT_OPEN,
    name: 'ib',
    summary: 'As next_open on a margin account: half of the value to enter, a quarter to stay in.',
    margin: REGULATION_T,
  },
  same_close: {
    ...NEXT_OPEN,
    name: 'same_close',
    summary: 'Filled at the very close it was decided on: nobody can trade so.',
    tradable: false,
    marketFill: 'decision-close',
  },
  optimistic: {
    ...NEXT_OPEN,
    name: 'optimistic',
    summary: 'Wherever a bar leaves a choice, the better one: a limit for results.',
    limitFill: 'touch',
    stopLimitInBar: true,
    bothReached: 'better',
  },
  pessimistic: {
    ...NEXT_OPEN,
    name: 'pessimistic',
    summary: 'Wherever a bar leaves a choice, the worse one; limits pay slippage too.',
    slips: {
      entry: { market: true, limit: true, stop: true },
      exit: { market: true, limit: true, stop: true },
    },
  },
  /**
   * TradingView's broker emulator: within a bar the price goes from the open to the nearer
   * extreme, to the other one and to the close. Its help page "Strategies", section "Broker
   * emulator"; confirmed by the lists of trades that the goldens are.
   */
  tradingview: {
    ...NEXT_OPEN,
    name: 'tradingview',
    summary: "As TradingView's broker emulator: the path within a bar is given, limits on touch.",
    sizeBearsCommission: true,
    funds: 'refuse',
    limitFill: 'touch',
    stopLimitInBar: true,
    bothReached: 'path',
    partFrom: 'first',
  },
  backtesting_py: BACKTESTING_PY,
  backtesting_py_close: {
    ...BACKTESTING_PY,
    name: 'backtesting_py_close',
    summary: 'As backtesting.py with trade_on_close: nobody can trade so.',
    tradable: false,
    marketFill: 'decision-close',
    closeOutAt: 'previous-close',
  },
  /** backtrader's BackBroker: sized at the close, stop and target only from the next bar. */
  backtrader: {
    ...NEXT_OPEN,
    name: 'backtrader',
    summary: 'As backtrader fills: sized at the close, exits from the bar after the entry.',
    funds: 'refuse',
    fundsAtFill: true,
    limitFill: 'touch',
    stopLimitInBar: true,
    exitsInEntryBar: { market: false, limit: false, stop: false },
    bothReached: 'first-sent',
  },
  /** PyAlgoTrade's backtesting broker: what the cash does not cover at the fill is cancelled. */
  pyalgotrade: {
    ...NEXT_OPEN,
    name: 'pyalgotrade',
    summary: 'As PyAlgoTrade fills: an entry that the cash does not cover at its fill is refused.',
    funds: 'allow',
    fundsAtFill: true,
    limitFill: 'touch',
    stopLimitInBar: true,
    exitsInEntryBar: { market: false, limit: false, stop: false },
  },
}
