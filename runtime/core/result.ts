import type { Bars } from '../../stdlib/bars.ts'
import type { CostSpec, StrategyModule } from '../../stdlib/module.ts'
import type { FinerBars } from './finer.ts'
import type { LotMethod } from './lot-methods.ts'
import type { MarginSpec } from './margin.ts'
import type { OrderTypeName } from './order.ts'
import type { Policy } from './policy.ts'

/** What the engine must know of the instrument. Prices are in its currency. */
export interface InstrumentSpec {
  readonly symbol: string
  /** Smallest price step; 0: prices are not rounded. */
  readonly tick: number
  /** Smallest quantity step, in shares. */
  readonly lot: number
  /** Money per price point per share; 1 for stocks. */
  readonly multiplier: number
  readonly currency: string
}

export interface RunInput {
  readonly module: StrategyModule
  /** By index, in the program's own terms. Checked against ranges by the caller. */
  readonly parameters: Float64Array
  readonly bars: Bars
  readonly options: RunOptions
  /** What decides the order of fills within bars, where there are any. */
  readonly finer?: FinerBars
}

export interface RunOptions {
  /** Start capital, money. */
  readonly cash: number
  /** The account's currency, where it is not the instrument's: the bars have rates then. */
  readonly currency?: string
  readonly policy: Policy
  /** What the run uses: the strategy's own, or the run's override, already decided. */
  readonly costs: CostSpec
  readonly instrument: InstrumentSpec
  /** What positions tie up; the policy's own when absent. */
  readonly margin?: MarginSpec
  /** What happens to open positions after the last bar; the policy's own when absent. */
  readonly endOfRun?: 'mark' | 'close'
  /** Which shares an exit is booked against; those of its own trade when absent. */
  readonly lots?: LotMethod
  /** First bar whose entries are taken; those before only warm the strategy up. 0 when absent. */
  readonly tradeFrom?: number
  /** `visit` looks at every bar; `skip` jumps over bars where nothing can happen. Same bits. */
  readonly driver?: 'visit' | 'skip'
  /** Bars a kernel call; any value gives the same bits. */
  readonly blockLength?: number
}

/**
 * At a bar's close, the bit mask of the rules that fired and could act on the account as it stood:
 * an entry rule whose lots are all open, or an exit with nothing to end, is not asked.
 */
export interface Decision {
  readonly bar: number
  readonly fired: number
}

export type OrderPurpose = 'entry' | 'exit' | 'stop' | 'target' | 'reverse' | 'liquidation'

/** The life of one order, for the trade list, for `why`, and for parity. */
export interface OrderRecord {
  readonly id: number
  readonly rule: number
  readonly purpose: OrderPurpose
  readonly side: 'buy' | 'sell'
  readonly type: OrderTypeName
  /** 0 where the size was not yet decided (sized at the fill) or came to nothing. */
  readonly quantity: number
  /** Shares of it that have filled. */
  readonly filled: number
  /** Limit, stop or touch price, rounded to the tick, as last moved; NaN for orders without one. */
  readonly price: number
  /** Of a stop limit, the limit; NaN for all others. */
  readonly limit: number
  /** Bar at whose close it was decided. */
  readonly bar: number
  readonly outcome: 'working' | 'filled' | 'cancelled' | 'expired' | 'replaced' | 'refused'
  /** Bar of the outcome. */
  readonly outcomeBar: number
  /** Why it was refused or cancelled, for a person; empty when filled. */
  readonly reason: string
}

export interface Fill {
  readonly order: number
  readonly bar: number
  /** Instant of the fill as far as bars tell it: the bar's start, ms UTC. */
  readonly time: number
  readonly side: 'buy' | 'sell'
  readonly quantity: number
  readonly price: number
  /** Money, >= 0. */
  readonly commission: number
  readonly purpose: OrderPurpose | 'end'
  /** Where the account has another currency: what its money was converted at. */
  readonly rate?: number
}

/** Money of the account for one unit of the instrument's currency, at a trade's two ends. */
export interface TradeConversion {
  readonly entryRate: number
  readonly exitRate: number
  /** The part of the profit that the rate alone made, money: the entry's value times its change. */
  readonly profit: number
}

export interface Trade {
  readonly side: 'long' | 'short'
  readonly quantity: number
  /** The entry rule's index. */
  readonly rule: number
  /** Numbers of the orders that opened and closed it; -1 where none did. */
  readonly entryOrder: number
  readonly exitOrder: number
  readonly entryBar: number
  readonly exitBar: number
  readonly entryTime: number
  readonly exitTime: number
  /** Of what filled in parts, the average; its bars are of the first entry and the last exit. */
  readonly entryPrice: number
  readonly exitPrice: number
  /** Net of both sides' commission and of borrowing, money. */
  readonly profit: number
  /** Both sides. */
  readonly commission: number
  /** What short shares cost while it was open, money. */
  readonly borrow: number
  /** profit / (entryPrice × quantity × multiplier), the entry's money converted where it must be. */
  readonly returnRatio: number
  /** Initial distance from entry to stop, positive; NaN without a stop. */
  readonly risk: number
  readonly exit: OrderPurpose | 'end'
  /** The rule that closed it: an exit, or the entry that reversed it; -1 for all else. */
  readonly exitRule: number
  /**
   * Worst and best open profit per share (adverse <= 0 <= favourable), price units, by prices that
   * the trade is sure to have seen: of its first and last bar only entry, exit and entry bar's close.
   */
  readonly adverse: number
  readonly favourable: number
  /** Where the account has another currency than the instrument. */
  readonly conversion?: TradeConversion
  /** Its entry's or its exit's bar could not tell which of two orders filled first. */
  readonly ambiguous: boolean
}

export interface RunResult {
  /** Equity at each bar's close, money: cash + position × close × multiplier. */
  readonly equity: Float64Array
  readonly decisions: readonly Decision[]
  readonly orders: readonly OrderRecord[]
  readonly fills: readonly Fill[]
  /** Why orders were refused, one a time: what `orders` says, without making all of them. */
  readonly refusals: readonly string[]
  /** Closed trades, by exit. */
  readonly trades: readonly Trade[]
  /** Trades still open after the last bar, marked at its close (exit fields are of the mark). */
  readonly open: readonly Trade[]
  /** Bars that could not tell which of two orders filled first, nor their finer ones if any. */
  readonly ambiguous: number
  /** Bars that could not tell, and their finer ones could. */
  readonly settled: number
  /** Bars at whose close a position was open. */
  readonly barsInMarket: number
  /** Money in all. */
  readonly commission: number
  readonly borrow: number
  readonly cash: number
}
