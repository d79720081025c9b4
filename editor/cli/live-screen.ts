import type { BrokerOrder } from '../../runtime/broker/broker.ts'
import type { OrderPurpose } from '../../runtime/core/result.ts'
import type { LiveStatus } from '../../runtime/live/status.ts'
import { isIntraday, moneyText, quantityText } from '../../runtime/report/format.ts'
import { plainText } from '../../runtime/report/words.ts'
import type { Terminal } from './terminal.ts'

/** What a person sees of a live run: events as lines, and how it stands. */
export interface LiveScreen {
  /** Something happened; the broker's time is put before it. */
  readonly line: (text: string) => void
  /** How the run stands: lines for what is new in it, and the status line. */
  readonly status: (status: LiveStatus) => void
  /** What a person may want to do about it, on `err`. */
  readonly hint: (text: string) => void
  /** Takes the status line away. */
  readonly end: () => void
}

/** What a run trades, and what is said once it does. */
export interface LiveSubject {
  readonly symbol: string
  readonly timeframe: string
  readonly ready: string
}

const WIPE = '\r\u001b[2K'

/**
 * Lines on `out`; the status line is one line of a watched terminal, rewritten. Where nobody
 * watches, it is a line of `err` a bar.
 */
export function liveScreen(terminal: Terminal, about: LiveSubject): LiveScreen {
  const { symbol, timeframe, ready } = about
  const clock = isIntraday(timeframe) ? timeOfDay : day
  const noTime = ' '.repeat(clock(0).length)
  let last: LiveStatus | undefined
  let shown = ''
  let shownBar = Number.NaN
  let wasReady = false
  /** A fill's commission comes after it: its position is told when that is in. */
  let owesPosition = false
  const known = new Map<string, BrokerOrder>()

  const wipe = (): void => {
    if (terminal.watched && shown !== '') terminal.err(WIPE)
  }
  const show = (text: string, bar: number): void => {
    shown = text.slice(0, terminal.columns - 1)
    if (terminal.watched) terminal.err(`${WIPE}${shown}`)
    else if (bar !== shownBar) terminal.err(`${text}\n`)
    shownBar = bar
  }
  const line = (text: string): void => {
    wipe()
    terminal.out(`${last === undefined ? noTime : clock(last.time)}  ${plainText(text)}\n`)
    if (terminal.watched && shown !== '') terminal.err(shown)
  }
  const tellOrders = ({ orders }: LiveStatus): void => {
    for (const { order, purpose } of orders) {
      const before = known.get(order.ref)
      known.set(order.ref, order)
      if (before === undefined) line(`order ${orderText(order, purpose)}`)
      else if (before.price !== order.price || before.quantity !== order.quantity)
        line(`moved ${orderText(order, purpose)}`)
    }
    if (known.size <= 2 * orders.length + 100) return
    const working = new Set(orders.map(({ order }) => order.ref))
    for (const ref of known.keys()) if (!working.has(ref)) known.delete(ref)
  }
  const tellPosition = (status: LiveStatus): void => {
    const before = last
    const isSettled =
      before?.commission !== status.commission || before.bar?.start !== status.bar?.start
    if (owesPosition && isSettled) {
      owesPosition = false
      line(`position ${standing(status, symbol)}`)
    }
    if (before !== undefined && before.position !== status.position) owesPosition = true
  }
  return {
    line,
    status(status) {
      tellPosition(status)
      last = status
      if (status.ready !== wasReady) {
        wasReady = status.ready
        if (wasReady) line(`READY  ${ready}`)
      }
      tellOrders(status)
      show(`${clock(status.time)}${statusText(status, symbol)}`, status.bar?.start ?? 0)
    },
    hint(text) {
      wipe()
      terminal.err(`${noTime}  ${text}\n${terminal.watched ? shown : ''}`)
    },
    end() {
      wipe()
      shown = ''
    },
  }
}

function orderText(order: BrokerOrder, purpose: OrderPurpose): string {
  const { ref, side, quantity, type, price } = order
  const at = price === undefined ? 'at market' : `at ${type} ${price}`
  return `${ref}: ${side} ${quantityText(quantity)} ${at} (${purpose})`
}

function statusText(status: LiveStatus, symbol: string): string {
  const { bar, orders, ready, halted } = status
  const price = bar === undefined ? '' : `  ${bar.close}`
  const link = !ready ? '  not ready' : halted === undefined ? '' : '  halted'
  return `${link}${price}  ${standing(status, symbol)}, ${counted(orders.length, 'order')}`
}

function standing(status: LiveStatus, symbol: string): string {
  const { position, realized, unrealized, commission, trades } = status
  const profit = `P&L ${signed(realized + unrealized)} (${signed(unrealized)} open)`
  const paid = `commission ${moneyText(commission)}`
  return `${quantityText(position)} ${symbol}, ${profit}, ${paid}, ${counted(trades, 'trade')}`
}

function signed(money: number): string {
  const text = moneyText(money)
  return money > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `14:30:05`, UTC. */
function timeOfDay(instant: number): string {
  return new Date(instant).toISOString().slice(11, 19)
}

/** `2026-03-02`, UTC. */
function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
