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
  const items = words.replaceAll(',', '\n')
  const { diagnostics, program } = checkText(`${HEAD}${items}\n}\n`)
  const inWords = diagnostics.find(
    ({ severity, span }) => severity === 'error' && span.start >= HEAD.length,
  )
  const first = inWords ?? diagnostics.find(({ severity }) => severity === 'error')
  if (first !== undefined) return { problem: `${first.message} ${first.hint}` }
  const costs = program?.costs
  if (costs === undefined || program?.rules.length !== 0) {
    return { problem: 'Costs are written as in a costs block: "commission ibkr fixed".' }
  }
  return { costs }
}
