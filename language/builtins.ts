import type { Unit } from './types.ts'

/**
 * What the checker must know of the builtins. `language` imports none: it is handed a `Builtins`.
 */
export interface Builtins {
  readonly primitives: ReadonlyMap<string, PrimitiveSignature>
  readonly compositions: ReadonlyMap<string, Composition>
  /** The extern libraries that come with the language, by what an `import` writes. */
  readonly externs?: ReadonlyMap<string, ExternLibrary>
  /** Reads the text of a user's own extern; it is never run for that. */
  readonly readExtern?: (path: string, text: string) => ExternLibrary | ExternMistake
}

/**
 * What a host gives in place of the text of an extern that it does not run (`extern: refuse`): no
 * file holds it.
 */
export const REFUSED_EXTERN = '\0refused'

/** Functions that are no Strat: `import "technicalindicators"`, then `ti.rsi(close, 14)`. */
export interface ExternLibrary {
  /** As the `import` writes it; of a file its path from the program's folder. */
  readonly path: string
  /** What stands before the dot. */
  readonly prefix: string
  /** Markdown. */
  readonly doc: string
  /** Of a package. */
  readonly version?: string
  readonly functions: ReadonlyMap<string, ExternFunction>
}

/** A function of an extern library; one with several results gives a record of them. */
export interface ExternFunction {
  readonly name: string
  /** Each with the same inputs, params and doc, and the whole name: `ti.macd.signal`. */
  readonly results: readonly ExternResult[]
}

export interface ExternResult {
  /** Absent where it is the only one. */
  readonly field?: string
  readonly signature: PrimitiveSignature
}

/** Why an extern cannot be read, and where in its text. */
export interface ExternMistake {
  readonly offset: number
  readonly mistake: string
}

/** The builtins with what extern libraries bring, under their whole names. */
export function withExterns(builtins: Builtins, externs: readonly ExternLibrary[]): Builtins {
  if (externs.length === 0) return builtins
  const added = externs.flatMap(({ functions }) =>
    [...functions.values()].flatMap(({ results }) => results.map(({ signature }) => signature)),
  )
  const primitives = new Map(builtins.primitives)
  for (const signature of added) primitives.set(signature.name, signature)
  return { ...builtins, primitives }
}

/** A builtin written in Strat. `source` is a whole library file, parsed when first called. */
export interface Composition {
  readonly name: string
  readonly source: string
}

/** Between which values something stays, both included. */
export interface Bounds {
  readonly low: number
  readonly high: number
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
  /** Paper, book or platform the formula is from. */
  readonly source?: string
  readonly inputs: readonly InputSpec[]
  readonly params: readonly ParamSpec[]
  readonly result: ResultRule | { readonly bool: true }
  /** Stepped ticks before the first known result. */
  readonly warmup: (...params: number[]) => number
  /**
   * Ticks after the first known result until where the history began shows by less than a millionth
   * of what the inputs are; `never`: it may always show. Absent: it shows in no known result.
   */
  readonly settles?: 'never' | ((...params: number[]) => number)
  /** It is its input, and what that reads through `prev` settles by then too: its caller's word. */
  readonly vouched?: true
  /**
   * Between which values each known result lies, to the last bit, for inputs and params that lie
   * between those. Absent: nothing is certain.
   */
  readonly range?: (inputs: readonly Bounds[], params: readonly Bounds[]) => Bounds
  /** The result may be unknown after warm-up too. */
  readonly optional: boolean
  /** Present where a result depends on earlier ticks too (`stdlib/builtin.ts` has the types). */
  readonly state?: unknown
  readonly window?: unknown
}
