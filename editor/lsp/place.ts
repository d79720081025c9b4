import type { Position, Range, TextEdit } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Span } from '../../language/diagnostic.ts'
import type { TextEdit as Edit } from '../../language/service/text-edit.ts'

/** Offsets of a document as the protocol's lines and characters: both count UTF-16 units. */
export function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) }
}

/** The same the other way; a place behind the end of a line is its end. */
export function spanOf(document: TextDocument, { start, end }: Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) }
}

/** An empty range. */
export function rangeAt(position: Position): Range {
  return { start: position, end: position }
}

/** The service's edits as the protocol's. */
export function textEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ span, replacement }) => ({
    range: rangeOf(document, span),
    newText: replacement,
  }))
}
