import {
  type CodeAction,
  type CodeActionParams,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type FoldingRange,
  InsertTextFormat,
  type SignatureHelp,
  SymbolKind,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Diagnostic as Found } from '../../language/diagnostic.ts'
import { format } from '../../language/format/format.ts'
import type { Analysis } from '../../language/service/analyse.ts'
import { codeActions } from '../../language/service/code-actions.ts'
import { complete } from '../../language/service/complete.ts'
import { type Completion, filledSnippet } from '../../language/service/completion.ts'
import {
  documentSymbols,
  type DocumentSymbol as Outlined,
} from '../../language/service/document-symbols.ts'
import { foldingRanges } from '../../language/service/folding-ranges.ts'
import { signatureHelp } from '../../language/service/signature-help.ts'
import type { TextEdit as Edit } from '../../language/service/text-edit.ts'
import { COMPLETION_KINDS, SYMBOL_KINDS } from '../pipeline/protocol-words.ts'
import type { ClientCan } from './client-can.ts'
import { rangeOf, spanOf, textEdits } from './place.ts'

/** A document and what is known of its text. */
export interface Read {
  readonly document: TextDocument
  readonly analysis: Analysis
}

/** A mistake: what is wrong, then how to mend it. */
export function diagnosticOf(document: TextDocument, found: Found): Diagnostic {
  const { code, severity, span, message, hint, labels } = found
  return {
    range: rangeOf(document, span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'strat',
    message: `${message}\n${hint}`,
    relatedInformation: labels.map((label) => ({
      location: { uri: document.uri, range: rangeOf(document, label.span) },
      message: label.message,
    })),
  }
}

/** What may stand at an offset, best first. */
export function completions(
  { document, analysis }: Read,
  offset: number,
  can: ClientCan,
): CompletionItem[] {
  return complete(analysis, offset).map((offer) => completionOf(document, offer, can))
}

function completionOf(document: TextDocument, offer: Completion, can: ClientCan): CompletionItem {
  const { label, kind, detail, documentation, snippet, span, sort } = offer
  return {
    label,
    kind: CompletionItemKind[COMPLETION_KINDS[kind]],
    detail,
    documentation: { kind: 'markdown', value: documentation },
    insertTextFormat: can.snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: {
      range: rangeOf(document, span),
      newText: can.snippets ? snippet : filledSnippet(snippet),
    },
    sortText: sort,
  }
}

/** The call around an offset. */
export function signatureOf({ analysis }: Read, offset: number): SignatureHelp | null {
  const found = signatureHelp(analysis, offset)
  if (found === undefined) return null
  const { label, documentation, parameters, active } = found
  return {
    signatures: [
      {
        label,
        documentation: { kind: 'markdown', value: documentation },
        parameters: parameters.map(({ span, documentation: text }) => ({
          label: [span.start, span.end],
          documentation: text,
        })),
      },
    ],
    activeSignature: 0,
    // An index behind the last one: none of them is under way.
    activeParameter: active ?? parameters.length,
  }
}

/** The outline, a function's definitions below it. */
export function outline({ document, analysis }: Read): DocumentSymbol[] {
  return documentSymbols(analysis).map((symbol) => outlined(document, symbol))
}

function outlined(document: TextDocument, symbol: Outlined): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: SymbolKind[SYMBOL_KINDS[symbol.kind]],
    range: rangeOf(document, symbol.span),
    selectionRange: rangeOf(document, symbol.nameSpan),
    children: symbol.children.map((child) => outlined(document, child)),
  }
}

/** First and last lines of what can be folded away. */
export function folds({ document, analysis }: Read): FoldingRange[] {
  return foldingRanges(analysis).map(({ span, kind }) => {
    const { start, end } = rangeOf(document, span)
    return { startLine: start.line, endLine: end.line, ...(kind === 'comment' && { kind }) }
  })
}

/** Quick fixes of the mistakes in a range, and a word on each where the client can show it. */
export function actions(
  { document, analysis }: Read,
  { range, context }: CodeActionParams,
  can: ClientCan,
): CodeAction[] {
  const fixes = codeActions(analysis, spanOf(document, range)).map(
    ({ title, code, edits }): CodeAction => ({
      title,
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: context.diagnostics.filter((one) => one.code === code),
      edit: workspaceEdit(document, edits, can),
    }),
  )
  if (!can.explain) return fixes
  const codes = new Set(
    context.diagnostics.flatMap(({ code, source }) =>
      source === 'strat' && typeof code === 'string' ? [code] : [],
    ),
  )
  const words = [...codes].map((code): CodeAction => {
    const title = `Explain ${code}`
    return { title, kind: 'quickfix', command: { title, command: EXPLAIN, arguments: [code] } }
  })
  return [...fixes, ...words]
}

/** The client's own command that shows what a code means; it asks the server with `strat/explain`. */
const EXPLAIN = 'strat.explain'

/** Edits of one document, bound to its version where the client looks at that. */
export function workspaceEdit(
  document: TextDocument,
  edits: readonly Edit[],
  can: ClientCan,
): WorkspaceEdit {
  const { uri, version } = document
  const changes = textEdits(document, edits)
  if (!can.versionedEdits) return { changes: { [uri]: changes } }
  const versioned: TextDocumentEdit = { textDocument: { uri, version }, edits: changes }
  return { documentChanges: [versioned] }
}

/** The edit that lays a text out: none where it is laid out, or has mistakes. */
export function layout({ document, analysis: { source } }: Read): TextEdit[] {
  const formatted = format(source)
  if (formatted.kind === 'broken') return []
  const text = source.includes('\r\n') ? formatted.text.replaceAll('\n', '\r\n') : formatted.text
  return text === source ? [] : textEdits(document, [changed(source, text)])
}

/** The one edit between two texts that leaves alone what is the same at both ends, by lines. */
function changed(before: string, after: string): Edit {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  start = before.lastIndexOf('\n', start - 1) + 1
  let same = 0
  const most = Math.min(before.length, after.length) - start
  while (same < most && before.at(-1 - same) === after.at(-1 - same)) same++
  const end = before.length - same
  return { span: { start, end }, replacement: after.slice(start, after.length - same) }
}
