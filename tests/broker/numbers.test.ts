/** What goes over the wire as text: prices, quantities, instants; and waits between attempts. */
import { describe, expect, test } from 'vitest'
import { backoffMs } from '../../runtime/broker/ib/backoff.ts'
import { plainDecimal } from '../../runtime/broker/ib/decimal.ts'
import { openIds } from '../../runtime/broker/ib/ids.ts'
import { instantReader, writeInstant } from '../../runtime/broker/ib/instant.ts'
import {
  fromWire,
  isKnownCommission,
  toWire,
  unsendable,
} from '../../runtime/broker/ib/order-wire.ts'
import { order } from './stage.ts'

describe('a number that the wire may carry', () => {
  test.each([
    [10.05, 0.01, '10.05'],
    [0.1 + 0.2, 0.01, '0.3'],
    [1005 / 100, 0.01, '10.05'],
    [100, 0.25, '100'],
    [4321.75, 0.25, '4321.75'],
    [0.0001, 0.0001, '0.0001'],
    [1.08345, 0.00005, '1.08345'],
    [123.456789, 0, '123.456789'],
    [1_000_000_000, 0, '1000000000'],
  ])('%d on a grid of %d is written %s', (value, step, text) => {
    expect(String(plainDecimal(value, step))).toBe(text)
  })

  test.each([
    [Number.NaN, 0.01],
    [Number.POSITIVE_INFINITY, 0.01],
    [10.055, 0.01],
    [100.1, 0.25],
    [1e-7, 0],
    [1e22, 0],
  ])('%d on a grid of %d is none', (value, step) => {
    expect(plainDecimal(value, step)).toBeUndefined()
  })
})

describe('an order that the wire cannot carry says why', () => {
  test.each([
    [{ price: Number.NaN }, 'NaN is no price on a grid of 0.01'],
    [{ price: 50.005 }, '50.005 is no price on a grid of 0.01'],
    [{ price: -1 }, '-1 is no price on a grid of 0.01'],
    [{ quantity: 0 }, '0 is no quantity'],
    [{ quantity: Number.NaN }, 'NaN is no quantity'],
    [{ ref: 'a\0b' }, 'is no reference'],
    [{ ref: 'r'.repeat(41) }, 'is no reference'],
    [{ ref: 'naïve' }, 'is no reference'],
    [{ group: 'two words' }, 'is no name of a group'],
  ])('%j', (rest, reason) => {
    expect(unsendable(order('r-1', rest), 0.01)).toContain(reason)
  })

  test('and a limit order without a price', () => {
    const { price: _, ...rest } = order('r-1')
    expect(unsendable(rest, 0.01)).toBe('a limit order needs a price')
  })
})

const terms = {
  account: 'DU1',
  parentId: 4,
  transmit: true,
  outsideRegularHours: false,
  zone: 'US/Eastern',
}

test.each([
  ['cancel', 1],
  ['reduce', 2],
  ['reduce-unblocked', 3],
] as const)(
  'a group that is to %s is of OCA type %i, and read as that again',
  (onFill, ocaType) => {
    const sent = toWire(order('r-1', { group: 'g', onFill }), 0.01, terms)
    expect(sent).toMatchObject({ ocaGroup: 'g', ocaType })
    expect(fromWire(sent, undefined)).toMatchObject({ group: 'g', onFill })
  },
)

test('a group cancels with block, so that two of it cannot both fill', () => {
  const sent = toWire(order('r-1', { type: 'stop', price: 99, group: 'g' }), 0.01, terms)
  expect(sent).toMatchObject({ ocaGroup: 'g', ocaType: 1, auxPrice: 99, parentId: 4 })
  expect(sent.lmtPrice).toBeUndefined()
})

describe('an instant', () => {
  const read = instantReader()
  test.each([
    ['20260105 09:31:00 US/Eastern', '2026-01-05T14:31:00Z'],
    ['20260706  09:31:00 America/New_York', '2026-07-06T13:31:00Z'],
    ['20260105-14:31:00', '2026-01-05T14:31:00Z'],
    ['20260105 14:31:00', '2026-01-05T14:31:00Z'],
    ['20260105 15:31:00 Europe/Berlin', '2026-01-05T14:31:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(read(text)).toBe(Date.parse(instant))
  })

  test('in a zone that nobody knows, or no instant at all, is unknown', () => {
    expect(read('20260105 09:31:00 Mars/Olympus')).toBeNaN()
    expect(read('yesterday')).toBeNaN()
  })

  test('is written in UTC', () => {
    expect(writeInstant(Date.parse('2026-01-05T14:31:07Z'))).toBe('20260105-14:31:07')
  })
})

test('waits between attempts double up to the most, less up to a half', () => {
  const backoff = { firstMs: 1000, mostMs: 60_000 }
  expect([0, 1, 2, 5, 6, 50].map((n) => backoffMs(backoff, n, () => 0))).toEqual([
    ...[1000, 2000, 4000, 32_000, 60_000, 60_000],
  ])
  expect(backoffMs(backoff, 1, () => 0.5)).toBe(1500)
})

test('numbers go on above all that were seen, never back', () => {
  const ids = openIds(40)
  expect(ids.next()).toBe(40)
  ids.seen(12)
  expect(ids.next()).toBe(41)
  ids.seen(99)
  expect(ids.next()).toBe(100)
  ids.jump()
  expect(ids.next()).toBe(1101)
})

test('a commission that is a sentinel is not known yet', () => {
  const told = [1, 0, -0.35, -1, undefined, Number.NaN, Number.MAX_VALUE]
  expect(told.map(isKnownCommission)).toEqual([true, true, true, false, false, false, false])
})
