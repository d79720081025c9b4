import type { Span } from '../diagnostic.ts'

/** Something that may stand at the cursor. */
export interface Completion {
  readonly label: string
  readonly kind:
    | 'statement'
    | 'clause'
    | 'word'
    | 'stream'
    | 'account'
    | 'parameter'
    | 'definition'
    | 'function'
    | 'builtin'
    | 'field'
    | 'argument'
    | 'unit'
    | 'value'
    | 'tag'
  /** Its type or signature, on one line; may be empty. */
  readonly detail: string
  /** Markdown; may be empty. */
  readonly documentation: string
  /** What to write, in LSP's snippet syntax: `sma(${1:close}, ${2:20})`. */
  readonly snippet: string
  /** What it takes the place of. */
  readonly span: Span
  /** Best first, by plain comparison of texts. */
  readonly sort: string
}

/** A completion before it is known where it goes. */
export type Offer = Omit<Completion, 'span' | 'sort'> & {
  /** 0 fits exactly, 9 hardly at all. */
  readonly rank: number
}

/** Text as a snippet that writes just that. */
export function plainSnippet(text: string): string {
  return text.replaceAll(/[$}\\]/g, '\\$&')
}

/**
 * A text whose places to fill in stand between `‹ ›` as an LSP snippet: `sma(‹close›, ‹20›)`.
 * Choices are parted by bars: `enter ‹long|short›`.
 */
export function snippetOf(template: string): string {
  let place = 0
  return template.replaceAll(/[$}\\]/g, '\\$&').replaceAll(/‹([^›]*)›/g, (_, text: string) => {
    place++
    const choices = text.split('|')
    if (choices.length > 1) return `\${${place}|${choices.join(',')}|}`
    return `\${${place}:${text}}`
  })
}

/** What a snippet writes when every place in it is left as proposed; the first of choices. */
export function filledSnippet(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, '$1')
    .replaceAll(/\\([$}\\])/g, '$1')
}
