/** What a case of the broker suite is, and the ground it stands on. */
import type { BrokerTruth } from '../../runtime/broker/broker.ts'
import { MINUTE, OPENING } from '../gateway/prices.ts'
import type { Watched } from './stage.ts'

/** A broker under test, with a hand on what lies behind it. */
export interface Ground {
  /** A broker that is not connected yet; the same client each time, one after the other. */
  open(): Watched
  breakLink(): void
  /** The next new order is refused by the broker. */
  refuseNext(): void
}

export type Capability = 'connect' | 'orders' | 'fills' | 'market data' | 'recovery'

export interface Case {
  readonly number: string
  readonly capability: Capability
  readonly claim: string
  readonly run: (ground: Ground) => Promise<void>
}

/** When the market opens for whoever follows it: the eleventh minute of the store. */
export const START = OPENING + 10 * MINUTE

/** A broker on the ground, connected, and what it was told. */
export async function connected(
  ground: Ground,
): Promise<Watched & { readonly truth: BrokerTruth }> {
  const watched = ground.open()
  return { ...watched, truth: await watched.broker.connect() }
}
