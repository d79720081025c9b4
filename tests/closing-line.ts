import { writeSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * A Vitest reporter whose one line, `N passed, N failed, N skipped`, is the last that a run
 * prints, after the coverage too: CI reads it there. A file that breaks before its tests, and
 * an error outside any test, count as failed.
 */
export function closingLine(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
      for (const module of modules) count(module, counts)
      const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`
      process.once('exit', () => writeSync(1, line))
    },
  }
}

function count(
  module: TestModule,
  counts: { passed: number; failed: number; skipped: number },
): void {
  let tests = 0
  for (const test of module.children.allTests()) {
    tests += 1
    const { state } = test.result()
    if (state === 'passed') counts.passed += 1
    else if (state === 'failed') counts.failed += 1
    else counts.skipped += 1
  }
  if (tests === 0 && !module.ok()) counts.failed += 1
}
