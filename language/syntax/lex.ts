import { type IToken, Lexer } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import type { Span } from '../diagnostic.ts'
import { withoutForeignLines } from '../habits/lines.ts'
import { VERSION_COMMENT } from '../habits/lines-table.ts'
import { mendWords } from '../habits/words.ts'
import type { Name } from './ast.ts'
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
  /** Names that lines of another language, left out of the tokens, would have defined. */
  readonly foreignNames: readonly Name[]
  /** Where those lines stand. */
  readonly skipped: readonly Span[]
}

/** What of a text is to be read. */
export interface LexOptions {
  /** From here to its end. */
  readonly start: number
  /** Whether the whole text, read or not, gives a name. */
  readonly isDefined: (name: string) => boolean
}

const lexer = new Lexer([...LEXED], {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  skipValidations: true,
})

const DEFINING = /\b(?:let|param|fn|mode)\s+([A-Za-z_]\w*)/g

/** The names that a text gives, as far as its words show. */
export function namesDefined(source: string): ReadonlySet<string> {
  return new Set(Array.from(source.matchAll(DEFINING), ([, name]) => name!))
}

/** Cuts the text into tokens, words named, slips and other languages' habits mended. */
export function lex(source: string, report: Report, options?: LexOptions): Lexed {
  const start = options?.start ?? 0
  const isDefined = options?.isDefined ?? ((name) => namesDefined(source).has(name))
  const { tokens, groups, errors } = lexer.tokenize(start === 0 ? source : source.slice(start))
  const comments = groups.comments ?? []
  if (start > 0) for (const token of [...tokens, ...comments]) token.startOffset += start
  const own = withoutForeignLines(tokens, source, report)
  let next = 0
  for (const error of errors) {
    const offset = start + error.offset
    const span = { start: offset, end: offset + error.length }
    // Both are in source order.
    while (next < own.skipped.length && own.skipped[next]!.end <= offset) next++
    if (next < own.skipped.length && own.skipped[next]!.start <= offset) continue
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
  const told = comments.map((token) => ({
    text: token.image,
    doc: token.image.startsWith('///'),
    span: { start: token.startOffset, end: token.startOffset + token.image.length },
  }))
  for (const comment of told) tellVersion(comment, source, report)
  const words = mendWords(own.tokens, source, report, isDefined)
  const { names: foreignNames, skipped } = own
  return { tokens: mendSlips(words, report), comments: told, foreignNames, skipped }
}

function tellVersion({ text, span }: Comment, source: string, report: Report): void {
  if (!VERSION_COMMENT.test(text)) return
  const end = source.startsWith('\n', span.end) ? span.end + 1 : span.end
  const fix = { title: 'Remove it', span: { start: span.start, end }, replacement: '' }
  report(diagnose('version-comment', span, {}, { fix }))
}

/**
 * The text of the `///` lines that stand right before a token, by that token's offset.
 * Lines are joined by line feeds, each without its slashes and one space.
 */
export function docsOf({
  tokens,
  comments,
}: Pick<Lexed, 'tokens' | 'comments'>): ReadonlyMap<number, string> {
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
