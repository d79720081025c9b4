/** Lists of trades that TradingView's strategy tester exported. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { Trade } from '../../runtime/core/result.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { barsFrom, DATA, goldenOf, read, rowsOf, runOf } from './golden.ts'

interface Golden {
  readonly data: { readonly ref: string; readonly nrows: number }
  readonly options: {
    readonly initial_capital?: number
    readonly pointvalue?: number
    readonly mintick?: number
  }
  readonly trades: readonly {
    readonly dir: 'long' | 'short'
    readonly qty: number
    /** In seconds. */
    readonly entry: { readonly time: number; readonly price: number }
    readonly exit: { readonly time: number; readonly price: number; readonly signal: string }
  }[]
}

/** How many of a list are not among ours, which may be one in a thousand. */
const MISSING: Readonly<Record<string, number>> = {
  'tradingview.barupdn': 0,
  // Its first order goes out before its channel is known, where it has no stop price and fills at
  // the market: here no rule fires before all it reads is known.
  'tradingview.channelbreakout': 1,
  'tradingview.macd': 0,
  'tradingview.rsi': 0,
  'tradingview.slippage_basic': 0,
  'tradingview.slippage_direction': 0,
  'tradingview.slippage_pyramiding': 0,
  'tradingview.supertrend': 0,
}

describe.skipIf(!existsSync(DATA))('TradingView', () => {
  test.each(Object.entries(MISSING))('%s', (id, allowed) => {
    const golden = goldenOf<Golden>(id)
    const { initial_capital: cash = 1_000_000, mintick = 0.00001, pointvalue = 1 } = golden.options
    const { trades, open } = runOf(id, barsOf(golden.data), {
      cash,
      policy: POLICIES.tradingview,
      instrument: { tick: mintick, lot: 0.1, multiplier: pointvalue },
    })
    const ours = new Set([...trades.map(keyOf), ...open.map((trade) => keyOf(trade, 'open'))])
    const told = golden.trades.map(({ dir, qty, entry, exit }) => {
      const from = `${dir} ${qty} ${entry.time} ${entry.price}`
      return exit.signal === 'Open' ? `${from} open` : `${from} ${exit.time} ${exit.price}`
    })
    const missing = told.filter((key) => !ours.has(key))
    expect(missing).toHaveLength(allowed)
    expect(ours.size).toBe(told.length)
    expect(allowed / told.length).toBeLessThanOrEqual(0.001)
  })
})

function keyOf(trade: Trade, end?: unknown): string {
  const { side, quantity, entryTime, entryPrice, exitTime, exitPrice } = trade
  const from = `${side} ${quantity} ${entryTime / 1000} ${priceOf(entryPrice)}`
  return end === 'open' ? `${from} open` : `${from} ${exitTime / 1000} ${priceOf(exitPrice)}`
}

/** The export writes five decimals. */
function priceOf(price: number): number {
  return Math.round(price * 1e5) / 1e5
}

function barsOf({ ref, nrows }: Golden['data']): Bars {
  return barsFrom(
    rowsOf(read(ref))
      .slice(0, nrows)
      .map(({ time_utc, open, high, low, close, volume }) => [
        Number(time_utc) * 1000,
        Number(open),
        Number(high),
        Number(low),
        Number(close),
        Number(volume),
      ]),
  )
}
