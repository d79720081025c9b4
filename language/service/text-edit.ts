import type { Span } from '../diagnostic.ts'

/** A piece of text to be replaced. */
export interface TextEdit {
  readonly span: Span
  readonly replacement: string
}

/** A text with edits made, none of which may overlap another. */
export function withEdits(source: string, edits: readonly TextEdit[]): string {
  let end = source.length
  const parts: string[] = []
  for (const { span, replacement } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    parts.unshift(replacement, source.slice(span.end, end))
    end = span.start
  }
  return source.slice(0, end) + parts.join('')
}
