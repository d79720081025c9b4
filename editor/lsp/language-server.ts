import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type Connection,
  ErrorCodes,
  InlayHintKind,
  type Position,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { CALLABLE } from '../../compiler/extern/callable.ts'
import { importsIn, NO_LIBRARIES, sameLibraries } from '../../language/libraries.ts'
import { type AnalyseEdited, type Analysis, analyseEdits } from '../../language/service/analyse.ts'
import { definition } from '../../language/service/definition.ts'
import { explain } from '../../language/service/explain.ts'
import { hover } from '../../language/service/hover.ts'
import { inlayHints } from '../../language/service/inlay-hints.ts'
import { references } from '../../language/service/references.ts'
import { rename, renameTarget } from '../../language/service/rename.ts'
import {
  semanticTokens,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
} from '../../language/service/semantic-tokens.ts'
import { librariesBeside } from '../cli/libraries-beside.ts'
import { VERSION } from '../cli/version.ts'
import { encodedTokens } from '../pipeline/protocol-words.ts'
import {
  actions,
  completions,
  diagnosticOf,
  folds,
  layout,
  outline,
  type Read,
  signatureOf,
  workspaceEdit,
} from './answers.ts'
import { type ClientCan, clientCan } from './client-can.ts'
import { rangeOf, spanOf } from './place.ts'

const CAPABILITIES: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: ['.', '"', '@'] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  documentFormattingProvider: true,
  inlayHintProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix'] },
  semanticTokensProvider: {
    legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
    full: true,
  },
}

/**
 * Speaks the Language Server Protocol 3.17 over a connection: the language service, a document at
 * a time, its texts as the editor has them and not as they are on disk. Each version of a text is
 * read once. Requests are answered in the order in which they come; one that was cancelled while
 * it waited is not begun.
 */
export function serveLanguage(connection: Connection): void {
  const documents = new TextDocuments(TextDocument)
  let can: ClientCan = { snippets: false, versionedEdits: false, explain: false }
  connection.onInitialize((params) => {
    can = clientCan(params)
    return { capabilities: CAPABILITIES, serverInfo: { name: 'strat', version: VERSION } }
  })
  const analyses = keptAnalyses((uri) => documents.get(uri)?.getText())
  const read = ({ uri }: { uri: string }): Read => {
    const document = documents.get(uri)
    if (document === undefined) {
      throw new ResponseError(ErrorCodes.InvalidParams, `${uri} is not open.`)
    }
    return { document, analysis: analyses.of(document) }
  }
  tellMistakes(connection, documents, analyses)
  answerAtPlaces(connection, read, () => can)
  answerOnTexts(connection, read, () => can)
  connection.onRequest('strat/explain', ({ code }: { code: string }) => explain(code) ?? null)
  documents.listen(connection)
  connection.listen()
}

interface KeptAnalyses {
  readonly of: (document: TextDocument) => Analysis
  readonly forget: (uri: string) => void
  /** Forgets, and names, the documents that import others: one of those has changed. */
  readonly importers: () => readonly string[]
}

/** The newest analysis of each document; `open` gives the text of one that is being edited. */
function keptAnalyses(open: (uri: string) => string | undefined): KeptAnalyses {
  interface Kept {
    /** None where it is to be analysed again. */
    readonly version: number | undefined
    readonly analysis: Analysis
    readonly analyse: AnalyseEdited
  }
  const kept = new Map<string, Kept>()
  return {
    of: (document) => {
      const { uri, version } = document
      const before = kept.get(uri)
      if (before?.version === version) return before.analysis
      const text = document.getText()
      const found = uri.startsWith('file:')
        ? librariesBeside(fileURLToPath(uri), text, (file) => open(pathToFileURL(file).href))
        : NO_LIBRARIES
      const libraries = sameLibraries(before?.analysis.libraries, found)
      const analyse = before?.analyse ?? analyseEdits(CALLABLE)
      const analysis = analyse(text, libraries)
      kept.set(uri, { version, analysis, analyse })
      return analysis
    },
    forget: (uri) => void kept.delete(uri),
    importers: () => {
      const found = [...kept].filter(([, { analysis }]) => importsIn(analysis.tree).length > 0)
      for (const [uri, one] of found) kept.set(uri, { ...one, version: undefined })
      return found.map(([uri]) => uri)
    },
  }
}

/** Mistakes are told with every change; a burst of changes that has come already is one. */
function tellMistakes(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  analyses: KeptAnalyses,
): void {
  const due = new Set<string>()
  const tell = (uri: string): void => {
    due.delete(uri)
    const document = documents.get(uri)
    if (document === undefined) return
    const { version } = document
    const diagnostics = analyses
      .of(document)
      .diagnostics.map((found) => diagnosticOf(document, found))
    void connection.sendDiagnostics({ uri, version, diagnostics })
  }
  documents.onDidChangeContent(({ document: { uri } }) => {
    for (const one of [uri, ...analyses.importers()]) {
      if (due.has(one)) continue
      due.add(one)
      setImmediate(tell, one)
    }
  })
  documents.onDidClose(({ document: { uri } }) => {
    analyses.forget(uri)
    void connection.sendDiagnostics({ uri, diagnostics: [] })
  })
}

type ReadText = (of: { uri: string }) => Read

/** Questions about a place in a text. */
function answerAtPlaces(connection: Connection, read: ReadText, can: () => ClientCan): void {
  interface At {
    readonly textDocument: { uri: string }
    readonly position: Position
  }
  const at = ({ textDocument, position }: At) => {
    const text = read(textDocument)
    return { ...text, text, offset: text.document.offsetAt(position) }
  }
  connection.onCompletion((params) => {
    const { text, offset } = at(params)
    return completions(text, offset, can())
  })
  connection.onHover((params) => {
    const { document, analysis, offset } = at(params)
    const found = hover(analysis, offset)
    if (found === undefined) return null
    const contents = { kind: 'markdown', value: found.markdown } as const
    return { contents, range: rangeOf(document, found.span) }
  })
  connection.onSignatureHelp((params) => {
    const { text, offset } = at(params)
    return signatureOf(text, offset)
  })
  connection.onDefinition((params) => {
    const { document, analysis, offset } = at(params)
    const place = definition(analysis, offset)
    if (place === undefined) return null
    const { path } = place
    if (path === undefined) return { uri: document.uri, range: rangeOf(document, place) }
    const uri = new URL(path.split('/').map(encodeURIComponent).join('/'), document.uri).href
    const text = analysis.libraries.get(path) ?? ''
    return { uri, range: rangeOf(TextDocument.create(uri, 'strat', 0, text), place) }
  })
  connection.onReferences((params) => {
    const { document, analysis, offset } = at(params)
    const { definition: first, uses } = references(analysis, offset)
    const spans = params.context.includeDeclaration && first ? [first, ...uses] : uses
    return spans.map((span) => ({ uri: document.uri, range: rangeOf(document, span) }))
  })
  connection.onDocumentHighlight((params) => {
    const { document, analysis, offset } = at(params)
    const { definition: first, uses } = references(analysis, offset)
    return [...(first ? [first] : []), ...uses].map((span) => ({ range: rangeOf(document, span) }))
  })
  connection.onPrepareRename((params) => {
    const { document, analysis, offset } = at(params)
    const found = renameTarget(analysis, offset)
    if (found.kind === 'refused') return refusal(found.reason)
    return { range: rangeOf(document, found.span), placeholder: found.name }
  })
  connection.onRenameRequest((params) => {
    const { document, analysis, offset } = at(params)
    const renamed = rename(analysis, offset, params.newName)
    if (renamed.kind === 'refused') return refusal(renamed.reason)
    return workspaceEdit(document, renamed.edits, can())
  })
}

/** Why not, in words that the editor shows. */
function refusal(reason: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidRequest, reason)
}

/** Questions about a whole text, or a part of it. */
function answerOnTexts(connection: Connection, read: ReadText, can: () => ClientCan): void {
  connection.onDocumentSymbol(({ textDocument }) => outline(read(textDocument)))
  connection.onFoldingRanges(({ textDocument }) => folds(read(textDocument)))
  connection.onDocumentFormatting(({ textDocument }) => layout(read(textDocument)))
  connection.onCodeAction((params) => actions(read(params.textDocument), params, can()))
  connection.languages.semanticTokens.on(({ textDocument }) => {
    const { document, analysis } = read(textDocument)
    return { data: encodedTokens(semanticTokens(analysis), (at) => document.positionAt(at)) }
  })
  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const { document, analysis } = read(textDocument)
    const { start, end } = spanOf(document, range)
    return inlayHints(analysis)
      .filter(({ offset }) => offset >= start && offset <= end)
      .map(({ offset, label }) => ({
        position: document.positionAt(offset),
        label,
        kind: InlayHintKind.Type,
        paddingLeft: true,
      }))
  })
}
