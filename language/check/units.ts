import { BARE, type NumberType, RATIO, type Type, type Unit, type Weight } from '../types.ts'

/** Whether two units are the same; a bare unit equals only a bare one. */
export function sameUnit(a: Unit, b: Unit): boolean {
  if (a.kind === 'bare' || b.kind === 'bare') return a.kind === b.kind
  return a.money === b.money && a.shares === b.shares && a.tag === b.tag
}

/** The unit both can be read in: a bare number takes the other's. Undefined: they do not mix. */
export function joinUnits(a: Unit, b: Unit): Unit | undefined {
  if (a.kind === 'bare') return b
  if (b.kind === 'bare') return a
  return sameUnit(a, b) ? a : undefined
}

/** Unit of a product (`sign` 1) or a quotient (`sign` -1). */
export function multiplyUnits(a: Unit, b: Unit, sign: 1 | -1): Unit {
  if (b.kind === 'bare') return a
  if (a.kind === 'bare') return sign === 1 ? b : invert(b)
  const money = a.money + sign * b.money
  const shares = a.shares + sign * b.shares
  if (money !== 0 || shares !== 0) return { kind: 'unit', money, shares, tag: 'none' }
  if (a.tag === 'none' || b.tag === 'none') return RATIO
  if (sign === -1) return a.tag === b.tag ? RATIO : a
  return a.tag === 'ratio' ? b : a
}

function invert(unit: Unit): Unit {
  if (unit.kind === 'bare') return BARE
  if (unit.money === 0 && unit.shares === 0) return RATIO
  return { kind: 'unit', money: -unit.money || 0, shares: -unit.shares || 0, tag: 'none' }
}

/**
 * Weight of a sum or difference. A bare constant beside a weight may be a level or a distance,
 * so the result is unknown; two bare constants stay `any`.
 */
export function addWeights(a: Weight, b: Weight, sign: 1 | -1): Weight {
  if (a === 'any' && b === 'any') return 'any'
  if (typeof a !== 'number' || typeof b !== 'number') return 'unknown'
  return tidy(a + sign * b)
}

/** Weight of `x * factor` with a known factor. */
export function scaleWeight(weight: Weight, factor: number): Weight {
  if (typeof weight !== 'number') return weight
  return tidy(weight * factor)
}

/** Weight of what may be either: equal weights stay, `any` gives way. */
export function joinWeights(a: Weight, b: Weight): Weight {
  if (a === b || b === 'any') return a
  return a === 'any' ? b : 'unknown'
}

/** Weights come from decimal literals: 0.1 + 0.9 of a level is a level. */
function tidy(weight: number): number {
  return Math.round(weight * 1e9) / 1e9 + 0
}

/** The type of what may be either of two; undefined where they do not mix. */
export function joinTypes(a: Type, b: Type): Type | undefined {
  if (a.kind === 'error') return b
  if (b.kind === 'error') return a
  if (a.kind === 'number' && b.kind === 'number') {
    const unit = joinUnits(a.unit, b.unit)
    if (unit === undefined) return undefined
    return { kind: 'number', unit, weight: joinWeights(a.weight, b.weight) }
  }
  return a.kind === b.kind ? a : undefined
}

/** Whether two types are the same, weights included. Records never are: they are elaborated. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind === 'number' && b.kind === 'number') {
    return sameUnit(a.unit, b.unit) && a.weight === b.weight
  }
  return a.kind === b.kind && a.kind !== 'record'
}

/** Whether a type is a price that is provably a distance between prices, no level. */
export function isDistance(type: NumberType): boolean {
  return type.weight === 0
}
