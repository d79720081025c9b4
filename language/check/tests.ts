import { nearest } from '../nearest.ts'
import type { Expr, TestItem, TestStatement } from '../syntax/ast.ts'
import { interval, literal } from './constants.ts'
import {
  type Checker,
  type Env,
  make,
  type ParameterDraft,
  report,
  share,
  textAt,
} from './context.ts'
import { checkCosts } from './costs.ts'
import { requireCount } from './counts.ts'
import { describeType } from './describe.ts'
import { checkCondition, checkStream } from './expression.ts'
import { BOOL, strongest } from './node.ts'
import { binary, comparison } from './operators.ts'
import { besideMoney } from './risk-in-money.ts'
import { adviseUnread, checkPrices, type TestBars } from './test-prices.ts'
import type { Costs, TypedExpr } from './typed.ts'
import type { Expectation, TypedTest } from './typed-test.ts'
import { joinTypes } from './units.ts'

type Item<K extends TestItem['kind']> = Extract<TestItem, { kind: K }>

/** In place of mistaken ones. */
const NO_PRICES: TestBars = {
  prices: { kind: 'columns', columns: { open: [], high: [], low: [], close: [] } },
  beside: [],
}

/** Checks one `test` block. */
export function checkTest(checker: Checker, statement: TestStatement, outer: Env): TypedTest {
  const env: Env = { ...outer, place: 'test' }
  const bars = checkPrices(checker, statement, env)
  // How many bars a file has is known when it is read.
  const length = bars?.prices.kind === 'columns' ? bars.prices.columns.close.length : undefined
  const parameters: { index: number; value: number }[] = []
  const expectations: Expectation[] = []
  let costs: Costs | undefined
  for (const item of statement.items) {
    if (item.kind === 'with') parameters.push(...checkSettings(checker, item, env))
    if (item.kind === 'costs') costs = checkCosts(checker, item, env)
    if (item.kind === 'expect') expectations.push(checkExpectation(checker, item, length, env))
  }
  adviseUnread(checker, statement, env)
  return {
    title: statement.title,
    ...(bars ?? NO_PRICES),
    parameters,
    ...(costs === undefined ? {} : { costs }),
    expectations,
    span: statement.span,
  }
}

// ── Parameters ─────────────────────────────────────────────────────────────────────────────────

function checkSettings(
  checker: Checker,
  item: Item<'with'>,
  env: Env,
): readonly { index: number; value: number }[] {
  const settings: { index: number; value: number }[] = []
  for (const { name, value } of item.parameters) {
    const parameter = checker.parameters.find((other) => other.name === name.text)
    if (parameter === undefined) {
      const names = checker.parameters.map((other) => other.name)
      const meant = nearest(name.text, names)
      const fix = meant && { title: `Write ${meant}`, span: name.span, replacement: meant }
      const known = names.length === 0 ? 'none' : names.join(', ')
      const values = { name: name.text, known }
      report(checker, env, 'unknown-parameter', name.span, values, fix ? { fix } : {})
      continue
    }
    const found = settingValue(checker, parameter, value, env)
    if (found !== undefined) settings.push({ index: parameter.index, value: found })
  }
  return settings
}

function settingValue(
  checker: Checker,
  parameter: ParameterDraft,
  written: Expr,
  env: Env,
): number | undefined {
  const expr = checkStream(checker, written, env)
  if (expr.type.kind === 'error') return undefined
  const value = literal(expr)
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = parameter
  const labels = [{ span: parameter.span, message: `\`${parameter.name}\` is defined here` }]
  const text = textAt(checker, env, written.span)
  const fits = joinTypes(parameter.type, expr.type) !== undefined
  const whole = !parameter.integer || Number.isInteger(value)
  if (value !== undefined && fits && whole && value >= min && value <= max) return value
  const limits = !fits || value === undefined ? describeType(parameter.type) : within(parameter)
  const values = { name: parameter.name, text, limits }
  report(checker, env, 'setting-outside', written.span, values, { labels })
  return undefined
}

function within({ min, max, integer }: ParameterDraft): string {
  const kind = integer ? 'a whole number' : 'a number'
  if (min === undefined) return max === undefined ? kind : `${kind} up to ${max}`
  return max === undefined ? `${kind} from ${min}` : `${kind} from ${min} to ${max}`
}

// ── Expectations ───────────────────────────────────────────────────────────────────────────────

function checkExpectation(
  checker: Checker,
  item: Item<'expect'>,
  length: number | undefined,
  env: Env,
): Expectation {
  const { value, compare, within: near, span } = item
  const at = item.at === undefined ? undefined : barIndex(checker, item.at, length, env)
  const common = {
    ...(at === undefined ? {} : { at }),
    text: textAt(checker, env, span),
    span,
  }
  if (compare !== undefined) {
    const written = checkStream(checker, value, env)
    const [left, right] = besideMoney(checker, env, written, checkStream(checker, compare.to, env))
    const sides = { left: value, right: compare.to, span, verb: 'compare', op: compare.op }
    const condition = comparison(checker, sides, left, right, env)
    return { condition, shown: shown(checker, env, [value, left], [compare.to, right]), ...common }
  }
  if (near !== undefined) return { ...nearness(checker, item, near, env), ...common }
  const condition = checkCondition(checker, value, env)
  return { condition, shown: shown(checker, env, [value, condition]), ...common }
}

/** What a failing test shows: constants say nothing that is not in the text. */
function shown(
  checker: Checker,
  env: Env,
  ...sides: readonly (readonly [Expr, TypedExpr])[]
): Expectation['shown'] {
  return sides
    .filter(([, value]) => literal(value) === undefined)
    .map(([expr, value]) => ({ text: textAt(checker, env, expr.span), value }))
}

/** `x within t of y` is `x - y <= t and y - x <= t`. */
function nearness(
  checker: Checker,
  item: Item<'expect'>,
  near: NonNullable<Item<'expect'>['within']>,
  env: Env,
): Pick<Expectation, 'condition' | 'shown'> {
  const { value, span } = item
  const left = share(checker, env, 'value', checkStream(checker, value, env))
  const right = share(checker, env, 'near', checkStream(checker, near.of, env))
  const tolerance = checkStream(checker, near.tolerance, env)
  const bound = (a: TypedExpr, b: TypedExpr, first: Expr, second: Expr): TypedExpr => {
    const minus = { kind: 'binary', op: '-', left: first, right: second, span } as const
    const distance = binary(checker, minus, a, b, env)
    const sides = { left: minus, right: near.tolerance, span, verb: 'compare' }
    return comparison(checker, { ...sides, op: '<=' }, distance, tolerance, env)
  }
  const sides = {
    left: bound(left, right, value, near.of),
    right: bound(right, left, near.of, value),
  }
  const color = strongest([sides.left, sides.right])
  const condition = make(checker, env, { kind: 'and', ...sides, type: BOOL, color, span })
  return { condition, shown: shown(checker, env, [value, left], [near.of, right]) }
}

function barIndex(
  checker: Checker,
  written: Expr,
  length: number | undefined,
  env: Env,
): number | undefined {
  const expr = checkStream(checker, written, env)
  const { span } = written
  const counted = requireCount(checker, env, expr, span, {
    minimum: 0,
    role: 'The number of a bar',
  })
  const bounds = interval(counted)
  if (counted.type.kind === 'error' || bounds === undefined) return undefined
  const at = literal(counted)
  if (at === undefined || (length !== undefined && at >= length)) {
    const last = String((length ?? 1) - 1)
    report(checker, env, 'bar-outside', span, { text: textAt(checker, env, span), last })
    return undefined
  }
  return at
}
