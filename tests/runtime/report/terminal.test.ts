import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { terminalReport } from '../../../runtime/report/terminal.ts'
import { crossoverReport, walkBars } from './run-fixture.ts'

const report = { ...crossoverReport(walkBars(600)), notes: ['Prices are made up.'] }

describe('the report in a terminal', () => {
  test('reads like this', () => {
    expect(terminalReport(report, { width: 100, colour: false })).toMatchSnapshot()
  })

  test.each([200, 100, 80, 60, 40])('keeps to %i columns', (width) => {
    const lines = terminalReport(report, { width, colour: true }).split('\n')
    const longest = Math.max(...lines.map((line) => stripVTControlCharacters(line).length))
    expect(longest).toBeLessThanOrEqual(width)
    expect(lines.join('\n')).toMatch(/Profit/)
  })

  test('colour adds nothing but colour', () => {
    const coloured = terminalReport(report, { width: 100, colour: true })
    expect(coloured).toContain('\u001b[')
    expect(stripVTControlCharacters(coloured)).toBe(
      terminalReport(report, { width: 100, colour: false }),
    )
  })

  test('control characters of a title never reach the terminal', () => {
    const hostile = crossoverReport(walkBars(100), 'a\u001b[2Jb\u0007')
    const text = terminalReport(hostile, { width: 100, colour: false })
    expect([...text].filter((sign) => sign < ' ' && sign !== '\n')).toEqual([])
    expect(text).toMatch(/^a \[2Jb /)
  })

  test('a run without trades and one of a single bar', () => {
    const quiet = { ...report, result: { ...report.result, trades: [], open: [] } }
    expect(terminalReport(quiet, { width: 80, colour: false })).toMatch(/^No trades\.$/m)
    const short = crossoverReport(walkBars(1))
    expect(terminalReport(short, { width: 80, colour: false })).not.toMatch(/Equity/)
  })
})
