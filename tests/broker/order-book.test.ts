/** What messages about orders mean, without a line. */
import { describe, expect, test } from 'vitest'
import type { BrokerEvent } from '../../runtime/broker/broker.ts'
import { openOrderBook } from '../../runtime/broker/ib/order-book.ts'
import { fateOf, fromWire, toWire, verdictOf } from '../../runtime/broker/ib/order-wire.ts'
import { market, order } from './stage.ts'

const NONE: ReadonlySet<string> = new Set()

function bookOf() {
  const events: BrokerEvent[] = []
  const taken: number[] = []
  const book = openOrderBook({
    clientId: 7,
    emit: (event) => events.push(event),
    numberIsTaken: (orderId) => taken.push(orderId),
  })
  const report = (orderId: number, status: string, permId = 100 + orderId) => ({
    ...{ orderId, clientId: 7, permId, status, filled: 0 },
  })
  return { book, events, taken, report }
}

describe('an error that names an order', () => {
  const fresh = { acknowledged: false, changing: false }
  const working = { acknowledged: true, changing: false }
  const changing = { acknowledged: true, changing: true }
  test.each([
    [201, fresh, 'refused'],
    [110, fresh, 'refused'],
    [321, fresh, 'refused'],
    [103, fresh, 'known-id'],
    [399, fresh, 'notice'],
    [1100, fresh, 'notice'],
    [2109, fresh, 'notice'],
    [202, working, 'cancelled'],
    [201, working, 'refused'],
    [110, working, 'notice'],
    [10148, working, 'notice'],
    [161, working, 'notice'],
    [201, changing, 'notice'],
    [321, changing, 'notice'],
    [202, changing, 'cancelled'],
  ])('%d of %j is %s', (code, state, verdict) => {
    expect(verdictOf(code, state)).toBe(verdict)
  })
})

test('statuses: what is inactive has ended, what waits or is being cancelled has not', () => {
  const live = ['ApiPending', 'PendingSubmit', 'PreSubmitted', 'Submitted', 'PendingCancel']
  expect(new Set(live.map(fateOf))).toEqual(new Set(['live']))
  expect(['Cancelled', 'ApiCancelled', 'Inactive', 'Filled'].map(fateOf)).toEqual([
    ...['cancelled', 'cancelled', 'cancelled', 'filled'],
  ])
})

test('an order is acknowledged once for each number the broker gives it; two are told of', () => {
  const { book, events, report } = bookOf()
  book.sent(order('r-1'), 4, 0)
  book.openOrder('r-1', report(4, 'Submitted'))
  book.status(report(4, 'Submitted'))
  book.openOrder('r-1', report(4, 'Submitted', 999))
  expect(events.map((event) => event.kind)).toEqual(['acked', 'notice', 'acked'])
  expect(events[1]).toMatchObject({ text: 'two orders are called r-1: 104 and 999' })
})

test('the end of an earlier incarnation is not the end of the later one', () => {
  const { book, events, report } = bookOf()
  book.sent(order('r-1'), 4, 0)
  book.problem(4, 201, 'no')
  book.sent(order('r-1'), 9, 0)
  book.openOrder('r-1', report(9, 'Submitted'))
  book.openOrder('r-1', report(4, 'Cancelled'))
  book.status(report(4, 'Cancelled'))
  expect(book.problem(4, 202, 'cancelled')).toBe(false)
  expect(book.find('r-1')).toMatchObject({ orderId: 9, state: 'live' })
  expect(events.map((event) => event.kind)).toEqual(['refused', 'acked'])
})

test('a number that the gateway knows already is given up, and nobody is told it was refused', () => {
  const { book, events, taken } = bookOf()
  book.sent(order('r-1'), 4, 0)
  expect(book.problem(4, 103, 'Duplicate order id')).toBe(true)
  expect(taken).toEqual([4])
  expect(events).toEqual([])
  expect(book.find('r-1')).toBeUndefined()
})

test('a sweep misses what it did not find, but not what was sent or told of while it went on', () => {
  const { book, report } = bookOf()
  book.sent(order('r-1'), 4, 0)
  book.sent(order('r-2'), 5, 0)
  const begun = book.count
  book.sent(order('r-3'), 6, 0)
  book.status(report(5, 'Submitted'))
  book.swept(NONE, NONE, begun)
  expect(['r-1', 'r-2', 'r-3'].map((ref) => book.find(ref)!.misses)).toEqual([1, 0, 0])
  book.swept(NONE, NONE, book.count)
  expect(['r-1', 'r-2', 'r-3'].map((ref) => book.find(ref)!.misses)).toEqual([2, 1, 1])
  book.openOrder('r-1', report(4, 'Submitted'))
  expect(book.find('r-1')!.misses).toBe(0)
})

test('what a sweep says has ended has ended, unless it was sent again since', () => {
  const { book, report } = bookOf()
  book.sent(order('r-1'), 4, 0)
  book.openOrder('r-1', report(4, 'Submitted'))
  book.sent(order('r-2'), 5, 0)
  book.swept(NONE, new Set(['r-1', 'r-2']), book.count)
  expect(book.find('r-1')!.state).toBe('ended')
  expect(book.find('r-2')!.state).toBe('sent')
})

test('orders come back from the wire as they went out', () => {
  const terms = {
    account: 'DU1',
    parentId: 0,
    transmit: true,
    outsideRegularHours: false,
    zone: 'US/Eastern',
  }
  const asked = [
    order('r-1', { parent: 'r-0', group: 'r-0x', onFill: 'reduce' }),
    order('r-2', { type: 'stop', side: 'sell', price: 99.95, timeInForce: 'day' }),
    market('r-3', { quantity: 3 }),
    market('r-4', { timeInForce: 'opg' }),
    order('r-5', { timeInForce: 'gtd', goodTill: '2024-03-28 15:30:00' }),
  ]
  const back = asked.map((sent) => fromWire(toWire(sent, 0.01, terms), sent.parent))
  expect(back).toEqual(asked)
})

test('an order of a kind that we never send, or without a name, is not ours', () => {
  const terms = {
    account: 'DU1',
    parentId: 0,
    transmit: true,
    outsideRegularHours: false,
    zone: 'US/Eastern',
  }
  const sent = toWire(order('r-1'), 0.01, terms)
  expect(
    fromWire({ ...sent, orderType: 'TRAIL' as typeof sent.orderType }, undefined),
  ).toBeUndefined()
  expect(fromWire({ ...sent, orderRef: '' }, undefined)).toBeUndefined()
})
