/** A gateway with a rising market, and brokers on it that are closed after each test. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach } from 'vitest'
import type { Broker, BrokerEvent, BrokerOrder, FeedBar } from '../../runtime/broker/broker.ts'
import { ibBroker } from '../../runtime/broker/ib/ib-broker.ts'
import type { IbBrokerOptions } from '../../runtime/broker/ib/options.ts'
import { BrokerRefusal } from '../../runtime/broker/refusal.ts'
import type { RunningGateway } from '../../runtime/gateway/gateway.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import type { GatewayOptions } from '../../runtime/gateway/options.ts'
import { MINUTE, OPENING, risingMinutes } from '../gateway/prices.ts'

/** Things to be undone after the test, the last first. */
const undone: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const undo of undone.splice(0)) await undo()
})

/** Has something undone after the test, before what was set up earlier. */
export function afterwards(undo: () => Promise<void>): void {
  undone.unshift(undo)
}

/**
 * A gateway in virtual time with minutes that rise by one, from 100 to 101 in the first. It stands
 * at the open of the eleventh, at 110, until a client follows its bars.
 */
export async function stage(options: Partial<GatewayOptions> = {}): Promise<RunningGateway> {
  const gateway = await startGateway({
    bars: risingMinutes(60),
    symbol: 'SPY',
    timeframeMs: MINUTE,
    startTime: OPENING + 10 * MINUTE,
    virtual: true,
    ...options,
  })
  afterwards(gateway.stop)
  return gateway
}

/** A broker whose events are kept. */
export interface Watched {
  readonly broker: Broker
  readonly events: readonly BrokerEvent[]
  all<K extends BrokerEvent['kind']>(kind: K): Extract<BrokerEvent, { kind: K }>[]
  /** Resolves once there have been `count` events of a kind. */
  until(kind: BrokerEvent['kind'], count?: number): Promise<void>
}

/** Short waits: a test does not wait for a real gateway. */
export const QUICK = {
  connectMs: 600,
  answerMs: 600,
  heartbeatMs: 80,
  heartbeatDeadlineMs: 250,
  clientIdPatienceMs: 60,
  clientIdRetryMs: 20,
  backoff: { firstMs: 20, mostMs: 100 },
} as const

/** A broker on a port of this machine, not yet connected. */
export function brokerOn(port: number, options: Partial<IbBrokerOptions> = {}): Watched {
  const instrument = { symbol: 'SPY' }
  const base = { port, clientId: 7, instrument, virtualTime: true, timing: QUICK }
  const broker = ibBroker({ ...base, random: () => 0, ...options })
  const watched = watch(broker)
  afterwards(() => broker.close())
  return watched
}

/** Keeps what a broker tells. */
export function watch(broker: Broker): Watched {
  const events: BrokerEvent[] = []
  broker.listen((event) => events.push(event))
  const all = <K extends BrokerEvent['kind']>(kind: K) =>
    events.filter((event): event is Extract<BrokerEvent, { kind: K }> => event.kind === kind)
  return {
    broker,
    events,
    all,
    until: (kind, count = 1) =>
      eventually(
        () => all(kind).length >= count,
        `${count} × ${kind}`,
        () => events,
      ),
  }
}

/** The kinds of what was told, notices apart. */
export function kinds({ events }: Pick<Watched, 'events'>): string[] {
  return events.map(({ kind }) => kind).filter((kind) => kind !== 'notice')
}

/** Waits until something holds; says what did not, and what there was instead. */
export async function eventually(
  holds: () => boolean,
  what: string,
  instead: () => unknown = () => undefined,
): Promise<void> {
  const until = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > until) {
      throw new Error(`not within 10 s: ${what}; there was ${JSON.stringify(instead())}`)
    }
    await sleep(2)
  }
}

/** The refusal with which a promise is rejected. */
export async function refusalOf(promise: Promise<unknown>): Promise<BrokerRefusal> {
  const outcome = await promise.then(
    () => 'nothing was refused',
    (failure: unknown) => failure,
  )
  if (outcome instanceof BrokerRefusal) return outcome
  throw new Error(`no refusal: ${String(outcome)}`)
}

/** Follows the bars and says after all that is told that it is done, so that time goes on. */
export function follow(broker: Broker, onBar: (bar: FeedBar) => void = () => {}): FeedBar[] {
  const bars: FeedBar[] = []
  const done = (): void => {
    broker.time().catch(() => {})
  }
  broker.streamBars((bar) => {
    bars.push(bar)
    onBar(bar)
    done()
  })
  broker.listen(({ kind }) => {
    if (kind === 'execution' || kind === 'ready') done()
  })
  done()
  return bars
}

/** A buy limit far below the market, with what the test wants otherwise. */
export function order(ref: string, rest: Partial<BrokerOrder> = {}): BrokerOrder {
  const base = { side: 'buy', type: 'limit', quantity: 10, price: 50, timeInForce: 'gtc' } as const
  return { ref, ...base, ...rest }
}

export function market(ref: string, rest: Partial<BrokerOrder> = {}): BrokerOrder {
  return { ref, side: 'buy', type: 'market', quantity: 10, timeInForce: 'day', ...rest }
}
