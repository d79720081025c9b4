import { isLater } from '../check/settings.ts'
import type { Span } from '../diagnostic.ts'
import type { Statement } from '../syntax/ast.ts'
import * as T from '../syntax/tokens.ts'
import type { Analysis } from './analyse.ts'
import { nextSteps, type Step } from './assist.ts'
import { type Offer, snippetOf } from './completion.ts'
import type { Code } from './cursor.ts'
import { dueAt, dueOfRule } from './due.ts'
import { documented, keyword } from './keyword-table.ts'
import { expressionsAt, statementAt, typeOf } from './types-at.ts'

/** Words of the grammar, by rule, that the checker answers with `not-yet`. */
export const LATER_WORDS: ReadonlySet<string> = new Set([
  'header.portfolio',
  'size.each',
  'size.hedge',
])

/** Which words of the language may stand here, and are of use here. */
export function offerWords(
  analysis: Analysis,
  cursor: Code,
  steps: readonly Step[],
): readonly Offer[] {
  const begins = mayBegin(analysis, cursor)
  const written = new Set([...writtenInProgram(analysis, cursor), ...writtenNear(analysis, cursor)])
  return [...steps, ...freshStatements(cursor, steps)].flatMap((step): readonly Offer[] => {
    const { token, word, path } = step
    const rule = path.at(-1)?.rule ?? ''
    if (token === 'Operator') return logicalWords(analysis, cursor, step)
    if (word === undefined || isKeptBack(step)) return []
    if (word === 'crosses') return crossings(analysis, cursor, step)
    if (isStatement(step)) {
      if (!begins || isLater(word) || written.has(word)) return []
      return [wordOffer('statement', rule, word, headRank(analysis, word))]
    }
    const order = CLAUSES.indexOf(`${rule}.${word}`)
    if (order >= 0) {
      if (written.has(word)) return []
      const rank = (cursor.beginsLine ? 0 : 2) + order / CLAUSES.length
      return [clauseOffer(analysis, cursor, rule, word, rank)]
    }
    if (rule === 'operand' || word === 'if') return valueWord(analysis, cursor, step, word)
    return [wordOffer('word', rule, word, 1)]
  })
}

function isKeptBack({ word, path }: Step): boolean {
  const rule = `${path.at(-1)?.rule}.${word}`
  return LATER_WORDS.has(rule) || LATER_WORDS.has(`${path.at(-2)?.rule}.${rule}`)
}

/** A statement begins on a line of its own, and not where the one before goes on below. */
function mayBegin(analysis: Analysis, { beginsLine, word }: Code): boolean {
  const around = statementAt(analysis, word.start)?.span
  const inside = around !== undefined && around.start < word.start && word.end < around.end
  return beginsLine && !inside
}

/** At the very left a statement may begin, however the one before was left. */
function freshStatements({ before, column }: Code, steps: readonly Step[]): readonly Step[] {
  const braces = (type: unknown): number => before.filter((one) => one.tokenType === type).length
  const open = braces(T.LCurly) > braces(T.RCurly)
  return column > 0 || open || steps.some(isStatement) ? [] : nextSteps([])
}

function wordOffer(kind: Offer['kind'], rule: string, word: string, rank: number): Offer {
  const entry = keyword(rule, word)
  const snippet = snippetOf(entry?.snippet ?? word)
  return { label: word, kind, detail: '', documentation: documented(entry), snippet, rank }
}

/** A clause; a short's stop stands above its entry and its target below. */
function clauseOffer(
  analysis: Analysis,
  { word: { start } }: Code,
  rule: string,
  word: string,
  rank: number,
): Offer {
  const offer = wordOffer('clause', rule, word, rank)
  return { ...offer, snippet: forSide(offer.snippet, statementAt(analysis, start)) }
}

/** A price around the entry, on the side of it where this rule wants it. */
export function forSide(text: string, statement: Statement | undefined): string {
  if (statement?.kind !== 'enter' || statement.legs[0]?.side !== 'short') return text
  return text.replace(/(entry_price) ([+-])/, (_, entry: string, sign: string) => {
    return `${entry} ${sign === '+' ? '-' : '+'}`
  })
}

// ── Statements and clauses ─────────────────────────────────────────────────────────────────────

function isStatement({ path, word = '' }: Step): boolean {
  const type = T.WORDS.get(word)
  const head = type === T.Session || type?.CATEGORIES?.includes(T.StatementHead) === true
  return head && path.at(-2)?.rule === 'statement'
}

/** First words of clauses, by the grammar's rule, in the order in which most want them. */
const CLAUSES: readonly string[] = [
  ...['size.size', 'stopClause.stop', 'target.target', 'order.at', 'expire.expire', 'upTo.up'],
  ...['commission.commission', 'cost.slippage', 'cost.borrow', 'maxVolume.max'],
  ...['limit.max', 'limit.halt', 'limit.cooldown'],
  ...['series.close', 'series.open', 'series.high', 'series.low', 'series.volume'],
  ...['pricesFrom.prices', 'withClause.with', 'expect.expect', 'costs.costs'],
  ...['hold.hold', 'weight.weight', 'maxEach.max', 'rebalanceClause.otherwise'],
]

function headRank({ tree }: Analysis, word: string): number {
  const header = ['strategy', 'library', 'portfolio'].includes(word)
  if (tree.header === undefined) return header ? 0 : 2
  // Without one nothing runs; where there is one it is not offered again.
  if (word === 'timeframe' && tree.header.kind === 'strategy') return 0
  return ['let', 'enter', 'exit', 'param'].includes(word) ? 1 : 2
}

/** First words of cost items that are called otherwise. */
const HEADS: Readonly<Record<string, string>> = {
  'commission-rate': 'commission',
  'max-volume': 'max',
}

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const

type Spanned = { readonly span: Span }

/** Heads of statements that stand once, and do already; those that a library has not. */
function writtenInProgram({ tree }: Analysis, { word }: Code): readonly string[] {
  const elsewhere = ({ span }: Spanned): boolean => span.start !== word.start
  const once = tree.statements
    .filter(({ kind }) => ['timeframe', 'instrument', 'costs', 'risk'].includes(kind))
    .filter(elsewhere)
    .map(({ kind }): string => kind)
  const header = tree.header !== undefined && elsewhere(tree.header)
  return [
    ...once,
    ...(header ? ['strategy', 'library', 'portfolio'] : []),
    ...(tree.header?.kind === 'library' ? ['enter', 'exit'] : []),
  ]
}

/** First words of the clauses that the rule or block of the cursor has. */
function writtenNear(analysis: Analysis, { word }: Code): readonly string[] {
  const statement = statementAt(analysis, word.start)
  const elsewhere = ({ span }: Spanned): boolean => span.start !== word.start
  switch (statement?.kind) {
    case 'enter':
      return statement.clauses.filter(elsewhere).map(({ kind }) => (kind === 'up-to' ? 'up' : kind))
    case 'costs':
      return statement.items.filter(elsewhere).map(({ kind }) => HEADS[kind] ?? kind)
    case 'test':
      return statement.items.filter(elsewhere).flatMap((item) => {
        // Of other instruments there may be any number.
        if ('clock' in item) return []
        // The one is in place of the others.
        if (item.kind === 'prices') return ['prices', ...COLUMNS]
        return item.kind === 'series' ? [item.column.text, 'prices'] : []
      })
    default:
      return []
  }
}

// ── Words within expressions ───────────────────────────────────────────────────────────────────

function valueWord(
  analysis: Analysis,
  { before }: Code,
  step: Step,
  word: string,
): readonly Offer[] {
  if (word === 'bars' || before.at(-1)?.tokenType === T.Is) return []
  const { type, reads } = dueAt(analysis, before, step)
  if (reads === 'nothing' || reads === 'generators') return []
  if (reads === 'parameters' && (type?.kind !== 'bool' || word === 'if')) return []
  const wanted = (word === 'if') !== (type?.kind === 'bool')
  return [wordOffer('word', 'operand', word, wanted ? 4 : 6)]
}

/** `and`, `or` after a condition. */
function logicalWords(analysis: Analysis, cursor: Code, step: Step): readonly Offer[] {
  if (!continues(analysis, cursor, step, 'bool')) return []
  const rank = cursor.beginsLine ? 7 : 1
  return ['and', 'or'].map((word) => wordOffer('word', 'expression', word, rank))
}

/** `crosses above`, `crosses below` after a number. */
function crossings(analysis: Analysis, cursor: Code, step: Step): readonly Offer[] {
  if (!continues(analysis, cursor, step, 'number')) return []
  return ['crosses above', 'crosses below'].map((label) => ({
    ...wordOffer('word', 'expression', 'crosses', cursor.beginsLine ? 7 : 1),
    label,
    snippet: label,
    documentation: documented(keyword('expression', label.slice('crosses '.length))),
  }))
}

/** Whether the value before the cursor is of a kind, and a condition may be made of it here. */
function continues(
  analysis: Analysis,
  cursor: Code,
  { path }: Step,
  kind: 'bool' | 'number',
): boolean {
  const { type } = dueOfRule(analysis, cursor.before, path)
  if (type !== undefined && type.kind !== 'bool') return false
  const before = typeBefore(analysis, cursor)
  return before === undefined || before === kind
}

/** The kind of the value that ends before the cursor, as far as it is known. */
function typeBefore(analysis: Analysis, { before, word }: Code): string | undefined {
  const last = before.at(-1)
  if (last === undefined || last.tokenType === T.RCurly) return undefined
  const end = (last.endOffset ?? last.startOffset) + 1
  const ending = expressionsAt(analysis, word.start).filter(({ span }) => span.end === end)
  for (const expr of ending) {
    const type = typeOf(analysis, expr)
    if (type !== undefined) return type.kind
  }
  return undefined
}
