import type { IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import { isSizeOfRisk, madeUp } from './balance.ts'
import { type Report, spanOf } from './slips.ts'
import { shown } from './strays.ts'
import * as T from './tokens.ts'

/**
 * Puts in the brace that opens a block where it was left out and the one that closes it stands
 * there, so that the lines between are read as what they are.
 */
export function mendBlocks(tokens: readonly IToken[], report: Report): IToken[] {
  const out: IToken[] = []
  /** The braces around. */
  let around = 0
  let due: number | undefined
  for (const [i, token] of tokens.entries()) {
    if (i === due) {
      const before = tokens[i - 1]!
      const { end } = spanOf(before)
      const fix = { title: 'Write `{`', span: { start: end, end }, replacement: ' {' }
      report(diagnose('brace-due', spanOf(before), { after: shown(before) }, { fix }))
      out.push(madeUp(T.LCurly, end))
      around++
    }
    if (isHead(tokens, i) && !isInner(token)) around = 0
    if (token.tokenType === T.LCurly) around++
    if (token.tokenType === T.RCurly) around = Math.max(0, around - 1)
    const begin = beginOfBlock(tokens, i)
    if (begin !== undefined && isClosed(tokens, begin, around)) due = begin
    out.push(token)
  }
  return out
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
