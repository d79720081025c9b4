/** The language server as a program of its own, for the extension. */
import { lspCommand } from '../cli/lsp.ts'

void lspCommand()
