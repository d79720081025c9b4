import type { InitializeParams } from 'vscode-languageserver/node'

/** What an editor can do with an answer, as it said when it began. */
export interface ClientCan {
  /** Fill in the places of a snippet. */
  readonly snippets: boolean
  /** Refuse edits of a text that has become another. */
  readonly versionedEdits: boolean
  /** Show what a message means, by its own command `strat.explain`. */
  readonly explain: boolean
}

/** Reads it; what is not said cannot be done. */
export function clientCan({ capabilities, initializationOptions }: InitializeParams): ClientCan {
  const { textDocument, workspace } = capabilities
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    explain: (initializationOptions as { explain?: unknown } | null)?.explain === true,
  }
}
