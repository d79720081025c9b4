import type { Builtins } from '../builtins.ts'
import { evaluateConstant } from './constants.ts'
import { operands } from './operands.ts'
import type { Definition, TypedExpr } from './typed.ts'
import { evaluateWarmup } from './warmup.ts'

/**
 * After how many ticks it no longer shows, or by less than rounding of a quote could, where a
 * stream's history began; infinite where it always may, or where that is told on another clock. Never less than the warm-up of what a value
 * is made of: a sum over a window is settled when it is known, a recursive average much later, and
 * what goes through `prev` depends on its anchor, the first bar, unless `settles` tells when not.
 */
export function horizonOf(expr: TypedExpr, parameters: Float64Array, builtins: Builtins): number {
  return horizons(parameters, builtins, Number.POSITIVE_INFINITY)(expr)
}

/** `again`: the horizon of a definition that is come back to, which is through `prev`. */
function horizons(
  parameters: Float64Array,
  builtins: Builtins,
  again: number,
): (expr: TypedExpr) => number {
  const found = new Map<Definition, number>()
  let vouched = again === 0 ? of : undefined
  function ofDefinition(definition: Definition): number {
    const known = found.get(definition)
    if (known !== undefined) return known
    found.set(definition, again)
    const ticks = of(definition.expr)
    found.set(definition, ticks)
    return ticks
  }
  function of(part: TypedExpr): number {
    if (part.color === 'constant') return 0
    if (part.kind === 'reference') return ofDefinition(part.definition)
    if (part.kind === 'stream') return part.name === 'bar_index' ? Number.POSITIVE_INFINITY : 0
    if (part.kind === 'at') return ofClock(part)
    if (part.kind === 'call') return ofCall(part)
    if (part.kind === 'if' && part.condition.color === 'constant') {
      return of(evaluateConstant(part.condition, parameters) === 1 ? part.whenTrue : part.whenFalse)
    }
    const inner = largest(operands(part), of)
    return part.kind === 'lag' ? inner + evaluateConstant(part.ticks, parameters) : inner
  }
  function ofCall(part: Extract<TypedExpr, { kind: 'call' }>): number {
    const primitive = builtins.primitives.get(part.primitive)!
    const { warmup, settles } = primitive
    if (settles === 'never') return Number.POSITIVE_INFINITY
    if (primitive.vouched) vouched ??= horizons(parameters, builtins, 0)
    const params = part.params.map((param) => evaluateConstant(param, parameters))
    const inner = largest(operands(part), (primitive.vouched && vouched) || of)
    return inner + warmup(...params) + (settles?.(...params) ?? 0)
  }
  // Bars of another clock cannot be counted on this one.
  function ofClock({ source }: Extract<TypedExpr, { kind: 'at' }>): number {
    const known = evaluateWarmup(source.warmup, parameters, builtins)
    return of(source) <= known ? 0 : Number.POSITIVE_INFINITY
  }
  return of
}

function largest(parts: readonly TypedExpr[], of: (part: TypedExpr) => number): number {
  return parts.reduce((most, part) => Math.max(most, of(part)), 0)
}
