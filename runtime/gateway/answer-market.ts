import type { Answers } from './answer.ts'
import type { GatewayCore } from './core.ts'
import { answerHeadTimestamp, answerHistory } from './history.ts'
import { fits } from './instrument.ts'
import { barStart } from './market.ts'
import type { Session } from './session.ts'
import { fail, follow } from './session.ts'
import type { ContractQuery } from './wire/order-terms.ts'
import * as message from './wire/server-messages.ts'

const DAY = 86_400_000

/** Answers to what clients ask about the instrument and its prices. */
export const MARKET_ANSWERS: Answers<
  | 'contract-details'
  | 'matching-symbols'
  | 'market-rule'
  | 'history'
  | 'cancel-history'
  | 'head-timestamp'
  | 'live-bars'
  | 'cancel-live-bars'
  | 'market-data'
> = {
  'contract-details': (core, session, { reqId, contract }) => {
    if (!isListed(core, session, reqId, contract)) return
    const hours = tradingHours(core)
    session.send(message.contractDetails(reqId, core.listing, hours, session.version))
    session.send(message.contractDetailsEnd(reqId))
  },
  'matching-symbols': ({ listing }, session, { reqId, pattern }) => {
    const found = listing.symbol.startsWith(pattern.toUpperCase()) ? [listing] : []
    session.send(message.symbolSamples(reqId, found, session.version))
  },
  'market-rule': ({ listing }, session, { ruleId }) => {
    if (ruleId === message.RULE) session.send(message.marketRule(ruleId, listing.tick))
    else fail(session, -1, 321, `There is no market rule ${ruleId}.`)
  },
  history: answerHistory,
  'cancel-history': (core, session, { reqId }) => {
    if (!session.histories.delete(reqId))
      fail(session, reqId, 366, `No historical data query found for ticker id:${reqId}`)
    core.clock.changed()
  },
  'head-timestamp': (core, session, { reqId, contract, formatDate }) => {
    if (isListed(core, session, reqId, contract))
      answerHeadTimestamp(core, session, reqId, formatDate)
  },
  'live-bars': (core, session, { reqId, contract }) => {
    if (!isListed(core, session, reqId, contract)) return
    session.liveBars.add(reqId)
    follow(session)
    core.clock.changed()
  },
  'cancel-live-bars': (core, session, { reqId }) => {
    if (!session.liveBars.delete(reqId))
      fail(session, reqId, 300, `Can't find EId with tickerId:${reqId}`)
    core.clock.changed()
  },
  'market-data': (_core, session, { reqId }) =>
    fail(session, reqId, 354, 'Requested market data is not subscribed.'),
}

/** Hours in which there is trading, for the day of the clock and the five after it. */
function tradingHours(core: GatewayCore): string {
  const { bars, plan } = core.market
  const first = barStart(core.clock.now(), DAY)
  const sessions = new Map<number, { from: number; to: number }>()
  for (let k = 0; k < bars.length; k++) {
    const start = bars.time[k]!
    const day = barStart(start, DAY)
    if (day < first || day > first + 5 * DAY) continue
    const known = sessions.get(day)
    const to = start + plan.timeframeMs
    if (known === undefined) sessions.set(day, { from: start, to })
    else known.to = to
  }
  const minute = (instant: number) =>
    `${core.wall.date(instant)}:${core.wall.clock(instant).replace(':', '')}`
  return [...sessions.values()].map(({ from, to }) => `${minute(from)}-${minute(to)}`).join(';')
}

function isListed(
  core: GatewayCore,
  session: Session,
  reqId: number,
  contract: ContractQuery,
): boolean {
  if (fits(contract, core.listing)) return true
  fail(session, reqId, 200, 'No security definition has been found for the request')
  return false
}
