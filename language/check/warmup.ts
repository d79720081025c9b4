import type { Builtins } from '../builtins.ts'
import { evaluateConstant, literal } from './constants.ts'
import { unreachable } from './node.ts'
import type { TypedExpr, Warmup } from './typed.ts'

export const NONE: Warmup = { kind: 'ticks', ticks: 0 }

/** Ticks of a formula under these parameters (by index, in the program's own terms). */
export function evaluateWarmup(
  warmup: Warmup,
  parameters: Float64Array,
  builtins: Builtins,
): number {
  const ticks = (part: Warmup): number => evaluateWarmup(part, parameters, builtins)
  switch (warmup.kind) {
    case 'ticks':
      return warmup.ticks
    case 'value':
      return evaluateConstant(warmup.expr, parameters)
    case 'primitive': {
      const params = warmup.params.map((param) => evaluateConstant(param, parameters))
      return builtins.primitives.get(warmup.name)!.warmup(...params)
    }
    case 'sum':
      return warmup.terms.reduce((total, term) => total + ticks(term), 0)
    case 'max':
      return Math.max(...warmup.terms.map(ticks))
    case 'min':
      return Math.min(...warmup.terms.map(ticks))
    default:
      return unreachable(warmup)
  }
}

/** A formula to read: `200`, `max(sma(fast), sma(slow)) + 1`; `sma(fast)` is sma's warm-up. */
export function warmupText(warmup: Warmup): string {
  switch (warmup.kind) {
    case 'ticks':
      return String(warmup.ticks)
    case 'value':
      return constantText(warmup.expr)
    case 'primitive':
      return `${warmup.name}(${warmup.params.map(constantText).join(', ')})`
    case 'sum':
      return warmup.terms.map(warmupText).join(' + ')
    case 'max':
    case 'min':
      return `${warmup.kind}(${warmup.terms.map(warmupText).join(', ')})`
    default:
      return unreachable(warmup)
  }
}

function constantText(expr: TypedExpr): string {
  const value = literal(expr)
  if (value !== undefined) return String(value)
  switch (expr.kind) {
    case 'parameter':
      return expr.parameter.name
    case 'reference':
      return expr.definition.visible ? expr.definition.name : constantText(expr.definition.expr)
    case 'negate':
      return `-${constantText(expr.operand)}`
    case 'arithmetic':
      return `(${constantText(expr.left)} ${expr.op} ${constantText(expr.right)})`
    default:
      return '…'
  }
}

/** The value of a constant, as ticks. */
export function ticksOf(expr: TypedExpr): Warmup {
  const ticks = literal(expr)
  return ticks === undefined ? { kind: 'value', expr } : { kind: 'ticks', ticks }
}

/** The declared warm-up of a primitive; a number where its params are. */
export function primitiveWarmup(
  name: string,
  params: readonly TypedExpr[],
  builtins: Builtins,
): Warmup {
  const { warmup, vouched } = builtins.primitives.get(name)!
  // It is its input.
  if (vouched) return NONE
  const values: number[] = []
  for (const param of params) {
    const value = literal(param)
    if (value !== undefined) values.push(value)
  }
  if (values.length < params.length) return { kind: 'primitive', name, params }
  return { kind: 'ticks', ticks: warmup(...values) }
}

/**
 * The sum, its numbers folded into one that stands last. What is added to a maximum is added to
 * each of its terms, so that formulas stay flat and can be compared.
 */
export function sumWarmups(...warmups: readonly Warmup[]): Warmup {
  const extremes = warmups.filter(({ kind }) => kind === 'max' || kind === 'min')
  const [inner] = extremes
  if (extremes.length === 1 && (inner?.kind === 'max' || inner?.kind === 'min')) {
    const others = warmups.filter((warmup) => warmup !== inner)
    return { kind: inner.kind, terms: inner.terms.map((term) => sumWarmups(term, ...others)) }
  }
  const terms: Warmup[] = []
  let ticks = 0
  for (const warmup of warmups.flatMap((part) => (part.kind === 'sum' ? part.terms : [part]))) {
    if (warmup.kind === 'ticks') ticks += warmup.ticks
    else terms.push(warmup)
  }
  if (ticks !== 0 || terms.length === 0) terms.push({ kind: 'ticks', ticks })
  return terms.length === 1 ? terms[0]! : { kind: 'sum', terms }
}

/** The larger, without terms that are provably not needed. */
export function maxWarmup(a: Warmup, b: Warmup): Warmup {
  return extreme('max', a, b, atMost)
}

/** The smaller, without terms that are provably not needed. */
export function minWarmup(a: Warmup, b: Warmup): Warmup {
  return extreme('min', a, b, (x, y) => atMost(y, x))
}

function extreme(
  kind: 'max' | 'min',
  a: Warmup,
  b: Warmup,
  yields: (a: Warmup, b: Warmup) => boolean,
): Warmup {
  if (a === b) return a
  let kept: readonly Warmup[] = a.kind === kind ? a.terms : [a]
  for (const term of b.kind === kind ? b.terms : [b]) {
    if (kept.some((other) => yields(term, other))) continue
    kept = [...kept.filter((other) => !yields(other, term)), term]
  }
  return kept.length === 1 ? kept[0]! : { kind, terms: kept }
}

/** Whether a formula has more parts than one would want to read, or to compute with. */
export function isOversized(warmup: Warmup): boolean {
  const open = [warmup]
  for (let parts = 0; parts < FORMULA_LIMIT; parts++) {
    const next = open.pop()
    if (next === undefined) return false
    if ('terms' in next) open.push(...next.terms)
  }
  return true
}

const FORMULA_LIMIT = 500

/** Comparing tries many pairs; past so many steps nothing is proved, which is always safe. */
const STEP_LIMIT = 2_000

/** Whether a <= b for all parameters, as far as the formulas' shape can tell. */
export function atMost(a: Warmup, b: Warmup): boolean {
  return isAtMost(a, b, { steps: STEP_LIMIT })
}

interface Fuel {
  steps: number
}

function isAtMost(a: Warmup, b: Warmup, fuel: Fuel): boolean {
  if (fuel.steps-- <= 0) return false
  if (a.kind === 'ticks' && (a.ticks === 0 || (b.kind === 'ticks' && a.ticks <= b.ticks))) {
    return true
  }
  if (a.kind === b.kind && sameWarmup(a, b)) return true
  if (a.kind === 'max') return a.terms.every((term) => isAtMost(term, b, fuel))
  if (b.kind === 'min') return b.terms.every((term) => isAtMost(a, term, fuel))
  if (b.kind === 'max' && b.terms.some((term) => isAtMost(a, term, fuel))) return true
  if (a.kind === 'min' && a.terms.some((term) => isAtMost(term, b, fuel))) return true
  return b.kind === 'sum' && isWithinSum(a, b.terms, fuel)
}

/** Whether each term of `a` is matched by a term of its own that is no smaller. */
function isWithinSum(a: Warmup, terms: readonly Warmup[], fuel: Fuel): boolean {
  const left = [...terms]
  for (const part of a.kind === 'sum' ? a.terms : [a]) {
    const match = left.findIndex((term) => term.kind !== 'sum' && isAtMost(part, term, fuel))
    if (match < 0) return false
    left.splice(match, 1)
  }
  return true
}

/** Structural equality; the terms of sums, maxima and minima in any order. */
export function sameWarmup(a: Warmup, b: Warmup): boolean {
  if (a === b) return true
  switch (a.kind) {
    case 'ticks':
      return b.kind === 'ticks' && a.ticks === b.ticks
    case 'value':
      return b.kind === 'value' && sameConstant(a.expr, b.expr)
    case 'primitive':
      return b.kind === 'primitive' && a.name === b.name && sameConstants(a.params, b.params)
    case 'sum':
    case 'max':
    case 'min': {
      if (b.kind !== a.kind || b.terms.length !== a.terms.length) return false
      const left = [...b.terms]
      for (const term of a.terms) {
        const match = left.findIndex((other) => sameWarmup(term, other))
        if (match < 0) return false
        left.splice(match, 1)
      }
      return true
    }
    default:
      return unreachable(a)
  }
}

function sameConstants(a: readonly TypedExpr[], b: readonly TypedExpr[]): boolean {
  return a.length === b.length && a.every((expr, index) => sameConstant(expr, b[index]!))
}

/** Whether two constants are written alike, names looked through. */
function sameConstant(a: TypedExpr, b: TypedExpr): boolean {
  if (a === b) return true
  if (a.kind === 'reference') return sameConstant(a.definition.expr, b)
  if (b.kind === 'reference') return sameConstant(a, b.definition.expr)
  if (a.kind === 'number') return b.kind === 'number' && Object.is(a.value, b.value)
  if (a.kind === 'parameter') return b.kind === 'parameter' && a.parameter === b.parameter
  if (a.kind === 'negate') return b.kind === 'negate' && sameConstant(a.operand, b.operand)
  if (a.kind !== 'arithmetic' || b.kind !== 'arithmetic' || a.op !== b.op) return false
  return sameConstant(a.left, b.left) && sameConstant(a.right, b.right)
}
