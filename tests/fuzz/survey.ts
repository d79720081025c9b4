import { check } from '../../language/check/check.ts'
import type { Diagnostic } from '../../language/diagnostic.ts'
import { SYNTAX_CATALOGUE } from '../../language/syntax/catalogue.ts'
import { type Parsed, parse } from '../../language/syntax/parse.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { spanFaults } from '../language/syntax/spans.ts'
import { caseSeed, seeded } from '../parity/random.ts'
import { mutate } from './mutate.ts'

export interface Fault {
  /** With the run's seed repeats the case. */
  readonly index: number
  readonly source: string
  readonly reason: string
}

/** Reads a text and gives everything there is to say about it. */
export type Reader = (source: string) => {
  readonly tree: Parsed['tree']
  readonly diagnostics: readonly Diagnostic[]
}

/** The real thing: every tree goes through the checker too, broken as it may be. */
export const readAndCheck: Reader = (source) => {
  const { tree, diagnostics } = parse(source)
  return { tree, diagnostics: [...diagnostics, ...check(tree, source, BUILTINS).diagnostics] }
}

/** Longer than any of these short texts may take; what hangs for good, the runner ends. */
const PATIENCE_MS = 10_000

/** Puts `count` mutated texts to a reader and gives what went wrong. */
export function survey(
  reader: Reader,
  sources: readonly string[],
  count: number,
  seed: number,
): readonly Fault[] {
  const faults: Fault[] = []
  for (let index = 0; index < count; index++) {
    const random = seeded(caseSeed(seed, index))
    const source = mutate(random.pick(sources), sources, random)
    const reason = faultOf(reader, source)
    if (reason !== undefined) faults.push({ index, source, reason })
  }
  return faults
}

function faultOf(reader: Reader, source: string): string | undefined {
  const begin = performance.now()
  try {
    const { tree, diagnostics } = reader(source)
    const took = performance.now() - begin
    if (took > PATIENCE_MS) return `took ${took.toFixed(0)} ms`
    return spanFaults(tree, source.length)[0] ?? diagnosticFault(diagnostics, source)
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

function diagnosticFault(diagnostics: readonly Diagnostic[], source: string): string | undefined {
  for (const { code, span, labels, fix, message, hint } of diagnostics) {
    for (const { start, end } of [span, ...labels.map((label) => label.span), fix?.span ?? span]) {
      if (!(start >= 0 && start <= end && end <= source.length)) return `${code}: ${start}..${end}`
    }
    if (!(code in SYNTAX_CATALOGUE) || /undefined|NaN|\[object|`/.test(source)) continue
    if (/undefined|NaN|\[object|``/.test(message + hint)) return `${code} says: ${message} ${hint}`
  }
  return undefined
}
