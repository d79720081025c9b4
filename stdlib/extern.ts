/**
 * One result of an extern function (`ti.macd.signal`) as whoever steps it needs it: the
 * interpreter, and kernels, which are handed a table of them.
 */
export interface ExternStep {
  readonly isBool: boolean
  /** Stepped ticks before the first known result. */
  warmup(...params: number[]): number
  /** A machine with fresh state: a tick's inputs in, its result out, NaN where it has none. */
  start(...params: number[]): (...inputs: number[]) => number
}

/** By whole name. */
export type Externs = Readonly<Record<string, ExternStep>>

/** What one step of an extern function came to, as its own code says it. */
export type ExternValue = number | boolean | undefined | null | ExternRecord

export interface ExternRecord {
  readonly [field: string]: number | boolean | undefined | null
}

/** An extern function: for its params a fresh machine, for a tick's inputs its result. */
export type ExternFactory = (...params: number[]) => (...inputs: number[]) => ExternValue

/** A step of a user's extern that failed, or did not end; it goes to whoever asked for the run. */
export class ExternFailure extends Error {
  /** What the extern's own error says, without a full stop. */
  readonly what: string

  /** `place`: file and line; `given`: the inputs of the step, or the params of `create`. */
  constructor(place: string, name: string, given: string, cause: unknown) {
    const what = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)
    super(
      `${place}: the extern \`${name}\` fails at a bar, given ${given}: ${what}. Mend it; ` +
        'strat check steps it over made-up prices, and `undefined` is what is unknown on a bar.',
      { cause },
    )
    this.what = what
  }
}

/** The number that a result is: 1 and 0 for a bool, NaN for what is no finite number. */
export function resultOf(value: ExternValue, field: string | undefined): number {
  const own = typeof value === 'object' && field !== undefined ? value?.[field] : value
  if (typeof own === 'boolean') return own ? 1 : 0
  return typeof own === 'number' && Number.isFinite(own) ? own : Number.NaN
}
