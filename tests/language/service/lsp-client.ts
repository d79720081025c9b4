/** An editor's end of the language server: `strat lsp` as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'

/** What was told of a version of a document. */
export interface Told {
  readonly uri: string
  readonly version?: number
  readonly diagnostics: readonly Diagnostic[]
}

export interface LspClient {
  readonly connection: ProtocolConnection
  readonly process: ChildProcess
  readonly initialized: InitializeResult
  /** Opens a document; gives it as the client keeps it. */
  readonly open: (uri: string, text: string) => TextDocument
  /** Replaces a part by offsets; gives the document after it. */
  readonly change: (
    document: TextDocument,
    span: { readonly start: number; readonly end: number },
    text: string,
  ) => TextDocument
  readonly close: (document: TextDocument) => void
  /** What is told of a document's version, soon. */
  readonly told: (uri: string, version?: number) => Promise<Told>
  /** Ends it as an editor does; gives the exit code. */
  readonly end: () => Promise<number | null>
}

/** As VS Code has them, of what the server looks at. */
const CAPABILITIES: ClientCapabilities = {
  textDocument: { completion: { completionItem: { snippetSupport: true } } },
  workspace: { workspaceEdit: { documentChanges: true } },
}

/** Starts a program that serves, as `program lsp`, and says hello. */
export async function lspClient(
  program: string,
  capabilities: ClientCapabilities = CAPABILITIES,
): Promise<LspClient> {
  const child = spawn(process.execPath, [program, 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  const heard: Told[] = []
  let wake = (): void => {}
  connection.onNotification('textDocument/publishDiagnostics', (one: Told) => {
    heard.push(one)
    wake()
  })
  connection.listen()
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    initializationOptions: { explain: true },
    capabilities,
  })
  await connection.sendNotification('initialized', {})
  const tell = (method: string, params: object): void =>
    void connection.sendNotification(`textDocument/${method}`, params)
  return {
    connection,
    process: child,
    initialized,
    open: (uri, text) => {
      tell('didOpen', { textDocument: { uri, languageId: 'strat', version: 1, text } })
      return TextDocument.create(uri, 'strat', 1, text)
    },
    change: (document, { start, end }, text) => {
      const { uri, version } = document
      const range = { start: document.positionAt(start), end: document.positionAt(end) }
      const changes = [{ range, text }]
      tell('didChange', { textDocument: { uri, version: version + 1 }, contentChanges: changes })
      return TextDocument.update(document, changes, version + 1)
    },
    close: ({ uri }) => tell('didClose', { textDocument: { uri } }),
    told: async (uri, version) => {
      for (;;) {
        const found = heard.find((one) => one.uri === uri && one.version === version)
        if (found !== undefined) return found
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    end: async () => {
      await connection.sendRequest('shutdown')
      await connection.sendNotification('exit')
      return exit
    },
  }
}
