import type { Bars } from '../../stdlib/bars.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import type { GivenRates } from '../calendar/rates-beside.ts'
import type { Policy } from '../core/policy.ts'
import type { ScheduledFault } from './faults.ts'
import type { Listing } from './instrument.ts'

/** Stored bars of one instrument, oldest first. */
export interface PricedInstrument {
  readonly bars: Bars
  readonly symbol: string
  /** Length of a stored bar, ms: a multiple of five seconds. */
  readonly timeframeMs: number
  /** What differs from a US stock with a tick of 0.01. */
  readonly instrument?: Partial<Listing>
  /** The exchange whose hours and days its bars keep; absent: days count in UTC, no hours. */
  readonly calendar?: string
}

/** What a gateway is started with. The bars before `startTime` are the traded one's history. */
export interface GatewayOptions extends PricedInstrument {
  /** Other instruments whose prices clients may ask for; nobody can trade them. */
  readonly others?: readonly PricedInstrument[]
  /** Where the replay begins, ms UTC; the first bar when absent. */
  readonly startTime?: number
  /** Times as fast as the wall's clock (1 when absent), or a clock that waits for the clients. */
  readonly speed?: number
  readonly virtual?: boolean
  /** Account number: `DU1234567` when absent. `U…` plays a live account. */
  readonly account?: string
  /** Money the account begins with. */
  readonly cash?: number
  /** Its base currency, the instrument's when absent; another needs the rates between them. */
  readonly currency?: string
  readonly rates?: GivenRates
  /** IBKR's fixed commissions and no slippage when absent. */
  readonly costs?: CostSpec
  /** How bars fill orders: `next_open` when absent. */
  readonly policy?: Policy
  /** TCP port for clients and for the control line; 0 or absent takes a free one. */
  readonly port?: number
  readonly controlPort?: number
  /** What is drawn at random is drawn from this. */
  readonly seed?: number
  readonly faults?: readonly ScheduledFault[]
  /** Clients at a time. */
  readonly maxClients?: number
  /** Messages a second from one client before the broker complains; 0 never. */
  readonly messageRate?: number
  /** How long virtual time waits for a client that does not ask for the time, ms. */
  readonly deadlineMs?: number
  readonly log?: (line: string) => void
}
