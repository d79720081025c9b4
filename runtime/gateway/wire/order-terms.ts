import type { FieldReader } from './field-reader.ts'
import { SINCE } from './versions.ts'

/** A contract as clients describe it; empty where they leave it open. */
export interface ContractQuery {
  readonly conId: number
  readonly symbol: string
  readonly secType: string
  readonly exchange: string
  readonly primaryExchange: string
  readonly currency: string
}

/** An order as a client wants it. Prices are absent where the client sent none. */
export interface OrderTerms {
  readonly action: string
  readonly quantity: number
  readonly type: string
  readonly limitPrice: number | undefined
  readonly stopPrice: number | undefined
  readonly timeInForce: string
  /** Of `GTD`; else empty. */
  readonly goodTillDate: string
  readonly ocaGroup: string
  readonly ocaType: number
  readonly account: string
  readonly openClose: string
  readonly orderRef: string
  readonly transmit: boolean
  readonly parentId: number
  readonly outsideRth: boolean
  readonly whatIf: boolean
}

/** PLACE_ORDER: a new order, or a change of one that is known. */
export interface PlaceOrder {
  readonly kind: 'place-order'
  readonly orderId: number
  readonly contract: ContractQuery
  readonly terms: OrderTerms
}

/** The twelve fields with which every request describes a contract. */
export function readContract(fields: FieldReader): ContractQuery {
  const conId = fields.integer()
  const symbol = fields.text()
  const secType = fields.text()
  fields.skip(4) // last trade date, strike, right, multiplier
  const exchange = fields.text()
  const primaryExchange = fields.text()
  const currency = fields.text()
  fields.skip(2) // local symbol, trading class
  return { conId, symbol, secType, exchange, primaryExchange, currency }
}

/** Reads PLACE_ORDER behind its message id, all fields of it: 118 of them at version 193. */
export function readPlaceOrder(fields: FieldReader, version: number): PlaceOrder {
  const orderId = fields.integer()
  const contract = readContract(fields)
  const bag = contract.secType === 'BAG'
  fields.skip(2) // secIdType, secId
  const action = fields.text()
  const quantity = fields.decimal() ?? 0
  const type = fields.text()
  const limitPrice = fields.decimal()
  const stopPrice = fields.decimal()
  const timeInForce = fields.text()
  const ocaGroup = fields.text()
  const account = fields.text()
  const openClose = fields.text()
  fields.skip(1) // origin
  const orderRef = fields.text()
  const transmit = fields.flag()
  const parentId = fields.integer()
  fields.skip(4) // blockOrder, sweepToFill, displaySize, triggerMethod
  const outsideRth = fields.flag()
  fields.skip(1) // hidden
  if (bag) skipLegs(fields)
  fields.skip(3) // shares allocation, discretionary amount, good after
  const goodTillDate = fields.text()
  fields.skip(3) // advisor's three
  if (version < SINCE.noFaProfile) fields.skip(1)
  fields.skip(4) // model code, short sale slot, designated location, exempt code
  const ocaType = fields.integer()
  // rule80A, settlingFirm, allOrNone, minQty, percentOffset, eTradeOnly, firmQuoteOnly,
  // nbboPriceCap, auctionStrategy, startingPrice, stockRefPrice, delta, the stock's range (2),
  // overridePercentageConstraints, volatility, volatilityType
  fields.skip(17)
  const deltaNeutralType = fields.text()
  fields.skip(deltaNeutralType === '' ? 1 : 9)
  fields.skip(6) // continuousUpdate, referencePriceType, trail (2), scale levels (2)
  if ((fields.decimal() ?? 0) > 0) fields.skip(7) // scale price increment and what hangs on it
  fields.skip(3) // scale table, active start and stop
  if (fields.text() !== '') fields.skip(1) // hedge
  fields.skip(4) // optOutSmartRouting, clearing account and intent, notHeld
  if (fields.flag()) fields.skip(3) // delta neutral contract
  if (fields.text() !== '') fields.skip(2 * fields.integer()) // algorithm
  fields.skip(1) // algoId
  const whatIf = fields.flag()
  fields.skip(4) // misc options, solicited, randomize size and price
  if (type === 'PEG BENCH' || type === 'PEGBENCH') fields.skip(5)
  skipConditions(fields)
  // adjusted order (7), extOperator, soft dollar tier (2), cashQty, MiFID (4),
  // dontUseAutoPriceForHedge, isOmsContainer, discretionaryUpToLimitPrice, usePriceMgmtAlgo
  fields.skip(19)
  skipLateFields(fields, version, contract.exchange, type)
  return {
    kind: 'place-order',
    orderId,
    contract,
    terms: {
      action,
      quantity,
      type,
      limitPrice,
      stopPrice,
      timeInForce,
      goodTillDate,
      ocaGroup,
      ocaType,
      account,
      openClose,
      orderRef,
      transmit,
      parentId,
      outsideRth,
      whatIf,
    },
  }
}

function skipLegs(fields: FieldReader): void {
  fields.skip(8 * fields.integer())
  fields.skip(fields.integer())
  fields.skip(2 * fields.integer())
}

/** Conditions of an order: their kinds have different lengths. */
function skipConditions(fields: FieldReader): void {
  const count = fields.integer()
  for (let k = 0; k < count; k++) {
    const kind = fields.integer()
    fields.skip(1) // and, or
    // Price 1, time 3, margin 4, execution 5, volume 6, percent change 7.
    fields.skip(kind === 1 ? 5 : kind === 3 || kind === 4 ? 2 : kind === 5 ? 3 : 4)
  }
  if (count > 0) fields.skip(2)
}

/** What versions after 151 appended. */
function skipLateFields(
  fields: FieldReader,
  version: number,
  exchange: string,
  type: string,
): void {
  if (version >= SINCE.duration) fields.skip(1)
  if (version >= SINCE.postToAts) fields.skip(1)
  if (version >= SINCE.autoCancelParent) fields.skip(1)
  if (version >= SINCE.advancedOrderReject) fields.skip(1)
  if (version >= SINCE.manualOrderTime) fields.skip(1)
  if (version >= SINCE.pegOffsets) {
    if (exchange === 'IBKRATS') fields.skip(1)
    if (type === 'PEG MID' || type === 'PEGMID') fields.skip(2)
    if (type === 'PEG BEST' || type === 'PEGBEST') {
      fields.skip(1)
      // An offset without bound means "up to the middle" and is followed by two more.
      if (fields.text() === 'Infinity') fields.skip(2)
    }
  }
  if (version >= SINCE.customerAccount) fields.skip(1)
  if (version >= SINCE.professionalCustomer) fields.skip(1)
  if (version >= SINCE.rfq && version < SINCE.noRfq) fields.skip(2)
  if (version >= SINCE.includeOvernight) fields.skip(1)
  if (version >= SINCE.cmeTagging) fields.skip(1)
}
