import type { Span } from '../diagnostic.ts'
import { isBelow } from '../libraries.ts'
import { nearest } from '../nearest.ts'
import type { Expr, TestItem, TestStatement } from '../syntax/ast.ts'
import { bindArguments } from './arguments.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { GENERATORS, type Generator, type GeneratorArgument, LENGTH_LIMIT } from './generators.ts'
import type { PriceColumns, TypedTest } from './typed.ts'

type Column = keyof PriceColumns
type Item<K extends TestItem['kind']> = Extract<TestItem, { kind: K }>
type Call = Extract<Expr, { kind: 'call' }>

/** The bars of a test: all columns written out, or the file to read; undefined where mistaken. */
export function checkPrices(
  checker: Checker,
  statement: TestStatement,
  env: Env,
): TypedTest['prices'] | undefined {
  const files = statement.items.filter((item) => item.kind === 'prices')
  const series = statement.items.filter((item) => item.kind === 'series')
  const [file, second] = files
  if (file === undefined) return checkColumns(checker, statement, series, env)
  if (second !== undefined) report(checker, env, 'clause-repeated', second.span, { name: 'prices' })
  const [column] = series
  if (column !== undefined) {
    const labels = [{ span: file.span, message: 'the prices' }]
    const { text, span } = column.column
    report(checker, env, 'series-beside-file', span, { column: text }, { labels })
  }
  const { text: path, span } = file.path
  if (isBelow(path)) return { kind: 'file', path, span: file.span }
  // Where no path is written, the parser has told.
  if (span.start < span.end) report(checker, env, 'file-outside', span, { path })
  return undefined
}

/** All prices of the test's bars, what is not written worked out from the closes. */
function checkColumns(
  checker: Checker,
  statement: TestStatement,
  series: readonly Item<'series'>[],
  env: Env,
): TypedTest['prices'] | undefined {
  const written = new Map<Column, { values: readonly number[]; span: Span }>()
  let whole = true
  for (const item of series) {
    const column = item.column.text as Column
    if (written.has(column)) {
      report(checker, env, 'clause-repeated', item.column.span, { name: column })
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
  const columns = completed(close.values, (column) => written.get(column)?.values)
  return { kind: 'columns', columns }
}

/** Close alone: open is the close before, high and low are the larger and smaller of the two. */
function completed(
  close: readonly number[],
  given: (column: Column) => readonly number[] | undefined,
): PriceColumns {
  const open = given('open') ?? close.map((price, bar) => close[bar - 1] ?? price)
  const high = given('high') ?? close.map((price, bar) => Math.max(price, open[bar]!))
  const low = given('low') ?? close.map((price, bar) => Math.min(price, open[bar]!))
  const volume = given('volume')
  return { open, high, low, close, ...(volume === undefined ? {} : { volume }) }
}

// ── Values ─────────────────────────────────────────────────────────────────────────────────────

function seriesValues(
  checker: Checker,
  item: Item<'series'>,
  env: Env,
): readonly number[] | undefined {
  const all: number[] = []
  for (const { value, repeat } of item.values) {
    const before = all.at(-1) ?? Number.NaN
    const some =
      value.kind === 'call'
        ? generated(checker, value, repeat, before, env)
        : repeated(checker, value, repeat, env)
    if (some === undefined) return undefined
    if (all.length + some.length > LENGTH_LIMIT) {
      seriesValue(checker, env, (repeat ?? value).span, BARS.due)
      return undefined
    }
    for (const one of some) all.push(one)
  }
  return all
}

const PRICE: GeneratorArgument = GENERATORS.get('flat')!.arguments[0]!
const BARS: GeneratorArgument = GENERATORS.get('flat')!.arguments[1]!

/** `10 x 40`, or one value. */
function repeated(
  checker: Checker,
  value: Expr,
  repeat: Expr | undefined,
  env: Env,
): readonly number[] | undefined {
  const price = numberOf(checker, value, PRICE, env)
  const times = repeat === undefined ? 1 : numberOf(checker, repeat, { ...BARS, unit: '' }, env)
  if (price === undefined || times === undefined) return undefined
  return Array<number>(times).fill(price)
}

/** `flat(100, 60 bars)`, `ramp(to: 110, bars: 5)`, `walk(seed: 7, bars: 500)`. */
function generated(
  checker: Checker,
  call: Call,
  repeat: Expr | undefined,
  before: number,
  env: Env,
): readonly number[] | undefined {
  const { callee } = call
  const generator = callee.kind === 'name' ? GENERATORS.get(callee.text) : undefined
  if (generator === undefined) {
    unknownGenerator(checker, callee, env)
    return undefined
  }
  const { name } = generator
  if (repeat !== undefined) {
    report(checker, env, 'generator-repeated', repeat.span, { name })
    return undefined
  }
  const values = argumentsOf(checker, call, generator, env)
  if (values === undefined) return undefined
  if (generator.continues && Number.isNaN(before)) {
    report(checker, env, 'generator-first', callee.span, { name })
    return undefined
  }
  return generator.values(values, before)
}

function unknownGenerator(checker: Checker, callee: Expr, env: Env): void {
  const text = textAt(checker, env, callee.span)
  const meant = nearest(text, [...GENERATORS.keys()])
  const fix = meant && { title: `Write ${meant}`, span: callee.span, replacement: meant }
  report(checker, env, 'unknown-generator', callee.span, { text }, fix ? { fix } : {})
}

function argumentsOf(
  checker: Checker,
  call: Call,
  { name, arguments: formals }: Generator,
  env: Env,
): readonly number[] | undefined {
  const args = call.args.map((argument) => ({ argument }))
  const bound = bindArguments(checker, call, name, formals, args, env)
  const values = bound?.map((given, index) => {
    const formal = formals[index]!
    return given === undefined ? formal.value : numberOf(checker, given.argument.value, formal, env)
  })
  return values?.every((value) => value !== undefined) ? values : undefined
}

/** The number that is written, in the program's own terms, where it is one that may stand there. */
function numberOf(
  checker: Checker,
  written: Expr,
  due: GeneratorArgument,
  env: Env,
): number | undefined {
  if (written.kind === 'missing') return undefined
  const value = literalOf(written, due.unit)
  const fits = value !== undefined && value >= due.minimum && value <= due.maximum
  if (fits && (!due.whole || Number.isInteger(value))) return value
  seriesValue(checker, env, written.span, due.due)
  return undefined
}

/** A number with the unit that is due, or without; `-5` too. */
function literalOf(expr: Expr, unit: GeneratorArgument['unit']): number | undefined {
  if (expr.kind === 'unary' && expr.op === '-') {
    const value = literalOf(expr.operand, unit)
    return value === undefined ? undefined : -value
  }
  if (expr.kind !== 'number' || (expr.unit !== '' && expr.unit !== unit)) return undefined
  return expr.unit === '%' ? expr.value / 100 : expr.value
}

function seriesValue(checker: Checker, env: Env, span: Span, due: string): void {
  report(checker, env, 'series-value', span, { text: textAt(checker, env, span), due })
}
