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
  /** Where a market order decided at a bar's close fills. */
  readonly marketFill: 'next-open' | 'decision-close'
  /** When a quantity is decided: at the close from the expected entry, or on the fill's price. */
  readonly sizing: 'decision' | 'fill'
  /** What `95% of equity` is a share of: all equity, or equity less what open lots tie up. */
  readonly equityBase: 'all' | 'free'
  /** A size in equity leaves room for the commission of each share. */
  readonly sizeBearsCommission: boolean
  /** An entry beyond the free equity: cut it down, refuse it, or let it through. */
  readonly funds: 'reduce' | 'refuse' | 'allow'
  /** Which orders pay slippage. */
  readonly slips: Readonly<Record<'entry' | 'exit', Readonly<Record<OrderType, boolean>>>>
  /** The price commission is reckoned on: the fill's, or the one before slippage. */
  readonly commissionOn: 'fill' | 'unslipped'
  /** A limit fills when the bar trades beyond it, or already when it touches it. */
  readonly limitFill: 'through' | 'touch'
  /** Whether a lot's stop and target are looked at in its entry bar, by the entry's type. */
  readonly exitsInEntryBar: Readonly<Record<OrderType, boolean>>
  /** A bar that reaches orders on both sides went first to the one worse or better for the lot. */
  readonly bothReached: 'worse' | 'better'
  /** Open positions after the last bar: marked at its close, or closed at it. */
  readonly endOfRun: 'mark' | 'close'
  /** The price of the last bar that closing at the end takes. */
  readonly closeOutAt: 'open' | 'close'
}

export type OrderType = 'market' | 'limit' | 'stop'

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
  slips: {
    entry: { market: true, limit: false, stop: true },
    exit: { market: true, limit: false, stop: true },
  },
  commissionOn: 'fill',
  limitFill: 'through',
  exitsInEntryBar: { market: true, limit: true, stop: true },
  bothReached: 'worse',
  endOfRun: 'mark',
  closeOutAt: 'close',
}

/** Every fill policy there is, by name. */
export const POLICIES: Readonly<Record<'next_open' | 'same_close' | 'backtesting_py', Policy>> = {
  next_open: NEXT_OPEN,
  same_close: {
    ...NEXT_OPEN,
    name: 'same_close',
    summary: 'Filled at the very close it was decided on: nobody can trade so.',
    tradable: false,
    marketFill: 'decision-close',
  },
  /**
   * backtesting.py, as the notes of its goldens describe it: sized on the fill's open after the
   * old trade closed, `spread` (our slippage) at entries only, limits fill on touch, stop and
   * target after a priced entry only from the next bar. Two things the notes have otherwise and
   * the figures decide: `finalize_trades` (`endOfRun: 'close'`) fills at the last bar's open, and a
   * size left out is all free equity, which its source has as 1 - epsilon: with 99.99 % two of
   * four goldens differ by a share.
   */
  backtesting_py: {
    name: 'backtesting_py',
    summary: 'As backtesting.py fills: sized at the open, spread on entries only.',
    tradable: true,
    marketFill: 'next-open',
    sizing: 'fill',
    equityBase: 'free',
    sizeBearsCommission: true,
    funds: 'refuse',
    slips: {
      entry: { market: true, limit: true, stop: true },
      exit: { market: false, limit: false, stop: false },
    },
    commissionOn: 'unslipped',
    limitFill: 'touch',
    exitsInEntryBar: { market: true, limit: false, stop: false },
    bothReached: 'worse',
    endOfRun: 'mark',
    closeOutAt: 'open',
  },
}
