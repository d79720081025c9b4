import type { Span } from '../../language/diagnostic.ts'
import { parse } from '../../language/syntax/parse.ts'
import { parameterText } from '../../runtime/report/words.ts'
import type { ParameterMeta } from '../../stdlib/module.ts'

/** A place in a source text and what shall stand there. */
export interface TextEdit {
  readonly span: Span
  readonly replacement: string
}

/** What to change in a text so that these parameters begin with these values, in its own terms. */
export function parameterEdits(
  source: string,
  parameters: readonly ParameterMeta[],
  values: Readonly<Record<string, number>>,
): readonly TextEdit[] {
  return parse(source).tree.statements.flatMap((statement) => {
    if (statement.kind !== 'param') return []
    const parameter = parameters.find(({ name }) => name === statement.name.text)
    const value = values[statement.name.text]
    if (parameter === undefined || value === undefined) return []
    const written = statement.value
    const text = parameterText(parameter, value)
    const replacement = written.kind === 'money' ? `${text} ${written.currency}` : text
    return [{ span: written.span, replacement }]
  })
}
