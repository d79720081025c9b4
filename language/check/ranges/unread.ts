import type { LetStatement, Name, Program } from '../../syntax/ast.ts'
import { boundNames } from '../definitions.ts'

/** The definitions of a file that nothing in it mentions but themselves. */
export function unreadLets(
  { statements }: Program,
  source: string,
): readonly { readonly names: readonly Name[]; readonly span: LetStatement['span'] }[] {
  const lets = statements.filter((statement) => statement.kind === 'let')
  const everywhere = mentions(source)
  return lets.flatMap((statement) => {
    const names = boundNames(statement)
    const { span } = statement
    const own = mentions(source.slice(span.start, span.end))
    const isRead = ({ text }: Name) => everywhere.get(text) !== own.get(text)
    return names.length === 0 || names.some(isRead) ? [] : [{ names, span }]
  })
}

/** How often each word is written; a comment and a text mention what they name. */
function mentions(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) found.set(word, (found.get(word) ?? 0) + 1)
  return found
}
