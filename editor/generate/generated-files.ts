import { grammarPage } from '../../language/syntax/grammar-page.ts'
import { diagnosticsPage } from '../pipeline/diagnostics-page.ts'
import { textMateGrammar } from '../vscode/text-mate-grammar.ts'

/** What is generated of the language's tables, by path from the project's root. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'language/DIAGNOSTICS.md': diagnosticsPage,
  'language/GRAMMAR.md': grammarPage,
  'editor/vscode/generated/strat.tmLanguage.json': textMateGrammar,
}
