import type { OrderTypeName } from '../core/order.ts'

/**
 * The one interface between the live runtime and a broker. Everything is plain data; an adapter
 * translates. An order is known by its `ref`, ours and unique for ever, which travels with it
 * (IB: orderRef), so that it can be recognised after any crash.
 */
export interface BrokerOrder {
  /** Printable ASCII, at most 40 characters: `<run>-<order row>`. */
  readonly ref: string
  readonly side: 'buy' | 'sell'
  readonly type: OrderTypeName
  readonly quantity: number
  /** Limit, stop or touch price on the tick grid; absent for orders without one. */
  readonly price?: number
  /** Of a stop limit: the limit. */
  readonly limit?: number
  /** The entry that this order protects: it works once that entry has filled. */
  readonly parent?: string
  /** Orders of one group: what a fill of one does to the others is `onFill`. */
  readonly group?: string
  /**
   * The others are cancelled with the first fill, or reduced in proportion; `unblocked` they are
   * not held back meanwhile, so that two may fill more than was meant.
   */
  readonly onFill?: 'cancel' | 'reduce' | 'reduce-unblocked'
  /** A member of a group that opens a trade; all others there close one. */
  readonly opens?: true
  /** `opg`: at the next opening auction. */
  readonly timeInForce: 'day' | 'gtc' | 'gtd' | 'ioc' | 'fok' | 'opg'
  /** Of `gtd`: `2024-03-28 15:30:00`, by the exchange's clocks. */
  readonly goodTill?: string
}

/** What the broker tells. Every event may come twice, late, or in another order. */
export type BrokerEvent =
  | { readonly kind: 'acked'; readonly ref: string; readonly permId: number }
  | {
      readonly kind: 'execution'
      readonly ref: string
      /** Unique for ever; a correction differs only behind the last dot. */
      readonly execId: string
      readonly side: 'buy' | 'sell'
      readonly quantity: number
      readonly price: number
      /** Milliseconds UTC, the broker's. */
      readonly time: number
    }
  | {
      readonly kind: 'commission'
      readonly execId: string
      readonly amount: number
      readonly currency: string
    }
  /** What a unit of a currency comes to in the account's. */
  | { readonly kind: 'rate'; readonly currency: string; readonly rate: number }
  | {
      readonly kind: 'refused'
      readonly ref: string
      /** The broker's number; 0: it was never sent. */
      readonly code: number
      readonly reason: string
    }
  | { readonly kind: 'cancelled'; readonly ref: string; readonly reason: string }
  /** The link to the broker or the exchange: no new orders until `ready` again. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** It is back, after a `lost`; the first time `connect` says so by resolving. */
  | { readonly kind: 'ready' }
  /** A note for the journal and the log: farm status, warnings. */
  | { readonly kind: 'notice'; readonly code: number; readonly text: string }

/** The broker's whole truth about our account, complete or not at all: unknown is never empty. */
export interface BrokerTruth {
  /** Broker's clock, ms UTC. */
  readonly time: number
  readonly open: readonly {
    readonly ref: string
    readonly permId: number
    readonly filled: number
    readonly order: BrokerOrder
  }[]
  readonly executions: readonly Extract<BrokerEvent, { kind: 'execution' }>[]
  readonly commissions: readonly Extract<BrokerEvent, { kind: 'commission' }>[]
  /** Orders with a ref of ours that ended without filling, as far back as the broker remembers. */
  readonly ended: readonly Extract<BrokerEvent, { kind: 'cancelled' }>[]
  /** Signed shares by symbol. */
  readonly positions: ReadonlyMap<string, number>
  /** The account's own currency; undefined where the broker does not tell. */
  readonly currency: string | undefined
  /** What a unit of each currency comes to in it, as far as the broker tells. */
  readonly rates: ReadonlyMap<string, number>
}

/** Five-second or longer bars as the broker streams them: start ms UTC, complete. */
export interface FeedBar {
  readonly start: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export interface Broker {
  /** Resolves once READY is earned: link, account, ids, clean sweep. Rejects: `BrokerRefusal`. */
  connect(): Promise<BrokerTruth>
  /** Events from here on, in the order in which they came. */
  listen(listener: (event: BrokerEvent) => void): void
  /**
   * Placing an order whose ref is live at the broker replaces its price and quantity. Between
   * `lost` and `ready` nothing is sent and no final state told: the sweeps after say what is true.
   */
  place(order: BrokerOrder): void
  /** Takes the first lane, before everything else. Without a link it is sent once there is one. */
  cancel(ref: string): void
  /** Everything of ours, entries and stops: the kill switch's `flatten`. */
  cancelAll(): void
  sweep(): Promise<BrokerTruth>
  /**
   * Completed bars of `seconds` length between two instants, oldest first. Days are those of the
   * exchange, under midnight UTC of their date; whether the last is over its calendar tells.
   * Of another instrument that the broker was started with by its `symbol`, else of the traded one.
   */
  history(seconds: number, from: number, to: number, symbol?: string): Promise<readonly FeedBar[]>
  /** Live five-second bars; they stop when the link is lost and go on after `ready`. */
  streamBars(listener: (bar: FeedBar) => void, symbol?: string): void
  /** The broker's clock; also the heartbeat, and in virtual time the sign that we are done. */
  time(): Promise<number>
  close(): Promise<void>
}
