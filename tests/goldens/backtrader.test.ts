/** Results of backtrader itself. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CONVENTIONS } from '../../runtime/core/metrics/conventions.ts'
import { roundHalfEven } from '../../runtime/core/money.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunResult } from '../../runtime/core/result.ts'
import { barsFrom, DATA, expectEquity, figuresOf, goldenOf, read, rowsOf, runOf } from './golden.ts'

interface Golden {
  readonly data: string
  readonly options: {
    readonly cash: number
    readonly commission: { readonly mult?: number; readonly margin?: number } | null
  }
  readonly trades: readonly {
    readonly opened: string
    readonly closed: string
    readonly price: number
    readonly pnl: number
    readonly pnlcomm: number
  }[]
  /** Day, equity, cash, position; from the first bar at which every indicator is known. */
  readonly equity: readonly (readonly [string, number, number, number])[]
  readonly final: { readonly value: number }
  readonly stats: {
    readonly maxDrawdownPct: number
    /** 0 where there is none. */
    readonly sqn: number
    readonly trades: number
    readonly sharpeDailyAnnualised: number
  }
}

const IDS = [
  'backtrader.bracket_nvda',
  'backtrader.buyhold_nvda',
  'backtrader.limit_entry_orcl',
  'backtrader.rsi_orcl',
  'backtrader.sma10_index_futures',
  'backtrader.sma15_index_futures',
  'backtrader.sma15_index_stocklike',
  'backtrader.sma20_index_futures',
  'backtrader.sma_reverse_orcl',
]

describe.skipIf(!existsSync(DATA))('backtrader', () => {
  test.each(IDS)('%s', (id) => {
    const golden = goldenOf<Golden>(id)
    const { cash, commission } = golden.options
    const bars = barsOf(golden.data)
    const result = runOf(id, bars, {
      cash,
      policy: POLICIES.backtrader,
      ...futures(commission),
    })
    expect(
      result.trades.map(({ entryTime, exitTime, entryPrice, profit }) => ({
        opened: dayOf(entryTime),
        closed: dayOf(exitTime),
        price: rounded(entryPrice),
        pnlcomm: rounded(profit),
      })),
    ).toEqual(
      golden.trades.map(({ opened, closed, price, pnlcomm }) => ({
        opened,
        closed,
        price: rounded(price),
        pnlcomm: rounded(pnlcomm),
      })),
    )
    const { length } = golden.equity
    expectEquity(
      result.equity.subarray(-length),
      golden.equity.map(([, value]) => value),
    )
    expect(positionsOf(result).slice(-length)).toEqual(golden.equity.map(([, , , size]) => size))
    expect(result.equity.at(-1)).toBeCloseTo(golden.final.value, 2)
    const figures = figuresOf(result, bars, { cash, conventions: CONVENTIONS.backtrader })
    const { maxDrawdownPct, sharpeDailyAnnualised, sqn } = golden.stats
    expect(figures.get('trades')).toBe(golden.stats.trades)
    expect(figures.get('maxDrawdown')).toBeCloseTo(maxDrawdownPct / 100, 9)
    expect(figures.get('sharpe')).toBeCloseTo(sharpeDailyAnnualised, 6)
    if (sqn === 0) expect(figures.get('sqn')).toBeNaN()
    else expect(figures.get('sqn')).toBeCloseTo(sqn, 9)
  })
})

function futures(commission: Golden['options']['commission']) {
  if (commission?.margin === undefined || commission.mult === undefined) return {}
  const maintenance = { long: 0, short: 0 }
  return {
    instrument: { multiplier: commission.mult },
    margin: { kind: 'per-contract', initial: commission.margin, maintenance } as const,
  }
}

/** Signed shares at the close of each bar. */
function positionsOf({ equity, fills }: RunResult): number[] {
  const changes = new Float64Array(equity.length)
  for (const { bar, side, quantity } of fills)
    changes[bar]! += side === 'buy' ? quantity : -quantity
  let position = 0
  return Array.from(changes, (change) => {
    position += change
    return position
  })
}

/** To millionths, which is what the ledger keeps. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/**
 * Its feed for Yahoo's files rounds to cents, halves to even; the goldens take of them what is from 2000
 * on and before the last day of 2010. */
function barsOf(path: string) {
  const yahoo = !path.includes('2006')
  const price = (text?: string) => (yahoo ? cents(Number(text)) : Number(text))
  return barsFrom(
    rowsOf(read(path))
      .filter(({ Date: day }) => !yahoo || (day! >= '2000-01-01' && day! < '2010-12-31'))
      .map(({ Date: day, Open, High, Low, Close, Volume }) => [
        Date.parse(`${day}T00:00:00Z`),
        price(Open),
        price(High),
        price(Low),
        price(Close),
        Number(Volume),
      ]),
  )
}

/** A price is halfway between two cents only where it is a whole number of eighths. */
function cents(price: number): number {
  return Number.isInteger(price * 8) ? roundHalfEven(price * 100) / 100 : Number(price.toFixed(2))
}
