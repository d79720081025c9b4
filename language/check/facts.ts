import type { Builtins } from '../builtins.ts'
import { type Interval, interval } from './constants.ts'
import type { Clock, TypedExpr, Warmup } from './typed.ts'
import { atMost, maxWarmup, minWarmup, NONE, primitiveWarmup, sumWarmups } from './warmup.ts'

/** Not known at any tick: what the past of a recursion is first taken for. */
export const NEVER = 'never'
export type Ticks = Warmup | typeof NEVER

/** What is proved of a stream's values. */
export interface Fact {
  /** Never known before this. */
  readonly warmup: Ticks
  /** All that it reads may be known from here: `a and b` may be known false before. */
  readonly gate: Ticks
  /** What else it waits for: how far other clocks must have come. */
  readonly ready: readonly Ready[]
  /** Known at tick t if and only if t >= warmup. */
  readonly exact: boolean
  /**
   * |value| <= gain × (the largest of the group's own values one tick ago) + size. A result that
   * overflows is unknown, so what may grow so far is not exact. Rounding is monotone: the bound
   * of a computed value is the same computation of bounds.
   */
  readonly gain: number
  readonly size: number
}

/** A clock's tick at which all that is read there may be known. */
export interface Ready {
  readonly clock: Clock
  readonly gate: Warmup
}

/** Base data is below 2^64: prices, volumes, money, milliseconds. */
const DATA = 2 ** 64
/** More than any window adds: a sum of 2^24 values. */
const WINDOW = 2 ** 24
/** All that is known of a value is that it is a number. */
export const ANY_SIZE = Number.MAX_VALUE

const MAYBE_UNKNOWN: ReadonlySet<string> = new Set([
  'entry_price',
  'last_entry_price',
  'last_trade_profit',
  'R',
  'R_in_money',
  'session_open',
  'minutes_to_close',
])

/** Literals, parameters and base streams: known from the start, some account streams excepted. */
export function leafFact(expr: TypedExpr): Fact {
  const account = expr.kind === 'account' && MAYBE_UNKNOWN.has(expr.name)
  const past = expr.kind === 'past' && expr.name.startsWith('last_')
  const session = expr.kind === 'stream' && MAYBE_UNKNOWN.has(expr.name)
  const exact = !account && !past && !session && !(expr.kind === 'fill' && expr.name === 'R')
  return { warmup: NONE, gate: NONE, ready: [], exact, gain: 0, size: leafSize(expr) }
}

function leafSize(expr: TypedExpr): number {
  if (expr.kind === 'bool') return 0
  const bounds = interval(expr)
  return bounds === undefined ? DATA : Math.min(largest(bounds), ANY_SIZE)
}

function largest({ low, high }: Interval): number {
  return Math.max(Math.abs(low), Math.abs(high))
}

/** Of what needs both: comparisons, and the frame of arithmetic. */
export function bothFact(left: Fact, right: Fact): Fact {
  return {
    warmup: longest(left.warmup, right.warmup),
    gate: longest(left.gate, right.gate),
    ready: allReady([left, right]),
    exact: left.exact && right.exact,
    gain: left.gain + right.gain,
    size: left.size + right.size,
  }
}

/** Sums and products are unknown only where they overflow; quotients also at zero. */
export function arithmeticFact(
  expr: Extract<TypedExpr, { kind: 'arithmetic' }>,
  left: Fact,
  right: Fact,
): Fact {
  const both = bothFact(left, right)
  if (expr.op === '+' || expr.op === '-') return finite(both)
  if (expr.op === '*') {
    const size = left.size * right.size
    return finite({ ...both, size, gain: productGain(expr, left, right) })
  }
  const divisor = interval(expr.right)
  if (divisor === undefined || (divisor.low <= 0 && divisor.high >= 0)) {
    const gain = both.gain === 0 ? 0 : Number.POSITIVE_INFINITY
    return { ...both, exact: false, size: ANY_SIZE, gain }
  }
  const least = Math.min(Math.abs(divisor.low), Math.abs(divisor.high))
  return finite({ ...both, size: left.size / least, gain: left.gain / least })
}

function productGain(
  expr: Extract<TypedExpr, { kind: 'arithmetic' }>,
  left: Fact,
  right: Fact,
): number {
  if (left.gain === 0 && right.gain === 0) return 0
  const [factor, gain] = left.gain === 0 ? [expr.left, right.gain] : [expr.right, left.gain]
  const bounds = interval(factor)
  if (bounds === undefined) return Number.POSITIVE_INFINITY
  const times = largest(bounds)
  return times === 0 ? 0 : times * gain
}

/** A number over the largest is unknown, so nothing is proved of one that might be. */
function finite(fact: Fact): Fact {
  return fact.size <= ANY_SIZE ? fact : { ...fact, exact: false, size: ANY_SIZE }
}

/** `and`, `or`: one operand may decide; exact where both start together. */
export function logicFact(left: Fact, right: Fact): Fact {
  const exact = left.exact && right.exact && together(left, right)
  const warmup = soonest(left.warmup, right.warmup)
  const { gate, ready } = bothFact(left, right)
  return { warmup, gate, ready, exact, gain: 0, size: 0 }
}

/** `if`: exact where the branches start together, or both no later than the condition. */
export function choiceFact(condition: Fact, whenTrue: Fact, whenFalse: Fact): Fact {
  const branches = bothFact(whenTrue, whenFalse)
  const all = bothFact(condition, branches)
  const certain = together(whenTrue, whenFalse) || within(branches.warmup, condition.warmup)
  return {
    warmup: longest(condition.warmup, soonest(whenTrue.warmup, whenFalse.warmup)),
    gate: all.gate,
    ready: all.ready,
    exact: all.exact && certain,
    gain: Math.max(whenTrue.gain, whenFalse.gain),
    size: Math.max(whenTrue.size, whenFalse.size),
  }
}

/** `a ?? b` is known where either is. */
export function coalesceFact(left: Fact, right: Fact): Fact {
  const leftCovers = left.exact && within(left.warmup, right.warmup)
  const rightCovers = right.exact && within(right.warmup, left.warmup)
  return {
    warmup: soonest(left.warmup, right.warmup),
    ...eitherGate(left, right),
    exact: leftCovers || rightCovers || (left.exact && right.exact),
    gain: Math.max(left.gain, right.gain),
    size: Math.max(left.size, right.size),
  }
}

/** What comes first of two that wait for other clocks is not known: one that does not is enough. */
function eitherGate(left: Fact, right: Fact): Pick<Fact, 'gate' | 'ready'> {
  if (left.ready.length > 0) return { gate: right.gate, ready: right.ready }
  const gate = right.ready.length > 0 ? left.gate : soonest(left.gate, right.gate)
  return { gate, ready: [] }
}

/** A value on another clock: unknown until that has come far enough, in ticks that are its own. */
export function sampledFact(clock: Clock, source: Fact): Fact {
  const gate = source.gate === NEVER ? NONE : source.gate
  const ready = alsoReady(source.ready, { clock, gate })
  return { warmup: NONE, gate: NONE, ready, exact: false, gain: 0, size: source.size }
}

/** A list with one more; of the same clock the later tick. */
export function alsoReady(all: readonly Ready[], one: Ready): readonly Ready[] {
  const same = all.find(({ clock }) => clock === one.clock)
  if (same === undefined) return [...all, one]
  const gate = maxWarmup(same.gate, one.gate)
  return all.map((other) => (other === same ? { clock: one.clock, gate } : other))
}

/** What any of them waits for. */
export function allReady(facts: readonly Fact[]): readonly Ready[] {
  return facts.flatMap(({ ready }) => ready).reduce(alsoReady, [] as readonly Ready[])
}

/** A primitive is stepped from the tick where all its inputs are known. */
export function callFact(
  builtins: Builtins,
  expr: Extract<TypedExpr, { kind: 'call' }>,
  inputs: readonly Fact[],
): Fact {
  const primitive = builtins.primitives.get(expr.primitive)!
  const start = inputs.map(({ warmup }) => warmup).reduce(longest, NONE)
  const gate = inputs.map((input) => input.gate).reduce(longest, NONE)
  const own = primitiveWarmup(expr.primitive, expr.params, builtins)
  const source = Math.max(0, ...inputs.map(({ size }) => size))
  const squares = 'unit' in primitive.result && typeof primitive.result.unit === 'function'
  const size = 'bool' in primitive.result ? 0 : source * (squares ? source : 1) * WINDOW
  return finite({
    warmup: addTicks(start, own),
    gate: addTicks(gate, own),
    ready: allReady(inputs),
    exact: !primitive.optional && inputs.every(({ exact }) => exact),
    gain: inputs.some(({ gain }) => gain > 0) ? Number.POSITIVE_INFINITY : 0,
    size,
  })
}

/** A warm-up and some ticks more. */
export function addTicks(warmup: Ticks, more: Warmup): Ticks {
  return warmup === NEVER ? NEVER : sumWarmups(warmup, more)
}

function longest(a: Ticks, b: Ticks): Ticks {
  return a === NEVER || b === NEVER ? NEVER : maxWarmup(a, b)
}

function soonest(a: Ticks, b: Ticks): Ticks {
  if (a === NEVER) return b
  return b === NEVER ? a : minWarmup(a, b)
}

/** Whether `a` is provably no later than `b`. */
function within(a: Ticks, b: Ticks): boolean {
  if (b === NEVER) return true
  return a !== NEVER && atMost(a, b)
}

function together(a: Fact, b: Fact): boolean {
  return within(a.warmup, b.warmup) && within(b.warmup, a.warmup)
}
