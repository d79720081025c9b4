/** Money and shares of the account, and the times of day it is told in. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromMicros } from '../../runtime/core/money.ts'
import { BUY, SELL } from '../../runtime/core/order.ts'
import {
  accountValues,
  bookTrade,
  netLiquidation,
  openAccount,
  openProfit,
} from '../../runtime/gateway/account.ts'
import { listingOf } from '../../runtime/gateway/instrument.ts'
import type { WallTime } from '../../runtime/gateway/wall-time.ts'
import { readInstant, wallTime } from '../../runtime/gateway/wall-time.ts'
import { cases } from '../draws.ts'

const STOCK = listingOf({ symbol: 'SPY' })
const DOLLARS = { currency: 'USD', rate: 1 }

test('what was realised and what is open make up what the account has gained', () => {
  const trade = fc.record({
    side: fc.constantFrom(BUY, SELL),
    quantity: fc.integer({ min: 1, max: 100 }),
    cents: fc.integer({ min: 5000, max: 15_000 }),
    fee: fc.integer({ min: 0, max: 500 }),
  })
  const property = fc.property(fc.array(trade, { maxLength: 30 }), (trades) => {
    const account = openAccount('DU1', 100_000, 100, DOLLARS)
    let shares = 0
    for (const { side, quantity, cents, fee } of trades) {
      bookTrade(account, side, quantity, cents / 100, fee / 100, STOCK)
      shares += side * quantity
    }
    account.mark = 77
    expect(account.position).toBe(shares)
    const gained = netLiquidation(account, 1) - 100_000
    expect(account.realized + openProfit(account, 1)).toBeCloseTo(gained, 6)
    if (shares === 0) expect(account.averageCost).toBe(0)
  })
  fc.assert(property, { numRuns: cases(300) })
})

test('fractions of a share that come and go leave the others whole', () => {
  const account = openAccount('DU1', 10_000, 100, DOLLARS)
  const tenths = { ...STOCK, lot: 0.1 }
  for (const [side, quantity] of [
    [BUY, 9.8],
    [BUY, 0.1],
    [BUY, 0.1],
    [SELL, 9.8],
  ] as const)
    bookTrade(account, side, quantity, 100, 0, tenths)
  expect(account.position).toBe(0.2)
})

test('a trade that turns the position closes at the old cost and opens at its own', () => {
  const account = openAccount('DU1', 10_000, 100, DOLLARS)
  expect(bookTrade(account, BUY, 10, 100, 1, STOCK)).toBeNaN()
  expect(account.averageCost).toBeCloseTo(100.1, 9)
  expect(bookTrade(account, SELL, 15, 110, 3, STOCK)).toBeCloseTo(10 * (110 - 100.1) - 2, 9)
  expect([account.position, fromMicros(account.cash)]).toEqual([-5, 10_646])
  expect(account.averageCost).toBeCloseTo(109.8, 9)
  expect(fromMicros(account.commissions)).toBe(4)
  expect(accountValues(account, 1).get('NetLiquidation')).toBe('10096.00')
  expect(accountValues(account, 1).get('GrossPositionValue')).toBe('550.00')
})

test('times are told in the zone of the instrument, and read in any', () => {
  const york = wallTime('US/Eastern') as WallTime
  const winter = Date.UTC(2026, 0, 5, 14, 30, 15)
  const summer = Date.UTC(2026, 6, 6, 4, 0, 0)
  expect(york.full(winter)).toBe('20260105 09:30:15 US/Eastern')
  expect(york.full(summer)).toBe('20260706 00:00:00 US/Eastern')
  expect([york.date(summer), york.clock(winter)]).toEqual(['20260706', '09:30'])
  for (const instant of [winter, summer, Date.UTC(2026, 2, 8, 7, 0), Date.UTC(2026, 10, 1, 7, 0)])
    expect(readInstant(york.full(instant), york)).toBe(instant)
  expect(readInstant('20260105-14:30:15', york)).toBe(winter)
  expect(readInstant('20260105 09:30:15', york)).toBe(winter)
  expect(readInstant('20260105  15:30:15 Europe/Berlin', york)).toBe(winter)
  expect(readInstant('20260105 09:30:15 Middle/Earth', york)).toBeUndefined()
  expect(readInstant('5 January', york)).toBeUndefined()
  expect(wallTime('Middle/Earth')).toBeUndefined()
})
