import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SemanticTokens,
  SignatureHelp,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Span } from '../../../language/diagnostic.ts'
import { filledSnippet } from '../../../language/service/completion.ts'
import { type Host, namesOf } from './host.ts'
import type { LspClient } from './lsp-client.ts'

/** The contract's questions as an editor asks them; every text arrives by an edit of another. */
export function lspHost(client: LspClient): Host {
  let opened = 0
  const at = async <Answer>(
    source: string,
    answer: (document: TextDocument) => Promise<Answer>,
  ): Promise<Answer> => {
    const [third, rest] = [Math.floor(source.length / 3), Math.floor(source.length / 2)]
    const before = `${source.slice(0, third)}let gone = (\n${source.slice(rest)}`
    const first = client.open(`untitled:contract-${opened++}.strat`, before)
    const gone = { start: third, end: before.length - (source.length - rest) }
    const document = client.change(first, gone, source.slice(third, rest))
    try {
      return await answer(document)
    } finally {
      client.close(document)
    }
  }
  const ask = <Answer>(method: string, source: string, offset?: number, more: object = {}) =>
    at(source, async (document) => {
      const position = offset === undefined ? {} : { position: document.positionAt(offset) }
      const params = { textDocument: { uri: document.uri }, ...position, ...more }
      const answer = await client.connection.sendRequest<Answer>(`textDocument/${method}`, params)
      return { document, answer }
    })
  return {
    diagnostics: (source) =>
      at(source, async ({ uri, version }) => {
        const { diagnostics } = await client.told(uri, version)
        return diagnostics.map(({ code }) => String(code))
      }),
    complete: async (source, offset) => {
      const { document, answer } = await ask<CompletionItem[]>('completion', source, offset)
      return answer.map(({ label, textEdit }) => {
        const { range, newText } = textEdit as TextEdit
        return { label, taken: edited(document, [{ range, newText: filledSnippet(newText) }]) }
      })
    },
    hover: async (source, offset) => {
      const { answer } = await ask<Hover | null>('hover', source, offset)
      return (answer?.contents as { value: string } | undefined)?.value
    },
    explain: async (code) =>
      (await client.connection.sendRequest<string | null>('strat/explain', { code })) ?? undefined,
    signatureHelp: async (source, offset) => {
      const { answer } = await ask<SignatureHelp | null>('signatureHelp', source, offset)
      const [first] = answer?.signatures ?? []
      if (first === undefined) return {}
      const span = first.parameters?.[answer?.activeParameter ?? 0]?.label as [number, number]
      return { label: first.label, ...(span && { active: first.label.slice(...span) }) }
    },
    definition: async (source, offset) => {
      const { document, answer } = await ask<Location | null>('definition', source, offset)
      return answer === null ? undefined : spanOf(document, answer)
    },
    references: async (source, offset) => {
      const lines = async (includeDeclaration: boolean) => {
        const more = { context: { includeDeclaration } }
        const { answer } = await ask<Location[]>('references', source, offset, more)
        return answer.map(({ range }) => range.start.line + 1)
      }
      const [all, used] = [await lines(true), await lines(false)]
      return all.length === used.length ? { used } : { defined: all[0]!, used }
    },
    rename: async (source, offset, to) => {
      try {
        const { document, answer } = await ask<WorkspaceEdit>('rename', source, offset, {
          newName: to,
        })
        return { becomes: withWorkspaceEdit(document, answer) }
      } catch (error) {
        return { refused: (error as Error).message }
      }
    },
    documentSymbols: async (source) =>
      namesOf((await ask<DocumentSymbol[]>('documentSymbol', source)).answer),
    foldingRanges: async (source) =>
      (await ask<FoldingRange[]>('foldingRange', source)).answer.map(({ startLine, endLine }) => [
        startLine + 1,
        endLine + 1,
      ]),
    semanticTokens: async (source) => {
      const { document, answer } = await ask<SemanticTokens>('semanticTokens/full', source)
      return decoded(document, answer.data, client)
    },
    inlayHints: async (source) => {
      const range = { start: { line: 0, character: 0 }, end: { line: 9_999, character: 0 } }
      const { answer } = await ask<InlayHint[]>('inlayHint', source, undefined, { range })
      return answer.map(({ position, label }) => `${position.line + 1} ${label}`)
    },
    codeActions: (source, offset) =>
      at(source, async (document) => {
        const place = document.positionAt(offset)
        const { diagnostics } = await client.told(document.uri, document.version)
        const answer = await client.connection.sendRequest<CodeAction[]>(
          'textDocument/codeAction',
          {
            textDocument: { uri: document.uri },
            range: { start: place, end: place },
            context: { diagnostics },
          },
        )
        const first = answer.find(({ edit }) => edit !== undefined)
        return first && withWorkspaceEdit(document, first.edit!)
      }),
  }
}

function spanOf(document: TextDocument, { range }: Location): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) }
}

function edited(document: TextDocument, edits: TextEdit[]): string {
  return TextDocument.applyEdits(document, edits)
}

function withWorkspaceEdit(document: TextDocument, { documentChanges }: WorkspaceEdit): string {
  const [change] = documentChanges as TextDocumentEdit[]
  if (change?.textDocument.version !== document.version) throw new Error('of another version')
  return edited(document, change.edits as TextEdit[])
}

/** Five numbers a token, by the server's own legend. */
function decoded(document: TextDocument, data: number[], { initialized }: LspClient): string[] {
  const { legend } = initialized.capabilities.semanticTokensProvider!
  let [line, character] = [0, 0]
  return Array.from({ length: data.length / 5 }, (_, token) => {
    const [lines, characters, length, type, set] = data.slice(token * 5) as Five
    character = lines === 0 ? character + characters : characters
    line += lines
    const start = document.offsetAt({ line, character })
    const modifiers = legend.tokenModifiers.filter((__, bit) => (set >> bit) % 2 === 1)
    const text = document.getText().slice(start, start + length)
    return [text, legend.tokenTypes[type], ...modifiers].join(' ')
  })
}

type Five = [number, number, number, number, number]
