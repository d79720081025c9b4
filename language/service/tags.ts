import type { Name, Statement } from '../syntax/ast.ts'
import { textOf } from '../syntax/cst.ts'
import { lex } from '../syntax/lex.ts'
import { spanOf } from '../syntax/slips.ts'
import { Text } from '../syntax/tokens.ts'

/** A rule's tag as it is written, without its quotes. */
export interface WrittenTag {
  readonly name: Name
  /** It gives the tag to its own rule; otherwise it names another rule's. */
  readonly defines: boolean
}

/** The tags a statement holds. The tree has their texts and, but for `oca`, not their places. */
export function tagsIn(statement: Statement, source: string): readonly WrittenTag[] {
  switch (statement.kind) {
    case 'enter': {
      if (statement.tag === undefined) return []
      const name = textsBefore(statement, source).at(-1)
      return name === undefined ? [] : [{ name, defines: true }]
    }
    case 'exit': {
      const names = textsBefore(statement, source)
      const named = statement.target.kind === 'tag' ? names.slice(0, 1) : []
      const own = statement.tag === undefined ? [] : names.slice(-1)
      return [
        ...named.map((name) => ({ name, defines: false })),
        ...own.map((name) => ({ name, defines: true })),
      ]
    }
    case 'cancel':
      return textsBefore(statement, source)
        .slice(0, 1)
        .map((name) => ({ name, defines: false }))
    case 'oca':
      return statement.tags.map(({ text, span }) => ({
        name: { text, span: inside(span) },
        defines: false,
      }))
    default:
      return []
  }
}

/** The texts in quotes before a rule's condition. */
function textsBefore(
  { span, when }: Extract<Statement, { kind: 'enter' | 'exit' | 'cancel' }>,
  source: string,
): readonly Name[] {
  const { tokens } = lex(source.slice(span.start, Math.max(span.start, when.span.start)), () => {})
  return tokens
    .filter((token) => token.tokenType === Text)
    .map((token) => {
      const { start, end } = spanOf(token)
      return {
        text: textOf(token),
        span: inside({ start: start + span.start, end: end + span.start }),
      }
    })
}

function inside({ start, end }: Name['span']): Name['span'] {
  return { start: Math.min(start + 1, end), end: Math.max(start + 1, end - 1) }
}
