import type { Bars } from '../../stdlib/bars.ts'
import { checkText } from '../pipeline/check-text.ts'
import { runTests, type TestFailure, type TestResult } from '../pipeline/run-tests.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type Paint, paint } from './paint.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import type { Terminal } from './terminal.ts'

/** `strat test`: every test block of every file, passed or failed, with what a failure found. */
export async function testCommand(paths: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const paints = paint(terminal.outColour)
  let code: ExitCode = EXIT.ok
  let passed = 0
  let failed = 0
  for (const path of paths) {
    const read = readStrategy(path)
    if ('problem' in read) {
      terminal.err(`${read.problem}\n`)
      code = EXIT.usage
      continue
    }
    const checked = checkText(read.text)
    if (checked.program === undefined) {
      terminal.err(`${renderAll(checked, path, terminal.errColour)}\n`)
      if (code === EXIT.ok) code = EXIT.mistakes
      continue
    }
    const results = runTests(checked.program, checked.source)
    terminal.out(`${path}\n`)
    if (results.length === 0) terminal.out('  no test blocks\n')
    for (const result of results) {
      terminal.out(resultText(result, checked.source, paints))
      if (result.failures.length === 0) passed += 1
      else failed += 1
    }
  }
  terminal.out(`${passed} passed, ${failed} failed\n`)
  return code === EXIT.ok && failed > 0 ? EXIT.mistakes : code
}

function resultText(result: TestResult, source: string, paints: Paint): string {
  if (result.failures.length === 0) return `  ${paints.good('✓')} ${result.title}\n`
  const failures = result.failures.map((failure) => failureText(failure, result.bars, source))
  return `  ${paints.bad('✗')} ${result.title}\n${failures.join('')}`
}

function failureText(failure: TestFailure, bars: Bars, source: string): string {
  const line = source.slice(0, failure.span.start).split('\n').length
  const at = failure.bar === undefined ? '' : ` (at bar ${failure.bar})`
  const reason = failure.reason === '' ? '' : `: ${failure.reason}`
  const lines = [`line ${line}: ${failure.text}${at}${reason}`]
  const width = Math.max(0, ...failure.shown.map(({ text }) => text.length))
  for (const { text, value } of failure.shown) {
    lines.push(`  ${text.padEnd(width)}  is ${valueText(value)}`)
  }
  if (failure.bar !== undefined) lines.push(...barLines(bars, failure.bar))
  return lines.map((text) => `      ${text}\n`).join('')
}

/** The bar looked at and two on either side. */
function barLines(bars: Bars, bar: number): string[] {
  const rows = [['bar', 'open', 'high', 'low', 'close']]
  const last = Math.min(bars.length - 1, bar + 2)
  for (let i = Math.max(0, bar - 2); i <= last; i++) {
    const values = [bars.open[i], bars.high[i], bars.low[i], bars.close[i]]
    rows.push([`${i === bar ? '> ' : ''}${i}`, ...values.map((value) => valueText(value ?? null))])
  }
  const width = Math.max(...rows.flat().map((cell) => cell.length))
  return rows.map((row) => `  ${row.map((cell) => cell.padStart(width)).join('  ')}`)
}

function valueText(value: number | boolean | null): string {
  if (value === null || Number.isNaN(value)) return 'unknown'
  return typeof value === 'number' ? String(Number(value.toPrecision(12))) : String(value)
}
