import type { Rule } from '../../language/check/typed.ts'
import { positionOf } from '../../language/render.ts'
import { compileText } from '../pipeline/compile-text.ts'
import { runTests, type TestResult } from '../pipeline/run-tests.ts'
import { checkExpected, type ExpectedCheck } from './check-expected.ts'
import { librariesBeside } from './libraries-beside.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import { testPrices } from './test-prices.ts'

/** A strategy file and what its tests came to. */
export type TestedFile =
  | { readonly kind: 'unusable' | 'broken'; readonly path: string; readonly problem: string }
  | {
      readonly kind: 'tested'
      readonly path: string
      readonly source: string
      readonly results: readonly TestResult[]
      /** Of the expected result beside it, where there is one. */
      readonly expected?: ExpectedCheck
      readonly rules: readonly RuleCoverage[]
    }

/** A rule, and in how many of the tests that ran it fired. */
export interface RuleCoverage {
  /** `enter long "dip"` */
  readonly name: string
  readonly line: number
  readonly tests: number
}

/** What the expected result is called among the tests. */
export const EXPECTED_TITLE = 'expected result'

export interface TestFileOptions {
  /** Which tests to run, by title. */
  readonly only: (title: string) => boolean
  /** Write the expected result anew where it differs. */
  readonly update: boolean
  /** Of the diagnostics. */
  readonly colour: boolean
}

/** Runs the tests of one file: its `test` blocks, and the result that is expected of it. */
export async function testFile(
  path: string,
  { only, update, colour }: TestFileOptions,
): Promise<TestedFile> {
  const read = readStrategy(path)
  if ('problem' in read) return { kind: 'unusable', path, problem: read.problem }
  const compiled = compileText(read.text, librariesBeside(path, read.text))
  const { program, source, module } = compiled
  if (program === undefined) {
    return { kind: 'broken', path, problem: renderAll(compiled, path, colour) }
  }
  const results = runTests(program, source, { files: await testPrices(program, path), only })
  const expected =
    module !== undefined && only(EXPECTED_TITLE)
      ? await checkExpected(path, module, { update })
      : undefined
  return {
    kind: 'tested',
    path,
    source,
    results,
    ...(expected && { expected }),
    rules: program.rules.map((rule) => ({
      name: ruleName(rule),
      line: positionOf(source, rule.span.start).line,
      tests: results.filter(({ fired }) => fired.includes(rule.index)).length,
    })),
  }
}

function ruleName({ kind, side, tag }: Rule): string {
  if (tag !== undefined) return kind === 'enter' ? `enter ${side} "${tag}"` : `${kind} "${tag}"`
  return kind === 'enter' || kind === 'exit' ? `${kind} ${side}` : kind
}
