import { testCases } from './test-cases.ts'
import type { TestedFile } from './tested-file.ts'

/** The tests of all files as JSON for programs; the same results give the same bytes. */
export function testJson(files: readonly TestedFile[]): string {
  const document = {
    files: files.map((file) => {
      if (file.kind !== 'tested') return { path: file.path, problem: file.problem }
      const tests = testCases(file).map((one) => ({ ...one, passed: one.failures.length === 0 }))
      return { path: file.path, tests, rules: file.rules }
    }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
