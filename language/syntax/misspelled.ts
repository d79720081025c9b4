import type { IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import { nearest } from '../nearest.ts'
import { isSizeOfRisk } from './balance.ts'
import { type Report, spanOf } from './slips.ts'
import { beginsLine, CLAUSES, type Owner, STATEMENTS } from './strays.ts'
import * as T from './tokens.ts'

/** The words between two values, or between a rule's side and its condition. */
const BETWEEN: readonly string[] =
  'when then else and or is crosses above below of to within for'.split(' ')

/**
 * Mends words of the language with a slip in them, where a name cannot stand: at the beginning of
 * a line whose value before is whole, and right behind a value. Each is told once and becomes the
 * word that was meant, so that what hangs on it is read. Tokens are changed in place.
 */
export function mendMisspelled(
  tokens: readonly IToken[],
  source: string,
  report: Report,
  isDefined: (name: string) => boolean,
): void {
  /** Whose clauses may stand here; of the braces around likewise. */
  let owner: Owner | undefined
  const around: (Owner | undefined)[] = []
  /** In a contract's description stand words that are none of the language. */
  let described = false
  /** Since a line that begins with no word of ours: its words are not looked at. */
  let lost = false
  for (const [i, token] of tokens.entries()) {
    const type = token.tokenType
    const starts = beginsLine(token.startOffset, source)
    if (starts) lost = false
    // Its currency is the last of it.
    if (tokens[i - 2]?.tokenType === T.In) described = false
    if (type === T.LCurly) around.push(owner)
    if (type === T.RCurly) {
      around.pop()
      owner = around.at(-1)
    }
    const isOpen = type === T.Name && !described && !lost
    const words = isOpen ? wordsFor(tokens, i, owner, starts, isDefined) : []
    if (words.length > 0 && !isDefined(token.image)) {
      const right = nearest(token.image, words)
      if (right !== undefined && right !== token.image) mend(token, right, report)
      lost = starts && right === undefined
    }
    if (token.tokenType.CATEGORIES!.includes(T.StatementHead) && !isSizeOfRisk(tokens, i)) {
      owner = Object.hasOwn(CLAUSES, token.image) ? (token.image as Owner) : undefined
      described = token.tokenType === T.Instrument || token.tokenType === T.Universe
    }
  }
}

/** What may have been meant by a name; nothing where a name may stand. */
function wordsFor(
  tokens: readonly IToken[],
  i: number,
  owner: Owner | undefined,
  starts: boolean,
  isDefined: (name: string) => boolean,
): readonly string[] {
  const before = tokens[i - 1]?.tokenType
  const after = tokens[i + 1]?.tokenType
  if (after === undefined || after === T.Assign || after === T.Dot || after === T.Colon) return []
  if (before === T.Enter || before === T.Exit) return ['long', 'short']
  const ends = before === undefined || ENDS.has(before) || isName(tokens[i - 1]!, isDefined)
  if (!ends) return []
  if (starts) {
    // What stands open goes on here.
    if (after === T.LParen) return []
    return owner === undefined ? STATEMENTS : [...CLAUSES[owner], ...STATEMENTS]
  }
  return before === undefined || before === T.LCurly || before === T.RCurly ? [] : BETWEEN
}

/** Behind these a value is whole, or a line of its own begins. */
const ENDS: ReadonlySet<IToken['tokenType']> = new Set([
  ...[T.NumberLiteral, T.Percent, T.Duration, T.RMultiple, T.Currency, T.Text],
  ...[T.RParen, T.RSquare, T.LCurly, T.RCurly, T.Long, T.Short, T.True, T.False, T.Halt],
])

/** Words that are names elsewhere: where the language has them, a value is due behind them. */
const BEFORE_VALUE: ReadonlySet<IToken['tokenType']> = new Set([
  ...[T.Above, T.Below, T.Limit, T.Touch, T.Trailing, T.Step, T.Bar, T.Top, T.Volatility],
  ...[T.Max, T.Commission, T.Slippage, T.Borrow],
])

function isName({ tokenType, image }: IToken, isDefined: (name: string) => boolean): boolean {
  if (BEFORE_VALUE.has(tokenType)) return isDefined(image)
  return tokenType === T.Name || tokenType.CATEGORIES!.includes(T.Identifier)
}

function mend(token: IToken, right: string, report: Report): void {
  const span = spanOf(token)
  const fix = { title: `Write \`${right}\``, span, replacement: right }
  report(diagnose('misspelled-word', span, { found: token.image, right }, { fix }))
  const type = T.WORDS.get(right) ?? T.Name
  token.tokenType = type
  token.tokenTypeIdx = type.tokenTypeIdx!
  token.image = right
}
