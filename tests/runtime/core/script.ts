import { backtest } from '../../../runtime/core/backtest.ts'
import type { Policy } from '../../../runtime/core/policy.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import type { InstrumentSpec, RunOptions, RunResult } from '../../../runtime/core/result.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import { emptyBars } from '../../../stdlib/bars.ts'
import type { AccountView, RuleMeta, StrategyModule } from '../../../stdlib/module.ts'

/** One rule of a strategy written by hand, in place of compiled text. */
export interface ScriptRule {
  readonly kind: 'enter' | 'exit'
  readonly side: 'long' | 'short'
  readonly tag?: string
  /** Bars at which the market part of the rule is true. */
  readonly on: readonly number[] | ((bar: number) => boolean)
  /** The account part; asked only where the market part is true, or on every bar if told so. */
  readonly also?: (account: AccountView, bar: number) => boolean
  readonly order?: 'market' | 'limit' | 'stop'
  readonly price?: number | ((bar: number, bars: Bars) => number)
  readonly size?: 'equity' | 'risk' | 'shares' | 'money'
  readonly value?: number
  readonly stop?: (entry: number, bar: number) => number
  readonly target?: (entry: number, r: number, bar: number) => number
  readonly entries?: number
  readonly expire?: number
}

/** A strategy module that does what the script says. Frozen slots: size, price, signal bar. */
export function scripted(script: readonly ScriptRule[], everyBar = false): StrategyModule {
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
        memory: new Float64Array(0),
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
          const { value = 1, price = Number.NaN } = script[r]!
          out[at] = value
          out[at + 1] = typeof price === 'number' ? price : price(i, bars)
          out[at + 2] = i
        },
        stop: (r, frozen, at, entry) => script[r]!.stop?.(entry, frozen[at + 2]!) ?? Number.NaN,
        target: (r, frozen, at, entry, distance) =>
          script[r]!.target?.(entry, distance, frozen[at + 2]!) ?? Number.NaN,
      }
    },
  }
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
    hasStop: rule.stop !== undefined,
    hasTarget: rule.target !== undefined,
    frozenSlots: 3,
    text: '',
    line: index + 1,
  }
}

export const DAY = 86_400_000

/** Daily bars from rows of open, high, low, close. */
export function barsOf(rows: readonly (readonly [number, number, number, number])[]): Bars {
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
): RunResult {
  return backtest({
    module: scripted(script),
    parameters: new Float64Array(0),
    bars,
    options: { ...FREE, ...options },
  })
}
