import { commands, type ExtensionContext, ViewColumn, window, workspace } from 'vscode'
import { LanguageClient, TransportKind } from 'vscode-languageclient/node'

/** Starts the language server for every Strat text, saved or not. */
export async function activate(context: ExtensionContext): Promise<void> {
  const own = workspace.getConfiguration('strat').get<string>('server') ?? ''
  const server =
    own === ''
      ? { module: context.asAbsolutePath('server.cjs'), transport: TransportKind.stdio }
      : { module: own, args: ['lsp'], transport: TransportKind.stdio }
  const client = new LanguageClient('strat', 'Strat', server, {
    documentSelector: [{ language: 'strat' }],
    initializationOptions: { explain: true },
  })
  context.subscriptions.push(
    client,
    commands.registerCommand('strat.restart', () => client.restart()),
    commands.registerCommand('strat.explain', (code: string) => explain(client, code)),
  )
  await client.start()
}

/** Shows beside the text what a message means. */
async function explain(client: LanguageClient, code: string): Promise<void> {
  const content = await client.sendRequest<string | null>('strat/explain', { code })
  if (content === null) return
  const document = await workspace.openTextDocument({ language: 'markdown', content })
  await window.showTextDocument(document, { preview: true, viewColumn: ViewColumn.Beside })
}
