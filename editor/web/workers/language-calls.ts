import { CALLABLE } from '../../../compiler/extern/callable.ts'
import { format } from '../../../language/format/format.ts'
import { type Libraries, NO_LIBRARIES } from '../../../language/libraries.ts'
import type { Analysis } from '../../../language/service/analyse.ts'
import { analyseEdits } from '../../../language/service/analyse.ts'
import { codeActions } from '../../../language/service/code-actions.ts'
import { complete } from '../../../language/service/complete.ts'
import { definition } from '../../../language/service/definition.ts'
import { documentSymbols } from '../../../language/service/document-symbols.ts'
import { foldingRanges } from '../../../language/service/folding-ranges.ts'
import { hover } from '../../../language/service/hover.ts'
import { inlayHints } from '../../../language/service/inlay-hints.ts'
import { references } from '../../../language/service/references.ts'
import { rename, renameTarget } from '../../../language/service/rename.ts'
import { semanticTokens } from '../../../language/service/semantic-tokens.ts'
import { signatureHelp } from '../../../language/service/signature-help.ts'
import { parameterEdits } from '../../pipeline/parameter-edits.ts'

/** The functions of the language service that ask nothing but an analysed text and plain data. */
const SERVICE = {
  diagnostics: ({ diagnostics }: Analysis) => diagnostics,
  complete,
  hover,
  signatureHelp,
  definition,
  references,
  renameTarget,
  rename,
  documentSymbols,
  foldingRanges,
  semanticTokens,
  inlayHints,
  codeActions,
} as const

/** What reads the text its own way. */
const OTHERS = { format, parameterEdits } as const

type OnText<Ask> = Ask extends (analysis: Analysis, ...args: infer Args) => infer Answer
  ? (source: string, ...args: Args) => Answer
  : never

/** What the page asks of the language: functions of a text, answered with plain data. */
export type LanguageCalls = {
  readonly [Name in keyof typeof SERVICE]: OnText<(typeof SERVICE)[Name]>
} & typeof OTHERS & {
    /** What the texts asked about from now on may import. */
    readonly useLibraries: (source: string, libraries: Libraries) => void
  }

export type LanguageCall = keyof LanguageCalls

export interface ToLanguageWorker {
  readonly id: number
  readonly call: LanguageCall
  readonly args: readonly [source: string, ...more: readonly unknown[]]
}

export type FromLanguageWorker =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failed: string }

/**
 * Answers calls; a text that is asked about again is not analysed again, and of one that was edited
 * only what the edit concerns.
 */
export function languageAnswers(): (message: ToLanguageWorker) => unknown {
  let analysis: Analysis | undefined
  let libraries = NO_LIBRARIES
  const analyse = analyseEdits(CALLABLE)
  return ({ call, args: [source, ...more] }) => {
    if (call === 'useLibraries') {
      libraries = more[0] as Libraries
      analysis = undefined
      return undefined
    }
    if (call === 'format' || call === 'parameterEdits')
      return (OTHERS[call] as Ask)(source, ...more)
    if (analysis?.source !== source) analysis = analyse(source, libraries)
    return (SERVICE[call] as Ask)(analysis, ...more)
  }
}

type Ask = (...args: readonly unknown[]) => unknown
