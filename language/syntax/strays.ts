import type { CstNode, IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import { nearest } from '../nearest.ts'
import { child, type Lowering, leaves } from './cst.ts'
import { spanOf } from './slips.ts'
import * as T from './tokens.ts'

/** The statements and blocks that have clauses of their own. */
export type Owner = 'enter' | 'rebalance' | 'risk' | 'costs' | 'test' | 'fn' | 'mode'

/** What may begin a line inside each. */
export const CLAUSES: Readonly<Record<Owner, readonly string[]>> = {
  enter: ['at', 'size', 'stop', 'target', 'expire', 'up'],
  rebalance: ['hold', 'weight', 'max', 'otherwise'],
  risk: ['max', 'halt', 'cooldown'],
  costs: ['commission', 'slippage', 'borrow', 'max'],
  test: ['open', 'high', 'low', 'close', 'volume', 'prices', 'with', 'costs', 'expect'],
  fn: ['let', 'return'],
  mode: ['from'],
}

/** What begins a statement. */
export const STATEMENTS: readonly string[] = [...T.WORDS]
  .filter(([, type]) => type === T.Session || type.CATEGORIES!.includes(T.StatementHead))
  .map(([word]) => word)

/** The words that join or end values inside a line; these are what a slip there was meant to be. */
export const JOINING: readonly string[] = [...T.WORDS.keys()]
  .filter((word) => word.length > 1)
  // The first of those as near as one another is offered: `fo` is rather `of` than `for`.
  .sort((a, b) => a.length - b.length)

/** Tells of what stands inside a statement or block and belongs to no clause of it. */
export function tellStray(node: CstNode, owner: Owner, lowering: Lowering): void {
  const first = firstOf(node)
  if (first === undefined) return
  if (owner === 'fn' && tellLetDue([first, ...leaves(node, 'rest')], lowering)) return
  const clauses = CLAUSES[owner]
  if (tellMisspelled(first, [...clauses, ...STATEMENTS], lowering)) return
  if (isName(first) && beginsLine(first.startOffset, lowering.source)) {
    const found = first.image
    const expected = either(clauses)
    lowering.report(diagnose('unknown-clause', spanOf(first), { found, owner, expected }))
    return
  }
  tellUnexpected(first, lowering)
}

/** Tells of what stands between statements and begins none; several lines may hold several. */
export function tellStrayStatement(node: CstNode, lowering: Lowering): void {
  const first = firstOf(node)
  if (first === undefined) return
  tellFirst(first, leaves(node, 'first'), lowering)
  for (const [i, token] of leaves(node, 'first').entries()) {
    if (token === first || !beginsLine(token.startOffset, lowering.source)) continue
    if (tellLetDue(leaves(node, 'first').slice(i, i + 3), lowering)) continue
    tellMisspelled(token, STATEMENTS, lowering)
  }
}

function tellFirst(first: IToken, tokens: readonly IToken[], lowering: Lowering): void {
  const owners = ownersOf(first)
  if (owners.length > 0 && beginsLine(first.startOffset, lowering.source)) {
    const values = { found: first.image, owners: either(owners) }
    lowering.report(diagnose('misplaced-clause', spanOf(first), values))
    return
  }
  if (tellLetDue(tokens, lowering)) return
  if (tellMisspelled(first, STATEMENTS, lowering)) return
  if (isWord(first) && beginsLine(first.startOffset, lowering.source)) {
    lowering.report(diagnose('unknown-statement', spanOf(first), { found: first.image }))
    return
  }
  tellUnexpected(first, lowering)
}

/** `x = 5`, or `var x = 5` with a word that is no keyword here. */
function tellLetDue([first, second, third]: readonly IToken[], lowering: Lowering): boolean {
  if (first === undefined || !isName(first)) return false
  const start = first.startOffset
  const bare = second?.tokenType === T.Assign
  const led = !bare && second !== undefined && isName(second) && third?.tokenType === T.Assign
  if (!bare && (!led || nearest(first.image, ['let', 'param']) !== undefined)) return false
  const span = bare ? { start, end: start } : spanOf(first)
  const replacement = bare ? 'let ' : 'let'
  lowering.report(
    diagnose(
      'let-due',
      spanOf(first),
      { name: (bare ? first : second!).image },
      { fix: { title: 'Write `let`', span, replacement } },
    ),
  )
  return true
}

function tellMisspelled(token: IToken, heads: readonly string[], lowering: Lowering): boolean {
  if (!isName(token)) return false
  const words = beginsLine(token.startOffset, lowering.source) ? heads : JOINING
  const right = nearest(token.image, words)
  if (right === undefined || right === token.image) return false
  lowering.report(
    diagnose(
      'misspelled-word',
      spanOf(token),
      { found: token.image, right },
      {
        fix: { title: `Write \`${right}\``, span: spanOf(token), replacement: right },
      },
    ),
  )
  return true
}

function tellUnexpected(token: IToken, lowering: Lowering): void {
  const code = token.tokenType === T.Question ? 'question-mark' : 'unexpected'
  lowering.report(diagnose(code, spanOf(token), { found: shown(token) }))
}

/** The first token that is written, not put in by balancing. */
function firstOf(node: CstNode): IToken | undefined {
  const braces = child(node, 'strayBraces')
  const own = leaves(node, 'first').find((token) => token.image !== '')
  const inner = braces && leaves(braces, 'first')[0]
  if (own === undefined || inner === undefined) return own ?? inner
  return own.startOffset < inner.startOffset ? own : inner
}

function ownersOf(token: IToken): string[] {
  const known = Object.entries(CLAUSES).filter(([, words]) => words.includes(token.image))
  // A price series begins with a word that is a stream everywhere else.
  return known.map(([owner]) => owner).filter((owner) => owner !== 'test' || !isName(token))
}

function isName(token: IToken): boolean {
  return token.tokenType === T.Name || token.tokenType.CATEGORIES!.includes(T.Identifier)
}

function isWord(token: IToken): boolean {
  return isName(token) || token.tokenType.CATEGORIES!.includes(T.Reserved)
}

/** Whether only blanks stand before an offset on its line. */
export function beginsLine(offset: number, source: string): boolean {
  let i = offset - 1
  while (i >= 0 && (source[i] === ' ' || source[i] === '\t')) i--
  return i < 0 || source[i] === '\n' || source[i] === '\r'
}

/** A token as it is shown in a message. */
export function shown(token: IToken): string {
  const image = token.image.length > 40 ? `${token.image.slice(0, 39)}…` : token.image
  return `\`${image}\``
}

/** `a`, `b` or `c`. */
export function either(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``)
  const last = quoted.pop()!
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}
