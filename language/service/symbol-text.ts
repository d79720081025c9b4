import { clockText, samplesIn } from '../check/clocks.ts'
import { typeText } from '../check/describe.ts'
import { horizonOf } from '../check/horizon.ts'
import { errorNode, type Value } from '../check/node.ts'
import { pricesOf } from '../check/ranges/premises.ts'
import { shortRangeText } from '../check/ranges/range-text.ts'
import { rangesOf } from '../check/ranges/ranges.ts'
import type { TypedExpr } from '../check/typed.ts'
import { evaluateWarmup, warmupText } from '../check/warmup.ts'
import type { Analysis } from './analyse.ts'
import type { ProgramSymbol } from './symbols.ts'
import { expressionsAt, valuesOf } from './types-at.ts'

/** What a symbol stands for: at each call for what is inside a function, else once. */
export function symbolValues(analysis: Analysis, symbol: ProgramSymbol): readonly Value[] {
  const { statement, kind, name, span } = symbol
  if (kind === 'argument') {
    // What was given for it is seen where the function uses it.
    const use = expressionsAt(analysis, statement.span.start).find(
      (expr) =>
        expr.kind === 'name' && symbol.references.some((at) => at.start === expr.span.start),
    )
    return use === undefined ? [] : valuesOf(analysis, use)
  }
  if (statement.kind === 'param') return valuesOf(analysis, statement.value)
  if (statement.kind !== 'let') return []
  const values = valuesOf(analysis, statement.value)
  const { pattern } = statement
  if (pattern.kind === 'name') return values
  const field = pattern.fields.find((one) => one.name.text === name)?.field.text ?? ''
  return values.map((value) =>
    value.kind === 'record' ? (value.fields.get(field) ?? errorNode(span)) : errorNode(span),
  )
}

/** The type of a symbol in a few words; empty where none is known. */
export function symbolText(analysis: Analysis, symbol: ProgramSymbol): string {
  const texts = new Set(symbolValues(analysis, symbol).map(valueText))
  texts.delete('')
  const [first] = texts
  if (first === undefined) return ''
  return texts.size > 1 ? 'depends on the call' : first
}

/** The type of a value: `price level`, `{line, signal}`; empty after a mistake. */
export function valueText(value: Value): string {
  if (value.kind === 'record') return `{${[...value.fields.keys()].join(', ')}}`
  return value.type.kind === 'error' ? '' : typeText(value.type)
}

/** Type, first known bar and whether it may be unknown, of all that a name may be; or empty. */
export function factsOf(analysis: Analysis, values: readonly Value[]): string {
  const texts = new Set(values.map((value) => factsText(analysis, value)))
  texts.delete('')
  return [...texts].join('; or ')
}

/** When a value is known is told only where that is proved. */
function factsText(analysis: Analysis, value: Value): string {
  const type = valueText(value)
  if (value.kind === 'record') return 'a record'
  if (type === '') return ''
  const { program, recording } = analysis
  if (value.color === 'constant') return `${type}, the same on every bar`
  if (value.color === 'fill') return `${type}, known once the order is filled`
  if (program === undefined && !recording.settled.has(value)) return type
  return [
    type,
    ...rangeTexts(analysis, value),
    knownText(analysis, value),
    ...clockTexts(analysis, value),
    ...(value.optional ? ['may be unknown later too'] : []),
    ...settledText(analysis, value),
  ].join(', ')
}

/** Between which values a stream stays, where that is certain. */
function rangeTexts({ tree, builtins }: Analysis, value: TypedExpr): readonly string[] {
  if (value.type.kind !== 'number') return []
  const ranges = rangesOf(builtins, { prices: pricesOf(tree), account: 'any' })
  const text = shortRangeText(ranges.of(value))
  return text === undefined ? [] : [text]
}

/** After how many bars a stream is known: the number with the defaults, and its formula. */
function knownText({ recording, callable: builtins }: Analysis, { warmup }: TypedExpr): string {
  const text = warmupText(warmup)
  if (text === '0') return 'known from the first bar'
  const defaults = Float64Array.from(recording.parameters, ({ value }) => value)
  const bars = evaluateWarmup(warmup, defaults, builtins)
  const after = `known after ${bars} bar${bars === 1 ? '' : 's'}`
  return text === String(bars) ? after : `${after} (\`${text}\`)`
}

/** When what it reads on other clocks is known there: `on 1d known after 49 bars`. */
function clockTexts(analysis: Analysis, value: TypedExpr): readonly string[] {
  const texts = samplesIn(value).map(
    ({ clock, source }) => `on ${clockText(clock)} ${knownText(analysis, source)}`,
  )
  return [...new Set(texts)]
}

/** How long the bar that the history begins with shows, where that is after the first value. */
function settledText(
  { recording, callable: builtins }: Analysis,
  value: TypedExpr,
): readonly string[] {
  if (value.color !== 'market') return []
  const defaults = Float64Array.from(recording.parameters, (parameter) => parameter.value)
  const bars = horizonOf(value, defaults, builtins)
  if (bars === Number.POSITIVE_INFINITY) return ['depends on where the history begins']
  return bars > evaluateWarmup(value.warmup, defaults, builtins) ? [`settled after ${bars}`] : []
}
