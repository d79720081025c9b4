import {
  type ConnectionStrategy,
  createConnection,
  LSPErrorCodes,
  Message,
} from 'vscode-languageserver/node'
import { serveLanguage } from '../lsp/language-server.ts'

/**
 * `strat lsp`: the language server on standard input and output. The process ends when the editor
 * says `exit`, closes the input or is gone: with 0 after a `shutdown`, else with 1.
 */
export function lspCommand(): Promise<never> {
  const connectionStrategy: ConnectionStrategy = {
    cancelUndispatched: (taken) => {
      if (!Message.isRequest(taken)) return undefined
      const message = 'Taken back before it was begun.'
      return {
        jsonrpc: '2.0',
        id: taken.id,
        error: { code: LSPErrorCodes.RequestCancelled, message },
      }
    },
  }
  serveLanguage(createConnection(process.stdin, process.stdout, { connectionStrategy }))
  return new Promise(() => {})
}
