import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { Program, Statement } from '../syntax/ast.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import type { Instrument } from './typed.ts'

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>

/** Statements of later versions; those not named here this version has. */
const LATER: ReadonlyMap<string, string> = new Map<Statement['kind'], string>([
  ['universe', 'portfolios'],
  ['rebalance', 'portfolios'],
])

/** Whether a statement that begins with this word is one of a later version. */
export function isLater(head: string): boolean {
  return LATER.has(head)
}

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

/** What a file of functions may hold. */
const OF_LIBRARIES: ReadonlySet<Statement['kind']> = new Set<Statement['kind']>([
  ...(['import', 'let', 'function', 'mode', 'test', 'timeframe'] as const),
])

/** Tells of the first statement that only a strategy has. */
export function refuseInLibrary(checker: Checker, { statements }: Program): void {
  const other = statements.find(({ kind }) => !OF_LIBRARIES.has(kind) && !isLater(kind))
  if (other === undefined) return
  const { kind, span } = other
  report(checker, undefined, 'library-rule', keyword(span, kind), { what: kind })
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
  const meant = timeframeOf(text)
  const fix = { title: `Write \`${meant}\``, span: value.span, replacement: meant ?? '' }
  report(checker, env, 'timeframe-unit', value.span, { text }, meant === undefined ? {} : { fix })
}

/** What other tools call the common bars. */
const BARS: ReadonlyMap<string, string> = new Map([
  ...['daily', 'day', 'D'].map((word): [string, string] => [word, '1d']),
  ...['weekly', 'week', 'W'].map((word): [string, string] => [word, '1w']),
  ...['monthly', 'month', 'M'].map((word): [string, string] => [word, '1mo']),
  ...['hourly', 'hour', 'H'].map((word): [string, string] => [word, '1h']),
  ['minute', '1m'],
])

/** `daily`, `"D"`, `"240"` of other tools; a bare number could be anything. */
function timeframeOf(text: string): string | undefined {
  const quoted = /^"(\w+)"$/.exec(text)?.[1]
  const minutes = Number(quoted)
  if (minutes > 0) return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`
  const word = quoted ?? text
  return BARS.get(word) ?? BARS.get(nearest(word, BARS.keys()) ?? '')
}

/** Every word after `session`. */
export const SESSION_NAMES = ['regular', 'extended'] as const

/** Which hours of the exchange the strategy sees; all that there are where nothing is said. */
export function checkSession(checker: Checker, statements: readonly Of<'session'>[]): void {
  const [first, second] = statements
  if (first === undefined) return
  if (second !== undefined) repeated(checker, first.span, second.span, 'session')
  const { text, span } = first.name
  if (text === 'regular') checker.session = text
  if (text === '' || (SESSION_NAMES as readonly string[]).includes(text)) return
  const meant = nearest(text, SESSION_NAMES) ?? SESSIONS_ELSEWHERE.get(text)
  const fix = meant && { title: `Write ${meant}`, span, replacement: meant }
  report(checker, undefined, 'session-name', span, { text }, fix ? { fix } : {})
}

/** What brokers and other tools call them. */
const SESSIONS_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ...['rth', 'RTH', 'cash', 'day'].map((word): [string, string] => [word, 'regular']),
  ...['eth', 'ETH', 'all', 'globex'].map((word): [string, string] => [word, 'extended']),
])

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
