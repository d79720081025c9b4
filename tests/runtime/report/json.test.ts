import { expect, test } from 'vitest'
import { jsonReport } from '../../../runtime/report/json.ts'
import { crossoverReport, walkBars } from './run-fixture.ts'

test('a run as JSON: every field, unknown as null, the same bytes each time', () => {
  const report = crossoverReport(walkBars(120))
  const text = jsonReport(report)
  expect(text).toMatchSnapshot()
  expect(jsonReport(crossoverReport(walkBars(120)))).toBe(text)
  const parsed = JSON.parse(text)
  expect(parsed.figures.profitFactor).toBeNull()
  expect(parsed.trades).toHaveLength(report.result.trades.length)
  expect(parsed.openTrades).toHaveLength(report.result.open.length)
  expect(parsed.equity.end).toBe(report.result.equity[119])
})
