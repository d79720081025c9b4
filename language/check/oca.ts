import type { Span } from '../diagnostic.ts'
import type { Statement } from '../syntax/ast.ts'
import { type Checker, type Env, report } from './context.ts'
import { unknownTag } from './leaving.ts'
import type { Rule } from './typed.ts'

/** A statement that makes rules one group. */
export type OcaStatement = Extract<Statement, { kind: 'oca' }>

/** What a rule has of its group. */
export type Membership = Required<Pick<Rule, 'oca'>> & Pick<Rule, 'onFill'>

/**
 * `oca "a", "b"`: the group of each rule by its tag. `tags` has the rules that enter; a rule is in
 * one group at most, and a group of one does nothing.
 */
export function checkGroups(
  checker: Checker,
  statements: readonly OcaStatement[],
  env: Env,
  tags: ReadonlyMap<string, Span>,
): ReadonlyMap<string, Membership> {
  const groups = new Map<string, Membership>()
  const places = new Map<string, Span>()
  for (const [oca, statement] of statements.entries()) {
    const { onFill } = statement
    const membership = { oca, ...(onFill && { onFill }) }
    if (statement.tags.length === 1) report(checker, env, 'oca-alone', statement.span)
    for (const { text: tag, span } of statement.tags) {
      if (!tags.has(tag)) unknownTag(checker, env, { span }, tag, tags)
      const first = places.get(tag)
      if (first !== undefined) {
        const labels = [{ span: first, message: 'the first' }]
        report(checker, env, 'oca-repeated', span, { tag }, { labels })
      }
      places.set(tag, span)
      groups.set(tag, membership)
    }
  }
  return groups
}
