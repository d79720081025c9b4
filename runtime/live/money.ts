import type { BrokerTruth } from '../broker/broker.ts'
import type { RecordOf } from '../journal/record.ts'
import type { Host } from './host.ts'
import { note, write } from './host.ts'
import type { LiveOptions } from './options.ts'
import { LiveRefusal } from './options.ts'
import type { Session } from './session.ts'
import { tradedRate } from './session-money.ts'

/** What a unit of a currency came to in the account's, and when the broker last said so, ms UTC. */
export interface HeardRate {
  readonly rate: number
  readonly heard: number
}

/**
 * The account's currency where it is another than the instrument's. Throws a `LiveRefusal` where
 * money would be taken for what it is not: amounts of the strategy, or of a journal begun in
 * another currency; or where a run would begin without the rate.
 */
export function foreignCurrency(
  { module, account, instrument }: LiveOptions,
  { currency: own, rates }: BrokerTruth,
  kept: Session | undefined,
): string | undefined {
  const before = kept?.money.account
  // What was begun may go on, as far as it can, with what it knows.
  const currency = own ?? before
  if (currency === undefined) {
    throw new LiveRefusal(
      `The gateway has not told which currency account ${account} is in. ` +
        'Wait until it shows the account, and start again.',
    )
  }
  if (before !== undefined && currency !== before) {
    throw new LiveRefusal(
      `Account ${account} is in ${currency}; the run was begun with another currency, ${before}. ` +
        'Begin a new journal.',
    )
  }
  const written = module.meta.currencies?.find((one) => one !== currency)
  if (written !== undefined) {
    throw new LiveRefusal(
      `The strategy writes amounts in ${written}, and account ${account} is in ${currency}. ` +
        `Write them in ${currency}, or trade in an account in ${written}.`,
    )
  }
  if (currency === instrument.currency) return undefined
  if (!rates.has(instrument.currency) && kept?.money.rates.has(instrument.currency) !== true) {
    throw new LiveRefusal(
      `Account ${account} is in ${currency} and ${instrument.symbol} in ${instrument.currency}, and ` +
        `the gateway does not tell the rate. Hold some ${instrument.currency} in the account: the ` +
        'broker tells the rates of currencies that it holds.',
    )
  }
  return currency
}

/** The broker told a rate; that of the instrument's currency is the next bar's. */
export function hearRate(host: Host, currency: string, rate: number): void {
  const { session, clock } = host
  const { account, traded, uncharged } = session.money
  host.rates.set(currency, { rate, heard: clock.now() })
  const isUsed = account !== traded && currency === traded
  if (isUsed || uncharged.some((fee) => fee.currency === currency)) tellRate(host, currency)
}

/** What the account's values say of currencies, after a sweep. */
export function hearRates(host: Host, { rates }: BrokerTruth): void {
  for (const [currency, rate] of rates) hearRate(host, currency, rate)
}

/** Writes a commission, and before it the rate that it is converted at, if one is known. */
export function writeCommission(
  host: Host,
  fee: Pick<RecordOf<'commission'>, 'kind' | 'execId' | 'amount' | 'currency'>,
): void {
  const { money } = host.session
  const { execId, amount, currency } = fee
  const before = money.uncharged.length
  if (currency !== money.account) tellRate(host, currency)
  write(host, fee)
  if (money.uncharged.length === before) return
  const what = `the commission of ${execId}, ${amount} ${currency},`
  note(host, `${what} is not charged: nobody told what ${currency} comes to in ${money.account}`)
}

/** What a person should know of a run's money, after its first words. */
export function moneyText({ session }: Host): string {
  const { account, traded } = session.money
  if (account === traded) return ''
  const rate = tradedRate(session.money)
  return `; the account is in ${account}, ${session.segment.symbol} in ${traded}, at ${rate}`
}

/** How long ago the broker last told the rate of what is traded, ms; 0 where none is needed. */
export function rateAge({ rates, session, clock }: Host): number {
  const { account, traded, rates: written } = session.money
  if (account === traded) return 0
  return clock.now() - (rates.get(traded)?.heard ?? written.get(traded)?.at ?? Number.NaN)
}

function tellRate(host: Host, currency: string): void {
  const known = host.rates.get(currency)
  if (known === undefined || known.rate === host.session.money.rates.get(currency)?.rate) return
  write(host, { kind: 'rate', currency, rate: known.rate })
}
