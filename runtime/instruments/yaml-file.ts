import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** A YAML file that people write, and where in it things stand. */
export type YamlFile =
  | {
      readonly kind: 'ok'
      /** What it says; null: it says nothing. */
      readonly value: unknown
      /** `file:3:9` of what is at these keys, or of what they are missing in. */
      readonly placeOf: (keys: readonly PropertyKey[]) => string
    }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

/** Reads one; `path` names it in what is wrong. */
export function parseYaml(text: string, path: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      ({ pos, message }) => `${at(pos[0])}: ${message.replace(/ at line \d+[\s\S]*$/, '')}`,
    )
    return { kind: 'refused', problems }
  }
  const offsetOf = (keys: readonly PropertyKey[]): number => {
    const node = document.getIn(keys.map(String), true)
    const range = isScalar(node) || isMap(node) ? node.range : undefined
    return range?.[0] ?? (keys.length > 0 ? offsetOf(keys.slice(0, -1)) : 0)
  }
  const placeOf = (keys: readonly PropertyKey[]) => at(offsetOf(keys))
  return { kind: 'ok', value: document.toJS(), placeOf }
}

/** What is wrong with a value, as the end of a sentence that begins with its key. */
export function issueText(issue: z.core.$ZodIssue, known: readonly string[]): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has no ${issue.keys.map((key) => `"${key}"`).join(', ')}; there are ${known.join(', ')}`
    case 'invalid_type':
      return `must be ${issue.expected === 'object' ? 'a mapping of keys' : `a ${issue.expected}`}`
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`
    case 'too_small':
      return issue.inclusive ? `must be ${issue.minimum} or more` : `must be over ${issue.minimum}`
    case 'too_big':
      return `must be ${issue.maximum} or less`
    default:
      return issue.message
  }
}
