import type { InstrumentSpec } from '../core/result.ts'
import type { ContractQuery } from './wire/order-terms.ts'

/** The instrument that a gateway trades, as clients see it. */
export interface Listing extends InstrumentSpec {
  /** The broker's number of the contract. */
  readonly conId: number
  /** STK, CASH, FUT, … */
  readonly secType: string
  readonly exchange: string
  readonly primaryExchange: string
  readonly longName: string
  /** IANA or the broker's name of the zone in which times of day are written. */
  readonly timeZone: string
}

/** A listing with what people seldom say filled in: a US stock. */
export function listingOf(instrument: Partial<Listing> & { readonly symbol: string }): Listing {
  return {
    tick: 0.01,
    lot: 1,
    multiplier: 1,
    currency: 'USD',
    conId: numberOf(instrument.symbol),
    secType: 'STK',
    exchange: 'SMART',
    primaryExchange: 'ARCA',
    longName: instrument.symbol,
    timeZone: 'US/Eastern',
    ...instrument,
  }
}

/** Whether a client's description means this listing; what it leaves open fits. */
export function fits(query: ContractQuery, listing: Listing): boolean {
  if (query.conId !== 0) return query.conId === listing.conId
  const open = (asked: string, ...held: string[]) => asked === '' || held.includes(asked)
  return (
    query.symbol === listing.symbol &&
    open(query.secType, listing.secType) &&
    open(query.currency, listing.currency) &&
    open(query.exchange, listing.exchange, listing.primaryExchange) &&
    open(query.primaryExchange, listing.primaryExchange)
  )
}

/** A number that is the same for a symbol in every run (FNV-1a, kept to eight digits). */
function numberOf(symbol: string): number {
  let hash = 0x811c9dc5
  for (let k = 0; k < symbol.length; k++) {
    hash = Math.imul(hash ^ symbol.charCodeAt(k), 0x01000193) >>> 0
  }
  return 10_000_000 + (hash % 90_000_000)
}
