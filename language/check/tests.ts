import type { Span } from '../diagnostic.ts'
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
import type { Costs, Expectation, TypedExpr, TypedTest } from './typed.ts'
import { joinTypes } from './units.ts'

type Column = 'open' | 'high' | 'low' | 'close' | 'volume'
type Item<K extends TestItem['kind']> = Extract<TestItem, { kind: K }>

/** Longer series come from a file, not from the text. */
const LENGTH_LIMIT = 1_000_000

/** Checks one `test` block. */
export function checkTest(checker: Checker, statement: TestStatement, outer: Env): TypedTest {
  const env: Env = { ...outer, place: 'test' }
  const columns = checkColumns(checker, statement, env)
  const length = columns?.close?.length
  const parameters: { index: number; value: number }[] = []
  const expectations: Expectation[] = []
  let costs: Costs | undefined
  for (const item of statement.items) {
    if (item.kind === 'with') parameters.push(...checkSettings(checker, item, env))
    if (item.kind === 'costs') costs = checkCosts(checker, item, env)
    if (item.kind === 'expect') expectations.push(checkExpectation(checker, item, length, env))
  }
  return {
    title: statement.title,
    columns: columns ?? {},
    parameters,
    ...(costs === undefined ? {} : { costs }),
    expectations,
    span: statement.span,
  }
}

// ── Prices ─────────────────────────────────────────────────────────────────────────────────────

/** All prices of the test's bars, what is not written worked out from the closes. */
function checkColumns(
  checker: Checker,
  statement: TestStatement,
  env: Env,
): TypedTest['columns'] | undefined {
  const written = new Map<Column, { values: number[]; span: Span }>()
  let whole = true
  for (const item of statement.items) {
    if (item.kind !== 'series') continue
    const column = item.column.text as Column
    if (written.has(column)) {
      const name = item.column.text
      report(checker, env, 'clause-repeated', item.column.span, { name })
      continue
    }
    const values = seriesValues(checker, item, env)
    if (values === undefined) whole = false
    else written.set(column, { values, span: item.span })
  }
  if (!whole) return undefined
  const close = written.get('close')
  if (close === undefined) {
    const span = { start: statement.span.start, end: statement.span.start + 'test'.length }
    report(checker, env, 'test-without-prices', span)
    return undefined
  }
  for (const [column, { values, span }] of written) {
    if (values.length === close.values.length) continue
    const counts = { column, count: String(values.length), closes: String(close.values.length) }
    const labels = [{ span: close.span, message: `${counts.closes} closes` }]
    report(checker, env, 'series-lengths', span, counts, { labels })
    return undefined
  }
  return completed(close.values, (column) => written.get(column)?.values)
}

/** Close alone: open is the close before, high and low are the larger and smaller of the two. */
function completed(
  close: readonly number[],
  given: (column: Column) => readonly number[] | undefined,
): TypedTest['columns'] {
  const open = given('open') ?? close.map((price, bar) => close[bar - 1] ?? price)
  const high = given('high') ?? close.map((price, bar) => Math.max(price, open[bar]!))
  const low = given('low') ?? close.map((price, bar) => Math.min(price, open[bar]!))
  const volume = given('volume')
  return { open, high, low, close, ...(volume === undefined ? {} : { volume }) }
}

function seriesValues(checker: Checker, item: Item<'series'>, env: Env): number[] | undefined {
  const values: number[] = []
  for (const { value, repeat } of item.values) {
    if (value.kind === 'missing') return undefined
    const price = plainNumber(checker, value, env)
    const times = repeat === undefined ? 1 : plainNumber(checker, repeat, env)
    if (price === undefined || times === undefined) return undefined
    const span = repeat?.span ?? value.span
    if (!Number.isInteger(times) || times < 1 || values.length + times > LENGTH_LIMIT) {
      const limits = `a whole number from 1 to ${LENGTH_LIMIT} bars in all`
      const text = textAt(checker, env, span)
      report(checker, env, 'series-value', span, { text, due: limits })
      return undefined
    }
    for (let count = 0; count < times; count++) values.push(price)
  }
  return values
}

function plainNumber(checker: Checker, expr: Expr, env: Env): number | undefined {
  if (expr.kind === 'missing') return undefined
  if (expr.kind === 'call') {
    const what = 'prices made by a function (`flat`, `ramp`, `walk`)'
    report(checker, env, 'not-yet', expr.span, { what })
    return undefined
  }
  const value = expr.kind === 'number' && expr.unit === '' ? expr.value : undefined
  if (value !== undefined) return value
  const text = textAt(checker, env, expr.span)
  report(checker, env, 'series-value', expr.span, { text, due: 'a plain number' })
  return undefined
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
    const left = checkStream(checker, value, env)
    const right = checkStream(checker, compare.to, env)
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
