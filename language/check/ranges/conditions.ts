import { isKeptBelow } from '../ordering.ts'
import type { ComparisonOperator, TypedExpr } from '../typed.ts'
import type { Knowledge } from './knowledge.ts'
import { canBeTrue, common, exactly, isNever, narrowed, type Range } from './range.ts'
import type { Identity } from './same.ts'

/** One of the parts that must all come out so for a condition to be true. */
export interface Part {
  readonly expr: TypedExpr
  readonly holds: boolean
}

/** At most so many parts are looked at, through at most so many names. */
const PARTS = 16
const NAMES = 50

/** What must hold for a condition to be true, names and `not` looked through. */
export function partsOf(condition: TypedExpr): readonly Part[] {
  const found: Part[] = []
  const open: Part[] = [{ expr: condition, holds: true }]
  let names = 0
  for (let next = open.pop(); next !== undefined && found.length < PARTS; next = open.pop()) {
    const { expr, holds } = next
    if (expr.kind === 'not') open.push({ expr: expr.operand, holds: !holds })
    else if (expr.kind === (holds ? 'and' : 'or') && 'left' in expr) {
      open.push({ expr: expr.right, holds }, { expr: expr.left, holds })
    } else if (expr.kind === 'reference' && names++ < NAMES && isPlain(expr.definition.expr)) {
      open.push({ expr: expr.definition.expr, holds })
    } else found.push(next)
  }
  return found
}

/** What is looked through where it stands behind a name. */
function isPlain({ kind }: TypedExpr): boolean {
  return ['reference', 'not', 'and', 'or', 'compare'].includes(kind)
}

/** Whether a condition is true on no bar. */
export function isImpossible(condition: TypedExpr, knowledge: Knowledge): boolean {
  const possible = canBeTrue(knowledge.ranges.of(condition))
  return !possible || contradiction(partsOf(condition), knowledge) !== undefined
}

/** Fewest of the parts that exclude one another; undefined where all may hold on one bar. */
export function contradiction(
  parts: readonly Part[],
  knowledge: Knowledge,
): readonly Part[] | undefined {
  if (narrowedBy(parts, knowledge) !== undefined) return undefined
  return parts.reduce((kept, part) => {
    const fewer = kept.filter((one) => one !== part)
    return narrowedBy(fewer, knowledge) === undefined ? fewer : kept
  }, parts)
}

const CONTRARY = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const

interface Relation {
  readonly op: ComparisonOperator
  readonly left: TypedExpr
  readonly right: TypedExpr
}

/** So often what was learnt of one stream is used for the next. */
const ROUNDS = 3

/** The ranges of streams where all parts hold; undefined where they cannot. */
export function narrowedBy(
  parts: readonly Part[],
  { ranges, identity }: Knowledge,
): ((expr: TypedExpr) => Range) | undefined {
  const found = new Map<number, Range>()
  const of = (expr: TypedExpr): Range => found.get(identity(expr)) ?? ranges.of(expr)
  const narrow = (expr: TypedExpr, range: Range): boolean => {
    found.set(identity(expr), range)
    return !isNever(range)
  }
  const relations: Relation[] = []
  for (const { expr, holds } of parts) {
    if (!narrow(expr, common(of(expr), exactly(holds ? 1 : 0)))) return undefined
    if (expr.kind !== 'compare') continue
    const { op, left, right } = expr
    relations.push({ op: holds ? op : CONTRARY[op], left, right })
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { op, left, right } of relations) {
      const [a, b] = narrowed(op, of(left), of(right))
      if (!narrow(left, a) || !narrow(right, b)) return undefined
    }
  }
  return turnsOnItself(relations, identity) ? undefined : of
}

/** Whether something would have to be below itself. */
function turnsOnItself(relations: readonly Relation[], identity: Identity): boolean {
  const streams = new Map<number, TypedExpr>()
  for (const { left, right } of relations) {
    streams.set(identity(left), left).set(identity(right), right)
  }
  const all = [...streams]
  const place = new Map(all.map(([number], at) => [number, at]))
  // By row and column: 1 where the one is never above the other, 2 where it is always below.
  const order: number[][] = all.map(([, a], i) =>
    all.map(([, b], j) => (i !== j && isKeptBelow(a, b) ? 1 : 0)),
  )
  const add = (low: TypedExpr, high: TypedExpr, strictly: 1 | 2): void => {
    const [i, j] = [place.get(identity(low))!, place.get(identity(high))!]
    order[i]![j] = Math.max(order[i]![j]!, strictly)
  }
  for (const { op, left, right } of relations) {
    if (op === '<' || op === '<=' || op === '==') add(left, right, op === '<' ? 2 : 1)
    if (op === '>' || op === '>=' || op === '==') add(right, left, op === '>' ? 2 : 1)
  }
  for (const [via] of all.entries()) {
    for (const row of order) {
      for (const [j, last] of order[via]!.entries()) {
        if (row[via] !== 0 && last !== 0) row[j] = Math.max(row[j]!, row[via]!, last)
      }
    }
  }
  return order.some((row, i) => row[i] === 2)
}
