import { type IToken, type Rule, Terminal } from 'chevrotain'
import { Grammar } from '../syntax/grammar-statements.ts'
import { GRAMMAR_OPTIONS } from '../syntax/section.ts'
import { OpenText } from '../syntax/tokens.ts'

/** A token that the grammar would take next, and by which way of rules. */
export interface Step {
  /** The token's type: `word_when`, `Identifier`, `number`. */
  readonly token: string
  /** The word itself, where the token is one word. */
  readonly word?: string
  /** Which mention of that token in its rule, from 0. */
  readonly occurrence: number
  /** The rules it stands in, outermost first, each with its occurrence in the one before. */
  readonly path: readonly { readonly rule: string; readonly occurrence: number }[]
}

/**
 * What may follow after these tokens, by the parser's own grammar; empty where they are not the
 * beginning of any program.
 */
export function nextSteps(tokens: readonly IToken[]): readonly Step[] {
  assistant ??= strictGrammar()
  return assistant
    .computeContentAssist('program', [...tokens])
    .map(({ nextTokenType, nextTokenOccurrence, ruleStack, occurrenceStack }) => ({
      token: nextTokenType.name,
      ...(nextTokenType.name.startsWith('word_') && { word: nextTokenType.name.slice(5) }),
      occurrence: nextTokenOccurrence,
      path: ruleStack.map((rule, i) => ({ rule, occurrence: occurrenceStack[i]! })),
    }))
}

/** Made when first asked for: a program that is only compiled never needs it. */
let assistant: Grammar | undefined

/**
 * The grammar without its `stray` rules, which take anything. It is only walked, not parsed with,
 * so it is enough that they ask for a token that no text has.
 */
function strictGrammar(): Grammar {
  const grammar = new Grammar({ ...GRAMMAR_OPTIONS, skipValidations: true })
  const rules: Readonly<Record<string, Rule>> = grammar.getGAstProductions()
  for (const name of ['stray', 'strayStatement', 'strayBraces']) {
    rules[name]!.definition = [new Terminal({ terminalType: OpenText })]
  }
  return grammar
}
