import type { IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import { madeUp } from './balance.ts'
import { type Report, spanOf } from './slips.ts'
import { shown } from './strays.ts'
import * as T from './tokens.ts'

/** A bracket that is open. */
interface Open {
  /** Whether what stands in it are a function's arguments or parameters, its closing one written. */
  readonly isCall: boolean
  told: boolean
}

/**
 * Puts a comma between two values in a row where they are arguments of a call, so that the call has
 * as many as were meant; told once a call. Brackets match (see `balance`): one that was left open
 * may hold what comes after the call, so there nothing is put in.
 */
export function mendCommas(tokens: readonly IToken[], report: Report): IToken[] {
  const isWritten = closedInText(tokens)
  const out: IToken[] = []
  const open: Open[] = []
  for (const [i, token] of tokens.entries()) {
    const call = open.at(-1)
    // What has no text was put in, and told, by who did so.
    const mayLack = call?.isCall === true && token.image !== ''
    if (mayLack && endsValue(tokens, i - 1) && beginsArgument(tokens, i)) {
      const before = tokens[i - 1]!
      const at = spanOf(before).end
      if (!call.told) {
        const fix = { title: 'Write `,`', span: { start: at, end: at }, replacement: ',' }
        report(diagnose('comma-due', spanOf(token), { found: shown(token) }, { fix }))
      }
      call.told = true
      out.push(madeUp(T.Comma, at))
    }
    if (OPENERS.has(token.tokenType)) {
      const isCall = token.tokenType === T.LParen && isName(tokens[i - 1]) && isWritten.has(i)
      open.push({ isCall, told: false })
    } else if (CLOSERS.has(token.tokenType)) open.pop()
    out.push(token)
  }
  return out
}

const OPENERS: ReadonlySet<IToken['tokenType']> = new Set([T.LParen, T.LSquare, T.LCurly])
const CLOSERS: ReadonlySet<IToken['tokenType']> = new Set([T.RParen, T.RSquare, T.RCurly])

/** Which of the tokens are brackets whose closing one stands in the text. */
function closedInText(tokens: readonly IToken[]): ReadonlySet<number> {
  const open: number[] = []
  const closed = new Set<number>()
  for (const [i, { tokenType, image }] of tokens.entries()) {
    if (OPENERS.has(tokenType)) open.push(i)
    else if (CLOSERS.has(tokenType)) {
      const opener = open.pop()
      if (opener !== undefined && image !== '') closed.add(opener)
    }
  }
  return closed
}

function isName(token: IToken | undefined): boolean {
  return token?.tokenType.CATEGORIES?.includes(T.Identifier) ?? false
}

/** Literals of one word. */
const LITERALS: ReadonlySet<IToken['tokenType']> = new Set([
  ...[T.NumberLiteral, T.Percent, T.RMultiple, T.Duration, T.TimeLiteral, T.DateLiteral],
  ...[T.Text, T.True, T.False],
])

function endsValue(tokens: readonly IToken[], i: number): boolean {
  const { tokenType } = tokens[i]!
  if (tokenType === T.Above || tokenType === T.Below) return tokens[i - 1]?.tokenType !== T.Crosses
  return LITERALS.has(tokenType) || CLOSERS.has(tokenType) || isName(tokens[i])
}

/** A value or the name of an argument, and not what goes on with the value before. */
function beginsArgument(tokens: readonly IToken[], i: number): boolean {
  const { tokenType } = tokens[i]!
  if (tokens[i + 1]?.tokenType === T.Colon) return true
  const before = tokens[i - 1]!.tokenType
  if (before === T.NumberLiteral && (tokenType === T.Bars || tokenType === T.Currency)) return false
  if (tokens[i - 2]?.tokenType === T.AtSign && tokenType === T.Duration) return false
  return LITERALS.has(tokenType) || isName(tokens[i])
}
