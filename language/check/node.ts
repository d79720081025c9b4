import type { Span } from '../diagnostic.ts'
import { BARE, type Color, type Type } from '../types.ts'
import type { TypedExpr, Warmup } from './typed.ts'

type WithoutFlow<T> = T extends unknown ? Omit<T, 'warmup' | 'optional'> : never

/** A typed node before `settleFlow` has filled in its warm-up and optionality. */
export type Draft = WithoutFlow<TypedExpr>

const NO_WARMUP: Warmup = { kind: 'ticks', ticks: 0 }

/** Makes a node. Its warm-up and optionality are placeholders until `settleFlow`. */
export function node(draft: Draft): TypedExpr {
  return { ...draft, warmup: NO_WARMUP, optional: true }
}

/** A record while checking; none is left in the typed program. */
export interface RecordValue {
  readonly kind: 'record'
  readonly fields: ReadonlyMap<string, TypedExpr>
}

/** What an expression of the source stands for. */
export type Value = TypedExpr | RecordValue

export const ERROR: Type = { kind: 'error' }
export const BOOL: Type = { kind: 'bool' }

/** The node a mistake leaves behind. */
export function errorNode(span: Span): TypedExpr {
  return node({ kind: 'number', value: Number.NaN, type: ERROR, color: 'constant', span })
}

/** A bare literal. */
export function numberNode(value: number, span: Span): TypedExpr {
  const type: Type = { kind: 'number', unit: BARE, weight: 'any' }
  return node({ kind: 'number', value, type, color: 'constant', span })
}

const STRENGTH: Readonly<Record<Color, number>> = { constant: 0, market: 1, account: 2, fill: 3 }

/** The strongest color among expressions; `constant` of none. */
export function strongest(exprs: readonly TypedExpr[]): Color {
  let color: Color = 'constant'
  for (const expr of exprs) if (STRENGTH[expr.color] > STRENGTH[color]) color = expr.color
  return color
}

/** The `default` of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
