import type { Span } from '../diagnostic.ts'
import type { Analysis } from './analyse.ts'
import type { TextEdit } from './text-edit.ts'

/** An edit that removes a mistake. */
export interface CodeAction {
  /** Begins with a verb. */
  readonly title: string
  /** The code and place of the diagnostic that it removes. */
  readonly code: string
  readonly diagnostic: Span
  readonly edits: readonly TextEdit[]
}

/** The quick fixes of the mistakes that a span touches, in source order. */
export function codeActions({ diagnostics }: Analysis, at: Span): readonly CodeAction[] {
  return diagnostics.flatMap(({ code, span, fix }): readonly CodeAction[] => {
    if (fix === undefined || span.start > at.end || span.end < at.start) return []
    const { title, replacement } = fix
    return [{ title, code, diagnostic: span, edits: [{ span: fix.span, replacement }] }]
  })
}
