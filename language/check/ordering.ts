import { literal } from './constants.ts'
import { operands } from './operands.ts'
import type { TypedExpr } from './typed.ts'

/**
 * What is certain about the order of values, whatever the market does: used to tell conditions
 * that never or always hold. Every answer `true` is a proof; in doubt it is `false`.
 */

/** Proofs look no deeper than this: enough for what people write, and they may branch. */
const DEPTH = 6

/** The same value on every bar: written alike, through names too. */
export function sameStream(a: TypedExpr, b: TypedExpr, depth = DEPTH): boolean {
  const left = behind(a)
  const right = behind(b)
  if (left === right) return true
  // Their numbers are given when all of them are known.
  if (left.kind === 'reference' && right.kind === 'reference') {
    return left.definition === right.definition
  }
  if (depth === 0 || left.kind !== right.kind || own(left) !== own(right)) return false
  const [these, those] = [operands(left), operands(right)]
  return (
    these.length === those.length &&
    these.every((operand, i) => sameStream(operand, those[i]!, depth - 1))
  )
}

/** What a node says besides its operands. */
export function own(expr: TypedExpr): string | number | boolean {
  switch (expr.kind) {
    case 'number':
    case 'bool':
      return expr.value
    case 'parameter':
      return expr.parameter.index
    case 'stream':
    case 'account':
    case 'fill':
      return expr.name
    case 'reference':
      return expr.definition.id
    case 'arithmetic':
    case 'compare':
      return expr.op
    case 'call':
      return expr.primitive
    default:
      return ''
  }
}

/** So many names for one another are followed. */
const NAMES = 20

/** What a name stands for; one that refers to itself stands for itself. */
export function behind(expr: TypedExpr): TypedExpr {
  let at = expr
  for (let steps = 0; at.kind === 'reference' && steps < NAMES; steps++) {
    // Of a definition that is being worked out there is nothing yet.
    const next = at.definition.expr as TypedExpr | undefined
    if (next === undefined || next.type.kind === 'error') return at
    at = next
  }
  return at
}

/** a <= b on every bar on which both are known, by what they are made of. */
export function neverAbove(a: TypedExpr, b: TypedExpr, depth = DEPTH): boolean {
  return depth > 0 && (sameStream(a, b) || isKeptBelow(a, b, depth))
}

/** The same of two that are not the same stream. */
export function isKeptBelow(a: TypedExpr, b: TypedExpr, depth = DEPTH): boolean {
  const left = behind(a)
  const right = behind(b)
  if (left.kind === 'stream' && right.kind === 'stream') {
    const prices = ['open', 'high', 'low', 'close']
    if (!prices.includes(left.name) || !prices.includes(right.name)) return false
    return left.name === 'low' || right.name === 'high'
  }
  if (left.kind === 'lag' && right.kind === 'lag' && sameStream(left.ticks, right.ticks)) {
    return neverAbove(left.source, right.source, depth - 1)
  }
  const least = called(left, 'lowest', 'min')
  const most = called(right, 'highest', 'max')
  if (least?.some((input) => neverAbove(input, right, depth - 1))) return true
  return most?.some((input) => neverAbove(left, input, depth - 1)) === true
}

function called(expr: TypedExpr, ...names: readonly string[]): readonly TypedExpr[] | undefined {
  return expr.kind === 'call' && names.includes(expr.primitive) ? expr.inputs : undefined
}

/** A number that is written, or follows from what is written. */
export function fixedNumber(expr: TypedExpr): number | undefined {
  return literal(behind(expr))
}
