/**
 * Prints, as JSON, what a strategy costs over twenty years of hourly bars without and with a daily
 * filter that lets nearly all of its entries through: milliseconds of a run over bars that are
 * ready, and of making them ready, which is done once for all runs over the same bars.
 */
import { strategyBars } from '../../editor/pipeline/strategy-bars.ts'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { backtest } from '../../runtime/core/backtest.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { median } from './contestant.ts'
import { prices } from './prices.ts'
import { moduleOf } from './strategy.ts'

export interface DailyFilter {
  readonly bars: number
  readonly without: number
  readonly with: number
  readonly making: number
}

const HOUR = 3_600_000
const PASSES = 60
const WARMUP = 30

const text = (filter: string) => `strategy "Hourly"
timeframe 1h
let fast = sma(close, 10)
let slow = sma(close, 30)
${filter === '' ? '' : `let trend = ${filter}\n`}enter long when ${filter === '' ? '' : 'trend and '}fast crosses above slow
  size 95% of equity
exit long when fast crosses below slow
`

const times = calendarNamed('XNYS')!
  .sessions(Date.UTC(2000, 0, 1), Date.UTC(2019, 11, 31))
  .flatMap(({ open, close }) => {
    const starts: number[] = []
    for (let at = open; at < close; at += HOUR) starts.push(at)
    return starts
  })
const bars = prices(times.length)
bars.time.set(times)

const plain = moduleOf(text(''))
const filtered = moduleOf(text('(sma(close, 200) > 0 and close > 0) @ 1d'))
const ready = strategyBars(filtered.meta, bars, { calendar: 'XNYS' }).bars

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function trades(module: StrategyModule): number {
  const options = {
    cash: 100_000,
    policy: POLICIES.next_open,
    costs: {},
    instrument: { symbol: 'BENCH', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
  }
  return backtest({ module, parameters: new Float64Array(), bars: ready, options }).trades.length
}

const [all, kept] = [trades(plain), trades(filtered)]
if (kept < 0.9 * all || kept === 0) throw new Error(`${kept} trades of ${all}: not the same work`)
const runs = { without: [] as number[], with: [] as number[], making: [] as number[] }
for (let pass = 0; pass < PASSES; pass++) {
  runs.without.push(timed(() => trades(plain)))
  runs.with.push(timed(() => trades(filtered)))
  runs.making.push(timed(() => void strategyBars(filtered.meta, bars, { calendar: 'XNYS' })))
}
const of = (name: keyof typeof runs) => median(runs[name].slice(WARMUP))
const speed: DailyFilter = {
  bars: bars.length,
  without: of('without'),
  with: of('with'),
  making: of('making'),
}
console.log(JSON.stringify(speed))
