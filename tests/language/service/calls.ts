import { CALLABLE } from '../../../compiler/extern/callable.ts'
import { type Analysis, analyse } from '../../../language/service/analyse.ts'
import { codeActions } from '../../../language/service/code-actions.ts'
import { complete } from '../../../language/service/complete.ts'
import { definition } from '../../../language/service/definition.ts'
import { documentSymbols } from '../../../language/service/document-symbols.ts'
import { foldingRanges } from '../../../language/service/folding-ranges.ts'
import { hover } from '../../../language/service/hover.ts'
import { inlayHints } from '../../../language/service/inlay-hints.ts'
import { references } from '../../../language/service/references.ts'
import { rename } from '../../../language/service/rename.ts'
import { semanticTokens } from '../../../language/service/semantic-tokens.ts'
import { signatureHelp } from '../../../language/service/signature-help.ts'

const SERVICE = {
  diagnostics: ({ diagnostics }: Analysis) => diagnostics,
  ...{ complete, hover, signatureHelp, definition, references, rename },
  ...{ documentSymbols, foldingRanges, semanticTokens, inlayHints, codeActions },
}

/** The service as functions of a text. */
export type Calls = {
  readonly [Name in keyof typeof SERVICE]: (typeof SERVICE)[Name] extends (
    analysis: Analysis,
    ...args: infer Args
  ) => infer Answer
    ? (source: string, ...args: Args) => Answer
    : never
}

/** The service itself; its answers copied, as a message between threads is: they are plain data. */
export const DIRECT = Object.fromEntries(
  Object.entries(SERVICE).map(([name, ask]) => [
    name,
    (source: string, ...args: readonly unknown[]) =>
      structuredClone((ask as Ask)(analyse(source, CALLABLE), ...args)),
  ]),
) as Calls

type Ask = (analysis: Analysis, ...args: readonly unknown[]) => unknown
