import type { Clock } from './clock.ts'
import type { Cut } from './cut.ts'
import type { Exchange } from './exchange.ts'
import type { FaultState } from './faults.ts'
import { fits, type Listing } from './instrument.ts'
import type { Market } from './market.ts'
import type { Execution } from './orders.ts'
import type { Session } from './session.ts'
import type { WallTime } from './wall-time.ts'
import type { ContractQuery } from './wire/order-terms.ts'

/** An instrument and its prices. */
export interface Quoted {
  readonly listing: Listing
  readonly market: Market
  /** In regular hours, and in all. */
  readonly cuts: Readonly<Record<'regular' | 'all', Cut>>
}

/** What the parts of a running gateway share. */
export interface GatewayCore extends Quoted {
  /** Instruments whose prices are told beside those of the traded one. */
  readonly others: readonly Quoted[]
  readonly exchange: Exchange
  /** By stored bar, what the account's rate is from its end on; absent where it stays 1. */
  readonly rates?: Float64Array
  readonly clock: Clock
  readonly faults: FaultState
  readonly wall: WallTime
  /** Every open connection, named or not. */
  readonly sessions: Set<Session>
  /** Commissions that a fault holds back. */
  readonly lateReports: Execution[]
  readonly messageRate: number
  readonly maxClients: number
  readonly log: (line: string) => void
}

/** The instrument that a client means, if the gateway has it. */
export function quotedAs(core: GatewayCore, query: ContractQuery): Quoted | undefined {
  return [core, ...core.others].find(({ listing }) => fits(query, listing))
}

/** The connection of a client id, if it is there. */
export function sessionOf(core: GatewayCore, clientId: number): Session | undefined {
  for (const session of core.sessions) if (session.clientId === clientId) return session
  return undefined
}
