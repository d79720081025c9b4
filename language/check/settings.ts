import type { Span } from '../diagnostic.ts'
import type { Program, Statement } from '../syntax/ast.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import type { Instrument } from './typed.ts'

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>

/** Statements of later versions; those not named here this version has. */
const LATER: ReadonlyMap<Statement['kind'], string> = new Map([
  ['session', '`session`'],
  ['universe', 'portfolios'],
  ['import', '`import`'],
  ['mode', 'modes'],
  ['cancel', '`cancel`'],
  ['oca', '`oca`'],
  ['rebalance', 'portfolios'],
  ['mark', '`mark`'],
  ['fill', '`fill`'],
  ['alert', 'alerts'],
  ['risk', '`risk` limits'],
])

/** Tells of every statement that this version reads but cannot run. */
export function refuseLater(checker: Checker, tree: Program): void {
  if (tree.header?.kind === 'portfolio') {
    const span = keyword(tree.header.span, 'portfolio')
    report(checker, undefined, 'not-yet', span, { what: 'portfolios' })
    return
  }
  for (const statement of tree.statements) {
    const what = LATER.get(statement.kind)
    if (what === undefined) continue
    report(checker, undefined, 'not-yet', keyword(statement.span, statement.kind), { what })
  }
}

function keyword(span: Span, word: string): Span {
  return { start: span.start, end: Math.min(span.end, span.start + word.length) }
}

/** Sets the checker's timeframe; a strategy must have exactly one. */
export function checkTimeframe(
  checker: Checker,
  tree: Program,
  statements: readonly Of<'timeframe'>[],
  env: Env,
): void {
  const [first, second] = statements
  if (first === undefined) {
    if (tree.header?.kind !== 'strategy') return
    const { span } = tree.header
    const at = { start: span.end, end: span.end }
    const fix = { title: 'Add timeframe 1d', span: at, replacement: '\n\ntimeframe 1d' }
    report(checker, undefined, 'timeframe-missing', span, {}, { fix })
    return
  }
  if (second !== undefined) repeated(checker, first.span, second.span, 'timeframe')
  const { value } = first
  if (value.kind === 'missing') return
  if (value.kind === 'duration' && Number.isInteger(value.value) && value.value > 0) {
    checker.timeframe = { value: value.value, unit: value.unit }
    return
  }
  const text = textAt(checker, env, value.span)
  report(checker, env, 'timeframe-unit', value.span, { text })
}

/** The instrument the file names, if it names one. */
export function checkInstrument(
  checker: Checker,
  statements: readonly Of<'instrument'>[],
): Instrument | undefined {
  const [first, second] = statements
  if (first === undefined) return undefined
  if (second !== undefined) repeated(checker, first.span, second.span, 'instrument')
  const { symbol, type, exchange, currency } = first
  return {
    symbol: symbol.text,
    ...(type === undefined ? {} : { type: type.text }),
    ...(exchange === undefined ? {} : { exchange: exchange.text }),
    ...(currency === undefined ? {} : { currency: currency.text }),
  }
}

function repeated(checker: Checker, first: Span, second: Span, name: string): void {
  const labels = [{ span: keyword(first, name), message: 'the first' }]
  const at = keyword(second, name)
  report(checker, undefined, 'statement-repeated', at, { name }, { labels })
}
