import type { IToken } from 'chevrotain'
import { annotatedUnit } from '../check/annotation.ts'
import type { Place } from '../check/context.ts'
import { DISTANCE, LEVEL } from '../check/streams.ts'
import { joinUnits } from '../check/units.ts'
import type { Span } from '../diagnostic.ts'
import { spanOf } from '../syntax/slips.ts'
import * as T from '../syntax/tokens.ts'
import { BARE, BARS, MONEY, type NumberType, RATIO, type Type, type Unit } from '../types.ts'
import type { Analysis } from './analyse.ts'
import type { Step } from './assist.ts'
import { callAt } from './call-at.ts'
import { callableNamed } from './callable.ts'
import { expressionsAt, statementAt, typeOf } from './types-at.ts'

/** What a value must be to make sense where one is due. */
export interface Due {
  /** Absent: anything. */
  readonly type?: Type
  /**
   * What names it may hold: none but literals; those of what makes a test's prices; parameters; the
   * market too; the account too.
   */
  readonly reads: 'nothing' | 'generators' | 'parameters' | 'market' | 'account'
  readonly place: Place
}

const BOOL: Type = { kind: 'bool' }
const number = (unit: Unit): NumberType => ({ kind: 'number', unit, weight: 'any' })

/** By the grammar's rule and which of its expressions it is, what that rule wants. */
const DUES: Readonly<Record<string, Partial<Due>>> = {
  'condition.0': { type: BOOL },
  'conditional.0': { type: BOOL },
  'require.0': { type: BOOL, reads: 'parameters' },
  'order.0': { type: LEVEL, place: 'order' },
  'order.1': { type: LEVEL, place: 'order' },
  'order.2': { type: LEVEL, place: 'order' },
  'order.3': { type: LEVEL, place: 'order' },
  'stopClause.0': { type: LEVEL, place: 'clause' },
  'stopClause.1': { place: 'clause' },
  'target.0': { type: LEVEL, place: 'clause' },
  'size.0': { type: number(RATIO), place: 'order' },
  'size.1': { type: number(RATIO), place: 'order' },
  'size.2': { type: number(MONEY), place: 'order' },
  'size.3': { type: number(RATIO), place: 'order' },
  'expire.0': { type: number(BARS), place: 'order', reads: 'parameters' },
  'upTo.0': { type: number(BARE), place: 'order', reads: 'parameters' },
  'arc.1': { type: number(BARS), reads: 'parameters' },
  'suffix.0': { type: number(BARS), reads: 'parameters' },
  'timeframe.0': { type: { kind: 'duration' }, reads: 'nothing' },
  'param.0': { reads: 'nothing' },
  'param.1': { reads: 'nothing' },
  'param.2': { reads: 'nothing' },
  'param.3': { reads: 'nothing' },
  'seriesValue.0': { reads: 'generators' },
  'seriesValue.1': { reads: 'nothing' },
  'setting.0': { reads: 'nothing' },
  'exit.0': { reads: 'nothing' },
  'plotItem.0': { reads: 'market' },
  // `at bar N` takes a single value, no expression.
  'expect.bar': { type: number(BARS), reads: 'parameters', place: 'test' },
  'expect.0': { place: 'test' },
  'expect.1': { place: 'test' },
  'expect.2': { place: 'test' },
  'expect.3': { place: 'test' },
}

/** What is due where the grammar would take `step` after these tokens. */
export function dueAt(analysis: Analysis, before: readonly IToken[], { path }: Step): Due {
  const outer = dueOfRule(analysis, before, path)
  const lead = leadOf(before)
  const sign = before[lead]
  const type = sign && typeBeside(analysis, sign, outer.type)
  return type === undefined ? outer : { ...outer, type }
}

/** By the rules around it: brackets and the branches of an `if` take what is due outside. */
export function dueOfRule(analysis: Analysis, before: readonly IToken[], path: Step['path']): Due {
  let place: Place | undefined
  let inner: Partial<Due> | undefined
  for (let i = path.length - 1; i > 0; i--) {
    const { rule, occurrence } = path[i]!
    const outer = path[i - 1]!.rule
    const single = rule === 'operand' && outer === 'expect'
    if (!single && rule !== 'expression') continue
    if (outer === 'operand' || (outer === 'conditional' && occurrence > 0)) continue
    const own =
      outer === 'argument'
        ? argumentDue(analysis, before)
        : DUES[`${outer}.${single ? 'bar' : occurrence}`]
    inner ??= own ?? {}
    place ??= own?.place
  }
  // What an exit asks for is of a position that is open.
  if (place === 'order' && path.some(({ rule }) => rule === 'exit')) place = 'stream'
  return { reads: 'account', ...inner, place: place ?? 'stream' }
}

function argumentDue(analysis: Analysis, before: readonly IToken[]): Partial<Due> {
  const call = callAt(before)
  const callable = call && callableNamed(analysis, call.name)
  if (call === undefined || callable === undefined) return {}
  const { parameters, origin } = callable
  if (origin === 'generator') return { reads: 'nothing' }
  const found =
    call.label === undefined
      ? parameters[call.index]
      : parameters.find(({ name }) => name === call.label)
  if (found?.type === 'bool') return { type: BOOL }
  if (found?.type === '' && origin === 'library') return { type: number(BARE) }
  if (found?.type === 'int') return { type: number(BARS), reads: 'parameters' }
  const unit = found && annotatedUnit(found.type)
  return unit === undefined ? {} : { type: number(unit) }
}

/** The token that a value beginning here would follow: prefixes and plain brackets skipped. */
function leadOf(before: readonly IToken[]): number {
  let i = before.length - 1
  for (; i > 0; i--) {
    const { tokenType } = before[i]!
    const after = before[i - 1]!.tokenType
    const isCall = after === T.Name || (after.CATEGORIES?.includes(T.Identifier) ?? false)
    const prefix = tokenType === T.Minus && !endsValue(before[i - 1]!)
    if (!prefix && (tokenType !== T.LParen || isCall)) break
  }
  return i
}

function endsValue({ tokenType }: IToken): boolean {
  const ends = [T.NumberLiteral, T.Percent, T.RMultiple, T.Duration, T.RParen, T.RSquare, T.Bars]
  return ends.includes(tokenType) || (tokenType.CATEGORIES?.includes(T.Identifier) ?? false)
}

/** What an operator wants on its right, by what stands on its left. */
function typeBeside(analysis: Analysis, sign: IToken, outer: Type | undefined): Type | undefined {
  const left = leftOf(analysis, spanOf(sign))
  switch (sign.tokenType) {
    case T.And:
    case T.Or:
    case T.Not:
      return BOOL
    case T.Times:
    case T.Divide:
      return number(RATIO)
    case T.Plus:
    case T.Minus: {
      const level = outer?.kind === 'number' && outer.weight === 1
      if (level && left?.kind === 'number' && left.weight === 1) return DISTANCE
      return left?.kind === 'number' ? { ...left, weight: 'any' } : left
    }
    case T.Above:
    case T.Below:
    case T.Default:
    case T.Equals:
    case T.NotEquals:
    case T.Less:
    case T.Greater:
    case T.AtMost:
    case T.AtLeast:
      return left
    default:
      return undefined
  }
}

/** The type of what stands left of an operator. */
function leftOf(analysis: Analysis, operator: Span): Type | undefined {
  for (const expr of expressionsAt(analysis, operator.start)) {
    if (expr.kind !== 'binary' && expr.kind !== 'crosses') continue
    const { left, right } = expr
    if (left.span.end <= operator.start && operator.end <= right.span.start) {
      return typeOf(analysis, left)
    }
  }
  return expectedOf(analysis, operator)
}

/** `expect a == b` compares in the statement, not in an expression. */
function expectedOf(analysis: Analysis, operator: Span): Type | undefined {
  const statement = statementAt(analysis, operator.start)
  if (statement?.kind !== 'test') return undefined
  const item = statement.items.findLast(({ span }) => span.start <= operator.start)
  return item?.kind === 'expect' ? typeOf(analysis, item.value) : undefined
}

/** How well a type suits what is due: 0 exactly, 1 well, 2 perhaps, 3 not as it stands. */
export function suitability(type: Type | undefined, { type: due }: Due): number {
  if (due === undefined) return 1
  if (type === undefined || type.kind === 'error' || type.kind === 'record') return 2
  // Most conditions begin with a number.
  if (due.kind === 'bool' && type.kind === 'number') return 1
  if (due.kind !== 'number' || type.kind !== 'number') return due.kind === type.kind ? 0 : 3
  if (joinUnits(type.unit, due.unit) === undefined) return 3
  if (due.unit.kind === 'bare' || type.unit.kind === 'bare') return 1
  const mixed = typeof type.weight === 'number' && typeof due.weight === 'number'
  return mixed && type.weight !== due.weight ? 2 : 0
}

/** The same of what may have several types: the best of them; perhaps, where none is known. */
export function bestSuitability(types: readonly (Type | undefined)[], due: Due): number {
  return Math.min(...types.map((type) => suitability(type, due)), 2)
}
