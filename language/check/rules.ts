import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type {
  EnterClause,
  EnterStatement,
  ExitStatement,
  Expiry,
  Expr,
  OrderSpec,
  SizeSpec,
} from '../syntax/ast.ts'
import { MONEY, RATIO, SHARES, type Unit } from '../types.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { requireConstant, requireCount } from './counts.ts'
import { describeType, describeUnit } from './describe.ts'
import { checkCondition, checkStream } from './expression.ts'
import { checkLevel, checkPositionPrice } from './levels.ts'
import { numberNode } from './node.ts'
import { operands } from './operands.ts'
import { because } from './operators.ts'
import type { Rule, TypedExpr, TypedOrder, TypedSize } from './typed.ts'
import { joinUnits } from './units.ts'
import { NONE } from './warmup.ts'

const RULE_LIMIT = 32

type Clause<K extends EnterClause['kind']> = Extract<EnterClause, { kind: K }>

/** Checks every rule, in written order. Their gates are filled in when warm-ups are known. */
export function checkRules(
  checker: Checker,
  statements: readonly (EnterStatement | ExitStatement)[],
  env: Env,
): readonly Rule[] {
  const tags = new Map<string, Span>()
  for (const statement of statements) {
    if (statement.kind === 'enter') addTag(checker, statement, tags)
  }
  const rules: Rule[] = []
  for (const [index, statement] of statements.entries()) {
    if (index === RULE_LIMIT) {
      const count = String(statements.length)
      report(checker, env, 'too-many-rules', statement.span, { count })
    }
    const rule =
      statement.kind === 'enter'
        ? checkEnter(checker, statement, rules.length, env)
        : checkExit(checker, statement, rules.length, env, tags, statements)
    if (rule !== undefined) rules.push(rule)
  }
  return rules
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

/** A rule's keyword: enough to point at, however long the rule. */
function firstLine(span: Span): Span {
  return { start: span.start, end: Math.min(span.end, span.start + 'enter'.length) }
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
  const clauses = clausesByKind(checker, statement)
  const order = checkOrder(checker, clauses.get('at') as Clause<'at'> | undefined, env)
  const size = checkSizeClause(checker, statement, clauses, env)
  const stop = checkStop(checker, clauses.get('stop') as Clause<'stop'>, leg.side, env)
  const target = checkTarget(checker, clauses, leg.side, env)
  const expireBars = checkExpiry(checker, clauses, order, statement, env)
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
    ...(target === undefined ? {} : { target }),
    ...(expireBars === undefined ? {} : { expireBars }),
    entries,
    text: textAt(checker, env, statement.when.span),
    span: statement.span,
  }
}

function clausesByKind(
  checker: Checker,
  statement: EnterStatement,
): ReadonlyMap<EnterClause['kind'], EnterClause> {
  const found = new Map<EnterClause['kind'], EnterClause>()
  for (const clause of statement.clauses) {
    const first = found.get(clause.kind)
    if (first === undefined) found.set(clause.kind, clause)
    else {
      const name = clause.kind === 'up-to' ? 'up to' : clause.kind
      const labels = [{ span: first.span, message: 'the first' }]
      report(checker, undefined, 'clause-repeated', clause.span, { name }, { labels })
    }
  }
  return found
}

function checkOrder(
  checker: Checker,
  clause: { readonly order: OrderSpec; readonly span: Span } | undefined,
  env: Env,
): TypedOrder {
  const market: TypedOrder = { kind: 'market' }
  if (clause === undefined) return market
  const { order, span } = clause
  switch (order.kind) {
    case 'market':
      return market
    case 'open':
      // Under next-bar fills a market order decided at a daily close fills at the next open.
      if (isIntraday(checker)) report(checker, env, 'not-yet', span, { what: '`at open` intraday' })
      return market
    case 'close':
      report(checker, env, 'not-yet', span, { what: '`at close`' })
      return market
    default:
  }
  if (order.kind === 'stop' && order.limit !== undefined) {
    report(checker, env, 'not-yet', span, { what: 'stop-limit orders' })
    return market
  }
  const place: Env = { ...env, place: 'order' }
  return { kind: order.kind, price: checkLevel(checker, order.price, place, order.kind) }
}

function isIntraday(checker: Checker): boolean {
  return ['s', 'm', 'h'].includes(checker.timeframe.unit)
}

// ── Size ───────────────────────────────────────────────────────────────────────────────────────

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

function checkSize(checker: Checker, size: SizeSpec, span: Span, env: Env): TypedSize | undefined {
  switch (size.kind) {
    case 'risk':
    case 'fraction': {
      if (size.of.text === '') return undefined
      if (size.of.text !== 'equity') {
        report(checker, env, 'size-of', size.of.span, { name: size.of.text })
        return undefined
      }
      const kind = size.kind === 'risk' ? 'risk' : 'equity'
      return { kind, value: checkAmount(checker, size.fraction, RATIO, env) }
    }
    case 'shares':
      return { kind: 'shares', value: checkAmount(checker, size.quantity, SHARES, env) }
    case 'money':
      if (size.each || size.hedge !== undefined) {
        report(checker, env, 'not-yet', span, { what: 'sizes for several instruments' })
        return undefined
      }
      return { kind: 'money', value: checkMoney(checker, size.amount, env) }
    default:
      report(checker, env, 'not-yet', span, { what: 'sizes by volatility' })
      return undefined
  }
}

/** An amount of money must say so: `size 100` could mean anything. */
function checkMoney(checker: Checker, written: Expr, env: Env): TypedExpr {
  const amount = checkAmount(checker, written, MONEY, env)
  if (amount.type.kind === 'number' && amount.type.unit.kind === 'bare') {
    report(checker, env, 'size-bare', written.span, { text: textAt(checker, env, written.span) })
  }
  return amount
}

function checkAmount(checker: Checker, written: Expr, unit: Unit, env: Env): TypedExpr {
  const amount = checkStream(checker, written, env)
  const { type } = amount
  if (type.kind === 'error') return amount
  if (type.kind === 'number' && joinUnits(type.unit, unit) !== undefined) return amount
  const values = {
    text: textAt(checker, env, written.span),
    is: describeType(type),
    due: describeUnit(unit),
  }
  report(checker, env, 'size-unit', written.span, values, { labels: because(checker, env, amount) })
  return amount
}

// ── Stop, target, expiry, entries ──────────────────────────────────────────────────────────────

function checkStop(
  checker: Checker,
  clause: Clause<'stop'> | undefined,
  side: 'long' | 'short',
  env: Env,
): TypedExpr | undefined {
  if (clause === undefined) return undefined
  if (clause.trailing || clause.after !== undefined) {
    report(checker, env, 'not-yet', clause.span, { what: 'trailing stops' })
    return undefined
  }
  const stop = checkLevel(checker, clause.price, { ...env, place: 'clause' }, 'stop', side)
  if (mentionsFill(stop, 'R')) {
    report(checker, env, 'stop-from-R', clause.price.span)
  }
  checkPositionPrice(checker, stop, clause.price, env)
  return stop
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
  checkPositionPrice(checker, target, clause.price, env)
  return target
}

function mentionsFill(expr: TypedExpr, name: 'R'): boolean {
  if (expr.kind === 'fill') return expr.name === name
  return operands(expr).some((operand) => mentionsFill(operand, name))
}

function checkExpiry(
  checker: Checker,
  clauses: ReadonlyMap<EnterClause['kind'], EnterClause>,
  order: TypedOrder,
  statement: EnterStatement,
  env: Env,
): TypedExpr | undefined {
  const clause = clauses.get('expire') as Clause<'expire'> | undefined
  const written: Expiry = clause?.expiry ?? { kind: 'day' }
  const span = clause?.span ?? clauses.get('at')?.span ?? firstLine(statement.span)
  switch (written.kind) {
    case 'gtc':
      return undefined
    case 'gtd':
      report(checker, env, 'not-yet', span, { what: '`gtd`' })
      return undefined
    case 'after': {
      const place: Env = { ...env, place: 'order' }
      const bars = checkStream(checker, written.bars, place)
      const role = 'The number of bars after which the order expires'
      return requireCount(checker, env, bars, written.bars.span, { minimum: 1, role })
    }
    default:
  }
  if (!isIntraday(checker)) return numberNode(1, span)
  const resting = clause !== undefined || order.kind !== 'market'
  if (resting) report(checker, env, 'expiry-intraday', span)
  return undefined
}

function checkEntries(checker: Checker, clause: Clause<'up-to'> | undefined, env: Env): TypedExpr {
  if (clause === undefined) return numberNode(1, { start: 0, end: 0 })
  const entries = checkStream(checker, clause.entries, { ...env, place: 'order' })
  const { span } = clause.entries
  const bounds = { minimum: 1, role: 'The number of entries' }
  requireConstant(checker, env, entries, span, bounds.role)
  return requireCount(checker, env, entries, span, bounds)
}

// ── Exit ───────────────────────────────────────────────────────────────────────────────────────

function checkExit(
  checker: Checker,
  statement: ExitStatement,
  index: number,
  env: Env,
  tags: ReadonlyMap<string, Span>,
  statements: readonly (EnterStatement | ExitStatement)[],
): Rule | undefined {
  const { target, span } = statement
  const when = checkCondition(checker, statement.when, env)
  if (statement.portion !== undefined) {
    const { span: portion } = statement.portion
    report(checker, env, 'not-yet', portion, { what: 'exits of a part of the position' })
  }
  const at = statement.at
  if (at !== undefined && at.kind !== 'market' && at.kind !== 'open') {
    const what = `exits \`at ${at.kind}\``
    report(checker, env, 'not-yet', firstLine(span), { what })
  }
  const side = target.kind === 'side' ? target.side : taggedSide(target.tag, statements)
  if (target.kind === 'tag' && !tags.has(target.tag)) {
    unknownTag(checker, env, statement, target.tag, tags)
  }
  return {
    index,
    kind: 'exit',
    side,
    ...(target.kind === 'tag' ? { tag: target.tag } : {}),
    when,
    gate: NONE,
    order: { kind: 'market' },
    entries: numberNode(1, span),
    text: textAt(checker, env, statement.when.span),
    span,
  }
}

function taggedSide(
  tag: string,
  statements: readonly (EnterStatement | ExitStatement)[],
): 'long' | 'short' {
  const owner = statements.find((other) => other.kind === 'enter' && other.tag === tag)
  return (owner?.kind === 'enter' ? owner.legs[0]?.side : undefined) ?? 'long'
}

function unknownTag(
  checker: Checker,
  env: Env,
  statement: ExitStatement,
  tag: string,
  tags: ReadonlyMap<string, Span>,
): void {
  const meant = nearest(tag, tags.keys())
  const known = [...tags.keys()].map((name) => `"${name}"`).join(', ')
  const hint =
    meant !== undefined
      ? `Write "${meant}"`
      : known === ''
        ? 'Give the `enter` rule a tag: `enter long "name" when …`'
        : `Write one of ${known}`
  report(checker, env, 'unknown-tag', firstLine(statement.span), { tag, hint })
}
