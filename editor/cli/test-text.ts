import type { TestResult } from '../pipeline/run-tests.ts'
import type { Paint } from './paint.ts'
import { failureDetail, failureHead } from './test-failure-text.ts'
import { EXPECTED_TITLE, type RuleCoverage, type TestedFile } from './tested-file.ts'

/** How much of a file's tests is told. */
export interface TextOptions {
  readonly paints: Paint
  /** Which rules fired in which tests, besides. */
  readonly coverage: boolean
}

/** The tests of one file for a person, failures with what they found. */
export function testText(file: TestedFile, { paints, coverage }: TextOptions): string {
  if (file.kind !== 'tested') return ''
  const { path, source, results, expected, rules } = file
  const lines = [path, ...results.flatMap((result) => resultLines(result, source, paints))]
  if (expected !== undefined) {
    const title = `${EXPECTED_TITLE}${expected.updated === true ? ', written anew' : ''}`
    lines.push(titleLine(title, expected.differences.length === 0, paints))
    lines.push(...expected.differences.map((difference) => `      ${difference}`))
  }
  if (lines.length === 1) lines.push('  no test blocks')
  if (coverage) lines.push(...coverageLines(rules, paints))
  return `${lines.join('\n')}\n`
}

function resultLines(
  { title, failures, bars }: TestResult,
  source: string,
  paints: Paint,
): readonly string[] {
  const found = failures.flatMap((failure) => [
    `      ${failureHead(failure, source)}`,
    ...failureDetail(failure, bars).map((line) => (line === '' ? '' : `        ${line}`)),
  ])
  return [titleLine(title, failures.length === 0, paints), ...found]
}

function titleLine(title: string, passed: boolean, paints: Paint): string {
  return `  ${passed ? paints.good('✓') : paints.bad('✗')} ${title}`
}

function coverageLines(rules: readonly RuleCoverage[], paints: Paint): readonly string[] {
  const covered = rules.filter(({ tests }) => tests > 0).length
  return [
    `  ${covered} of ${rules.length} rules fired in a test`,
    ...rules.map(({ name, line, tests }) => {
      const text = `    line ${line}: ${name}`
      if (tests === 0) return paints.bad(`${text} fired in no test`)
      return paints.faint(`${text} fired in ${tests} ${tests === 1 ? 'test' : 'tests'}`)
    }),
  ]
}
