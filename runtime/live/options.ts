import type { CostSpec, StrategyModule } from '../../stdlib/module.ts'
import type { Broker } from '../broker/broker.ts'
import type { Policy } from '../core/policy.ts'
import type { InstrumentSpec } from '../core/result.ts'
import type { Disk } from '../journal/disk.ts'
import type { RiskLimits } from './risk-limits.ts'
import type { LiveStatus } from './status.ts'

/** What a live run is started with. With a journal that has records it goes on where they end. */
export interface LiveOptions {
  readonly module: StrategyModule
  /** By index, in the program's own terms; checked against ranges by the caller. */
  readonly parameters: Float64Array
  readonly broker: Broker
  /** The account that the broker books our orders on. */
  readonly account: string
  readonly instrument: InstrumentSpec
  /** The exchange's calendar, by name; that of the strategy's exchange, else New York's, when absent. */
  readonly calendar?: string
  /** Start capital of the strategy, money. */
  readonly cash: number
  readonly costs: CostSpec
  /** `next_open` when absent; one that sizes at the fill is refused. */
  readonly policy?: Policy
  readonly limits: RiskLimits
  /** Path of the journal; the kill latch is the file beside it. */
  readonly journal: string
  readonly disk?: Disk
  /** Go on although the kill latch is set, and clear it. */
  readonly clearKill?: boolean
  /** Closed bars that the kernels see before the run begins. */
  readonly history: number
  /** Begins every order's ref; drawn at random for a new journal when absent. */
  readonly run?: string
  /** Of Lockstep, for the journal. */
  readonly version: string
  /** The broker's clock stands still between what it tells. */
  readonly virtual?: boolean
  /** How long after its end a bar waits for its last five seconds, ms; 2,000 when absent. */
  readonly graceMs?: number
  readonly clock?: LiveClock
  /** A line for a person. */
  readonly print?: (line: string) => void
  /** Told after each bar and each fill. */
  readonly status?: (status: LiveStatus) => void
}

/** Time that passes on this machine. */
export interface LiveClock {
  /** Milliseconds from any origin; never goes back. */
  now(): number
  /** Calls once, later; returns what takes the call back. */
  after(milliseconds: number, action: () => void): () => void
}

/** How a run ended. What works at the broker then goes on working there. */
export type LiveOutcome =
  | { readonly kind: 'stopped'; readonly reason: string }
  /** It never began; the message says what to do. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It could not go on; its entries were taken back as far as the link allowed. */
  | { readonly kind: 'failed'; readonly reason: string; readonly error: unknown }

export interface LiveRun {
  /** Never rejects. */
  readonly finished: Promise<LiveOutcome>
  /** Ends the run after the event in hand; protective orders stay. */
  stop(reason?: string): Promise<LiveOutcome>
}

/** Why a run cannot begin, for a person. */
export class LiveRefusal extends Error {
  override readonly name = 'LiveRefusal'
}

/** The machine's own time. */
export const SYSTEM_CLOCK: LiveClock = {
  now: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds)
    return () => clearTimeout(timer)
  },
}
