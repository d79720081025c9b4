/** Freqtrade's tables of candles: what happens within one. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { backtest } from '../../runtime/core/backtest.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import { subjectOf } from '../parity/subject.ts'
import { barsFrom, DATA, goldenOf } from './golden.ts'

interface Case {
  readonly case: string
  /** Number, open, high, low, close, volume, enter long, exit long, enter short, exit short. */
  readonly data: readonly (readonly (number | string | null)[])[]
  /** Of the entry price, below zero. */
  readonly stop_loss: number
  /** Profit that ends a trade, by the minutes after its entry from which on it does. */
  readonly roi: Readonly<Record<string, number>>
  /** Sum of all trades', to a thousandth. */
  readonly profit_perc: number
  readonly trades: readonly {
    readonly open_tick: number
    readonly close_tick: number
    readonly is_short?: boolean
  }[]
}

/** A field of a case that asks for what a strategy cannot say, and what that is. */
const BEYOND: readonly (readonly [field: string, reason: string])[] = [
  ['trailing_stop', 'its trailing stop follows the high of the very candle that it stops in'],
  ['custom_entry_price', 'a limit beyond the candle fills at its extreme there'],
  ['custom_exit_price', 'an exit at a limit'],
  ['leverage', 'a profit on what was put in, not on the price'],
]

function beyond(golden: Case): string | undefined {
  const field = BEYOND.find(([name]) => name in golden)
  if (field !== undefined) return field[1]
  if (Object.keys(golden.roi).length !== 1) return 'a target that comes nearer with time'
  const both = golden.data.some((row) => row[6] === 1 && row[8] === 1)
  return both ? 'signals to both sides cancel each other there' : undefined
}

describe.skipIf(!existsSync(DATA))('Freqtrade', () => {
  const cases = existsSync(DATA)
    ? goldenOf<{ cases: readonly Case[] }>('freqtrade.intrabar_cases').cases
    : []
  const within = cases.filter((golden) => beyond(golden) === undefined)

  test('the table is what there is', async () => {
    const rows = cases.map((golden) => `| ${golden.case} | ${beyond(golden) ?? 'equal'} |`)
    const table = ['| Case | Standing |', '|---|---|', ...rows, ''].join('\n')
    await expect(table).toMatchFileSnapshot('FREQTRADE.md')
  })

  test.each(within)('$case', (golden) => {
    const { compiled } = subjectOf(sourceOf(golden))
    const { trades } = backtest({
      module: compiled,
      parameters: new Float64Array(),
      bars: barsOf(golden),
      options: {
        cash: 1_000_000,
        policy: { ...POLICIES.next_open, limitFill: 'touch' },
        costs: {},
        instrument: { symbol: 'BTC', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
        endOfRun: 'close',
      },
    })
    expect(
      trades.map(({ entryBar, exitBar, side }) => [entryBar, exitBar, side === 'short']),
    ).toEqual(
      golden.trades.map(({ open_tick, close_tick, is_short = false }) => [
        open_tick,
        close_tick,
        is_short,
      ]),
    )
    const profit = trades.reduce((sum, { returnRatio }) => sum + returnRatio, 0)
    expect(profit).toBeCloseTo(golden.profit_perc, 3)
  })
})

/** A strategy of one long and one short side that acts on the given candles. */
function sourceOf({ data, stop_loss, roi }: Case): string {
  const at = (column: number) => {
    const on = data.flatMap((row) => (row[column] === 1 ? [`bar_index == ${row[0]}`] : []))
    return on.length === 0 ? undefined : on.join(' or ')
  }
  const side = (name: string, sign: 1 | -1, enters: number) => {
    const enter = at(enters)
    const exit = at(enters + 1)
    if (enter === undefined) return ''
    return `enter ${name} when ${enter}
  size 1 share
  stop entry_price * ${1 + sign * stop_loss}
  target entry_price * ${1 + sign * Object.values(roi)[0]!}
${exit === undefined ? '' : `exit ${name} when ${exit}`}
`
  }
  return `strategy "case"\ntimeframe 1h\n${side('long', 1, 6)}${side('short', -1, 8)}`
}

function barsOf({ data }: Case) {
  const start = Date.UTC(2018, 9, 3)
  return barsFrom(
    data.map(([tick, open, high, low, close, volume]) => [
      start + Number(tick) * 3_600_000,
      Number(open),
      Number(high),
      Number(low),
      Number(close),
      Number(volume),
    ]),
  )
}
