import { ask } from './ask.ts'
import type { IbSettings } from './options.ts'
import type { Session } from './session.ts'

/** The account's money as one session hears it. */
export interface AccountMoney {
  /** Its base currency; undefined while the gateway has not told. */
  readonly currency: string | undefined
  /** What a unit of each currency that the account has dealings in comes to in it. */
  readonly rates: ReadonlyMap<string, number>
}

/**
 * Follows an account's values, and says of rates that change later. The broker tells totals in the
 * base currency, and every three minutes what has changed; nothing counts until they are ready.
 */
export async function followMoney(
  session: Session,
  settings: IbSettings,
  account: string,
  changed: (currency: string, rate: number) => void,
): Promise<AccountMoney> {
  let isReady = true
  let isTold = false
  let currency: string | undefined
  const rates = new Map<string, number>()
  session.hear({
    updateAccountValue: (key, value, unit, theirs) => {
      if (theirs !== account) return
      if (key === 'AccountReady') isReady = value === 'true'
      if (!isReady) return
      if (key === 'NetLiquidation') currency = unit
      const rate = Number(value)
      if (key !== 'ExchangeRate' || unit === 'BASE' || !(rate > 0)) return
      const isNews = isTold && unit !== currency && rates.get(unit) !== rate
      rates.set(unit, rate)
      if (isNews) changed(unit, rate)
    },
  })
  await ask<void>(session, settings, {
    what: 'the account',
    lane: 'sync',
    deadlineMs: settings.timing.answerMs,
    request: (api) => api.reqAccountUpdates(true, account),
    hear: (settle) => ({
      accountDownloadEnd: (theirs) => {
        if (theirs === account) settle.done()
      },
    }),
  })
  isTold = true
  return {
    get currency() {
      return currency
    },
    rates,
  }
}
