import { type Document, isTall, nest } from './document.ts'
import { ownComment, type TokenStream } from './token-stream.ts'

/** What has a line of its own, or several. */
export interface Line {
  /** What belongs together has the same. */
  readonly group?: string
  readonly print: () => Document
}

/**
 * Which empty lines there are: the writer's, several as one (`kept`), and also around what has
 * lines in it and between groups (`apart`); or none at all.
 */
export type Gaps = 'apart' | 'kept' | 'none'

/** Lines one below the other, each with the comments before it. */
export function lines(items: readonly Line[], gaps: Gaps, tokens: TokenStream): Document[] {
  const parts: Document[] = []
  let tallBefore = false
  for (const [i, item] of items.entries()) {
    const comments = tokens.comments()
    const gap = [...comments, tokens].map((one) => one.gap && gaps !== 'none')
    const document = item.print()
    const tall = isTall(document)
    const apart = gaps === 'apart' && (tall || tallBefore || item.group !== items[i - 1]?.group)
    tallBefore = tall
    if (i === 0) gap[0] = false
    else if (apart && !gap.includes(true)) gap[0] = true
    const documents = [...comments.map(ownComment), document]
    parts.push(documents.map((one, k): Document => [newline(gap[k]!), one]))
  }
  return parts
}

/** The comments behind the last line, before what ends the block or the text. */
export function lastComments(before: readonly Line[], tokens: TokenStream): Document[] {
  return tokens.comments().map((comment, i): Document => {
    const first = i === 0 && before.length === 0
    return [newline(comment.gap && !first), ownComment(comment)]
  })
}

/** The comments behind the last line of a rule that are indented like it. */
export function indentedComments(tokens: TokenStream): Document[] {
  return tokens.indentedComments().map((comment) => [newline(false), ownComment(comment)])
}

/** Lines between braces. */
export function block(items: readonly Line[], tokens: TokenStream): Document {
  const open = tokens.take('{')
  const content = [...lines(items, 'kept', tokens), ...lastComments(items, tokens)]
  return content.length === 0
    ? [open, tokens.take('}')]
    : [open, nest(content), newline(false), tokens.take('}')]
}

function newline(gap: boolean): Document {
  return { kind: 'newline', gap }
}
