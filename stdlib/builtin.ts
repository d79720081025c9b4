import type { PrimitiveSignature } from '../language/builtins.ts'

/** Scalars and typed arrays only, so that all state can live in one snapshot buffer. */
export type State = Record<string, number | Float64Array>

/** `w(k)`: the first input's value k stepped ticks ago; `w(0)` is the current one. */
export type Window = (ticksAgo: number) => number

export interface Example {
  readonly inputs: readonly (readonly number[])[]
  readonly params: readonly number[]
  /** NaN for unknown. */
  readonly output: readonly number[]
  readonly tolerance: number
  readonly source: string
}

/**
 * A builtin computed by our own arithmetic: one stream out. Everything a strategy can call is a
 * primitive or a composition of primitives written in Strat (`stdlib/*.strat`).
 *
 * House rules, applied by whoever steps a primitive (interpreter and kernels alike):
 * - a tick with any unknown input is not stepped, and the result there is unknown;
 * - the first `warmup(params)` stepped ticks give unknown, whatever `step` returned;
 * - a result that is not finite is unknown, and then `optional` must be true.
 */
export interface Primitive extends PrimitiveSignature {
  /** Paper, book or platform the formula is from, and the conventions chosen. */
  readonly source: string
  /**
   * Present where `step` looks back with its window: the largest k it passes to `w`. A value from
   * before the first stepped tick reads as 0; `step` must not let it reach a known result.
   */
  readonly window?: (...params: number[]) => number
  /**
   * State that no longer changes once there was a result, and what it then is: a number, or the
   * name of a param of `step`. `{ seen: 'length' }`: kernels no longer ask whether it has begun.
   */
  readonly steady?: Readonly<Record<string, number | string>>
  /** Fresh state; absent: pure. */
  readonly state?: (...params: number[]) => State
  /**
   * The only arithmetic. Called as step(state, w, ...inputs, ...params) with `state` only where
   * there is state and `w` only where there is a window. A bool input arrives as 1 or 0. The
   * compiler inlines its text: a plain body over locals, the state, `w(…)`, `Math.abs sqrt min max
   * floor ceil trunc`, `math.*` (stdlib/math.ts) and number literals; one `return`, at the end;
   * no closures, no other calls.
   */
  readonly step: (...args: never[]) => number
  /** Slow and obvious, from the cited formula, for tests: whole inputs to whole output. */
  readonly reference: (
    inputs: readonly (readonly number[])[],
    params: readonly number[],
  ) => number[]
  readonly examples: readonly Example[]
}

/**
 * The inlinable texts of one primitive, made by `npm run generate`. Emitted modules stand alone,
 * so besides `step` they need the formulas of its warm-up, window and fresh state. In these three
 * `$0$`, `$1$` … stand for the params in order; they are expressions over those, number literals
 * and `Math.*`, so `warmup`, `window` and `state` must be written as arrow functions with an
 * expression body (`state`: an object literal of numbers, `new Float64Array(EXPR)` and
 * `new Float64Array(EXPR).fill(EXPR)`).
 */
export interface StepText {
  /** `n - 1` as `$0$ - 1`. */
  readonly warmup: string
  /** Absent: no window. */
  readonly window?: string
  /** The state's fields in order; none: pure. */
  readonly state: readonly StateFieldText[]
  /** Parameter names of `step`, in order, without `state` and `w`. */
  readonly parameters: readonly string[]
  /**
   * JavaScript statements before the return. What must be renamed on inlining stands between
   * dollars: parameters and locals `$x$`, state fields `$state.sum$` (the field, a number or a
   * Float64Array), window reads `$w($ expression $)$`.
   */
  readonly body: string
  /** The returned expression, in the same notation. */
  readonly result: string
  /** The two of the ticks after the first result, where some state is then steady. */
  readonly steady?: { readonly body: string; readonly result: string }
}

/** One field of a fresh state: a number's value, or an array's length and what fills it. */
export type StateFieldText =
  | { readonly kind: 'number'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'array'
      readonly name: string
      readonly length: string
      /** `0` where the array is not filled. */
      readonly fill: string
    }
