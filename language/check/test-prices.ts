import type { Span } from '../diagnostic.ts'
import { isBelow } from '../libraries.ts'
import { nearest } from '../nearest.ts'
import type { Expr, TestItem, TestStatement, WrittenClock } from '../syntax/ast.ts'
import { bindArguments } from './arguments.ts'
import { clockMs, clockText, isFiner, timeframeOf } from './clocks.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { GENERATORS, type Generator, type GeneratorArgument, LENGTH_LIMIT } from './generators.ts'
import type { Clock } from './typed.ts'
import type { PriceColumns, TestPrices, TestSeries, TypedTest } from './typed-test.ts'

type Column = keyof PriceColumns
type Item<K extends TestItem['kind']> = Extract<TestItem, { kind: K }>
type Call = Extract<Expr, { kind: 'call' }>

/** What a test runs over. */
export type TestBars = Pick<TypedTest, 'prices' | 'beside'>

/** The lines that have the bars of one instrument and timeframe; absent: the strategy's own. */
interface Lines {
  readonly clock?: Omit<TestSeries, 'prices'>
  /** The first line's; to be said behind a column's name. */
  readonly written?: WrittenClock
  readonly files: Item<'prices'>[]
  readonly series: Item<'series'>[]
}

/** The bars of a test, written out or in files to read; undefined where mistaken. */
export function checkPrices(
  checker: Checker,
  statement: TestStatement,
  env: Env,
): TestBars | undefined {
  const all = linesOf(checker, statement, env)
  if (all === undefined) return undefined
  const { items } = statement
  const file = items.find((item) => item.kind === 'prices')
  const column = items.find((item) => item.kind === 'series')
  if (file !== undefined && column !== undefined) {
    const labels = [{ span: file.span, message: 'the prices' }]
    const name = columnText(checker, column, env)
    report(checker, env, 'series-beside-file', column.column.span, { column: name }, { labels })
    return undefined
  }
  const own = all.find(({ clock }) => clock === undefined)
  const others = all.filter((lines) => lines !== own)
  const finer = others.find(
    ({ clock }) => clock!.symbol === undefined && isFinerHere(checker, clock!),
  )
  if (own === undefined && finer === undefined) {
    const span = { start: statement.span.start, end: statement.span.start + 'test'.length }
    report(checker, env, 'test-without-prices', span, { of: '' })
    return undefined
  }
  const [written] = own?.series ?? []
  if (written !== undefined && finer !== undefined) {
    const labels = [{ span: finer.written!.span, message: 'the finer ones' }]
    const values = { column: written.column.text, finer: clockText(finer.clock!) }
    report(checker, env, 'series-beside-finer', written.column.span, values, { labels })
    return undefined
  }
  const read = own === undefined ? ({ kind: 'made' } as const) : checkLines(checker, own, env)
  const beside = others.map((lines) => ({ lines, prices: checkLines(checker, lines, env) }))
  if (read === undefined || beside.some(({ prices }) => prices === undefined)) return undefined
  for (const { lines, prices } of beside) tellLengths(checker, own, read, lines, prices!, env)
  return {
    prices: read,
    beside: beside.map(({ lines, prices }) => ({ ...lines.clock!, prices: prices! })),
  }
}

/** The lines with bars, of each instrument and timeframe together. */
function linesOf(checker: Checker, { items }: TestStatement, env: Env): Lines[] | undefined {
  const all = new Map<string, Lines>()
  for (const item of items) {
    if (item.kind !== 'series' && item.kind !== 'prices') continue
    const clock = item.clock && clockOf(checker, item.clock, env)
    if (clock === 'wrong') return undefined
    const key = clock === undefined ? '' : clockText(clock)
    const lines = all.get(key) ?? {
      ...(clock && { clock, written: item.clock! }),
      files: [],
      series: [],
    }
    all.set(key, lines)
    if (item.kind === 'prices') lines.files.push(item)
    else lines.series.push(item)
  }
  return [...all.values()]
}

/** Whose bars an `@` means; undefined: the strategy's own. */
function clockOf(
  checker: Checker,
  { instrument, ...written }: WrittenClock,
  env: Env,
): Lines['clock'] | 'wrong' {
  const timeframe = timeframeOf(checker, written, env) ?? checker.timeframe
  if (timeframe === 'wrong' || instrument?.text === '') return 'wrong'
  if (instrument !== undefined) return { symbol: instrument.text, timeframe }
  return clockText({ timeframe }) === clockText(checker) ? undefined : { timeframe }
}

function isFinerHere(checker: Checker, { timeframe }: Pick<Clock, 'timeframe'>): boolean {
  return isFiner(checker, timeframe, checker.timeframe)
}

/** The bars of one instrument and timeframe. */
function checkLines(checker: Checker, lines: Lines, env: Env): TestPrices | undefined {
  const [file, second] = lines.files
  if (file === undefined) return checkColumns(checker, lines, env)
  if (second !== undefined) report(checker, env, 'clause-repeated', second.span, { name: 'prices' })
  const { text: path, span } = file.path
  if (isBelow(path)) return { kind: 'file', path, span: file.span }
  // Where no path is written, the parser has told.
  if (span.start < span.end) report(checker, env, 'file-outside', span, { path })
  return undefined
}

/** Bars of one timeframe stand beside one another. */
function tellLengths(
  checker: Checker,
  own: Lines | undefined,
  closes: TypedTest['prices'],
  { series: [line], clock }: Lines,
  prices: TestPrices,
  env: Env,
): void {
  if (closes.kind !== 'columns' || prices.kind !== 'columns') return
  if (clockText({ timeframe: clock!.timeframe }) !== clockText(checker)) return
  const count = String(prices.columns.close.length)
  const due = String(closes.columns.close.length)
  if (count === due) return
  const labels = [{ span: own!.series[0]!.span, message: `${due} bars` }]
  const values = { column: columnText(checker, line!, env), count, closes: due }
  report(checker, env, 'series-lengths', line!.span, values, { labels })
}

/** `close`, `close @ SPY`, as written. */
function columnText(checker: Checker, { column, clock }: Item<'series'>, env: Env): string {
  return clock === undefined ? column.text : `${column.text} ${textAt(checker, env, clock.span)}`
}

/** All prices of a series' bars, what is not written worked out from the closes. */
function checkColumns(checker: Checker, lines: Lines, env: Env): TestPrices | undefined {
  const written = new Map<Column, { values: readonly number[]; item: Item<'series'> }>()
  let whole = true
  for (const item of lines.series) {
    const column = item.column.text as Column
    if (written.has(column)) {
      const name = columnText(checker, item, env)
      report(checker, env, 'clause-repeated', item.column.span, { name })
      continue
    }
    const values = seriesValues(checker, item, env)
    if (values === undefined) whole = false
    else written.set(column, { values, item })
  }
  if (!whole) return undefined
  const close = written.get('close')
  if (close === undefined) {
    const [{ column, clock }] = lines.series as [Item<'series'>]
    const of = clock === undefined ? '' : ` ${textAt(checker, env, clock.span)}`
    const hint = `Add a line such as \`close${of} 10, 11, 12\`.`
    report(checker, env, 'test-without-prices', column.span, { of }, of === '' ? {} : { hint })
    return undefined
  }
  for (const { values, item } of written.values()) {
    if (values.length === close.values.length) continue
    const closes = String(close.values.length)
    const counts = { column: columnText(checker, item, env), count: String(values.length), closes }
    const labels = [{ span: close.item.span, message: `${closes} closes` }]
    report(checker, env, 'series-lengths', item.span, counts, { labels })
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

// ── What nobody reads ──────────────────────────────────────────────────────────────────────────

/** Tells of bars that neither the file nor this test reads; asked once both are checked. */
export function adviseUnread(checker: Checker, { items }: TestStatement, env: Env): void {
  const told = new Set<string>()
  for (const item of items) {
    if ((item.kind !== 'series' && item.kind !== 'prices') || item.clock === undefined) continue
    // Which clocks there are is no matter of one unit.
    if (checker.reads !== undefined) checker.reads.beyond = true
    const clock = clockOf(checker, item.clock, env)
    if (clock === undefined || clock === 'wrong' || isRead(checker, clock)) continue
    const text = readText(checker, clock)
    if (told.has(text)) continue
    told.add(text)
    const read = [...new Set(checker.clocks.map((one) => readText(checker, one)))]
    const meant = nearest(text, read)
    const { span } = item.clock
    const fix = meant && { title: `Write \`@ ${meant}\``, span, replacement: `@ ${meant}` }
    const known = read.map((one) => `\`@ ${one}\``).join(', ')
    const hint = read.length === 0 ? { hint: 'Remove it: the file reads its own bars only.' } : {}
    report(checker, env, 'series-unread', span, { text, known }, { ...hint, ...(fix && { fix }) })
  }
}

/** Finer bars of the strategy's own are always of use: the order of fills is told by them. */
function isRead(checker: Checker, clock: Omit<TestSeries, 'prices'>): boolean {
  if (clock.symbol === undefined && isFinerHere(checker, clock)) return true
  return checker.clocks.some(
    ({ symbol, timeframe }) =>
      symbol === clock.symbol && clockMs(clock.timeframe) <= clockMs(timeframe),
  )
}

/** As one writes it behind an `@`: `SPY` where the timeframe is the strategy's own. */
function readText(checker: Checker, { symbol, timeframe }: Omit<TestSeries, 'prices'>): string {
  const own = symbol !== undefined && clockText({ timeframe }) === clockText(checker)
  return own ? symbol : clockText({ timeframe, ...(symbol !== undefined && { symbol }) })
}
