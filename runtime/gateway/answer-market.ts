import type { Answers } from './answer.ts'
import { type GatewayCore, type Quoted, quotedAs } from './core.ts'
import { answerHeadTimestamp, answerHistory } from './history.ts'
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
    const asked = quoted(core, session, reqId, contract)
    if (asked === undefined) return
    const hours = tradingHours(core, asked)
    session.send(message.contractDetails(reqId, asked.listing, hours, session.version))
    session.send(message.contractDetailsEnd(reqId))
  },
  'matching-symbols': ({ listing, others }, session, { reqId, pattern }) => {
    const found = [listing, ...others.map((other) => other.listing)].filter(({ symbol }) =>
      symbol.startsWith(pattern.toUpperCase()),
    )
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
    const asked = quoted(core, session, reqId, contract)
    if (asked !== undefined) answerHeadTimestamp(asked.market, session, reqId, formatDate)
  },
  'live-bars': (core, session, { reqId, contract, hours }) => {
    const of = quoted(core, session, reqId, contract)
    if (of === undefined) return
    session.liveBars.set(reqId, { of, cut: of.cuts[hours] })
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
function tradingHours(core: GatewayCore, { market }: Quoted): string {
  const { bars, plan } = market
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

/** The instrument that is meant; where there is none the client is told. */
function quoted(
  core: GatewayCore,
  session: Session,
  reqId: number,
  contract: ContractQuery,
): Quoted | undefined {
  const found = quotedAs(core, contract)
  if (found === undefined)
    fail(session, reqId, 200, 'No security definition has been found for the request')
  return found
}
