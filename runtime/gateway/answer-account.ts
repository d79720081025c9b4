import { accountValues } from './account.ts'
import type { Answers } from './answer.ts'
import type { GatewayCore } from './core.ts'
import { sendAccount, sendPosition, sendProfits } from './publish.ts'
import type { Session } from './session.ts'
import { fail } from './session.ts'
import { invalid } from './validate.ts'
import * as message from './wire/server-messages.ts'

/** Account summaries that one client may follow at a time. */
const MOST_SUMMARIES = 2

/** Answers to what clients ask about money and shares. */
export const ACCOUNT_ANSWERS: Answers<
  | 'positions'
  | 'account-updates'
  | 'account-summary'
  | 'cancel-account-summary'
  | 'profit'
  | 'profit-single'
  | 'cancel-profit'
> = {
  positions: (core, session, { subscribe }) => {
    session.wantsPositions = subscribe
    if (!subscribe) return
    if (core.exchange.account.position !== 0) sendPosition(core, session)
    session.send(message.positionsEnd())
  },
  'account-updates': (core, session, { subscribe, account }) => {
    if (!isOurs(core, session, -1, account)) return
    session.wantsAccount = subscribe
    if (!subscribe) return
    sendAccount(core, session)
    session.send(message.accountDownloadEnd(core.exchange.account.name))
  },
  'account-summary': (core, session, { reqId, tags }) => answerSummary(core, session, reqId, tags),
  'cancel-account-summary': (_core, session, { reqId }) => {
    session.summaries.delete(reqId)
  },
  profit: (core, session, { reqId, account }) =>
    followProfit(core, session, reqId, account, 'account'),
  'profit-single': (core, session, { reqId, account }) =>
    followProfit(core, session, reqId, account, 'contract'),
  'cancel-profit': (_core, session, { reqId }) => {
    session.profits.delete(reqId)
  },
}

function followProfit(
  core: GatewayCore,
  session: Session,
  reqId: number,
  account: string,
  scope: 'account' | 'contract',
): void {
  if (!isOurs(core, session, reqId, account)) return
  session.profits.set(reqId, scope)
  sendProfits(core, session)
}

function answerSummary(
  core: GatewayCore,
  session: Session,
  reqId: number,
  tags: readonly string[],
): void {
  const { account } = core.exchange
  session.summaries.add(reqId)
  if (session.summaries.size > MOST_SUMMARIES) {
    session.summaries.delete(reqId)
    fail(session, reqId, 322, 'Maximum number of account summary requests exceeded')
    return
  }
  const values = accountValues(account, core.listing.multiplier)
  for (const tag of tags) {
    const value = values.get(tag)
    if (value === undefined) continue
    const unit = tag.startsWith('Account') ? '' : core.exchange.account.currency
    session.send(message.accountSummary(reqId, account.name, tag, value, unit))
  }
  session.send(message.accountSummaryEnd(reqId))
}

function isOurs(core: GatewayCore, session: Session, reqId: number, account: string): boolean {
  if (account === '' || account === core.exchange.account.name) return true
  const { code, text } = invalid(`Invalid account code '${account}'`)
  fail(session, reqId, code, text)
  return false
}
