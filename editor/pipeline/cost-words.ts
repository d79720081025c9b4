import { parse } from '../../language/syntax/parse.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import { checkText } from './check-text.ts'

export type CostWords = { readonly costs: CostSpec } | { readonly problem: string }

const HEAD = 'strategy "costs"\ntimeframe 1d\ncosts {\n'

/**
 * Costs in the language's own words: what could stand in a `costs` block, items parted by commas or
 * line ends; `none` for a run without costs. There is one grammar: the words are checked as a block.
 */
export function costWords(words: string): CostWords {
  if (words.trim() === 'none') return { costs: {} }
  const source = `${HEAD}${words.replaceAll(',', '\n')}\n}\n`
  const { diagnostics, program } = checkText(source)
  const mistake = diagnostics.find(({ severity }) => severity === 'error')
  if (mistake !== undefined) return { problem: `${mistake.message} ${mistake.hint}` }
  const alone = parse(source).tree.statements.length === 2
  if (alone && program?.costs !== undefined && Object.keys(program.costs).length > 0) {
    return { costs: program.costs }
  }
  return { problem: 'Write it as in a costs block: "commission ibkr fixed, slippage 2 bps".' }
}
