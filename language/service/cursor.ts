import type { IToken, TokenType } from 'chevrotain'
import type { Diagnostic, Span } from '../diagnostic.ts'
import { balance, cut } from '../syntax/balance.ts'
import { lex } from '../syntax/lex.ts'
import { spanOf } from '../syntax/slips.ts'
import { beginsLine } from '../syntax/strays.ts'
import * as T from '../syntax/tokens.ts'
import { nextSteps, type Step } from './assist.ts'

/** Where in a text an offset is. */
export type Cursor =
  | { readonly kind: 'comment' }
  /** In a text in quotes; `before` leads up to the quote, `span` is what stands between. */
  | { readonly kind: 'text'; readonly span: Span; readonly before: readonly IToken[] }
  | Code

export interface Code {
  readonly kind: 'code'
  /** The word under way, empty between words. */
  readonly word: Span
  /** The tokens of the statement before the word. */
  readonly before: readonly IToken[]
  /** Right after a number, without a space. */
  readonly glued: boolean
  /** Nothing but blanks before the word on its line. */
  readonly beginsLine: boolean
  /** Characters before the word on its line. */
  readonly column: number
}

/** Reads the text up to an offset; one outside of it is taken for the nearer end. */
export function cursorAt(source: string, at: number): Cursor {
  const offset = Math.min(Math.max(0, Math.trunc(at) || 0), source.length)
  const start = wordStart(source, offset)
  const upTo = source.slice(0, start)
  const told: Diagnostic[] = []
  const { tokens, comments } = lex(upTo, (diagnostic) => told.push(diagnostic))
  const open = told.find(({ span }) => span.end === start)
  const foreign = open?.code === 'comment-style' && !upTo.endsWith('*/')
  if (comments.at(-1)?.span.end === start || foreign) return { kind: 'comment' }
  if (open?.code === 'unclosed-text') {
    const before = tokens.filter((token) => spanOf(token).end <= open.span.start)
    return {
      kind: 'text',
      span: { start: open.span.start + 1, end: endOfText(source, offset) },
      before: statementOf(before),
    }
  }
  const end = offset + /^\w*/.exec(source.slice(offset))![0].length
  return {
    kind: 'code',
    word: { start, end },
    before: statementOf(tokens),
    glued: /\d$/.test(upTo),
    beginsLine: beginsLine(start, source),
    column: start - 1 - Math.max(upTo.lastIndexOf('\n'), upTo.lastIndexOf('\r')),
  }
}

/** Where the word before an offset begins; the digits of `10b` are no part of one. */
function wordStart(source: string, offset: number): number {
  let start = offset
  while (start > 0 && /\w/.test(source[start - 1]!)) start--
  while (start < offset && /\d/.test(source[start]!)) start++
  return start
}

/** Where a text ends; one without a closing quote on its line is just what is written of it. */
function endOfText(source: string, offset: number): number {
  const end = offset + /^[^"\r\n]*/.exec(source.slice(offset))![0].length
  return source[end] === '"' ? end : offset
}

/** The tokens of the last statement, without the brackets that balancing puts at the end. */
function statementOf(tokens: readonly IToken[]): readonly IToken[] {
  const balanced = balance(tokens, () => {})
  while (balanced.at(-1)?.image === '') balanced.pop()
  return [...cut(balanced)].at(-1) ?? []
}

/**
 * What may stand after these tokens of a statement. Where its beginning cannot be read, only its
 * last clause counts; where not even that, only the last value.
 */
export function stepsAfter(before: readonly IToken[]): readonly Step[] {
  for (const tokens of readings(before)) {
    const steps = nextSteps(tokens)
    if (steps.length > 0) return steps
  }
  return []
}

/** The grammar is walked anew for each key: of a longer statement only the end is read. */
const TOKEN_LIMIT = 1_000

function* readings(before: readonly IToken[]): Generator<readonly IToken[]> {
  if (before.length <= TOKEN_LIMIT) yield before
  const skeleton = SKELETONS.get(before[0]?.image ?? '')
  const clause = before.findLastIndex(({ tokenType }) => isOf(tokenType, T.ClauseHead))
  const near = clause > 0 && before.length - clause <= TOKEN_LIMIT
  if (near && skeleton !== undefined) yield [...read(skeleton), ...before.slice(clause)]
  const sign = before.findLastIndex(({ tokenType }) => BREAKS.some((type) => isOf(tokenType, type)))
  if (sign >= 0) yield [...read('let x ='), ...before.slice(sign + 1)]
}

/** The shortest beginning of each statement that has clauses. */
const SKELETONS: ReadonlyMap<string, string> = new Map([
  ['enter', 'enter long when true'],
  ['exit', 'exit long when true'],
  ['rebalance', 'rebalance monthly'],
  ['risk', 'risk {'],
  ['test', 'test "" {'],
  ['fn', 'fn f() {'],
  ['mode', 'mode m {'],
])

/** After these a value begins. */
const BREAKS: readonly TokenType[] = [
  ...[T.Operator, T.Comma, T.LParen, T.LSquare, T.Colon],
  ...[T.Not, T.When, T.If, T.Then, T.Else],
]

function isOf(type: TokenType, category: TokenType): boolean {
  return type === category || (type.CATEGORIES?.includes(category) ?? false)
}

function read(text: string): readonly IToken[] {
  return lex(text, () => {}).tokens
}
