import { parse } from '../../language/syntax/parse.ts'

/** Of the 32 rules that a strategy may have. */
const COPIES_OF_RULES = 4

/**
 * A strategy of a thousand lines: the definitions of one of a hundred many times over, its rules
 * as often as a strategy may have them, each copy with names of its own.
 */
export function thousandLines(hundred: string): string {
  const { tree } = parse(hundred)
  const [firstParam, firstRule, costs] = (['param', 'enter', 'costs'] as const).map(
    (kind) => tree.statements.find((one) => one.kind === kind)!.span.start,
  )
  const names = tree.statements.flatMap((statement) => {
    if (statement.kind === 'param' || statement.kind === 'function') return [statement.name.text]
    if (statement.kind !== 'let') return []
    const { pattern } = statement
    return pattern.kind === 'name'
      ? [pattern.name.text]
      : pattern.fields.map(({ name }) => name.text)
  })
  const own = new RegExp(
    `(?<![.\\w])(?:${names.join('|')})(?!\\w)(?!:)|(?<=(?:enter \\w+|exit) ")`,
    'g',
  )
  const copied = (from: number | undefined, to: number | undefined, copy: number) =>
    hundred
      .slice(from, to)
      .replaceAll('{line, signal}', '{line: line, signal: signal}')
      .replaceAll(own, (name) => `${name}_${copy}`)
  let text = hundred.slice(0, firstParam)
  let rules = ''
  for (let copy = 0; (text + rules).split('\n').length < 1_000; copy++) {
    text += copied(firstParam, firstRule, copy)
    if (copy < COPIES_OF_RULES) rules += copied(firstRule, costs, copy)
  }
  return text + rules
}
