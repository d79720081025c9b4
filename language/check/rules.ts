import type { Span } from '../diagnostic.ts'
import type { EnterClause, EnterStatement, ExitStatement, Statement } from '../syntax/ast.ts'
import { checkExpiry, clausesByKind } from './clauses.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { requireConstant, requireCount } from './counts.ts'
import { checkCondition, checkStream } from './expression.ts'
import { checkCancel, checkExit } from './leaving.ts'
import { checkDistance, checkLevel, checkPositionPrice } from './levels.ts'
import { remembered } from './memory.ts'
import { numberNode } from './node.ts'
import { checkGroups, type OcaStatement } from './oca.ts'
import { operands } from './operands.ts'
import { checkOrder, firstLine } from './orders.ts'
import { checkSide } from './sides.ts'
import { checkSize } from './sizes.ts'
import type { Rule, TypedExpr, TypedSize } from './typed.ts'
import { NONE } from './warmup.ts'

/** A rule is a bit of the signal column. */
export const RULE_LIMIT = 32

/** A statement that takes waiting orders back. */
export type CancelStatement = Extract<Statement, { kind: 'cancel' }>
/** A statement that is a rule. */
export type RuleStatement = EnterStatement | ExitStatement | CancelStatement

type Clause<K extends EnterClause['kind']> = Extract<EnterClause, { kind: K }>

/** Checks every rule, in written order. Their gates are filled in when warm-ups are known. */
export function checkRules(
  checker: Checker,
  statements: readonly RuleStatement[],
  ocas: readonly OcaStatement[],
  env: Env,
): readonly Rule[] {
  const tags = new Map<string, Span>()
  for (const statement of statements) {
    if (statement.kind === 'enter') addTag(checker, statement, tags)
  }
  const groups = checkGroups(checker, ocas, env, tags)
  const rules: Rule[] = []
  for (const [at, statement] of statements.entries()) {
    if (at === RULE_LIMIT) {
      const count = String(statements.length)
      report(checker, env, 'too-many-rules', statement.span, { count })
    }
    // What leaves or is cancelled is looked for among all rules.
    const also = statement.kind === 'enter' ? [] : statements
    const index = rules.length
    const rule = remembered(checker, env, { kind: 'rule', of: statement, also }, (own) =>
      checkRule(own, statement, index, env, tags, statements),
    )
    if (rule === undefined) continue
    const membership = rule.kind === 'enter' ? groups.get(rule.tag ?? '') : undefined
    rules.push({ ...rule, index, ...membership })
  }
  return rules
}

function checkRule(
  checker: Checker,
  statement: RuleStatement,
  index: number,
  env: Env,
  tags: ReadonlyMap<string, Span>,
  statements: readonly RuleStatement[],
): Rule | undefined {
  switch (statement.kind) {
    case 'enter':
      return checkEnter(checker, statement, index, env)
    case 'exit':
      return checkExit(checker, statement, index, env, tags, statements)
    case 'cancel':
      return checkCancel(checker, statement, index, env, tags, statements)
  }
}

/** Tells of exits that never have anything to close. The whole text must have been read. */
export function adviseExits(checker: Checker, statements: readonly RuleStatement[]): void {
  const entered = new Set(
    statements.flatMap((one) => (one.kind === 'enter' ? one.legs.map(({ side }) => side) : [])),
  )
  for (const { kind, target, span } of statements.filter((one) => one.kind === 'exit')) {
    if (target.kind !== 'side' || entered.has(target.side)) continue
    const at = { start: span.start, end: span.start + kind.length }
    report(checker, undefined, 'exit-without-entry', at, { side: target.side })
  }
}

function addTag(checker: Checker, statement: EnterStatement, tags: Map<string, Span>): void {
  const { tag, span } = statement
  if (tag === undefined) return
  const first = tags.get(tag)
  if (first === undefined) {
    tags.set(tag, span)
    return
  }
  const labels = [{ span: firstLine(first), message: 'the first rule with this tag' }]
  report(checker, undefined, 'tag-repeated', firstLine(span), { tag }, { labels })
}

// ── Enter ──────────────────────────────────────────────────────────────────────────────────────

function checkEnter(
  checker: Checker,
  statement: EnterStatement,
  index: number,
  env: Env,
): Rule | undefined {
  const [leg] = statement.legs
  if (leg === undefined) return undefined
  if (statement.legs.length > 1 || leg.symbol !== undefined) {
    report(checker, env, 'not-yet', leg.span, { what: 'rules for several instruments' })
    return undefined
  }
  const when = checkCondition(checker, statement.when, env)
  const clauses = clausesByKind(checker, statement.clauses)
  const order = checkOrder(checker, clauses.get('at') as Clause<'at'> | undefined, env)
  const size = checkSizeClause(checker, statement, clauses, env)
  const stopClause = clauses.get('stop') as Clause<'stop'> | undefined
  const stop = checkStop(checker, stopClause, leg.side, env)
  const trailAfter = checkTrailAfter(checker, stopClause, env)
  const target = checkTarget(checker, clauses, leg.side, env)
  const expire = clauses.get('expire') as Clause<'expire'> | undefined
  const place = clauses.get('at')?.span ?? firstLine(statement.span)
  const lasts = checkExpiry(checker, expire, order, place, env)
  const entries = checkEntries(checker, clauses.get('up-to') as Clause<'up-to'>, env)
  return {
    index,
    kind: 'enter',
    side: leg.side,
    ...(statement.tag === undefined ? {} : { tag: statement.tag }),
    when,
    gate: NONE,
    order,
    ...(size === undefined ? {} : { size }),
    ...(stop === undefined ? {} : { stop }),
    trails: stopClause?.trailing === true,
    ...(trailAfter === undefined ? {} : { trailAfter }),
    ...(target === undefined ? {} : { target }),
    ...lasts,
    entries,
    text: textAt(checker, env, statement.when.span),
    span: statement.span,
  }
}

// ── Size, stop, target, expiry, entries ────────────────────────────────────────────────────────

function checkSizeClause(
  checker: Checker,
  statement: EnterStatement,
  clauses: ReadonlyMap<EnterClause['kind'], EnterClause>,
  env: Env,
): TypedSize | undefined {
  const clause = clauses.get('size') as Clause<'size'> | undefined
  if (clause === undefined) {
    report(checker, env, 'size-missing', firstLine(statement.span))
    return undefined
  }
  const size = checkSize(checker, clause.size, clause.span, { ...env, place: 'order' })
  if (size?.kind === 'risk' && !clauses.has('stop')) {
    report(checker, env, 'stop-missing', clause.span, { what: 'A size by risk' })
  }
  return size
}

function checkStop(
  checker: Checker,
  clause: Clause<'stop'> | undefined,
  side: 'long' | 'short',
  env: Env,
): TypedExpr | undefined {
  if (clause === undefined) return undefined
  const stop = checkLevel(checker, clause.price, { ...env, place: 'clause' }, 'stop', side)
  if (mentionsFill(stop, 'R')) {
    report(checker, env, 'stop-from-R', clause.price.span)
  } else checkSide(checker, stop, clause.price, env, { what: 'stop', side })
  checkPositionPrice(checker, stop, clause.price, env)
  return stop
}

/** `after 1R`: how far ahead of its entry a trade must have closed before its stop moves. */
function checkTrailAfter(
  checker: Checker,
  clause: Clause<'stop'> | undefined,
  env: Env,
): TypedExpr | undefined {
  const written = clause?.after
  if (written === undefined) return undefined
  if (!clause?.trailing) report(checker, env, 'after-without-trailing', written.span)
  const after = checkDistance(checker, written, { ...env, place: 'clause' })
  checkPositionPrice(checker, after, written, env)
  return after
}

function checkTarget(
  checker: Checker,
  clauses: ReadonlyMap<EnterClause['kind'], EnterClause>,
  side: 'long' | 'short',
  env: Env,
): TypedExpr | undefined {
  const clause = clauses.get('target') as Clause<'target'> | undefined
  if (clause === undefined) return undefined
  const target = checkLevel(checker, clause.price, { ...env, place: 'clause' }, 'target', side)
  if (mentionsFill(target, 'R') && !clauses.has('stop')) {
    report(checker, env, 'stop-missing', clause.price.span, { what: '`R`' })
  }
  checkSide(checker, target, clause.price, env, { what: 'target', side })
  checkPositionPrice(checker, target, clause.price, env)
  return target
}

function mentionsFill(expr: TypedExpr, name: 'R'): boolean {
  if (expr.kind === 'fill') return expr.name === name
  return operands(expr).some((operand) => mentionsFill(operand, name))
}

function checkEntries(checker: Checker, clause: Clause<'up-to'> | undefined, env: Env): TypedExpr {
  if (clause === undefined) return numberNode(1, { start: 0, end: 0 })
  const entries = checkStream(checker, clause.entries, { ...env, place: 'order' })
  const { span } = clause.entries
  const bounds = { minimum: 1, role: 'The number of entries' }
  requireConstant(checker, env, entries, span, bounds.role)
  return requireCount(checker, env, entries, span, bounds)
}
