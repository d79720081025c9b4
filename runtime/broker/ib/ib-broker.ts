import type { Contract, Execution } from '@stoqey/ib'
import type { Broker, BrokerEvent, BrokerTruth } from '../broker.ts'
import { ask, notConnected } from './ask.ts'
import type { BrokerTime } from './broker-time.ts'
import { openBrokerTime } from './broker-time.ts'
import { accountOf, clockSkew, qualify } from './guards.ts'
import { history } from './history.ts'
import { openIds } from './ids.ts'
import { instantReader } from './instant.ts'
import { openLink } from './link.ts'
import { type ContractOf, openLiveBars } from './live-bars.ts'
import { type AccountMoney, followMoney } from './money.ts'
import type { IbBrokerOptions, IbInstrument } from './options.ts'
import { settingsOf } from './options.ts'
import { openOrderBook } from './order-book.ts'
import type { Footing } from './order-desk.ts'
import { openOrderDesk } from './order-desk.ts'
import { openOrderMessages } from './order-messages.ts'
import type { ExecutionEvent } from './order-wire.ts'
import { openPacer } from './pacer.ts'
import type { Session } from './session.ts'
import type { SweepContext } from './sweep.ts'
import { sweep } from './sweep.ts'

/** What a session has brought, READY or not yet. */
interface Standing extends Footing {
  readonly time: BrokerTime
  readonly contractOf: ContractOf
  readonly money: AccountMoney
}

/** How long `close` waits for what was sent to have arrived, ms. */
const LAST_WORD_MS = 1000

/**
 * A broker behind the socket of TWS, IB Gateway or the simulated gateway, for one account and one
 * instrument. It keeps one session up and says when it is READY; nothing is sent while it is not.
 */
export function ibBroker(options: IbBrokerOptions): Broker {
  const settings = settingsOf(options)
  const { clientId, timing, timers, maxClockSkewMs } = settings
  const listeners: ((event: BrokerEvent) => void)[] = []
  const ids = openIds(settings.firstOrderId)
  const pacer = openPacer(timers, settings.paced ?? !settings.virtualTime)
  const readInstant = instantReader()
  let standing: Standing | undefined
  /** Sweeps follow one another: their answers carry no number. */
  let lastSweep: Promise<unknown> = Promise.resolve()
  let firstTruth: BrokerTruth | undefined
  let isConnected = false

  const emit = (event: BrokerEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (failure) {
        settings.onFault(failure)
      }
    }
  }
  const book = openOrderBook({
    clientId,
    emit,
    numberIsTaken: (orderId) => {
      ids.jump()
      link.session?.lose(`the gateway knows an order ${orderId} already; numbers begin anew`)
    },
  })
  const desk = openOrderDesk({
    settings,
    book,
    ids,
    emit,
    footing: () => (link.isReady ? standing : undefined),
    session: () => link.session,
  })
  const bars = openLiveBars(settings, emit)

  const executionOf = (execution: Execution): ExecutionEvent | undefined => {
    const { execId = '', acctNumber, side, shares = 0, price = Number.NaN } = execution
    const known = standing
    if (known === undefined || acctNumber !== known.account || execId === '') return undefined
    const owner = book.byNumber(execution.clientId ?? -1, execution.orderId ?? -1)
    const ref = execution.orderRef || owner?.ref
    if (ref === undefined) {
      const text = `execution ${execId}: ${side} ${shares} at ${price} is of no order of ours`
      emit({ kind: 'notice', code: 0, text })
      return undefined
    }
    if (execution.clientId === clientId) ids.seen(execution.orderId ?? 0)
    book.execution(ref, execution.cumQty ?? shares)
    const told = readInstant(execution.time ?? '')
    // A fill without a readable time is a fill all the same.
    const time = Number.isNaN(told) ? known.time.latest : told
    known.time.seen(time)
    const bought = side === 'BOT' || side === 'BUY'
    const sided = bought ? 'buy' : 'sell'
    return { kind: 'execution', ref, execId, side: sided, quantity: shares, price, time }
  }
  const messages = openOrderMessages({
    clientId,
    book,
    ids,
    emit,
    executionOf,
  })

  const sweepOn = (on: Standing): Promise<BrokerTruth> => {
    const context: SweepContext = {
      ...on,
      settings,
      nextId: ids.next,
      executionOf,
      refOf: (client, orderId) => book.byNumber(client, orderId)?.ref,
      emit,
    }
    const sweepNow = async (): Promise<BrokerTruth> => {
      const begun = book.count
      const truth = await sweep(context)
      book.swept(refsOf(truth.open), refsOf(truth.ended), begun)
      for (const { execId } of truth.executions) messages.told(execId)
      return truth
    }
    const next = lastSweep.then(sweepNow, sweepNow)
    lastSweep = next
    return next
  }
  /** A clock that goes wrong later is told of: what is there must still be watched over. */
  const watchClock = (brokers: number): void => {
    const skew = clockSkew(settings, brokers)
    if (skew !== undefined) emit({ kind: 'notice', code: 0, text: skew.message })
  }
  const prepare = async (session: Session): Promise<void> => {
    const isNew = standing?.session !== session
    if (isNew) {
      const account = accountOf(settings, session.accounts)
      ids.seen(session.nextOrderId - 1)
      const time = openBrokerTime(session, settings)
      const ask = (instrument: IbInstrument) => qualify(session, settings, ids.next, instrument)
      const traded = await ask(settings.instrument)
      const contracts = new Map<string | undefined, Contract>([[undefined, traded.contract]])
      for (const one of settings.others ?? []) {
        contracts.set(one.symbol, (await ask(one)).contract)
      }
      const contractOf: ContractOf = (symbol) => {
        const contract = contracts.get(symbol)
        if (contract === undefined) throw new Error(`the broker was not started with ${symbol}`)
        return contract
      }
      const money = await followMoney(session, settings, account, (currency, rate) =>
        emit({ kind: 'rate', currency, rate }),
      )
      standing = { session, account, time, money, contractOf, ...traded }
      const skew = maxClockSkewMs && clockSkew(settings, await time.ask())
      if (skew) throw skew
      messages.attach(session, traded.contract)
    }
    const truth = await sweepOn(standing!)
    if (firstTruth === undefined) {
      firstTruth = truth
      return
    }
    // What happened while nobody listened; whoever sweeps hears it again.
    for (const event of [...truth.executions, ...truth.commissions, ...truth.ended]) emit(event)
  }
  const link = openLink(settings, pacer, {
    prepare,
    ready: ({ fresh, dataLost }) => {
      if (fresh) bars.start({ ...standing!, nextId: ids.next })
      else if (dataLost) bars.restart()
      desk.ready()
      // The first time it is `connect` that says so.
      if (isConnected) emit({ kind: 'ready' })
      isConnected = true
    },
    lost: (reason) => {
      desk.forget()
      emit({ kind: 'lost', reason })
    },
    notice: (code, text) => emit({ kind: 'notice', code, text }),
    askForLife: (session) => {
      // Virtual time would take a question for the time as the word that we are done.
      if (settings.virtualTime) session.send('sync', (api) => api.reqManagedAccts())
      else standing!.time.ask().then(watchClock, () => {})
    },
    farmBack: bars.restart,
  })
  /** Rejects while there is nobody to ask. */
  const standingNow = async (what: string): Promise<Standing> => {
    if (!link.isReady || standing === undefined) throw notConnected(what, 'the link is not ready')
    return standing
  }
  /** An answer to anything says that all before it has arrived. */
  const lastWord = async (session: Session): Promise<void> => {
    let stop = (): void => {}
    const late = new Promise<void>((resolve) => {
      stop = timers.after(LAST_WORD_MS, resolve)
    })
    const heard = ask<void>(session, settings, {
      what: 'the last word',
      lane: 'sync',
      deadlineMs: timing.answerMs,
      request: (api) => api.reqManagedAccts(),
      hear: (settle) => ({ managedAccounts: () => settle.done() }),
    })
    await Promise.race([late, heard.catch(() => {})])
    stop()
  }
  return {
    connect: async () => {
      firstTruth = undefined
      await link.connect()
      return firstTruth!
    },
    listen: (listener) => {
      listeners.push(listener)
    },
    place: desk.place,
    cancel: desk.cancel,
    cancelAll: desk.cancelAll,
    sweep: async () => sweepOn(await standingNow('the truth')),
    history: async (seconds, from, to, symbol) => {
      const { session, contractOf } = await standingNow('the history')
      const contract = contractOf(symbol)
      return history({ session, settings, contract, nextId: ids.next }, seconds, from, to)
    },
    streamBars: bars.add,
    time: async () => {
      if (standing === undefined) throw notConnected('the time', 'the link is not ready')
      return standing.time.ask()
    },
    close: async () => {
      if (link.session?.alive) await lastWord(link.session)
      link.close()
      pacer.clear()
    },
  }
}

function refsOf(orders: readonly { readonly ref: string }[]): ReadonlySet<string> {
  return new Set(orders.map(({ ref }) => ref))
}
