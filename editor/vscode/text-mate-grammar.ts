import { CONTEXTUAL, PATTERNS, RESERVED } from '../pipeline/coloured-words.ts'

/**
 * The TextMate grammar that colours a text before the server has read it, from the language's own
 * tables, as JSON.
 */
export function textMateGrammar(): string {
  const words = (all: readonly string[]) => `\\b(?:${[...all].sort().join('|')})\\b`
  const rules = [
    ['comment.line.documentation.strat', PATTERNS.docComment],
    ['comment.line.double-slash.strat', PATTERNS.comment],
    ['string.quoted.double.strat', PATTERNS.text],
    ['constant.numeric.date.strat', PATTERNS.date],
    ['constant.numeric.strat', PATTERNS.number],
    ['keyword.control.strat', words(RESERVED)],
    ['entity.name.function.strat', PATTERNS.called],
    ['support.type.strat', words(CONTEXTUAL)],
    ['variable.other.strat', PATTERNS.name],
    ['keyword.operator.strat', PATTERNS.operator],
  ]
  const grammar = {
    comment: 'Generated from the language by `npm run generate`.',
    name: 'Strat',
    scopeName: 'source.strat',
    patterns: rules.map(([name, match]) => ({ name, match })),
  }
  return `${JSON.stringify(grammar, null, 2)}\n`
}
