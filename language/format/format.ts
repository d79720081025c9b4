import type { Diagnostic } from '../diagnostic.ts'
import { parse } from '../syntax/parse.ts'
import { printDocument } from './document.ts'
import { lastComments, lines } from './lines.ts'
import { programLines } from './statement.ts'
import { TokenStream } from './token-stream.ts'

export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string }
  /** The text has these mistakes, and no layout before they are mended. */
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] }

/** The longest line of the design's examples has 107, and reads well. */
const COLUMNS = 110

/**
 * The text in the one layout: the same words, signs and comments in the same order, other blanks
 * and line ends between them. Formatting what is formatted changes nothing. Never throws.
 */
export function format(source: string): Formatted {
  const { tree, diagnostics } = parse(source)
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return { kind: 'broken', diagnostics }
  const tokens = new TokenStream(source)
  const program = programLines(tree, tokens)
  const document = [...lines(program, 'apart', tokens), ...lastComments(program, tokens)]
  tokens.finish()
  return { kind: 'formatted', text: printDocument(document, COLUMNS) }
}
