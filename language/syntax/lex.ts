import { type IToken, Lexer } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import type { Span } from '../diagnostic.ts'
import { mendSlips, type Report, spanOf } from './slips.ts'
import { LEXED } from './tokens.ts'

/** A comment as written, with its slashes. `doc` for `///`. */
export interface Comment {
  readonly text: string
  readonly doc: boolean
  readonly span: Span
}

export interface Lexed {
  readonly tokens: IToken[]
  /** All comments, in source order. */
  readonly comments: readonly Comment[]
}

const lexer = new Lexer([...LEXED], {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  skipValidations: true,
})

/** Cuts the text into tokens, words named and slips mended. */
export function lex(source: string, report: Report): Lexed {
  const { tokens, groups, errors } = lexer.tokenize(source)
  for (const { offset, length } of errors) {
    const span = { start: offset, end: offset + length }
    const found = printable(source.slice(span.start, span.end))
    report(
      diagnose(
        'unknown-character',
        span,
        { found },
        {
          fix: { title: 'Remove it', span, replacement: '' },
        },
      ),
    )
  }
  const comments = (groups.comments ?? []).map((token) => ({
    text: token.image,
    doc: token.image.startsWith('///'),
    span: { start: token.startOffset, end: token.startOffset + token.image.length },
  }))
  return { tokens: mendSlips(tokens, report), comments }
}

/**
 * The text of the `///` lines that stand right before a token, by that token's offset.
 * Lines are joined by line feeds, each without its slashes and one space.
 */
export function docsOf({ tokens, comments }: Lexed): ReadonlyMap<number, string> {
  const docs = new Map<number, string>()
  let next = 0
  for (const comment of comments) {
    if (!comment.doc) continue
    while (next < tokens.length && tokens[next]!.startOffset < comment.span.end) next++
    const token = tokens[next]
    if (token === undefined) break
    const line = comment.text.replace(/^\/+ ?/, '').trimEnd()
    const { start } = spanOf(token)
    const before = docs.get(start)
    docs.set(start, before === undefined ? line : `${before}\n${line}`)
  }
  return docs
}

/** A short run of characters for a message, control characters by their number. */
function printable(text: string): string {
  const shown = [...text]
    .slice(0, 8)
    .map((character) =>
      /\p{C}|\p{Z}/u.test(character)
        ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
        : character,
    )
  return shown.join('') + (text.length > 8 ? '…' : '')
}
