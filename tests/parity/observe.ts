import type { Bars, SessionStream } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { AccountView, BoundStrategy, ClockMeta, StrategyModule } from '../../stdlib/module.ts'
import { firstBars } from './market.ts'
import { seeded } from './random.ts'

/** All that a bound strategy says over one series of bars, bar by bar. */
export interface Observation {
  readonly gates: readonly number[]
  readonly entries: readonly number[]
  readonly expireBars: readonly number[]
  readonly portions: readonly number[]
  /** Market bits. Those of rules that read the account are a bound only. */
  readonly signals: Int32Array
  readonly plots: readonly Float64Array[]
  /** Bits of the rules that fire, with the account of `scriptedAccount`. */
  readonly decided: Int32Array
  /** Of each rule at each bar size, price, limit, stop, after, target, and the stop as a level. */
  readonly frozen: readonly Float64Array[]
}

/** Columns of `Observation.frozen` a rule. */
export const FROZEN = 7

/** How the bars are fed to the kernels. */
export type Feeding =
  | { readonly kind: 'whole' }
  /** Cut at random places; decisions are taken after each piece. */
  | { readonly kind: 'pieces'; readonly seed: number }
  /** As live does it: what is not there yet is NaN, so that one bar of look-ahead shows. */
  | { readonly kind: 'single bars' }
  /** Cut there, ascending; memory is carried into a fresh bind by copy, as a snapshot is. */
  | { readonly kind: 'restored'; readonly at: readonly number[] }

/** Binds, feeds and writes down everything. */
export function observe(
  module: StrategyModule,
  parameters: Float64Array,
  bars: Bars,
  feeding: Feeding,
): Observation {
  const length = bars.length
  const seen = feeding.kind === 'single bars' ? unseen(bars) : bars
  let bound = module.bind(parameters, seen, MATH)
  bound.reserve(length)
  const observation = blank(module, bound, length)
  const account = scriptedAccount(length)
  let from = 0
  for (const to of cuts(feeding, length)) {
    if (feeding.kind === 'single bars') reveal(bars, seen, to, module.meta.clocks ?? [])
    if (feeding.kind === 'restored' && from > 0) {
      const memory = bound.memory.slice()
      bound = module.bind(parameters, seen, MATH)
      bound.reserve(length)
      bound.memory.set(memory)
    }
    bound.advance(from, to)
    bound.advancePlots(from, to)
    record(module, bound, bars, account, observation, from, to)
    from = to
  }
  return observation
}

/** The ends of the pieces, the last of them `length`. */
function cuts(feeding: Feeding, length: number): number[] {
  switch (feeding.kind) {
    case 'whole':
      return [length]
    case 'single bars':
      return Array.from({ length }, (_, i) => i + 1)
    case 'restored':
      return [...feeding.at, length]
    case 'pieces': {
      const random = seeded(feeding.seed)
      const ends: number[] = []
      for (let end = 0; end < length; ) {
        end = Math.min(length, end + random.pick([1, 2, 3, random.int(1, 50)]))
        ends.push(end)
      }
      return ends
    }
  }
}

function blank(module: StrategyModule, bound: BoundStrategy, length: number): Observation {
  const column = () => new Float64Array(length).fill(Number.NaN)
  return {
    gates: bound.gates,
    entries: bound.entries,
    expireBars: bound.expireBars,
    portions: bound.portions,
    signals: new Int32Array(length),
    plots: module.meta.plots.map(column),
    decided: new Int32Array(length),
    frozen: module.meta.rules.flatMap(() => Array.from({ length: FROZEN }, column)),
  }
}

function record(
  module: StrategyModule,
  bound: BoundStrategy,
  bars: Bars,
  account: readonly AccountView[],
  into: Observation,
  from: number,
  to: number,
): void {
  into.signals.set(bound.signals.subarray(from, to), from)
  into.plots.forEach((plot, k) => {
    plot.set(bound.plots[k]!.subarray(from, to), from)
  })
  for (let i = from; i < to; i++) {
    into.decided[i] = bound.decide(i, account[i]!)
    for (const rule of module.meta.rules) {
      if (rule.kind === 'exit') continue
      const out = new Float64Array(rule.frozenSlots + 3)
      bound.freeze(rule.index, i, account[i]!, out, 3)
      const entry = bars.close[i]! * 1.01
      const stop = bound.stop(rule.index, out, 3, entry)
      const r = Math.abs(entry - stop)
      const after = bound.after(rule.index, out, 3, entry, r)
      const target = bound.target(rule.index, out, 3, entry, r)
      const level = bound.levels?.[rule.index]?.[i] ?? stop
      const values = [out[3]!, out[4]!, out[5]!, stop, after, target, level]
      values.forEach((value, k) => {
        into.frozen[rule.index * FROZEN + k]![i] = value
      })
    }
  }
}

const PRICES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** The same columns, nothing in them yet. */
function unseen(bars: Bars): Bars {
  const hidden = firstBars(bars, bars.time.length)
  hide(hidden)
  return { ...hidden, length: 0 }
}

function hide(bars: Bars): void {
  for (const name of PRICES) bars[name].fill(Number.NaN)
  for (const column of Object.values(bars.sessions ?? {})) column.fill(Number.NaN)
  for (const clock of bars.clocks ?? []) {
    hide(clock.bars)
    clock.visible.fill(0)
  }
}

/** Shows bar `length - 1`, and of other clocks what is complete by then. */
function reveal(from: Bars, to: Bars, length: number, parents: readonly ClockMeta[]): void {
  show(from, to, length - 1, length)
  to.length = length
  const clocks = from.clocks ?? []
  const seen: number[] = []
  for (const [index, { visible }] of clocks.entries()) {
    const { parent } = parents[index]!
    const above = parent === 0 ? length : seen[parent - 1]!
    const shown = to.clocks![index]!
    shown.visible.set(visible.subarray(0, above))
    seen.push(above === 0 ? 0 : visible[above - 1]!)
    show(clocks[index]!.bars, shown.bars, 0, seen[index]!)
  }
}

function show(from: Bars, to: Bars, first: number, end: number): void {
  for (const name of PRICES) to[name].set(from[name].subarray(first, end), first)
  for (const [name, column] of Object.entries(to.sessions ?? {})) {
    column.set(from.sessions![name as SessionStream]!.subarray(first, end), first)
  }
}

/** An account that no engine would have, but that reaches every value a rule may see. */
function scriptedAccount(length: number): AccountView[] {
  const random = seeded(length)
  let held = 0
  return Array.from({ length }, () => {
    if (random.chance(0.2)) held = random.pick([0, 0, 100, -50])
    const equity = 100_000 + random.int(-40, 40) * 250
    return {
      position: held,
      cash: random.pick([100_000, 5_000, -200]),
      equity,
      entry_price: held === 0 ? Number.NaN : random.int(4, 400) / 4,
      last_entry_price: random.chance(0.3) ? Number.NaN : random.int(4, 400) / 4,
      bars_in_trade: held === 0 ? 0 : random.int(0, 12),
      open_profit: held === 0 ? 0 : random.int(-20, 20) * 50,
      R: held === 0 || random.chance(0.2) ? Number.NaN : random.int(0, 16) / 8,
      R_in_money: held === 0 || random.chance(0.2) ? Number.NaN : random.int(0, 20) * 25,
      drawdown: random.int(0, 8) / 40,
      day_profit: random.int(-4, 4) / 100,
      day_loss: random.int(0, 4) / 100,
      trades_today: random.int(0, 3),
      last_trade_profit: random.chance(0.3) ? Number.NaN : random.int(-9, 9) * 10,
      losses_in_a_row: random.int(0, 4),
      entries: random.int(0, 9),
      exits: random.int(0, 9),
    }
  })
}
