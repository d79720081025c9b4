import type { IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import { madeUp } from './balance.ts'
import { type Report, spanOf } from './slips.ts'
import { shown } from './strays.ts'
import * as T from './tokens.ts'

/** A bracket that is open. */
interface Open {
  readonly kind: 'call' | 'test' | 'other'
  /** Where the first of a list stands: of arguments, parameters, prices; undefined: in none. */
  from: number | undefined
  told: boolean
}

/**
 * Puts a comma between two values in a row where they are arguments of a call, or prices of a test,
 * so that there are as many as were meant; told once a list. Brackets match (see `balance`): one
 * that was left open may hold what comes after the call, so there nothing is put in.
 */
export function mendCommas(tokens: readonly IToken[], report: Report): IToken[] {
  const isWritten = closedInText(tokens)
  const out: IToken[] = []
  const open: Open[] = []
  for (const [i, token] of tokens.entries()) {
    const list = open.at(-1)
    if (list?.kind === 'test' && beginsLineOfTest(tokens, i)) {
      Object.assign(list, { from: firstPrice(tokens, i), told: false })
    }
    const begins = list?.kind === 'test' ? beginsPrice : beginsArgument
    if (
      list?.from !== undefined &&
      i > list.from &&
      endsValue(tokens, i - 1) &&
      begins(tokens, i)
    ) {
      const at = spanOf(tokens[i - 1]!).end
      if (!list.told) {
        const fix = { title: 'Write `,`', span: { start: at, end: at }, replacement: ',' }
        report(diagnose('comma-due', spanOf(token), { found: shown(token) }, { fix }))
      }
      list.told = true
      out.push(madeUp(T.Comma, at))
    }
    if (OPENERS.has(token.tokenType)) {
      const kind = kindOf(tokens, i)
      open.push({
        kind,
        from: kind === 'call' && isWritten.has(i) ? i + 1 : undefined,
        told: false,
      })
    } else if (CLOSERS.has(token.tokenType)) open.pop()
    out.push(token)
  }
  return out
}

function kindOf(tokens: readonly IToken[], i: number): Open['kind'] {
  const { tokenType } = tokens[i]!
  if (tokenType === T.LParen && isName(tokens[i - 1])) return 'call'
  return tokenType === T.LCurly && tokens[i - 2]?.tokenType === T.Test ? 'test' : 'other'
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
  const { tokenType, image } = tokens[i]!
  if (image === '') return false
  if (tokens[i + 1]?.tokenType === T.Colon) return true
  const before = tokens[i - 1]!.tokenType
  if (before === T.NumberLiteral && (tokenType === T.Bars || tokenType === T.Currency)) return false
  if (tokens[i - 2]?.tokenType === T.AtSign && tokenType === T.Duration) return false
  return LITERALS.has(tokenType) || isName(tokens[i])
}

const COLUMNS: ReadonlySet<IToken['tokenType']> = new Set([
  ...[T.OpenWord, T.HighWord, T.LowWord, T.CloseWord, T.VolumeWord],
])
const OTHER_LINES: ReadonlySet<IToken['tokenType']> = new Set([T.Expect, T.With, T.Costs, T.Prices])

/** Whether a line of a test begins here: a column's word may stand in a condition, too. */
function beginsLineOfTest(tokens: readonly IToken[], i: number): boolean {
  const { tokenType } = tokens[i]!
  if (OTHER_LINES.has(tokenType)) return true
  const isFirst = tokens[i - 1]!.tokenType === T.LCurly || endsValue(tokens, i - 1)
  return COLUMNS.has(tokenType) && isFirst
}

/** Where the first price of a line stands, behind its clock; undefined in other lines. */
function firstPrice(tokens: readonly IToken[], i: number): number | undefined {
  if (!COLUMNS.has(tokens[i]!.tokenType)) return undefined
  let first = i + 1
  if (tokens[first]?.tokenType !== T.AtSign) return first
  do first++
  while (isClock(tokens[first]))
  return first
}

/** What a clock is written with: `@ SPY 1d`. */
function isClock(token: IToken | undefined): boolean {
  return isName(token) || token?.tokenType === T.Text || token?.tokenType === T.Duration
}

/** A number, or a function that gives prices; `x` says how often, and is none. */
function beginsPrice(tokens: readonly IToken[], i: number): boolean {
  const { tokenType } = tokens[i]!
  if (tokens[i - 1]!.tokenType === T.Repeat || tokenType === T.Repeat) return false
  return LITERALS.has(tokenType) || (isName(tokens[i]) && tokens[i + 1]?.tokenType === T.LParen)
}
