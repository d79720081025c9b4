import { CATALOGUE, type CatalogueEntry } from '../catalogue.ts'

/** What a diagnostic's code means, with a wrong and a right example, as markdown. */
export function explain(code: string): string | undefined {
  const catalogue: Readonly<Record<string, CatalogueEntry>> = CATALOGUE
  if (!Object.hasOwn(catalogue, code)) return undefined
  const { explanation, wrong, right } = catalogue[code]!
  // An example of what is too large is too large to show.
  const examples = wrong.length + right.length > 2_000 ? [] : [block(wrong), 'Right:', block(right)]
  return [explanation, ...examples].join('\n\n')
}

function block(text: string): string {
  return `\`\`\`strat\n${text.trim()}\n\`\`\``
}
