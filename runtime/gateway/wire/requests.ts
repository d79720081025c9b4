import type { FieldReader } from './field-reader.ts'
import { fieldReader, MalformedRequest } from './field-reader.ts'
import type { ContractQuery, PlaceOrder } from './order-terms.ts'
import { readContract, readPlaceOrder } from './order-terms.ts'
import { SINCE } from './versions.ts'

/** Which executions a client asks for; empty or 0 leaves a field open. */
export interface ExecutionFilter {
  readonly clientId: number
  readonly account: string
  /** `yyyymmdd-hh:mm:ss` UTC or `yyyymmdd hh:mm:ss zone`: not before it. */
  readonly time: string
  readonly symbol: string
  readonly secType: string
  readonly exchange: string
  readonly side: string
}

/** REQ_HISTORICAL_DATA as the client wrote it. */
export interface HistoryRequest {
  readonly kind: 'history'
  readonly reqId: number
  readonly contract: ContractQuery
  /** Empty: now. */
  readonly end: string
  readonly barSize: string
  readonly duration: string
  readonly hours: 'regular' | 'all'
  readonly whatToShow: string
  /** 1: text in the gateway's zone, 2: seconds since 1970. */
  readonly formatDate: number
  readonly keepUpToDate: boolean
}

/** What clients ask, as the gateway understands it. */
export type ClientRequest =
  | { readonly kind: 'start'; readonly clientId: number }
  | PlaceOrder
  | { readonly kind: 'cancel-order'; readonly orderId: number }
  | { readonly kind: 'global-cancel' }
  | { readonly kind: 'open-orders'; readonly scope: 'own' | 'all' }
  | { readonly kind: 'auto-open-orders' }
  | { readonly kind: 'completed-orders' }
  | { readonly kind: 'executions'; readonly reqId: number; readonly filter: ExecutionFilter }
  | { readonly kind: 'positions'; readonly subscribe: boolean }
  | { readonly kind: 'account-updates'; readonly subscribe: boolean; readonly account: string }
  | {
      readonly kind: 'account-summary'
      readonly reqId: number
      readonly group: string
      readonly tags: readonly string[]
    }
  | { readonly kind: 'cancel-account-summary'; readonly reqId: number }
  | { readonly kind: 'profit'; readonly reqId: number; readonly account: string }
  | {
      readonly kind: 'profit-single'
      readonly reqId: number
      readonly account: string
      readonly conId: number
    }
  | { readonly kind: 'cancel-profit'; readonly reqId: number }
  | {
      readonly kind: 'contract-details'
      readonly reqId: number
      readonly contract: ContractQuery
    }
  | { readonly kind: 'matching-symbols'; readonly reqId: number; readonly pattern: string }
  | { readonly kind: 'market-rule'; readonly ruleId: number }
  | HistoryRequest
  | { readonly kind: 'cancel-history'; readonly reqId: number }
  | {
      readonly kind: 'head-timestamp'
      readonly reqId: number
      readonly contract: ContractQuery
      readonly formatDate: number
    }
  | {
      readonly kind: 'live-bars'
      readonly reqId: number
      readonly contract: ContractQuery
      readonly hours: 'regular' | 'all'
    }
  | { readonly kind: 'cancel-live-bars'; readonly reqId: number }
  | { readonly kind: 'market-data'; readonly reqId: number }
  | { readonly kind: 'current-time' }
  | { readonly kind: 'ids' }
  | { readonly kind: 'accounts' }
  /** Understood, and without an answer. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly messageId: number }

/** Decodes one message. Throws `MalformedRequest`. */
export function readRequest(message: readonly string[], version: number): ClientRequest {
  const fields = fieldReader(message)
  const request = readByMessageId(fields.integer(), fields, version)
  if (request.kind !== 'unknown' && request.kind !== 'nothing' && fields.left() > 0) {
    throw new MalformedRequest(`${fields.left()} fields too many for ${request.kind}`)
  }
  return request
}

function readByMessageId(id: number, fields: FieldReader, version: number): ClientRequest {
  switch (id) {
    case 3:
      return readPlaceOrder(fields, version)
    case 4:
      return readCancelOrder(fields, version)
    case 5:
    case 16:
      fields.skip(1)
      return { kind: 'open-orders', scope: id === 5 ? 'own' : 'all' }
    case 6: {
      fields.skip(1)
      const subscribe = fields.flag()
      return { kind: 'account-updates', subscribe, account: fields.text() }
    }
    case 7:
      fields.skip(1)
      return { kind: 'executions', reqId: fields.integer(), filter: readFilter(fields) }
    case 8:
      fields.skip(2)
      return { kind: 'ids' }
    case 9:
      return readContractDetails(fields, version)
    case 15:
      fields.skip(2)
      return { kind: 'auto-open-orders' }
    case 17:
      fields.skip(1)
      return { kind: 'accounts' }
    case 20:
      return readHistory(fields)
    case 25:
      fields.skip(1)
      return { kind: 'cancel-history', reqId: fields.integer() }
    case 49:
      fields.skip(1)
      return { kind: 'current-time' }
    case 50:
      return readLiveBars(fields)
    case 51:
      fields.skip(1)
      return { kind: 'cancel-live-bars', reqId: fields.integer() }
    case 58:
      fields.skip(version >= SINCE.cmeTagging ? 2 : 1)
      return { kind: 'global-cancel' }
    case 61:
    case 64:
      fields.skip(1)
      return { kind: 'positions', subscribe: id === 61 }
    case 71:
      return readStart(fields)
    default:
      return readLaterMessage(id, fields)
  }
}

/** Messages that came to the protocol later, and those we only acknowledge by silence. */
function readLaterMessage(id: number, fields: FieldReader): ClientRequest {
  switch (id) {
    case 1:
      fields.skip(1)
      return skipRest({ kind: 'market-data', reqId: fields.integer() }, fields)
    case 62: {
      fields.skip(1)
      const reqId = fields.integer()
      const group = fields.text()
      return { kind: 'account-summary', reqId, group, tags: fields.text().split(',') }
    }
    case 63:
      fields.skip(1)
      return { kind: 'cancel-account-summary', reqId: fields.integer() }
    case 81: {
      const reqId = fields.integer()
      return { kind: 'matching-symbols', reqId, pattern: fields.text() }
    }
    case 87:
      return readHeadTimestamp(fields)
    case 91:
      return { kind: 'market-rule', ruleId: fields.integer() }
    case 92: {
      const reqId = fields.integer()
      const account = fields.text()
      return skipRest({ kind: 'profit', reqId, account }, fields)
    }
    case 94: {
      const reqId = fields.integer()
      const account = fields.text()
      fields.skip(1) // model code
      return { kind: 'profit-single', reqId, account, conId: fields.integer() }
    }
    case 93:
    case 95:
      return { kind: 'cancel-profit', reqId: fields.integer() }
    case 99:
      fields.skip(1)
      return { kind: 'completed-orders' }
    // Cancel market data, log level, market data type, cancel head timestamp.
    case 2:
    case 14:
    case 59:
    case 90:
      return { kind: 'nothing' }
    default:
      return { kind: 'unknown', messageId: id }
  }
}

function skipRest(request: ClientRequest, fields: FieldReader): ClientRequest {
  fields.skip(fields.left())
  return request
}

function readStart(fields: FieldReader): ClientRequest {
  fields.skip(1)
  const clientId = fields.integer()
  return skipRest({ kind: 'start', clientId }, fields)
}

function readCancelOrder(fields: FieldReader, version: number): ClientRequest {
  if (version < SINCE.cmeTagging) fields.skip(1)
  const orderId = fields.integer()
  if (version >= SINCE.manualOrderTime) fields.skip(1)
  if (version >= SINCE.rfq && version < SINCE.noRfq) fields.skip(3)
  if (version >= SINCE.cmeTagging) fields.skip(2)
  return { kind: 'cancel-order', orderId }
}

function readFilter(fields: FieldReader): ExecutionFilter {
  return {
    clientId: fields.integer(),
    account: fields.text(),
    time: fields.text(),
    symbol: fields.text(),
    secType: fields.text(),
    exchange: fields.text(),
    side: fields.text(),
  }
}

function readContractDetails(fields: FieldReader, version: number): ClientRequest {
  fields.skip(1)
  const reqId = fields.integer()
  const contract = readContract(fields)
  fields.skip(3) // includeExpired, secIdType, secId
  if (version >= SINCE.bondIssuer) fields.skip(1)
  return { kind: 'contract-details', reqId, contract }
}

function readHistory(fields: FieldReader): ClientRequest {
  const reqId = fields.integer()
  const contract = readContract(fields)
  fields.skip(1) // includeExpired
  const end = fields.text()
  const barSize = fields.text()
  const duration = fields.text()
  const hours = hoursIn(fields)
  const whatToShow = fields.text()
  const formatDate = fields.integer()
  if (contract.secType === 'BAG') fields.skip(4 * fields.integer())
  const keepUpToDate = fields.flag()
  fields.skip(1) // chart options
  return {
    kind: 'history',
    reqId,
    contract,
    end,
    barSize,
    duration,
    hours,
    whatToShow,
    formatDate,
    keepUpToDate,
  }
}

function readHeadTimestamp(fields: FieldReader): ClientRequest {
  const reqId = fields.integer()
  const contract = readContract(fields)
  fields.skip(3) // includeExpired, useRTH, whatToShow
  return { kind: 'head-timestamp', reqId, contract, formatDate: fields.integer() }
}

function readLiveBars(fields: FieldReader): ClientRequest {
  fields.skip(1)
  const reqId = fields.integer()
  const contract = readContract(fields)
  fields.skip(2) // bar size, what to show
  const hours = hoursIn(fields)
  fields.skip(1) // options
  return { kind: 'live-bars', reqId, contract, hours }
}

/** useRTH */
function hoursIn(fields: FieldReader): 'regular' | 'all' {
  return fields.flag() ? 'regular' : 'all'
}
