import type { editor, IRange } from 'monaco-editor/editor/editor.api'
import type { Span } from '../../../language/diagnostic.ts'

/** A span of offsets as the editor's lines and columns. */
export function rangeOf(model: editor.ITextModel, { start, end }: Span): IRange {
  const from = model.getPositionAt(start)
  const to = model.getPositionAt(end)
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  }
}

/** The same the other way. */
export function spanOf(model: editor.ITextModel, range: IRange): Span {
  return {
    start: model.getOffsetAt({ lineNumber: range.startLineNumber, column: range.startColumn }),
    end: model.getOffsetAt({ lineNumber: range.endLineNumber, column: range.endColumn }),
  }
}
