import { type TestCase, testCases } from './test-cases.ts'
import type { TestedFile } from './tested-file.ts'

/**
 * The tests of all files in the XML that CI servers read (JUnit's, in the form that Jenkins' xunit
 * plugin describes). A file that cannot be tested is an error.
 */
export function testJunit(files: readonly TestedFile[]): string {
  const suites = files.map(suite)
  const lines = suites.flatMap(({ lines: own }) => own)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="strat test" ${countsOf(suites)}>`,
    ...lines.map((line) => `  ${line}`),
    '</testsuites>',
    '',
  ].join('\n')
}

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
}

function suite(file: TestedFile): Counts & { readonly lines: readonly string[] } {
  const cases = testCases(file)
  const failures = cases.filter((one) => one.failures.length > 0).length
  const own = cases.flatMap((one) => caseLines(one, file.path))
  const counts =
    file.kind === 'tested'
      ? { tests: cases.length, failures, errors: 0 }
      : { tests: 1, failures: 0, errors: 1 }
  if (file.kind !== 'tested') {
    own.push(
      `<testcase name="${xml(file.path)}" classname="${xml(file.path)}">`,
      `  <error message="${xml(firstLine(file.problem))}">${xml(file.problem)}</error>`,
      '</testcase>',
    )
  }
  const lines = [
    `<testsuite name="${xml(file.path)}" ${countsOf([counts])}>`,
    ...own.map((line) => `  ${line}`),
    '</testsuite>',
  ]
  return { ...counts, lines }
}

function countsOf(all: readonly Counts[]): string {
  const sum = (name: keyof Counts) => all.reduce((total, counts) => total + counts[name], 0)
  return `tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}"`
}

function caseLines({ title, line, failures }: TestCase, path: string): readonly string[] {
  const place = line === undefined ? '' : ` file="${xml(path)}" line="${line}"`
  const head = `<testcase name="${xml(title)}" classname="${xml(path)}"${place}`
  if (failures.length === 0) return [`${head}/>`]
  // Readers expect one failure a case.
  const text = failures.flatMap(({ message, detail }) => [message, ...detail]).join('\n')
  const message = failures.map((one) => one.message).join('; ')
  return [`${head}>`, `  <failure message="${xml(message)}">${xml(text)}</failure>`, '</testcase>']
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** A text inside XML 1.0, which has no control characters but tab and line ends. */
function xml(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (character) => (/[\t\n\r]/.test(character) ? character : '�'))
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!)
}
