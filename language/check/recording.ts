import type { Span } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import type { Env } from './context.ts'
import type { Value } from './node.ts'
import type { Parameter, TypedExpr } from './typed.ts'

/** What an expression came to, inside of a function at the place of its call. */
export interface Recorded {
  readonly expr: Expr
  readonly value: Value
  readonly call?: Span
}

/** What was recorded one after the other, what a part of a check has recorded as one. */
export type Recordings = (Recorded | Recordings)[]

/**
 * What the checker learns on its way and nobody needs who only runs the program: for the language
 * service, which shows it while the text is being written.
 */
export interface Recording {
  /** All that was recorded, in order: the later holds. */
  readonly recorded: Recordings
  /** What each expression outside of functions came to. */
  readonly values: ReadonlyMap<Expr, Value>
  /** What each inside of one came to, by the place of its call. */
  readonly calls: ReadonlyMap<Expr, ReadonlyMap<Span, Value>>
  /** The definitions' expressions whose warm-up and `optional` are proved, by `settleSound`. */
  readonly settled: Set<TypedExpr>
  /** By index. */
  readonly parameters: Parameter[]
}

/** A recording of nothing yet; its maps are made when somebody first asks. */
export function newRecording(): Recording {
  const recorded: Recordings = []
  let values: ReadonlyMap<Expr, Value> | undefined
  let calls: Recording['calls'] | undefined
  return {
    recorded,
    get values() {
      values ??= new Map(
        flat(recorded).flatMap(({ expr, value, call }) =>
          call === undefined ? [[expr, value]] : [],
        ),
      )
      return values
    },
    get calls() {
      calls ??= byCall(flat(recorded))
      return calls
    },
    settled: new Set(),
    parameters: [],
  }
}

function flat(recorded: Recordings): readonly Recorded[] {
  return recorded.flatMap((one) => (Array.isArray(one) ? flat(one) : [one]))
}

function byCall(recorded: readonly Recorded[]): Recording['calls'] {
  const calls = new Map<Expr, Map<Span, Value>>()
  for (const { expr, value, call } of recorded) {
    if (call === undefined) continue
    const known = calls.get(expr)
    if (known === undefined) calls.set(expr, new Map([[call, value]]))
    else known.set(call, value)
  }
  return calls
}

/** Notes what an expression came to; nothing inside a builtin's own source. */
export function record(
  recorded: Recordings | undefined,
  expr: Expr,
  value: Value,
  { at, frames }: Env,
): void {
  if (recorded === undefined || at !== undefined) return
  const call = frames.at(-1)?.call
  recorded.push(call === undefined ? { expr, value } : { expr, value, call })
}
