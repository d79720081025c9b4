import { backtest } from '../../../runtime/core/backtest.ts'
import type { FinerBars } from '../../../runtime/core/finer.ts'
import type { Policy } from '../../../runtime/core/policy.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { InstrumentSpec, RunOptions, RunResult } from '../../../runtime/core/result.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { emptyBars } from '../../../stdlib/bars.ts'
import type { AccountView, RuleMeta, StrategyModule } from '../../../stdlib/module.ts'

/** One rule of a strategy written by hand, in place of compiled text. */
export interface ScriptRule {
  readonly kind: 'enter' | 'exit' | 'cancel'
  readonly side: 'long' | 'short'
  readonly tag?: string
  /** Bars at which the market part of the rule is true. */
  readonly on: readonly number[] | ((bar: number) => boolean)
  /** The account part; asked only where the market part is true, or on every bar if told so. */
  readonly also?: (account: AccountView, bar: number) => boolean
  readonly order?: RuleMeta['order']
  readonly price?: number | ((bar: number, bars: Bars) => number)
  /** Of a stop limit; its price where there is none. */
  readonly limit?: number | ((bar: number, bars: Bars) => number)
  readonly size?: 'equity' | 'risk' | 'shares' | 'money'
  readonly value?: number
  readonly stop?: (entry: number, bar: number) => number
  /** In place of `stop`: one that is a matter of the market alone. */
  readonly level?: (bar: number, bars: Bars) => number
  readonly trails?: boolean
  /** How far ahead before it trails, by the initial distance. */
  readonly after?: (r: number) => number
  /** Of an exit. */
  readonly portion?: number
  readonly immediacy?: 'ioc' | 'fok'
  readonly bySession?: true
  readonly goodTill?: RuleMeta['goodTill']
  readonly oca?: number
  readonly onFill?: RuleMeta['onFill']
  readonly target?: (entry: number, r: number, bar: number) => number
  readonly entries?: number
  readonly expire?: number
}

/**
 * A module that does what the script says. Frozen slots: size, price, limit, signal bar. Levels of
 * the market are columns too, or can only be asked for.
 */
export function scripted(
  script: readonly ScriptRule[],
  everyBar = false,
  levels: 'columns' | 'asked' = 'columns',
): StrategyModule {
  return {
    meta: {
      title: 'scripted',
      timeframe: '1d',
      parameters: [],
      rules: script.map(ruleMeta),
      plots: [],
      everyBar,
      sourceHash: '',
    },
    broken: () => [],
    bind: (_parameters, bars) => {
      let signals = new Int32Array(bars.length)
      let advanced = 0
      return {
        get signals() {
          return signals
        },
        plots: [],
        gates: script.map(() => 0),
        entries: script.map((rule) => (rule.kind === 'enter' ? (rule.entries ?? 1) : 0)),
        expireBars: script.map((rule) => rule.expire ?? Number.POSITIVE_INFINITY),
        portions: script.map(({ portion = 1 }) => portion),
        memory: new Float64Array(0),
        // Bars that are yet to come have no column.
        ...(levels === 'columns' &&
          bars.length > 0 && { levels: script.map((rule) => levelColumn(rule, bars)) }),
        reserve: () => {},
        advance(from, to) {
          if (to > signals.length) signals = grown(signals, 2 * to)
          if (from !== advanced) throw new Error(`blocks not contiguous: ${from} after ${advanced}`)
          advanced = to
          for (let i = from; i < to; i++) {
            for (let r = 0; r < script.length; r++) if (isOn(script[r]!, i)) signals[i]! |= 1 << r
          }
        },
        advancePlots: () => {},
        decide(i, account) {
          let fired = signals[i]!
          for (let r = 0; r < script.length; r++) {
            const asked = everyBar || (fired & (1 << r)) !== 0
            if (asked && script[r]!.also?.(account, i) === false) fired &= ~(1 << r)
          }
          return fired
        },
        freeze(r, i, _account, out, at) {
          const { value = 1, price = Number.NaN, limit = price } = script[r]!
          out[at] = value
          out[at + 1] = typeof price === 'number' ? price : price(i, bars)
          out[at + 2] = typeof limit === 'number' ? limit : limit(i, bars)
          out[at + 3] = i
        },
        stop(r, frozen, at, entry) {
          const bar = frozen[at + 3]!
          return script[r]!.level?.(bar, bars) ?? script[r]!.stop?.(entry, bar) ?? Number.NaN
        },
        after: (r, _frozen, _at, _entry, distance) => script[r]!.after?.(distance) ?? Number.NaN,
        target: (r, frozen, at, entry, distance) =>
          script[r]!.target?.(entry, distance, frozen[at + 3]!) ?? Number.NaN,
      }
    },
  }
}

function levelColumn({ level }: ScriptRule, bars: Bars): Float64Array | undefined {
  return level && bars.close.map((_, bar) => level(bar, bars))
}

function grown(signals: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(capacity)
  longer.set(signals)
  return longer
}

function isOn(rule: ScriptRule, bar: number): boolean {
  return typeof rule.on === 'function' ? rule.on(bar) : rule.on.includes(bar)
}

function ruleMeta(rule: ScriptRule, index: number): RuleMeta {
  const { kind, side, tag, order = 'market', size = 'shares' } = rule
  return {
    index,
    kind,
    side,
    order,
    ...(tag === undefined ? {} : { tag }),
    ...(kind === 'enter' ? { size } : {}),
    hasStop: (rule.stop ?? rule.level) !== undefined,
    trails: rule.trails === true,
    waitsToTrail: rule.after !== undefined,
    ...(rule.immediacy === undefined ? {} : { immediacy: rule.immediacy }),
    ...(rule.bySession && { bySession: rule.bySession }),
    ...(rule.goodTill && { goodTill: rule.goodTill }),
    ...(rule.oca === undefined ? {} : { oca: rule.oca }),
    ...(rule.onFill && { onFill: rule.onFill }),
    hasTarget: rule.target !== undefined,
    frozenSlots: 4,
    text: '',
    line: index + 1,
  }
}

export const DAY = 86_400_000
export const HOUR = 3_600_000

/** One bar. */
export type Row = readonly [open: number, high: number, low: number, close: number]

/** A bar without a move. */
export const flat = (price: number): Row => [price, price, price, price]

/** A long of ten shares, decided at the close of one bar. */
export const enter = (on: number, rest: Partial<ScriptRule> = {}): ScriptRule => ({
  kind: 'enter',
  side: 'long',
  on: [on],
  value: 10,
  ...rest,
})

/** Daily bars from rows of open, high, low, close. */
export function barsOf(rows: readonly Row[]): Bars {
  const bars = emptyBars(rows.length)
  bars.length = rows.length
  rows.forEach(([open, high, low, close], i) => {
    bars.time[i] = i * DAY
    bars.open[i] = open
    bars.high[i] = high
    bars.low[i] = low
    bars.close[i] = close
    bars.volume[i] = 1000
  })
  return bars
}

/** The same in sessions of so many half hours, from ten o'clock on. */
export function inSessions(bars: Bars, length: number): Bars {
  const of = (value: (bar: number) => number) =>
    Float64Array.from({ length: bars.length }, (_, bar) => value(bar))
  const day = of((bar) => Math.floor(bar / length) * DAY)
  const minutes_to_close = of((bar) => 30 * (length - 1 - (bar % length)))
  const bar_end = of((bar) => day[bar]! + HOUR * (10 + ((bar % length) + 1) / 2))
  return { ...bars, sessions: { day, minutes_to_close, bar_end } }
}

export const STOCK: InstrumentSpec = {
  symbol: 'TEST',
  tick: 0.01,
  lot: 1,
  multiplier: 1,
  currency: 'USD',
}

/** The default policy, free of costs. */
export const FREE: RunOptions = {
  cash: 10_000,
  policy: POLICIES.next_open,
  costs: {},
  instrument: STOCK,
}

/** Runs a script over bars; whatever is not said is as in `FREE`. */
export function run(
  script: readonly ScriptRule[],
  bars: Bars,
  options: Partial<RunOptions> & { readonly policy?: Policy } = {},
  finer?: FinerBars,
): RunResult {
  return backtest({
    module: scripted(script),
    parameters: new Float64Array(0),
    bars,
    options: { ...FREE, ...options },
    ...(finer && { finer }),
  })
}
