import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { RiskLimit, Statement } from '../syntax/ast.ts'
import { literal } from './constants.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { checkCondition, checkStream } from './expression.ts'
import { numberNode } from './node.ts'
import type { Risk, Rule } from './typed.ts'
import { NONE } from './warmup.ts'

type RiskStatement = Extract<Statement, { kind: 'risk' }>

/** What a `risk` block says: limits, and a rule for each halt, numbered from `first` on. */
export interface CheckedRisk {
  readonly risk?: Risk
  readonly halts: readonly Rule[]
}

const PERIODS: ReadonlyMap<string, number> = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
])

const SUBJECTS = ['position', 'gross', 'orders']

/** Checks the program's `risk` block, of which there is one; limits with mistakes are left out. */
export function checkRisk(
  checker: Checker,
  [statement, second]: readonly RiskStatement[],
  env: Env,
  first: number,
): CheckedRisk {
  if (statement === undefined) return { halts: [] }
  if (second !== undefined) {
    const labels = [{ span: head(statement.span), message: 'the first' }]
    const name = 'risk'
    report(checker, env, 'statement-repeated', head(second.span), { name }, { labels })
  }
  const told = new Map<string, Span>()
  const halts: Rule[] = []
  let risk: Risk = {}
  for (const limit of statement.limits) {
    if (limit.kind === 'halt') {
      halts.push(checkHalt(checker, limit, env, first + halts.length))
      continue
    }
    const name = limit.kind === 'max' ? `max ${limit.subject?.text ?? ''}` : limit.kind
    const before = told.get(name)
    if (before !== undefined) {
      const labels = [{ span: before, message: 'the first' }]
      report(checker, env, 'clause-repeated', limit.span, { name }, { labels })
      continue
    }
    told.set(name, limit.span)
    risk = { ...risk, ...checkLimit(checker, limit, env) }
  }
  return { risk, halts }
}

function head({ start }: Span): Span {
  return { start, end: start + 'risk'.length }
}

function checkHalt(checker: Checker, limit: RiskLimit, env: Env, index: number): Rule {
  const written = limit.when!
  return {
    index,
    kind: 'halt',
    side: 'long',
    ...(limit.subject === undefined ? {} : { today: true }),
    when: checkCondition(checker, written, env),
    gate: NONE,
    order: { kind: 'market' },
    trails: false,
    entries: numberNode(1, limit.span),
    text: textAt(checker, env, written.span),
    span: limit.span,
  }
}

function checkLimit(checker: Checker, limit: RiskLimit, env: Env): Risk {
  if (limit.kind === 'cooldown') {
    const bars = counted(checker, limit, limit.amount, env)
    const losses = counted(checker, limit, limit.after, env)
    return bars === undefined || losses === undefined ? {} : { cooldown: { bars, losses } }
  }
  const { subject, amount } = limit
  switch (subject?.text) {
    case 'orders':
      return checkPace(checker, limit, env)
    case 'position':
    case 'gross': {
      const share = shareOf(checker, limit, env)
      if (share === undefined) return {}
      return subject.text === 'position' ? { maxPosition: share } : { maxGross: share }
    }
    default: {
      if (subject === undefined || subject.text === '') return {}
      if (amount !== undefined) checkStream(checker, amount, env)
      const meant = nearest(subject.text, SUBJECTS)
      const fix = meant && { title: `Write ${meant}`, span: subject.span, replacement: meant }
      report(
        checker,
        env,
        'unknown-limit',
        subject.span,
        { text: subject.text },
        fix ? { fix } : {},
      )
      return {}
    }
  }
}

function checkPace(checker: Checker, limit: RiskLimit, env: Env): Risk {
  const count = counted(checker, limit, limit.amount, env)
  const perMs = PERIODS.get(limit.per?.text ?? '')
  if (perMs === undefined) {
    const span = limit.per?.span ?? limit.span
    report(checker, env, 'limit-period', span, { text: limit.per?.text ?? '' })
  }
  return count === undefined || perMs === undefined ? {} : { maxOrders: { count, perMs } }
}

/** A written share of the equity, above nothing. */
function shareOf(checker: Checker, limit: RiskLimit, env: Env): number | undefined {
  const { amount, of, per, subject } = limit
  if (amount === undefined) return undefined
  const expr = checkStream(checker, amount, env)
  if (expr.type.kind === 'error') return undefined
  const ratio =
    expr.type.kind === 'number' && expr.type.unit.kind === 'unit' && expr.type.unit.tag === 'ratio'
  const value = ratio ? literal(expr) : undefined
  const right = value !== undefined && value > 0 && per === undefined
  if (right && (of === undefined || of.text === 'equity')) return value
  const text = textAt(checker, env, amount.span)
  const percent = amount.kind === 'number' && amount.unit === ''
  const fix = { title: `Write ${text}%`, span: amount.span, replacement: `${text}%` }
  const values = { text, subject: subject!.text }
  report(checker, env, 'limit-share', of?.span ?? amount.span, values, percent ? { fix } : {})
  return undefined
}

/** A written whole number above zero. */
function counted(
  checker: Checker,
  limit: RiskLimit,
  written: RiskLimit['amount'],
  env: Env,
): number | undefined {
  if (written === undefined || written.kind === 'missing') return undefined
  const expr = checkStream(checker, written, env)
  if (expr.type.kind === 'error') return undefined
  const count = literal(expr)
  const { type } = expr
  const plain = type.kind === 'number' && (type.unit.kind === 'bare' || type.unit.tag === 'bars')
  if (plain && count !== undefined && Number.isInteger(count) && count > 0) return count
  const values = { text: textAt(checker, env, written.span), what: limit.kind }
  report(checker, env, 'limit-count', written.span, values)
  return undefined
}
