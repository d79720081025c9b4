import type { IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import type { Fix } from '../diagnostic.ts'
import { isSizeOfRisk, madeUp } from './balance.ts'
import { type Report, spanOf } from './slips.ts'
import { beginsLine, shown } from './strays.ts'
import * as T from './tokens.ts'

/**
 * Puts in the brace that opens a block where it was left out, alone or with the one that closes it,
 * so that the lines between are read as what they are.
 */
export function mendBlocks(
  tokens: readonly IToken[],
  source: string,
  report: Report,
): readonly IToken[] {
  const out: IToken[] = []
  /** The braces around. */
  let around = 0
  let due: number | undefined
  /** Before which tokens a block ends that was opened here. */
  const ends = new Set<number>()
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1]
    if (ends.has(i)) {
      out.push(madeUp(T.RCurly, spanOf(before!).end))
      around = Math.max(0, around - 1)
    }
    if (i === due) {
      out.push(madeUp(T.LCurly, spanOf(before!).end))
      around++
    }
    if (isHead(tokens, i) && !isInner(token)) around = 0
    if (token.tokenType === T.LCurly) around++
    if (token.tokenType === T.RCurly) around = Math.max(0, around - 1)
    const begin = beginOfBlock(tokens, i)
    const closed = begin !== undefined && isClosed(tokens, begin, around)
    const end = begin === undefined || closed ? begin : endOfBlock(tokens, i, begin, source)
    if (begin !== undefined && end !== undefined) {
      const head = tokens[begin - 1]!
      const lacks = closed ? 'its opening brace' : 'its braces'
      const fix = closed ? opening(head) : bracing(token, head, tokens[end - 1]!, source)
      report(diagnose('brace-due', spanOf(head), { after: shown(head), lacks }, { fix }))
      due = begin
      if (!closed) ends.add(end)
    }
    out.push(token)
  }
  return out
}

function opening(head: IToken): Fix {
  const { end } = spanOf(head)
  return { title: 'Write `{`', span: { start: end, end }, replacement: ' {' }
}

/** Both braces, the closing one below the last line of the block. */
function bracing(first: IToken, head: IToken, last: IToken, source: string): Fix {
  const start = spanOf(head).end
  const end = spanOf(last).end + /.*/.exec(source.slice(spanOf(last).end))![0].trimEnd().length
  const lines = source.slice(start, end)
  const indent = ' '.repeat(columnOf(first, source))
  return {
    title: 'Write `{` and `}`',
    span: { start, end },
    replacement: ` {${lines}${/[\r\n]/.test(lines) ? `\n${indent}` : ' '}}`,
  }
}

/**
 * Before which token the block ends that begins at `begin` and has neither brace: the next line
 * that is no deeper than its head, else the next statement; undefined where none is surely meant.
 */
function endOfBlock(
  tokens: readonly IToken[],
  head: number,
  begin: number,
  source: string,
): number | undefined {
  const [first, second] = [tokens[head]!, tokens[begin]!]
  const column = columnOf(first, source)
  const isDeeper = (token: IToken) => columnOf(token, source) > column
  if (!beginsLine(first.startOffset, source) || !isDeeper(second)) return undefined
  const isBody = second.tokenType === T.Let || second.tokenType === T.Return
  if (first.tokenType === T.Fn && !isBody) return undefined
  let end = begin
  for (; end < tokens.length; end++) {
    const token = tokens[end]!
    if (isHead(tokens, end) && !isInner(token)) break
    if (beginsLine(token.startOffset, source) && !isDeeper(token)) break
  }
  return end === begin ? undefined : end
}

/** How many characters stand before a token on its line. */
function columnOf({ startOffset }: IToken, source: string): number {
  let from = startOffset
  while (from > 0 && !/[\r\n]/.test(source[from - 1]!)) from--
  return startOffset - from
}

/** Where the `{` of the statement that begins here should stand; undefined where it does or none is due. */
function beginOfBlock(tokens: readonly IToken[], i: number): number | undefined {
  if (!isHead(tokens, i)) return undefined
  const begin = i + lengthOfHead(tokens, i)
  const next = tokens[begin]?.tokenType
  return begin === i || next === undefined || next === T.LCurly || next === T.Assign
    ? undefined
    : begin
}

/** How many tokens stand before the block of this statement; 0 where it has none. */
function lengthOfHead(tokens: readonly IToken[], i: number): number {
  const [head, subject, bracket] = [tokens[i]!, tokens[i + 1], tokens[i + 2]]
  switch (head.tokenType) {
    case T.Risk:
    case T.Costs:
      return 1
    case T.Test:
      return subject?.tokenType === T.Text ? 2 : 0
    case T.Mode:
      return subject?.tokenType.CATEGORIES?.includes(T.Identifier) ? 2 : 0
    case T.Fn: {
      if (bracket?.tokenType !== T.LParen) return 0
      let end = i + 3
      while (end < tokens.length && tokens[end]!.tokenType !== T.RParen) {
        if (isHead(tokens, end)) return 0
        end++
      }
      return end - i + 1
    }
    default:
      return 0
  }
}

/** Whether a brace closes what begins here, beyond those that close what stands around it. */
function isClosed(tokens: readonly IToken[], begin: number, around: number): boolean {
  let open = around + 1
  for (let i = begin; i < tokens.length && open > 0; i++) {
    if (isHead(tokens, i) && !isInner(tokens[i]!)) return false
    if (tokens[i]!.tokenType === T.LCurly) open++
    if (tokens[i]!.tokenType === T.RCurly) open--
  }
  return open === 0
}

function isHead(tokens: readonly IToken[], i: number): boolean {
  const isOne = tokens[i]!.tokenType.CATEGORIES!.includes(T.StatementHead)
  return isOne && tokens[i + 1]?.tokenType !== T.Colon && !isSizeOfRisk(tokens, i)
}

/** `let` in a function and `costs` in a test begin a line of the block around them. */
function isInner({ tokenType }: IToken): boolean {
  return tokenType === T.Let || tokenType === T.Costs
}
