import { type editor, type IMarkdownString, languages } from 'monaco-editor/editor/editor.api'
import type { Completion } from '../../../language/service/completion.ts'
import type { DocumentSymbol } from '../../../language/service/document-symbols.ts'
import { TOKEN_MODIFIERS, TOKEN_TYPES } from '../../../language/service/semantic-tokens.ts'
import type { TextEdit } from '../../../language/service/text-edit.ts'
import { COMPLETION_KINDS, encodedTokens, SYMBOL_KINDS } from '../../pipeline/protocol-words.ts'
import type { AskLanguage } from '../language-client.ts'
import type { LanguageCall, LanguageCalls } from '../workers/language-calls.ts'
import { rangeOf, spanOf } from './place.ts'

type Model = editor.ITextModel

/**
 * Makes Monaco ask the language service: every answer is computed in the worker from the text as it
 * is, in offsets; here they become lines and columns. `modelOf` gives the text of an imported file.
 */
export function registerProviders(
  language: string,
  askWorker: AskLanguage,
  modelOf: (path: string) => Model | undefined,
): void {
  const ask = <Call extends LanguageCall>(call: Call, model: Model, ...more: Rest<Call>) =>
    askOf(askWorker, call, model, more)
  languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['.', '"', '@'],
    provideCompletionItems: async (model, position) => {
      const offers = await ask('complete', model, model.getOffsetAt(position))
      return { suggestions: offers.map((offer) => suggestionOf(model, offer)) }
    },
  })
  languages.registerHoverProvider(language, {
    provideHover: async (model, position) => {
      const found = await ask('hover', model, model.getOffsetAt(position))
      return found && { range: rangeOf(model, found.span), contents: [markdown(found.markdown)] }
    },
  })
  languages.registerSignatureHelpProvider(language, {
    signatureHelpTriggerCharacters: ['(', ','],
    provideSignatureHelp: async (model, position) => {
      const found = await ask('signatureHelp', model, model.getOffsetAt(position))
      if (found === undefined) return undefined
      const { label, documentation, parameters, active } = found
      const signature = {
        label,
        documentation: markdown(documentation),
        parameters: parameters.map(({ span, documentation: range }) => ({
          label: [span.start, span.end] as [number, number],
          documentation: range,
        })),
      }
      const value = { signatures: [signature], activeSignature: 0, activeParameter: active ?? 99 }
      return { value, dispose: () => {} }
    },
  })
  languages.registerDefinitionProvider(language, {
    provideDefinition: async (model, position) => {
      const span = await ask('definition', model, model.getOffsetAt(position))
      if (span?.path === undefined) return span && { uri: model.uri, range: rangeOf(model, span) }
      const other = modelOf(span.path)
      return other && { uri: other.uri, range: rangeOf(other, span) }
    },
  })
  languages.registerReferenceProvider(language, {
    provideReferences: async (model, position, { includeDeclaration }) => {
      const offset = model.getOffsetAt(position)
      const { definition, uses } = await ask('references', model, offset)
      const spans = includeDeclaration && definition ? [definition, ...uses] : uses
      return spans.map((span) => ({ uri: model.uri, range: rangeOf(model, span) }))
    },
  })
  languages.registerDocumentHighlightProvider(language, {
    provideDocumentHighlights: async (model, position) => {
      const offset = model.getOffsetAt(position)
      const { definition, uses } = await ask('references', model, offset)
      return [...(definition ? [definition] : []), ...uses].map((span) => ({
        range: rangeOf(model, span),
      }))
    },
  })
  languages.registerRenameProvider(language, {
    resolveRenameLocation: async (model, position) => {
      const found = await ask('renameTarget', model, model.getOffsetAt(position))
      return found.kind === 'target'
        ? { range: rangeOf(model, found.span), text: found.name }
        : refusedAt(model, model.getOffsetAt(position), found.reason)
    },
    provideRenameEdits: async (model, position, to) => {
      const answer = await ask('rename', model, model.getOffsetAt(position), to)
      return answer.kind === 'edits'
        ? workspaceEdit(model, answer.edits)
        : { edits: [], rejectReason: answer.reason }
    },
  })
  languages.registerDocumentFormattingEditProvider(language, {
    provideDocumentFormattingEdits: async (model) => {
      const formatted = await ask('format', model)
      // A text with mistakes stays as it is: they are told beside it.
      if (formatted.kind === 'broken') return []
      return [{ range: model.getFullModelRange(), text: formatted.text }]
    },
  })
  languages.registerDocumentSymbolProvider(language, {
    provideDocumentSymbols: async (model) => {
      const found = await ask('documentSymbols', model)
      return found.map((symbol) => outlineOf(model, symbol))
    },
  })
  languages.registerFoldingRangeProvider(language, {
    provideFoldingRanges: async (model) => {
      const found = await ask('foldingRanges', model)
      return found.map(({ span, kind }) => ({
        start: model.getPositionAt(span.start).lineNumber,
        end: model.getPositionAt(span.end).lineNumber,
        kind:
          kind === 'comment'
            ? languages.FoldingRangeKind.Comment
            : languages.FoldingRangeKind.Region,
      }))
    },
  })
  languages.registerDocumentSemanticTokensProvider(language, {
    getLegend: () => ({
      tokenTypes: [...TOKEN_TYPES],
      tokenModifiers: [...TOKEN_MODIFIERS],
    }),
    provideDocumentSemanticTokens: async (model) => {
      const found = await ask('semanticTokens', model)
      const placeOf = (offset: number) => {
        const { lineNumber, column } = model.getPositionAt(offset)
        return { line: lineNumber - 1, character: column - 1 }
      }
      return { data: Uint32Array.from(encodedTokens(found, placeOf)) }
    },
    releaseDocumentSemanticTokens: () => {},
  })
  languages.registerInlayHintsProvider(language, {
    provideInlayHints: async (model, range) => {
      const { start, end } = spanOf(model, range)
      const found = await ask('inlayHints', model)
      const hints = found
        .filter(({ offset }) => offset >= start && offset <= end)
        .map(({ offset, label, tooltip }) => ({
          position: model.getPositionAt(offset),
          label,
          tooltip: markdown(tooltip),
          kind: languages.InlayHintKind.Type,
          paddingLeft: true,
        }))
      return { hints, dispose: () => {} }
    },
  })
  languages.registerCodeActionProvider(language, {
    provideCodeActions: async (model, range, { markers }) => {
      const found = await ask('codeActions', model, spanOf(model, range))
      const actions = found.map(({ title, code, edits }) => ({
        title,
        kind: 'quickfix',
        isPreferred: true,
        diagnostics: markers.filter((marker) => marker.code === code),
        edit: workspaceEdit(model, edits),
      }))
      return { actions, dispose: () => {} }
    },
  })
}

type Rest<Call extends LanguageCall> =
  Parameters<LanguageCalls[Call]> extends [string, ...infer More] ? More : never

/** An answer, unless the text has become another meanwhile: its places would be others'. */
async function askOf<Call extends LanguageCall>(
  ask: AskLanguage,
  call: Call,
  model: Model,
  more: Rest<Call>,
): Promise<ReturnType<LanguageCalls[Call]>> {
  const version = model.getVersionId()
  const args = [model.getValue(), ...more] as unknown as Parameters<LanguageCalls[Call]>
  const answer = await ask(call, ...args)
  if (!model.isDisposed() && model.getVersionId() === version) return answer
  // This name and message are Monaco's own for a question that nobody asks any more.
  throw Object.assign(new Error('Canceled'), { name: 'Canceled' })
}

function markdown(value: string): IMarkdownString {
  return { value }
}

function refusedAt(model: Model, offset: number, reason: string) {
  const range = rangeOf(model, { start: offset, end: offset })
  return { range, text: '', rejectReason: reason }
}

function workspaceEdit(model: Model, edits: readonly TextEdit[]): languages.WorkspaceEdit {
  return {
    edits: edits.map(({ span, replacement }) => ({
      resource: model.uri,
      versionId: model.getVersionId(),
      textEdit: { range: rangeOf(model, span), text: replacement },
    })),
  }
}

function suggestionOf(model: Model, offer: Completion): languages.CompletionItem {
  return {
    label: offer.label,
    kind: languages.CompletionItemKind[COMPLETION_KINDS[offer.kind]],
    detail: offer.detail,
    documentation: markdown(offer.documentation),
    insertText: offer.snippet,
    insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet,
    range: rangeOf(model, offer.span),
    sortText: offer.sort,
  }
}

function outlineOf(model: Model, symbol: DocumentSymbol): languages.DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: languages.SymbolKind[SYMBOL_KINDS[symbol.kind]],
    tags: [],
    range: rangeOf(model, symbol.span),
    selectionRange: rangeOf(model, symbol.nameSpan),
    children: symbol.children.map((child) => outlineOf(model, child)),
  }
}
