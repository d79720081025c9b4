import type { Span } from '../diagnostic.ts'
import type { Expr, Statement } from '../syntax/ast.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { checkCondition, checkStream } from './expression.ts'
import { numberNode } from './node.ts'
import { checkPlotted } from './plots.ts'
import type { Fill, MessagePart, Plot, Rule } from './typed.ts'
import { NONE } from './warmup.ts'

type SignalStatement = Extract<Statement, { kind: 'alert' | 'mark' }>
type FillStatement = Extract<Statement, { kind: 'fill' }>

/** Columns that nothing draws by itself: what messages and areas show of them. */
export interface Hidden {
  /** The index of the column of a value. */
  readonly add: (value: Plot['value'], label: string) => number
  readonly plots: readonly Plot[]
}

/** Columns behind those that are plotted. */
export function hiddenPlots(drawn: readonly Plot[]): Hidden {
  const plots: Plot[] = [...drawn]
  return { plots, add: (value, label) => plots.push({ label, value, hidden: true }) - 1 }
}

/** A rule for each `alert` and `mark`: it fires as others do, and says something. */
export function checkSignals(
  checker: Checker,
  statements: readonly SignalStatement[],
  hidden: Hidden,
  env: Env,
  first: number,
): readonly Rule[] {
  return statements.map((statement, at) => ({
    index: first + at,
    kind: statement.kind,
    side: 'long',
    message: messageOf(checker, statement, hidden, env),
    when: checkCondition(checker, statement.when, env),
    gate: NONE,
    order: { kind: 'market' },
    trails: false,
    entries: numberNode(1, statement.span),
    text: textAt(checker, env, statement.when.span),
    span: statement.span,
  }))
}

/** The text with its places in braces: `{close}`, `{band.upper}`, `{symbol}`. */
function messageOf(
  checker: Checker,
  { text, span }: SignalStatement,
  hidden: Hidden,
  env: Env,
): readonly MessagePart[] {
  const parts: MessagePart[] = []
  const start = checker.source.indexOf('"', span.start) + 1
  let done = 0
  for (const { 0: whole, 1: inner = '', index } of text.matchAll(/\{([^{}]*)\}/g)) {
    if (index > done) parts.push({ text: text.slice(done, index) })
    done = index + whole.length
    const at = { start: start + index, end: start + done }
    if (inner.trim() === 'symbol') parts.push({ symbol: true })
    else parts.push(...valuePart(checker, inner.trim(), at, hidden, env))
  }
  if (done < text.length) parts.push({ text: text.slice(done) })
  return parts
}

function valuePart(
  checker: Checker,
  written: string,
  at: Span,
  hidden: Hidden,
  env: Env,
): readonly MessagePart[] {
  const names = written.split('.').map((name) => name.trim())
  if (!names.every((name) => /^[A-Za-z_]\w*$/.test(name))) {
    report(checker, env, 'message-value', at, { text: written })
    return []
  }
  const [first = '', ...fields] = names
  const span = { start: at.start + 1, end: at.end - 1 }
  const name: Expr = { kind: 'name', text: first, span }
  const expr = fields.reduce<Expr>(
    (object, text) => ({ kind: 'member', object, field: { text, span }, span }),
    name,
  )
  const value = checkStream(checker, expr, env)
  checkPlotted(checker, env, value, expr)
  return [{ plot: hidden.add(value, written) }]
}

/** The areas between two lines. */
export function checkFills(
  checker: Checker,
  statements: readonly FillStatement[],
  hidden: Hidden,
  env: Env,
): readonly Fill[] {
  const column = (expr: Expr): number => {
    const value = checkStream(checker, expr, env)
    checkPlotted(checker, env, value, expr)
    return hidden.add(value, textAt(checker, env, expr.span))
  }
  return statements.map(({ from, to }) => ({ from: column(from), to: column(to) }))
}
