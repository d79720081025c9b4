import { ACCOUNT_ANSWERS } from './answer-account.ts'
import { MARKET_ANSWERS } from './answer-market.ts'
import { ORDER_ANSWERS } from './answer-orders.ts'
import type { GatewayCore } from './core.ts'
import type { Session } from './session.ts'
import { fail } from './session.ts'
import type { ClientRequest } from './wire/requests.ts'
import * as message from './wire/server-messages.ts'

/** How the requests of some kinds are answered. */
export type Answers<Kinds extends ClientRequest['kind']> = {
  readonly [K in Kinds]: (
    core: GatewayCore,
    session: Session,
    request: Extract<ClientRequest, { readonly kind: K }>,
  ) => void
}

const SESSION_ANSWERS: Answers<
  'start' | 'current-time' | 'ids' | 'accounts' | 'nothing' | 'unknown'
> = {
  // A session is started once, by its connection.
  start: () => {},
  'current-time': (core, session) => {
    session.owes = false
    session.passive = false
    session.send(message.currentTime(core.clock.now()))
    core.clock.changed()
  },
  ids: (core, session) => sendNextId(core, session),
  accounts: (core, session) => session.send(message.managedAccounts([core.exchange.account.name])),
  nothing: () => {},
  unknown: (_core, session, { messageId }) =>
    fail(session, -1, 321, `Message ${messageId} is not known to the simulated gateway.`),
}

const ANSWERS: Answers<ClientRequest['kind']> = {
  ...SESSION_ANSWERS,
  ...ORDER_ANSWERS,
  ...ACCOUNT_ANSWERS,
  ...MARKET_ANSWERS,
}

/** Answers a client that has named itself. */
export function answer<K extends ClientRequest['kind']>(
  core: GatewayCore,
  session: Session,
  request: Extract<ClientRequest, { readonly kind: K }>,
): void {
  ANSWERS[request.kind as K](core, session, request)
}

/** The next order id of a client: above all that it ever used here. */
export function sendNextId(core: GatewayCore, session: Session): void {
  const next = (core.exchange.lastOrderId.get(session.clientId!) ?? 0) + 1
  session.send(message.nextValidId(Math.max(1, next - core.faults.lowerIds)))
}
