import { positionOf } from '../../language/render.ts'
import { failureDetail, failureHead } from './test-failure-text.ts'
import { EXPECTED_TITLE, type TestedFile } from './tested-file.ts'

/** One test as reports for machines have it. */
export interface TestCase {
  readonly title: string
  /** From 1; absent where no line of the strategy says it. */
  readonly line?: number
  readonly failures: readonly {
    readonly message: string
    readonly detail: readonly string[]
  }[]
}

/** The tests of a file, its expected result among them; none of a file that could not be tested. */
export function testCases(file: TestedFile): readonly TestCase[] {
  if (file.kind !== 'tested') return []
  const { source, results, expected } = file
  const blocks = results.map(({ title, span, failures, bars }) => ({
    title,
    line: positionOf(source, span.start).line,
    failures: failures.map((failure) => ({
      message: failureHead(failure, source),
      detail: failureDetail(failure, bars),
    })),
  }))
  if (expected === undefined) return blocks
  const failures = expected.differences.map((message) => ({ message, detail: [] }))
  return [...blocks, { title: EXPECTED_TITLE, failures }]
}
