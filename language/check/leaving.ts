import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { ExitClause, ExitStatement, Expr } from '../syntax/ast.ts'
import { RATIO } from '../types.ts'
import { because } from './because.ts'
import { checkExpiry, clausesByKind } from './clauses.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { requireBounds, requireConstant } from './counts.ts'
import { describeType } from './describe.ts'
import { checkCondition, checkStream } from './expression.ts'
import { numberNode } from './node.ts'
import { checkOrder, firstLine, isIntraday } from './orders.ts'
import type { CancelStatement, RuleStatement } from './rules.ts'
import type { Rule, TypedExpr } from './typed.ts'
import { joinUnits } from './units.ts'
import { NONE } from './warmup.ts'

/** `exit`: ends what is open of a side or of a rule, or a part of it. */
export function checkExit(
  checker: Checker,
  statement: ExitStatement,
  index: number,
  env: Env,
  tags: ReadonlyMap<string, Span>,
  statements: readonly RuleStatement[],
): Rule | undefined {
  const { target, span } = statement
  const when = checkCondition(checker, statement.when, env)
  const portion = statement.portion && checkPortion(checker, statement.portion, env)
  const order = checkExitOrder(checker, statement, env)
  const side = target.kind === 'side' ? target.side : taggedSide(target.tag, statements)
  if (target.kind === 'tag' && !tags.has(target.tag)) {
    unknownTag(checker, env, statement, target.tag, tags)
  }
  const text = textAt(checker, env, statement.when.span)
  const tagged = target.kind === 'tag' ? { tag: target.tag } : {}
  const rule = actingRule({ index, kind: 'exit', side, ...tagged, when, text, span })
  return { ...rule, ...order, ...(portion && { portion }) }
}

/** `half of`, `30% of`, `1/3 of`: a ratio, or a number that is one. */
function checkPortion(checker: Checker, written: Expr, env: Env): TypedExpr {
  const portion = checkStream(checker, written, { ...env, place: 'order' })
  const { type } = portion
  const { span } = written
  if (type.kind === 'error') return portion
  if (type.kind !== 'number' || joinUnits(type.unit, RATIO) === undefined) {
    const values = { text: textAt(checker, env, span), is: describeType(type) }
    report(checker, env, 'portion-due', span, values, { labels: because(env, portion) })
    return portion
  }
  const role = 'The part that leaves'
  if (requireConstant(checker, env, portion, span, role))
    requireBounds(checker, env, portion, span, { minimum: 0, maximum: 1, role })
  return portion
}

/** An exit's order: at a price it works as an entry's does, else until it fills. */
function checkExitOrder(
  checker: Checker,
  statement: ExitStatement,
  env: Env,
): Pick<Rule, 'order' | 'expireBars' | 'immediacy' | 'bySession' | 'goodTill'> {
  const clauses = clausesByKind(checker, statement.clauses)
  const at = clauses.get('at') as Extract<ExitClause, { kind: 'at' }> | undefined
  const expire = clauses.get('expire') as Extract<ExitClause, { kind: 'expire' }> | undefined
  const order = checkOrder(checker, at, env, 'stream')
  const auction = isIntraday(checker) && (order.kind === 'close' || order.kind === 'open')
  if (expire === undefined && !('price' in order) && !auction) return { order }
  const place = at?.span ?? firstLine(statement.span)
  return { order, ...checkExpiry(checker, expire, order, place, env) }
}

/** `cancel`: takes back a rule's waiting order. */
export function checkCancel(
  checker: Checker,
  statement: CancelStatement,
  index: number,
  env: Env,
  tags: ReadonlyMap<string, Span>,
  statements: readonly RuleStatement[],
): Rule {
  const { tag, span } = statement
  const when = checkCondition(checker, statement.when, env)
  if (!tags.has(tag)) unknownTag(checker, env, statement, tag, tags)
  const text = textAt(checker, env, statement.when.span)
  return actingRule({
    index,
    kind: 'cancel',
    side: taggedSide(tag, statements),
    tag,
    when,
    text,
    span,
  })
}

/** A rule that acts on what others have entered. */
function actingRule(
  rule: Pick<Rule, 'index' | 'kind' | 'side' | 'tag' | 'when' | 'text' | 'span'>,
): Rule {
  const order = { kind: 'market' } as const
  return { ...rule, gate: NONE, order, trails: false, entries: numberNode(1, rule.span) }
}

function taggedSide(tag: string, statements: readonly RuleStatement[]): 'long' | 'short' {
  const owner = statements.find((other) => other.kind === 'enter' && other.tag === tag)
  return (owner?.kind === 'enter' ? owner.legs[0]?.side : undefined) ?? 'long'
}

/** No rule is called that. */
export function unknownTag(
  checker: Checker,
  env: Env,
  statement: { readonly span: Span },
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
  const written = `"${tag}"`
  const at = checker.source.indexOf(written, statement.span.start)
  const found = at >= 0 && at < statement.span.end
  const span = found ? { start: at, end: at + written.length } : firstLine(statement.span)
  const labels = [...tags].map(([name, place]) => ({
    span: firstLine(place),
    message: `this rule is "${name}"`,
  }))
  const fix = { title: `Write "${meant}"`, span, replacement: `"${meant}"` }
  const extra = found && meant !== undefined ? { labels, fix } : { labels }
  report(checker, env, 'unknown-tag', span, { tag, hint }, extra)
}
