import type { Completion } from '../../language/service/completion.ts'
import type { DocumentSymbol } from '../../language/service/document-symbols.ts'
import {
  type SemanticToken,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
} from '../../language/service/semantic-tokens.ts'

/** What is offered, in the words that editors have for it: Monaco's are those of the protocol. */
export const COMPLETION_KINDS = {
  statement: 'Keyword',
  clause: 'Keyword',
  word: 'Keyword',
  stream: 'Variable',
  account: 'Variable',
  parameter: 'Property',
  definition: 'Variable',
  function: 'Function',
  builtin: 'Function',
  field: 'Field',
  argument: 'Property',
  unit: 'Unit',
  value: 'Value',
  tag: 'Reference',
} as const satisfies Readonly<Record<Completion['kind'], string>>

/** What stands in the outline, likewise. */
export const SYMBOL_KINDS = {
  parameter: 'Property',
  definition: 'Variable',
  function: 'Function',
  mode: 'Enum',
  rule: 'Event',
  plot: 'Interface',
  test: 'Method',
  setting: 'Constant',
} as const satisfies Readonly<Record<DocumentSymbol['kind'], string>>

/**
 * Tokens in the protocol's form: five numbers each (lines and characters since the token before,
 * length, type, modifiers as bits), by the legend of `TOKEN_TYPES` and `TOKEN_MODIFIERS`.
 * `placeOf` tells where an offset is, lines and characters from zero.
 */
export function encodedTokens(
  tokens: readonly SemanticToken[],
  placeOf: (offset: number) => { readonly line: number; readonly character: number },
): number[] {
  let [line, character] = [0, 0]
  return tokens.flatMap(({ span, type, modifiers }) => {
    const at = placeOf(span.start)
    const characters = at.line === line ? at.character - character : at.character
    const bits = modifiers.map((one) => 1 << TOKEN_MODIFIERS.indexOf(one))
    const set = bits.reduce((all, bit) => all | bit, 0)
    const numbers = [at.line - line, characters, span.end - span.start]
    ;({ line, character } = at)
    return [...numbers, TOKEN_TYPES.indexOf(type), set]
  })
}
