import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { Expr, SizeSpec } from '../syntax/ast.ts'
import { MONEY, RATIO, SHARES, type Unit } from '../types.ts'
import { because } from './because.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { describeType, describeUnit } from './describe.ts'
import { checkStream } from './expression.ts'
import { unreachable } from './node.ts'
import type { TypedExpr, TypedSize } from './typed.ts'
import { joinUnits } from './units.ts'

/** What a size says, or what is wrong with it. `env` is the place of an order. */
export function checkSize(
  checker: Checker,
  size: SizeSpec,
  span: Span,
  env: Env,
): TypedSize | undefined {
  switch (size.kind) {
    case 'risk':
    case 'fraction': {
      if (size.of.text === '') return undefined
      if (size.of.text !== 'equity') {
        const { text: name, span: at } = size.of
        const fix = { title: 'Write `equity`', span: at, replacement: 'equity' }
        const extra = nearest(name, ['equity']) === undefined ? {} : { fix }
        report(checker, env, 'size-of', at, { name }, extra)
        return undefined
      }
      const kind = size.kind === 'risk' ? 'risk' : 'equity'
      checkPart(checker, size.fraction, kind, env)
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
    case 'volatility':
      checkPart(checker, size.target, 'equity', env)
      checkAmount(checker, size.target, RATIO, env)
      return {
        kind: 'equity',
        value: checkStream(checker, volatilityPart(checker, size.target), env),
      }
    default:
      return unreachable(size)
  }
}

/**
 * The part of the equity whose yearly swing is the target: the target over the instrument's own,
 * as that of the last twenty days on any bars.
 */
function volatilityPart({ timeframe }: Checker, target: Expr): Expr {
  const { span } = target
  const callee: Expr = { kind: 'name', text: 'annual_volatility', span }
  const swing: Expr = { kind: 'call', callee, args: [], span }
  const day: Expr = { kind: 'duration', value: 1, unit: 'd', span }
  const isShort = ['s', 'm', 'h'].includes(timeframe.unit)
  const right: Expr = isShort ? { kind: 'at', object: swing, timeframe: day, span } : swing
  return { kind: 'binary', op: '/', left: target, right, span }
}

/** `95 of equity` is 9500 %; `150% of equity` is more than there is. */
function checkPart(checker: Checker, part: Expr, kind: 'risk' | 'equity', env: Env): void {
  if (part.kind !== 'number') return
  const { value, unit, span } = part
  const text = textAt(checker, env, span)
  if (unit === '' && (kind === 'risk' ? value >= 1 : value > 1)) {
    const replacement = `${text}%`
    const fix = { title: `Write \`${replacement}\``, span, replacement }
    const percent = `${Number((value * 100).toPrecision(12))}%`
    report(checker, env, 'size-percent-missing', span, { text, percent, replacement }, { fix })
  } else if (unit === '%' && value > 100) {
    report(checker, env, kind === 'risk' ? 'risk-over-equity' : 'size-over-equity', span, { text })
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
  report(checker, env, 'size-unit', written.span, values, { labels: because(env, amount) })
  return amount
}
