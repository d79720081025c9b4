import type { IToken, TokenType } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic, Span } from '../diagnostic.ts'
import type { Name } from '../syntax/ast.ts'
import * as T from '../syntax/tokens.ts'
import { argumentsIn, LINE_HABITS, type LineHabit, type Mending } from './lines-table.ts'
import { wordAt } from './word-at.ts'

export interface WithoutForeignLines {
  /** What is left to be read, `let` put in where a definition was meant. */
  readonly tokens: IToken[]
  /** What the lines left out would have defined. */
  readonly names: readonly Name[]
  readonly skipped: readonly Span[]
}

/**
 * Tells of lines that are another language's (Pine, Python, EasyLanguage, MQL, AFL), once each, and
 * takes them out of what is read, so that nothing follows from them. `tokens` are as the lexer
 * cut them: every word is still a `Name`.
 */
export function withoutForeignLines(
  tokens: readonly IToken[],
  source: string,
  report: (diagnostic: Diagnostic) => void,
): WithoutForeignLines {
  const kept: IToken[] = []
  const names: Name[] = []
  const skipped: Span[] = []
  const blocks: string[] = []
  let head = ''
  let end = 0
  for (const token of tokens) {
    if (token.startOffset < end) continue
    if (BLOCKS.test(token.image)) head = token.image
    else if (token.tokenType === T.LCurly) blocks.push(head)
    else if (token.tokenType === T.RCurly) blocks.pop()
    // In the blocks of tests, costs and the like no statement begins.
    const open = blocks.every((block) => block === 'fn')
    const begins = open && mayBegin(token, kept.at(-1), source)
    const found = begins ? foreignAt(token, source) : undefined
    if (found === undefined) {
      kept.push(token)
      continue
    }
    const { habit, region, mending, name } = found
    report(diagnosticOf(habit, region, mending, source))
    end = region.end
    skipped.push(region)
    if (habit.reach === 'lead' && name !== undefined) {
      kept.push(wordAt('let', region.start), wordOf(name))
    } else {
      if (name !== undefined) names.push(name)
      names.push(...assignedIn(source, region))
    }
  }
  return { tokens: kept, names, skipped }
}

const BLOCKS = /^(?:fn|test|risk|costs|mode|let)$/

function wordOf({ text, span }: Name): IToken {
  return { ...wordAt(text, span.start), endOffset: span.end - 1 }
}

/** Signs after which a value is still due: the line goes on with what stands before it. */
const UNFINISHED: ReadonlySet<TokenType> = new Set([
  ...[T.LParen, T.LSquare, T.Comma, T.Colon, T.Dot, T.AtSign, T.Range, T.Assign, T.OddOperator],
  ...[T.Equals, T.NotEquals, T.AtMost, T.AtLeast, T.Less, T.Greater, T.Default, T.Plus, T.Minus],
  ...[T.Times, T.Divide, T.PercentSign, T.Caret, T.Question],
])

/** Whether a statement may begin here: a line begins, and nothing before waits for a value. */
function mayBegin(token: IToken, previous: IToken | undefined, source: string): boolean {
  if (token.tokenType !== T.Name || !startsLine(token.startOffset, source)) return false
  if (previous === undefined) return true
  if (UNFINISHED.has(previous.tokenType)) return previous.image === ';'
  const meaning = previous.tokenType === T.Name ? T.WORDS.get(previous.image) : undefined
  // Not reserved, but `stop trailing` waits for a price.
  if (meaning === T.Trailing) return false
  const reserved = meaning?.CATEGORIES?.includes(T.Reserved) ?? false
  return !reserved || meaning === T.True || meaning === T.False
}

function startsLine(offset: number, source: string): boolean {
  let i = offset - 1
  while (i >= 0 && (source[i] === ' ' || source[i] === '\t')) i--
  return i < 0 || source[i] === '\n' || source[i] === '\r'
}

interface Foreign {
  readonly habit: LineHabit
  readonly region: Span
  readonly mending: Mending
  readonly name?: Name
}

/** Words that begin lines of ours and are looked at no further. */
const OURS: ReadonlySet<string> = new Set(
  [...T.WORDS.keys()].filter(
    (one) => !/^(strategy|library|import|from|let|plot|fill|alert|for|if|else|short)$/.test(one),
  ),
)

function foreignAt(token: IToken, source: string): Foreign | undefined {
  if (OURS.has(token.image) && !/^\s*(?:\+=|-=|\*=|\/=|:=)/.test(restAfter(token, source))) return
  for (const habit of LINE_HABITS) {
    habit.pattern.lastIndex = token.startOffset
    const match = habit.pattern.exec(source)
    if (match === null) continue
    if (habit.code === 'let-due' && T.WORDS.get(token.image)?.CATEGORIES?.includes(T.Reserved))
      continue
    const region = reachOf(habit, token.startOffset, match[0].length, source)
    const text = source.slice(region.start, region.end)
    if (habit.code === 'plot-call' && argumentsIn(text).length < 2) continue
    const mending = habit.mend?.(match, text.replace(/\s*\/\/[^\r\n]*/g, '')) ?? {}
    const at = mending.name === undefined ? -1 : text.indexOf(mending.name)
    const start = region.start + at
    const name = {
      text: mending.name ?? '',
      span: { start, end: start + (mending.name ?? '').length },
    }
    return { habit, region, mending, ...(at < 0 ? {} : { name }) }
  }
  return undefined
}

function restAfter(token: IToken, source: string): string {
  const from = token.startOffset + token.image.length
  return source.slice(from, from + 8)
}

// ── How far it reaches ─────────────────────────────────────────────────────────────────────────

function reachOf(habit: LineHabit, start: number, length: number, source: string): Span {
  switch (habit.reach) {
    case 'lead':
      return { start, end: start + length }
    case 'line':
      return { start, end: lineEnd(source, start) }
    case 'call':
      return { start, end: lineEnd(source, callEnd(source, start)) }
    case 'block':
      return { start, end: blockEnd(source, start) }
  }
}

/** The end of a line without its comment and the blanks before. */
function lineEnd(source: string, from: number): number {
  let end = from
  while (end < source.length && source[end] !== '\n' && source[end] !== '\r') end++
  const comment = source.slice(from, end).search(/\s*\/\//)
  return from + (comment < 0 ? source.slice(from, end).trimEnd().length : comment)
}

/** Behind the bracket that closes the first one. */
function callEnd(source: string, from: number): number {
  let depth = 0
  for (let i = from; i < source.length; i++) {
    const sign = source[i]!
    if (sign === '(' || sign === '[') depth++
    else if ((sign === ')' || sign === ']') && --depth <= 0) return i + 1
    // A call over several lines goes on indented; what does not was never closed.
    else if (sign === '\n' && !/^[ \t)\]]/.test(source.slice(i + 1, i + 2))) return from
  }
  return from
}

/** Lines of a block that stand no deeper than its first. */
const GOES_ON = /^(?:elif\b|else\b|end\b|begin\b|until\b|[{})])/i

/** The first line and all below that is indented more, or goes on with the block. */
function blockEnd(source: string, start: number): number {
  const indent = indentAt(source, start)
  let end = lineEnd(source, start)
  let next = nextLine(source, end)
  while (next < source.length) {
    const text = source.slice(next, lineEnd(source, next))
    const blanks = /^[ \t]*/.exec(text)![0].length
    if (text.trim() !== '') {
      const goesOn = blanks > indent || (blanks === indent && GOES_ON.test(text.slice(blanks)))
      if (!goesOn) break
      end = next + text.length
    }
    next = nextLine(source, next)
  }
  return end
}

function indentAt(source: string, offset: number): number {
  let from = offset
  while (from > 0 && source[from - 1] !== '\n' && source[from - 1] !== '\r') from--
  return offset - from
}

function nextLine(source: string, from: number): number {
  let at = from
  while (at < source.length && source[at] !== '\n' && source[at] !== '\r') at++
  return Math.min(source.length, at + (source.startsWith('\r\n', at) ? 2 : 1))
}

// ── What is said ───────────────────────────────────────────────────────────────────────────────

function diagnosticOf(
  habit: LineHabit,
  region: Span,
  mending: Mending,
  source: string,
): Diagnostic {
  const text = source.slice(region.start, region.end)
  const found = text.split(/[\r\n]/)[0]!.trim()
  const shown = found.length > 40 ? `${found.slice(0, 39)}…` : found
  const first = { start: region.start, end: region.start + found.length }
  const { replacement, hint } = mending
  const values = { found: shown, ...mending.values }
  if (replacement === undefined) return diagnose(habit.code, first, values, hint ? { hint } : {})
  const lines = replacement
    .trim()
    .split('\n')
    .map((line) => `\`${line}\``)
  const title = replacement === '' ? 'Remove it' : `Write ${lines.join(', ')}`
  const fix = { title, span: wholeLine(region, replacement, source), replacement }
  // A lead is only the beginning of what to write.
  const said = replacement === '' || habit.reach === 'lead' ? {} : { hint: `${title}.` }
  return diagnose(habit.code, first, values, { fix, ...said })
}

/** What is removed takes its line's end along. */
function wholeLine(region: Span, replacement: string, source: string): Span {
  if (replacement !== '' || indentAt(source, region.start) > 0) return region
  return { start: region.start, end: nextLine(source, region.end) }
}

/** Names that a left-out text assigns to: they are not unknown for that. */
function assignedIn(source: string, region: Span): Name[] {
  const text = source.slice(region.start, region.end)
  const found =
    /(?:^|[\r\n;:,])[ \t]*(?:(?:var|let|int|float|double)\s+)?([A-Za-z_]\w*)\s*(?::=|=(?![=>])|\((?=[^()]*\)\s*[,;]))/g
  return Array.from(text.matchAll(found), (match) => {
    const start = region.start + match.index + match[0].indexOf(match[1]!)
    return { text: match[1]!, span: { start, end: start + match[1]!.length } }
  })
}
