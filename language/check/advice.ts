import type { Code } from '../catalogue.ts'
import type { Expr } from '../syntax/ast.ts'
import { literal } from './constants.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import type { Sides } from './operators.ts'
import { behind, fixedNumber, neverAbove, sameStream } from './ordering.ts'
import { canBeFalse, canBeTrue, compared, isNever } from './ranges/range.ts'
import { rangeText } from './ranges/range-text.ts'
import type { Ranges } from './ranges/ranges.ts'
import type { ComparisonOperator, TypedExpr } from './typed.ts'

/**
 * Warnings about conditions that are right by their types and cannot be meant: never true, always
 * true, true by chance. Each is a proof. Functions are left alone, for what holds in one call need
 * not hold in the next, and so are tests, which may state what is always so.
 */
export function adviseComparison(
  checker: Checker,
  env: Env,
  expr: Sides & { readonly op: ComparisonOperator },
  left: TypedExpr,
  right: TypedExpr,
): void {
  // Two numbers are compared to switch something on or off.
  if (!isAdvised(env) || (literal(left) !== undefined && literal(right) !== undefined)) return
  const { op } = expr
  if (op === '==' || op === '!=') {
    if (adviseEquality(checker, env, expr, left, right)) return
  } else {
    if (advisePercent(checker, env, expr.left, expr.right)) return
    if (advisePercent(checker, env, expr.right, expr.left)) return
  }
  const how = decided(checker, op, left, right)
  if (how !== undefined) tellDecided(checker, env, expr, [left, right], how)
}

/** How a comparison comes out on every bar on which it is known, where that is certain. */
function decided(
  { ranges }: Checker,
  op: ComparisonOperator,
  left: TypedExpr,
  right: TypedExpr,
): 'never' | 'always' | undefined {
  if (left.type.kind === 'bool') return undefined
  const result = compared(op, ranges.of(left), ranges.of(right))
  if (isNever(result)) return undefined
  if (!canBeTrue(result)) return 'never'
  if (!canBeFalse(result)) return asksWhetherKnown(ranges, left, right) ? undefined : 'always'
  const [small, large] = op === '<' || op === '<=' ? [left, right] : [right, left]
  // `small < large` never holds where large <= small, `small <= large` always where it does.
  if (op === '<' || op === '>') return neverAbove(large, small) ? 'never' : undefined
  if (op === '<=' || op === '>=') return neverAbove(small, large) ? 'always' : undefined
  return undefined
}

function isAdvised(env: Env): boolean {
  return (
    env.frames.length === 0 &&
    env.at === undefined &&
    env.place !== 'test' &&
    env.place !== 'require'
  )
}

/** `close[5] > 0` is how many say “once there are so many bars”. */
function asksWhetherKnown(ranges: Ranges, left: TypedExpr, right: TypedExpr): boolean {
  return [left, right].some(
    (one) => fixedNumber(one) === 0 && ranges.of(one === left ? right : left).low > 0,
  )
}

function tellDecided(
  checker: Checker,
  env: Env,
  expr: Sides,
  [left, right]: readonly [TypedExpr, TypedExpr],
  how: 'never' | 'always',
): void {
  const text = textAt(checker, env, expr.span)
  if (sameStream(left, right)) {
    report(checker, env, 'compared-with-itself', expr.span, { text, how })
    return
  }
  const extreme = [expr.left, expr.right].find(isExtreme)
  if (extreme !== undefined) {
    const written = textAt(checker, env, extreme.span)
    const at = { start: extreme.span.end, end: extreme.span.end }
    const fix = { title: `Write \`${written}[1]\``, span: at, replacement: '[1]' }
    const values = { text, how, extreme: written }
    report(checker, env, 'extreme-with-now', expr.span, values, { fix })
    return
  }
  const reason = reasonOf(checker, env, expr, left, right)
  report(checker, env, how === 'never' ? 'never-true' : 'always-true', expr.span, { text, reason })
}

function isExtreme(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    expr.callee.kind === 'name' &&
    /^(highest|lowest)$/.test(expr.callee.text)
  )
}

function reasonOf(
  checker: Checker,
  env: Env,
  expr: Sides,
  left: TypedExpr,
  right: TypedExpr,
): string {
  for (const [written, value] of [
    [expr.left, left],
    [expr.right, right],
  ] as const) {
    const stays = rangeText(checker.ranges.of(value))
    if (literal(value) !== undefined || stays === undefined) continue
    return `\`${textAt(checker, env, written.span)}\` ${stays}`
  }
  return 'a bar’s `low` is its lowest price and its `high` the highest'
}

// ── Percentages, equality ──────────────────────────────────────────────────────────────────────

const CHANGES = /^(returns|drawdown|day_loss|day_profit)$/

/** `returns > 2`: as a ratio that is 200 %. */
function advisePercent(checker: Checker, env: Env, stream: Expr, number: Expr): boolean {
  if (stream.kind !== 'name' || !CHANGES.test(stream.text)) return false
  const written = number.kind === 'unary' && number.op === '-' ? number.operand : number
  if (written.kind !== 'number' || written.unit !== '' || written.value < 1) return false
  const text = textAt(checker, env, written.span)
  const percent = `${Number((written.value * 100).toPrecision(12))}%`
  const replacement = `${text}%`
  const fix = { title: `Write \`${replacement}\``, span: written.span, replacement }
  const values = { name: stream.text, text, percent, replacement }
  report(checker, env, 'percent-missing', written.span, values, { fix })
  return true
}

/** Functions whose results are rounded at every step and hardly ever meet a number exactly. */
const ROUNDED: ReadonlySet<string> = new Set(
  'sma ema rma wma rsi atr stdev covariance log exp sqrt pow'.split(' '),
)

function adviseEquality(
  checker: Checker,
  env: Env,
  expr: Sides,
  left: TypedExpr,
  right: TypedExpr,
): boolean {
  const rounded = [left, right].find((side) => {
    const value = behind(side)
    return value.kind === 'call' && ROUNDED.has(value.primitive)
  })
  // The ends of a scale are reached exactly: all bars rose, nothing moved.
  const ends = [left, right].some((side) => [0, 100].includes(fixedNumber(side) ?? Number.NaN))
  if (rounded === undefined || ends) return false
  const written = rounded === left ? expr.left : expr.right
  const values = { text: textAt(checker, env, written.span) }
  report(checker, env, 'exact-equality', expr.span, values)
  return true
}

// ── `and`, `or` ────────────────────────────────────────────────────────────────────────────────

/** Two conditions of one `and` that exclude each other, two of one `or` of which one always holds. */
export function adviseLogic(
  checker: Checker,
  env: Env,
  expr: Extract<Expr, { kind: 'binary' }>,
  left: TypedExpr,
  right: TypedExpr,
): void {
  if (!isAdvised(env) || (expr.op !== 'and' && expr.op !== 'or')) return
  const kind = expr.op
  for (const a of comparisonsOf(left, kind)) {
    for (const b of comparisonsOf(right, kind)) {
      const fits = kind === 'and' ? canBothHold(a, b) : canBothFail(a, b)
      if (fits) continue
      const code: Code = kind === 'and' ? 'never-together' : 'one-always'
      const first = textAt(checker, env, a.span)
      const second = textAt(checker, env, b.span)
      if (first === '' || second === '') continue
      const labels = [
        { span: a.span, message: 'this, and what is marked, cannot be so on one bar' },
      ]
      if (kind === 'or') labels[0] = { span: a.span, message: 'where this is false' }
      report(checker, env, code, b.span, { first, second }, { labels })
      return
    }
  }
}

type Comparison = Extract<TypedExpr, { kind: 'compare' }>

/** At most so many parts of a condition are compared with one another. */
const PARTS = 12

function comparisonsOf(expr: TypedExpr, kind: 'and' | 'or'): readonly Comparison[] {
  const found: Comparison[] = []
  const open = [expr]
  for (let next = open.pop(); next !== undefined && found.length < PARTS; next = open.pop()) {
    if (next.kind === 'compare') found.push(next)
    else if (next.kind === kind) open.push(next.right, next.left)
  }
  return found
}

interface Range {
  readonly low: number
  readonly high: number
  /** Whether the end itself belongs to it. */
  readonly closed: boolean
}

function canBothHold(a: Comparison, b: Comparison): boolean {
  const [first, second] = [rangeOf(a, 'true'), rangeOf(b, 'true')]
  if (first !== undefined && second !== undefined && sameStream(first.stream, second.stream)) {
    return meets(first.range, second.range)
  }
  return !isOpposite(a, b)
}

/** Whether both can be false. */
function canBothFail(a: Comparison, b: Comparison): boolean {
  const [first, second] = [rangeOf(a, 'false'), rangeOf(b, 'false')]
  if (first === undefined || second === undefined) return true
  return !sameStream(first.stream, second.stream) || meets(first.range, second.range)
}

function meets(a: Range, b: Range): boolean {
  const low = Math.max(a.low, b.low)
  const high = Math.min(a.high, b.high)
  return low < high || (low === high && a.closed && b.closed)
}

/** The values of a stream for which its comparison with a number comes out so. */
function rangeOf(
  { op, left, right }: Comparison,
  outcome: 'true' | 'false',
): { readonly stream: TypedExpr; readonly range: Range } | undefined {
  const [stream, number] = left.color === 'constant' ? [right, left] : [left, right]
  const value = fixedNumber(number)
  const turned = stream === left ? op : MIRRORED[op]
  const told = outcome === 'true' ? turned : NEGATED[turned]
  if (value === undefined || stream.color === 'constant' || told === '!=') return undefined
  const low = told === '<' || told === '<=' ? Number.NEGATIVE_INFINITY : value
  const high = told === '>' || told === '>=' ? Number.POSITIVE_INFINITY : value
  return { stream, range: { low, high, closed: told !== '<' && told !== '>' } }
}

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const
const NEGATED = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const

/** `a > b` and `a < b`, or `b > a`. */
function isOpposite(a: Comparison, b: Comparison): boolean {
  const strict = (op: string): boolean => op === '<' || op === '>'
  if (!strict(a.op) && !strict(b.op)) return false
  const direction = (op: string): string => op[0]!
  const straight = sameStream(a.left, b.left) && sameStream(a.right, b.right)
  const crossed = sameStream(a.left, b.right) && sameStream(a.right, b.left)
  if (!'<>'.includes(direction(a.op)) || !'<>'.includes(direction(b.op))) return false
  if (straight) return direction(a.op) !== direction(b.op)
  return crossed && direction(a.op) === direction(b.op)
}
