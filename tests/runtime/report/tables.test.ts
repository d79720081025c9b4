import { describe, expect, test } from 'vitest'
import { breakdownOf } from '../../../runtime/report/breakdown.ts'
import { csvTable } from '../../../runtime/report/csv-table.ts'
import { reportDocument } from '../../../runtime/report/json.ts'
import { packed, unpacked } from '../../../runtime/report/packed.ts'
import { type ReportTable, reportTables } from '../../../runtime/report/tables.ts'
import { crossoverReport, walkBars } from './run-fixture.ts'

const report = crossoverReport(walkBars(400))
const breakdown = breakdownOf(report)
const tables = new Map(reportTables(report, breakdown).map((table) => [table.name, table]))

/** Records of CSV, read back by RFC 4180 alone. */
function readCsv(text: string): string[][] {
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g
  const rows: string[][] = [[]]
  for (const [, value = '', end] of text.matchAll(cell)) {
    rows.at(-1)!.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value)
    if (end !== ',') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('tables', () => {
  test('every row has a cell a column, names are unlike', () => {
    expect(tables.size).toBe(9)
    for (const { name, columns, rows } of tables.values()) {
      expect(rows.length, name).toBeGreaterThan(name === 'notes' ? -1 : 0)
      for (const row of rows) expect(row.length, name).toBe(columns.length)
    }
  })

  test('numbers come back from CSV to the last bit', () => {
    const table = tables.get('equity')!
    const [, ...rows] = readCsv(csvTable(table))
    expect(rows).toHaveLength(report.bars.length)
    const column = table.columns.indexOf('equity')
    expect(rows.map((row) => Number(row[column]))).toEqual(Array.from(report.result.equity))
  })

  test('trades say what they were entered and left for', () => {
    const { columns, rows } = tables.get('trades')!
    const { trades, open } = report.result
    expect(rows).toHaveLength(trades.length + open.length)
    const first = Object.fromEntries(columns.map((name, at) => [name, rows[0]![at]]))
    expect(first).toMatchObject({
      entry_rule: 'fast_ma crosses above slow_ma',
      exit_rule: 'fast_ma < slow_ma',
      profit: trades[0]!.profit,
    })
  })

  test('JSON has the same: months, days, costs', () => {
    const document = reportDocument(report)
    const months = document.monthly.flatMap((year) => year.months.filter((one) => one !== null))
    const compounded = months.reduce((all, one) => all * (1 + one), 1)
    const end = report.result.equity.at(-1)! / report.options.cash
    expect(compounded).toBeCloseTo(end, 10)
    const counted = document.days.bins.reduce((sum, { count }) => sum + count, 0)
    expect(counted).toBeLessThanOrEqual(document.days.figures.days!)
    expect(document.costs.commission).toBe(report.result.commission)
  })
})

describe('CSV', () => {
  const cells = (...row: ReportTable['rows'][number]) =>
    csvTable({ name: '', columns: [], rows: [row] }).split('\r\n')[1]

  test.each([
    ['=1+1', `"'=1+1"`],
    ['+cmd|calc', `"'+cmd|calc"`],
    ['-2', `"'-2"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =A1', `"'  =A1"`],
    ['\t=A1', `"'\t=A1"`],
    ['\uff1dA1', `"'\uff1dA1"`],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['say "a", b', '"say ""a"", b"'],
    ['a = b', 'a = b'],
  ])('the text %j stays a text', (text, written) => {
    expect(cells(text)).toBe(written)
  })

  test('numbers are numbers, what is unknown is empty', () => {
    expect(cells(-2, 0.1, Number.NaN, null, Number.POSITIVE_INFINITY)).toBe('-2,0.1,,,')
  })
})

test('packed records come back as they were', () => {
  const records = [
    { a: 1, b: 'x', c: null },
    { a: 2, b: 'y', c: null },
  ]
  expect(unpacked(packed(records))).toEqual(records)
  expect(unpacked(packed([]))).toEqual([])
})
