import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { Name } from '../syntax/ast.ts'
import { BARS, MONEY, OSCILLATOR, PRICE, RATIO, SHARES, type Unit } from '../types.ts'
import { because } from './because.ts'
import { broken, type Checker, type Env, report, textAt } from './context.ts'
import { requireCount } from './counts.ts'
import { describeType, describeUnit } from './describe.ts'
import type { TypedExpr } from './typed.ts'
import { joinUnits } from './units.ts'

const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['price', PRICE],
  ['shares', SHARES],
  ['money', MONEY],
  ['ratio', RATIO],
  ['oscillator', OSCILLATOR],
  ['bars', BARS],
])

const KINDS: ReadonlySet<string> = new Set(['bool', 'number', 'time', 'duration'])

/** Every type that a parameter can be annotated with. */
export const TYPE_NAMES: readonly string[] = ['int', ...KINDS, ...UNITS.keys()]

/** The unit that an annotation asks for, where it asks for one. */
export function annotatedUnit(name: string): Unit | undefined {
  return UNITS.get(name)
}

/** Tells of an annotation that is no type; asked once a function. */
export function checkAnnotation(checker: Checker, env: Env, annotation: Name): void {
  const { text, span } = annotation
  if (TYPE_NAMES.includes(text)) return
  const meant = nearest(text, TYPE_NAMES)
  const fix = meant && { title: `Write ${meant}`, span, replacement: meant }
  const values = { name: text, types: TYPE_NAMES.join(', ') }
  report(checker, env, 'unknown-type', span, values, fix ? { fix } : {})
}

/** The argument as its parameter's annotation wants it: a bare number takes the unit. */
export function annotated(
  checker: Checker,
  env: Env,
  value: TypedExpr,
  span: Span,
  parameter: { readonly annotation: Name; readonly role: string },
): TypedExpr {
  const { annotation, role } = parameter
  const { type } = value
  if (type.kind === 'error') return value
  if (annotation.text === 'int') {
    return requireCount(checker, env, value, span, { minimum: Number.NEGATIVE_INFINITY, role })
  }
  const unit = UNITS.get(annotation.text)
  const due = unit === undefined ? annotation.text : 'number'
  if (!KINDS.has(due)) return value
  if (type.kind !== due) {
    const described = unit === undefined ? WORDS[due]! : describeUnit(unit)
    wrongArgument(checker, env, span, role, described, [annotation, value])
    return broken(env, span)
  }
  if (unit === undefined || type.kind !== 'number') return value
  if (joinUnits(type.unit, unit) === undefined) {
    wrongArgument(checker, env, span, role, describeUnit(unit), [annotation, value])
    return broken(env, span)
  }
  return { ...value, type: { ...type, unit } }
}

const WORDS: Readonly<Record<string, string>> = {
  bool: 'a condition (true or false)',
  number: 'a number',
  time: 'a point in time',
  duration: 'a length of time',
}

function wrongArgument(
  checker: Checker,
  env: Env,
  span: Span,
  name: string,
  due: string,
  [declared, given]: readonly [Name, TypedExpr],
): void {
  const values = { name, due, text: textAt(checker, env, span), is: describeType(given.type) }
  const labels = [
    { span: declared.span, message: `declared as ${declared.text} here` },
    ...because(env, given),
  ]
  report(checker, env, 'argument-unit', span, values, { labels })
}
