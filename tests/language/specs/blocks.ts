import { externText } from '../../../editor/cli/extern-text.ts'
import { typeText } from '../../../language/check/describe.ts'
import type { TypedExpr } from '../../../language/check/typed.ts'
import { warmupText } from '../../../language/check/warmup.ts'
import { EXAMPLE_LIBRARIES } from '../../../language/example.ts'
import { checkSource, type Outcome } from '../check/checked.ts'

/** One program of the manual. */
export interface Block {
  /** Its first line in the chapter, from 1. */
  readonly line: number
  readonly source: string
  readonly checked: Outcome
}

const HEADER = /^\s*(\/\/\/.*\n\s*)*(strategy|library|portfolio)\b/

/**
 * The programs of a chapter, which may import its scripts. A block without a header is the inside
 * of a daily strategy.
 */
export function blocksOf(chapter: string): readonly Block[] {
  const scripts = [...chapter.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)]
  const libraries = new Map([
    ...EXAMPLE_LIBRARIES,
    ['technicalindicators', externText('technicalindicators', () => undefined, 'allow')!],
    ...scripts.map(([, name, text]) => [name!, text!] as const),
  ])
  return [...chapter.matchAll(/```strat\n([\s\S]*?)```/g)].map((match) => {
    const text = match[1]!
    const source = HEADER.test(text) ? text : `strategy "Manual"\n\ntimeframe 1d\n\n${text}`
    const line = chapter.slice(0, match.index).split('\n').length + 1
    return { line, source, checked: checkSource(source, libraries) }
  })
}

/**
 * How a program differs from what its comments say. `// error: code` announces a mistake on its
 * line; `// type: price level, warm-up 19, may be unknown` describes the definition on its line.
 */
export function complaints(source: string, { diagnostics, program }: Outcome): readonly string[] {
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length
  const found = new Map<number, string[]>()
  for (const { code, span } of diagnostics) {
    const line = lineOf(span.start)
    found.set(line, [...(found.get(line) ?? []), code])
  }
  const said: string[] = []
  for (const [index, text] of source.split('\n').entries()) {
    const line = index + 1
    const announced = /\/\/ error: (.+)$/.exec(text)?.[1]?.trim().split(/,\s*/) ?? []
    const made = found.get(line) ?? []
    for (const code of made.filter((one) => !announced.includes(one))) {
      said.push(`line ${line} has the mistake ${code}: ${text.trim()}`)
    }
    for (const code of announced.filter((one) => !made.includes(one))) {
      said.push(`line ${line} should have the mistake ${code}: ${text.trim()}`)
    }
    const type = /\/\/ type: (.+)$/.exec(text)?.[1]?.trim()
    if (type === undefined || diagnostics.length > 0) continue
    const definition = program?.definitions.find(
      ({ visible, span }) => visible && lineOf(span.start) === line,
    )
    const is = definition === undefined ? 'no definition' : described(definition.expr, type)
    if (is !== type) said.push(`line ${line} is ${is}: ${text.trim()}`)
  }
  return said
}

/** A stream as hover shows it; its warm-up only where the comment speaks of one. */
function described(expr: TypedExpr, comment: string): string {
  const warmup = comment.includes('warm-up') ? `, warm-up ${warmupText(expr.warmup)}` : ''
  return `${typeText(expr.type)}${warmup}${expr.optional ? ', may be unknown' : ''}`
}
