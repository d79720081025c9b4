import type { Span } from '../../diagnostic.ts'
import type { LetStatement, Name, Program } from '../../syntax/ast.ts'
import { boundNames } from '../definitions.ts'

/**
 * The definitions of a file that nothing in it mentions but themselves; a comment and a text
 * mention what they name.
 */
export function unreadLets(
  { statements }: Program,
  source: string,
): readonly { readonly names: readonly Name[]; readonly span: LetStatement['span'] }[] {
  const lets = statements.filter((statement) => statement.kind === 'let')
  const unread = new Map<string, Span>()
  for (const statement of lets) {
    for (const { text } of boundNames(statement)) unread.set(text, statement.span)
  }
  for (const { 0: word, index } of source.matchAll(/[A-Za-z_]\w*/g)) {
    const span = unread.get(word)
    if (span !== undefined && (index < span.start || index >= span.end)) unread.delete(word)
  }
  return lets.flatMap((statement) => {
    const names = boundNames(statement)
    const { span } = statement
    return names.length > 0 && names.every(({ text }) => unread.has(text)) ? [{ names, span }] : []
  })
}
