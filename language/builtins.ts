import type { Unit } from './types.ts'

/**
 * What the checker must know of the builtins. `language` imports none: it is handed a `Builtins`.
 */
export interface Builtins {
  readonly primitives: ReadonlyMap<string, PrimitiveSignature>
  readonly compositions: ReadonlyMap<string, Composition>
}

/** A builtin written in Strat. `source` is a whole library file, parsed when first called. */
export interface Composition {
  readonly name: string
  readonly source: string
}

/** How a result's unit and weight follow from the inputs. */
export interface ResultRule {
  /** `same`: the first input's; a Unit: that one; a function where neither says it. */
  readonly unit: 'same' | Unit | ((inputs: readonly Unit[]) => Unit)
  /** `same`: the first input's weight (a weighted mean keeps it); 0: a distance. */
  readonly weight: 'same' | 'unknown' | number
}

export interface InputSpec {
  readonly name: string
  readonly type: 'number' | 'bool'
  /** A unit the argument must have; absent: any. */
  readonly unit?: Unit
  /**
   * The natural source when the call leaves it out (`rsi(14)`): a base stream. Left out when the
   * call gives exactly the params, and its first argument is constant-coloured.
   */
  readonly natural?: 'open' | 'high' | 'low' | 'close' | 'volume'
  /** Never written by the caller, always its natural source (atr's high, low, close). */
  readonly hidden?: boolean
}

export interface ParamSpec {
  readonly name: string
  readonly integer: boolean
  readonly min: number
  readonly max: number
  /** The default. */
  readonly value?: number
}

export interface PrimitiveSignature {
  readonly name: string
  /** First sentence: the summary. Markdown. */
  readonly doc: string
  readonly inputs: readonly InputSpec[]
  readonly params: readonly ParamSpec[]
  readonly result: ResultRule | { readonly bool: true }
  /** Stepped ticks before the first known result. */
  readonly warmup: (...params: number[]) => number
  /** The result may be unknown after warm-up too. */
  readonly optional: boolean
  /** Present where a result depends on earlier ticks too (`stdlib/builtin.ts` has the types). */
  readonly state?: unknown
  readonly window?: unknown
}
