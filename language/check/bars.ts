import type { Span } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import { BARS } from '../types.ts'
import { bindArguments } from './arguments.ts'
import { because } from './because.ts'
import { clockMs, clockText, timeframeHere } from './clocks.ts'
import { interval } from './constants.ts'
import { broken, type Checker, type Env, make, report, textAt } from './context.ts'
import { requireConstant } from './counts.ts'
import { describeType } from './describe.ts'
import { checkStream } from './expression.ts'
import { operands } from './operands.ts'
import type { TypedExpr } from './typed.ts'

const DAY = 8.64e7

/** `bars(30m)`: how many bars of the clock where it stands a constant length of time has. */
export function checkBars(
  checker: Checker,
  expr: Extract<Expr, { kind: 'call' }>,
  env: Env,
): TypedExpr {
  const { span } = expr
  const args = expr.args.map((argument) => ({ argument }))
  const written = bindArguments(checker, expr, 'bars', [{ name: 'time' }], args, env)?.[0]
  if (written === undefined) return broken(env, span)
  const { value } = written.argument
  const left = checkStream(checker, value, env)
  if (left.type.kind === 'error') return left
  const text = textAt(checker, env, value.span)
  if (left.type.kind !== 'duration') {
    const values = { name: 'The time of `bars`', due: 'a length of time', text }
    const is = describeType(left.type)
    const labels = because(env, left)
    report(checker, env, 'argument-unit', value.span, { ...values, is }, { labels })
    return broken(env, span)
  }
  if (!requireConstant(checker, env, left, value.span, 'The time of `bars`'))
    return broken(env, span)
  if (!countsTime(checker, env, left)) {
    const timeframe = clockText({ timeframe: timeframeHere(checker, env) })
    report(checker, env, 'bars-of-days', span, { text, timeframe })
    return broken(env, span)
  }
  const type = { kind: 'duration' } as const
  const length = { kind: 'number', value: barMs(checker, env), bar: true } as const
  const right = make(checker, env, { ...length, type, color: 'constant', span })
  const count = { kind: 'number', unit: BARS, weight: 'any' } as const
  const quotient = { kind: 'arithmetic', op: '/', left, right, color: 'constant' } as const
  return make(checker, env, { ...quotient, type: count, span })
}

/** The length of a bar on the clock where something stands, in milliseconds. */
export function barMs(checker: Checker, env: Env): number {
  return clockMs(timeframeHere(checker, env))
}

/** Whether a length of time is so many bars whatever the exchange's hours: both are within a day. */
export function countsTime(checker: Checker, env: Env, time: TypedExpr): boolean {
  const longest = interval(time)?.high ?? Number.POSITIVE_INFINITY
  return Math.max(barMs(checker, env), longest) < DAY
}

/** Tells of bars that were counted on a clock of another length than that which reads them. */
export function tellBars(checker: Checker, env: Env, expr: TypedExpr, span: Span): boolean {
  const here = barMs(checker, env)
  const other = (part: TypedExpr): boolean => {
    if (part.kind === 'number') return part.bar === true && part.value !== here
    if (part.kind === 'reference') return other(part.definition.expr)
    return operands(part).some(other)
  }
  if (!other(expr)) return false
  const clock = clockText({ timeframe: timeframeHere(checker, env) })
  report(checker, env, 'bars-on-clock', span, { clock })
  return true
}
