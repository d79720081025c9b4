import type { Contract, Execution } from '@stoqey/ib'
import type { BrokerEvent } from '../broker.ts'
import type { Ids } from './ids.ts'
import type { OrderBook } from './order-book.ts'
import type { CommissionEvent, ExecutionEvent } from './order-wire.ts'
import { isKnownCommission, isSameContract } from './order-wire.ts'
import type { Session } from './session.ts'

/** What the gateway tells of orders unasked, turned into events. */
export interface OrderMessages {
  attach(session: Session, contract: Contract): void
  /** An execution was told otherwise: commissions on it that are still to come are ours. */
  told(execId: string): void
}

/** What they need. */
export interface OrderMessagesOwner {
  readonly clientId: number
  readonly book: OrderBook
  readonly ids: Ids
  readonly emit: (event: BrokerEvent) => void
  readonly executionOf: (execution: Execution) => ExecutionEvent | undefined
}

export function openOrderMessages(owner: OrderMessagesOwner): OrderMessages {
  const { clientId, book, ids, emit, executionOf } = owner
  /** Executions that were told, and commissions that came before theirs. */
  const told = new Set<string>()
  const early = new Map<string, CommissionEvent>()
  const takeExecution = (execution: Execution): void => {
    const event = executionOf(execution)
    if (event === undefined) return
    const { execId } = event
    told.add(execId)
    emit(event)
    const commission = early.get(execId)
    early.delete(execId)
    if (commission !== undefined) emit(commission)
  }
  return {
    told: (execId) => {
      told.add(execId)
      early.delete(execId)
    },
    attach: (session, contract) =>
      session.hear({
        openOrder: (orderId, theirs, order, state) => {
          const { orderRef: ref = '', permId = 0 } = order
          const owned = order.clientId ?? clientId
          if (owned === clientId) ids.seen(orderId)
          if (ref === '' || !isSameContract(contract, theirs)) return
          const { status } = state
          book.openOrder(ref, { orderId, clientId: owned, permId, status, filled: 0 })
        },
        orderStatus: (orderId, status, filled, _left, _average, permId = 0, _p, _l, client) => {
          book.status({ orderId, clientId: client ?? clientId, permId, status, filled })
        },
        // Those that were asked for are the sweep's to tell.
        execDetails: (reqId, theirs, execution) => {
          if (reqId === -1 && isSameContract(contract, theirs)) takeExecution(execution)
        },
        commissionReport: ({ execId = '', commission: amount, currency = '' }) => {
          if (!isKnownCommission(amount)) return
          const event: CommissionEvent = { kind: 'commission', execId, amount, currency }
          if (told.has(execId)) emit(event)
          else early.set(execId, event)
        },
        error: ({ message }, code, id) => {
          if (id > 0) book.problem(id, code, message)
        },
      }),
  }
}
