import type { Contract, ContractDetails, SecType } from '@stoqey/ib'
import { BrokerRefusal } from '../refusal.ts'
import { ask } from './ask.ts'
import type { IbInstrument, IbSettings } from './options.ts'
import type { Session } from './session.ts'

/** An instrument that the broker knows by exactly one number. */
export interface Qualified {
  readonly contract: Contract
  /** 0 when the broker names none. */
  readonly tick: number
  /** Of its exchange, as the broker names it; empty when it names none. */
  readonly zone: string
}

/** The account to trade in, or a refusal: the wrong one, or one with real money unasked. */
export function accountOf(settings: IbSettings, accounts: readonly string[]): string {
  const { account: wanted, allowLive = false } = settings
  const [only] = accounts
  if (wanted === undefined && (only === undefined || accounts.length > 1)) {
    throw new BrokerRefusal(
      'wrong-account',
      `The gateway has ${accounts.length} accounts (${accounts.join(', ')}). Say which to trade.`,
    )
  }
  const account = wanted ?? only!
  if (!accounts.includes(account)) {
    throw new BrokerRefusal(
      'wrong-account',
      `The gateway is logged in to ${accounts.join(', ')}, not to ${account}. Log in to that ` +
        'account, or name this one. Nothing was sent.',
    )
  }
  // Paper accounts begin with D: DU…, DF… for advisors.
  if (!account.startsWith('D') && !allowLive) {
    throw new BrokerRefusal(
      'live-account',
      `${account} is an account with real money, and this run is for paper. Log in to the paper ` +
        'account, or allow live trading explicitly. Nothing was sent.',
    )
  }
  return account
}

/** What there is to say when our clock and the broker's are further apart than allowed. */
export function clockSkew(settings: IbSettings, brokers: number): BrokerRefusal | undefined {
  const { maxClockSkewMs = Number.POSITIVE_INFINITY } = settings
  const skew = Date.now() - brokers
  // The broker tells whole seconds.
  if (skew >= -maxClockSkewMs && skew <= maxClockSkewMs + 1000) return undefined
  return new BrokerRefusal(
    'clock-skew',
    `This machine's clock is ${(Math.abs(skew) / 1000).toFixed(1)} s ` +
      `${skew > 0 ? 'ahead of' : 'behind'} the broker's; ${maxClockSkewMs / 1000} s are allowed. ` +
      'Synchronise it (NTP), or look whether the gateway replays old data.',
  )
}

/** Asks the broker which contract is meant: exactly one, or a refusal. */
export async function qualify(
  session: Session,
  settings: IbSettings,
  nextId: () => number,
  instrument: IbInstrument,
): Promise<Qualified> {
  const {
    symbol,
    secType = 'STK',
    exchange = 'SMART',
    primaryExchange,
    currency = 'USD',
  } = instrument
  const named = `${symbol} (${secType}, ${exchange}, ${currency})`
  const asked: Contract = {
    symbol,
    secType: secType as SecType,
    exchange,
    currency,
    ...(primaryExchange !== undefined && { primaryExch: primaryExchange }),
  }
  const reqId = nextId()
  const details: ContractDetails[] = []
  await ask<void>(session, settings, {
    what: 'the contract',
    lane: 'sync',
    deadlineMs: settings.timing.answerMs,
    request: (api) => api.reqContractDetails(reqId, asked),
    hear: (settle) => ({
      contractDetails: (id, found) => {
        if (id === reqId) details.push(found)
      },
      contractDetailsEnd: (id) => {
        if (id === reqId) settle.done()
      },
      error: ({ message }, code, id) => {
        if (id !== reqId) return
        if (code === 200) settle.done()
        else settle.fail(unknownContract(named, `${message} (${code})`))
      },
    }),
  })
  const [found] = details
  if (found === undefined) throw unknownContract(named, 'it knows no such instrument')
  const { conId } = found.contract
  if (details.some(({ contract }) => contract.conId !== conId)) {
    throw new BrokerRefusal(
      'contract-ambiguous',
      `${named} means ${details.length} contracts to the broker. Name its primary exchange.`,
    )
  }
  const { minTick = 0, timeZoneId = '' } = found
  return { contract: { ...asked, conId: conId! }, tick: minTick, zone: timeZoneId }
}

function unknownContract(named: string, reason: string): BrokerRefusal {
  return new BrokerRefusal(
    'contract-unknown',
    `The broker was asked for ${named}: ${reason}. Check symbol, type, exchange and currency; ` +
      '`strat gateway` has those that it was started with, --data SYMBOL=FILE.',
  )
}
