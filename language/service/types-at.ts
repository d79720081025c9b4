import type { Value } from '../check/node.ts'
import type { Span } from '../diagnostic.ts'
import type { Expr, Statement } from '../syntax/ast.ts'
import type { Type } from '../types.ts'
import type { Analysis } from './analyse.ts'
import { deep, writtenIn } from './written.ts'

/** What an expression came to: once, or at each call of the function it stands in. */
export function valuesOf({ recording }: Analysis, expr: Expr): readonly Value[] {
  const once = recording.values.get(expr)
  return once === undefined ? [...(recording.calls.get(expr)?.values() ?? [])] : [once]
}

/** A value's type; undefined for a record, which has none of its own. */
export function typeOfValue(value: Value): Type | undefined {
  return value.kind === 'record' ? undefined : value.type
}

/** The first of an expression's types that is no mistake's; undefined for records too. */
export function typeOf(analysis: Analysis, expr: Expr): Type | undefined {
  for (const value of valuesOf(analysis, expr)) {
    if (value.kind !== 'record' && value.type.kind !== 'error') return value.type
  }
  return undefined
}

/** The statement that an offset is in, or right after. */
export function statementAt({ tree }: Analysis, offset: number): Statement | undefined {
  return tree.statements.findLast(({ span }) => span.start <= offset)
}

/** Every expression of the statement at an offset, each before its parts. */
export function expressionsAt(analysis: Analysis, offset: number): readonly Expr[] {
  const statement = statementAt(analysis, offset)
  if (statement === undefined) return []
  return writtenIn(statement).flatMap(({ expr }) => [...deep(expr)])
}

/** Whether an offset is in a span or at one of its ends. */
export function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end
}
