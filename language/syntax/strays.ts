import type { CstNode, IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import { nearest } from '../nearest.ts'
import { child, type Lowering, leaves } from './cst.ts'
import { spanOf } from './slips.ts'
import * as T from './tokens.ts'

/** The statements and blocks that have clauses of their own. */
export type Owner = 'enter' | 'rebalance' | 'risk' | 'costs' | 'test' | 'fn' | 'mode'

/** What may begin a line inside each. */
const CLAUSES: Readonly<Record<Owner, readonly string[]>> = {
  enter: ['at', 'size', 'stop', 'target', 'expire', 'up'],
  rebalance: ['hold', 'weight', 'max', 'otherwise'],
  risk: ['max', 'halt', 'cooldown'],
  costs: ['commission', 'slippage', 'borrow'],
  test: ['open', 'high', 'low', 'close', 'volume', 'with', 'costs', 'expect'],
  fn: ['let', 'return'],
  mode: ['from'],
}

const STATEMENTS: readonly string[] = [...T.WORDS]
  .filter(([, type]) => type === T.Session || type.CATEGORIES!.includes(T.StatementHead))
  .map(([word]) => word)

/** The words that join or end values inside a line; these are what a slip there was meant to be. */
const JOINING: readonly string[] = [...T.WORDS.keys()].filter((word) => word.length > 2)

/** Tells of what stands inside a statement or block and belongs to no clause of it. */
export function tellStray(node: CstNode, owner: Owner, lowering: Lowering): void {
  const first = firstOf(node)
  if (first === undefined) return
  const clauses = CLAUSES[owner]
  if (tellMisspelled(first, [...clauses, ...STATEMENTS], lowering)) return
  if (isName(first) && beginsLine(first, lowering.source)) {
    const found = first.image
    const expected = either(clauses)
    lowering.report(diagnose('unknown-clause', spanOf(first), { found, owner, expected }))
    return
  }
  tellUnexpected(first, lowering)
}

/** Tells of what stands between statements and begins none. */
export function tellStrayStatement(node: CstNode, lowering: Lowering): void {
  const first = firstOf(node)
  if (first === undefined) return
  const owners = ownersOf(first)
  if (owners.length > 0 && beginsLine(first, lowering.source)) {
    const values = { found: first.image, owners: either(owners) }
    lowering.report(diagnose('misplaced-clause', spanOf(first), values))
    return
  }
  const second = leaves(node, 'first')[1]
  if (isName(first) && second?.tokenType === T.Assign) {
    const at = { start: first.startOffset, end: first.startOffset }
    lowering.report(
      diagnose(
        'let-due',
        spanOf(first),
        { name: first.image },
        {
          fix: { title: 'Write `let`', span: at, replacement: 'let ' },
        },
      ),
    )
    return
  }
  if (tellMisspelled(first, STATEMENTS, lowering)) return
  if (isName(first) && beginsLine(first, lowering.source)) {
    lowering.report(diagnose('unknown-statement', spanOf(first), { found: first.image }))
    return
  }
  tellUnexpected(first, lowering)
}

function tellMisspelled(token: IToken, heads: readonly string[], lowering: Lowering): boolean {
  if (!isName(token)) return false
  const words = beginsLine(token, lowering.source) ? heads : JOINING
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

function firstOf(node: CstNode): IToken | undefined {
  const braces = child(node, 'strayBraces')
  const own = leaves(node, 'first')[0]
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

function beginsLine(token: IToken, source: string): boolean {
  let i = token.startOffset - 1
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
