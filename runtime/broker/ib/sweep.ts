import type { Contract, Execution } from '@stoqey/ib'
import type { BrokerEvent, BrokerOrder, BrokerTruth } from '../broker.ts'
import type { Question } from './ask.ts'
import { ask } from './ask.ts'
import type { BrokerTime } from './broker-time.ts'
import type { AccountMoney } from './money.ts'
import type { IbSettings } from './options.ts'
import type { CommissionEvent, ExecutionEvent } from './order-wire.ts'
import { fateOf, fromWire, isKnownCommission, isSameContract } from './order-wire.ts'
import type { Session } from './session.ts'

/** What a sweep needs to know. */
export interface SweepContext {
  readonly session: Session
  readonly settings: IbSettings
  readonly time: BrokerTime
  readonly account: string
  readonly money: AccountMoney
  readonly contract: Contract
  readonly nextId: () => number
  readonly executionOf: (execution: Execution) => ExecutionEvent | undefined
  /** Our name of an order by its number; nothing for orders of others. */
  readonly refOf: (clientId: number, orderId: number) => string | undefined
  readonly emit: (event: BrokerEvent) => void
}

type Sync<T> = Omit<Question<T>, 'lane' | 'deadlineMs'>

/**
 * The broker's truth, whole or not at all. Open orders are asked for before executions: one that
 * fills in between is then told twice, never not at all. All is asked at once; answers come in
 * that order.
 */
export async function sweep(context: SweepContext): Promise<BrokerTruth> {
  const { session, settings, time, money } = context
  const commissions: CommissionEvent[] = []
  const stop = session.hear({
    commissionReport: ({ execId = '', commission: amount, currency = '' }) => {
      if (isKnownCommission(amount)) {
        commissions.push({ kind: 'commission', execId, amount, currency })
      }
    },
  })
  const sync = <T>(question: Sync<T>): Promise<T> =>
    ask(session, settings, { ...question, lane: 'sync', deadlineMs: settings.timing.answerMs })
  // In virtual time a question for the time says that we are done with what we were told.
  const asksTime = !settings.virtualTime || Number.isNaN(time.latest)
  try {
    const [open, executions, ended, positions, now] = await Promise.all([
      sync(openOrders(context)),
      sync(executionsSoFar(context)),
      sync(completedOrders(context)),
      sync(positionsNow(context)),
      asksTime ? time.ask() : time.latest,
    ])
    const ours = new Set(executions.map(({ execId }) => execId))
    const paid = commissions.filter(({ execId }) => ours.has(execId))
    const { currency, rates } = money
    return { time: now, open, executions, commissions: paid, ended, positions, currency, rates }
  } finally {
    stop()
  }
}

interface Open {
  readonly ref: string
  readonly permId: number
  readonly filled: number
  readonly order: BrokerOrder
}

function openOrders(context: SweepContext): Sync<readonly Open[]> {
  const { contract, account, refOf, emit } = context
  const found = new Map<number, Open>()
  return {
    what: 'the open orders',
    request: (api) => api.reqAllOpenOrders(),
    hear: (settle) => ({
      openOrder: (_orderId, theirs, order, state) => {
        if (!isSameContract(contract, theirs) || order.account !== account) return
        const { permId = 0, clientId = 0, parentId = 0 } = order
        if (fateOf(state.status) !== 'live') {
          found.delete(permId)
          return
        }
        const ours = fromWire(order, parentId === 0 ? undefined : refOf(clientId, parentId))
        if (ours === undefined) {
          const text = `order ${permId} for ${order.totalQuantity} is not ours and is left alone`
          emit({ kind: 'notice', code: 0, text })
          return
        }
        const filled = found.get(permId)?.filled ?? 0
        found.set(permId, { ref: ours.ref, permId, filled, order: ours })
      },
      orderStatus: (_orderId, status, filled, _remaining, _price, permId = 0) => {
        const known = found.get(permId)
        if (known === undefined) return
        if (fateOf(status) === 'live') found.set(permId, { ...known, filled })
        else found.delete(permId)
      },
      openOrderEnd: () => settle.done([...found.values()]),
    }),
  }
}

function executionsSoFar(context: SweepContext): Sync<readonly ExecutionEvent[]> {
  const { account, nextId, executionOf, contract } = context
  const found: ExecutionEvent[] = []
  const reqId = nextId()
  return {
    what: 'the executions',
    request: (api) => api.reqExecutions(reqId, { acctCode: account }),
    hear: (settle) => ({
      execDetails: (id, theirs, execution) => {
        if (id !== reqId || !isSameContract(contract, theirs)) return
        const event = executionOf(execution)
        if (event !== undefined) found.push(event)
      },
      execDetailsEnd: (id) => {
        if (id === reqId) settle.done(found)
      },
      error: ({ message }, _code, id) => {
        if (id === reqId) settle.fail(new Error(`the executions were not told: ${message}`))
      },
    }),
  }
}

function completedOrders(context: SweepContext): Sync<BrokerTruth['ended']> {
  const { contract, account } = context
  const found: BrokerTruth['ended'][number][] = []
  return {
    what: 'the completed orders',
    request: (api) => api.reqCompletedOrders(false),
    hear: (settle) => ({
      completedOrder: (theirs, order, state) => {
        const { orderRef: ref = '' } = order
        if (ref === '' || order.account !== account || !isSameContract(contract, theirs)) return
        if (fateOf(state.status) !== 'cancelled') return
        found.push({ kind: 'cancelled', ref, reason: state.completedStatus || state.status })
      },
      completedOrdersEnd: () => settle.done(found),
    }),
  }
}

function positionsNow({ account, session }: SweepContext): Sync<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  return {
    what: 'the positions',
    request: (api) => api.reqPositions(),
    hear: (settle) => ({
      position: (theirs, { symbol = '' }, shares) => {
        if (theirs === account) found.set(symbol, shares)
      },
      positionEnd: () => {
        session.send('sync', (api) => api.cancelPositions())
        settle.done(found)
      },
    }),
  }
}
