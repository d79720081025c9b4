import { BrokerRefusal } from '../refusal.ts'
import { openBrokerTime } from './broker-time.ts'
import { type IbBrokerOptions, settingsOf } from './options.ts'
import { openPacer } from './pacer.ts'
import { openSession } from './session.ts'

/** What a gateway tells of itself. */
export type ProbedGateway =
  | {
      readonly kind: 'reached'
      readonly serverVersion: number
      readonly accounts: readonly string[]
      /** Its clock less ours, ms; whole seconds on its side. */
      readonly clockAheadMs: number
    }
  /** Why nothing is known, and what to do about it. */
  | { readonly kind: 'refused'; readonly refusal: BrokerRefusal }

/** Connects, asks for the time and leaves; nothing at the broker is changed. */
export async function probeGateway(
  options: Pick<IbBrokerOptions, 'host' | 'port' | 'clientId' | 'timing'>,
): Promise<ProbedGateway> {
  const settings = settingsOf({ ...options, instrument: { symbol: '' } })
  try {
    const session = await openSession(settings, openPacer(settings.timers, false))
    try {
      const time = await openBrokerTime(session, settings).ask()
      const { accounts, serverVersion } = session
      const clockAheadMs = time - settings.timers.now()
      return { kind: 'reached', serverVersion, accounts, clockAheadMs }
    } finally {
      session.close()
    }
  } catch (error) {
    if (!(error instanceof BrokerRefusal)) throw error
    return { kind: 'refused', refusal: error }
  }
}
