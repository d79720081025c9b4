/** Splits that a vendor tells beside raw prices are found in the prices alone. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readFile } from '../../../runtime/feeds/read-file.ts'
import { checkBars } from '../../../runtime/quality/check-bars.ts'
import { onlySeries } from '../feeds/only-series.ts'

const FOLDER = fileURLToPath(
  new URL('../../../../shared/data/corporate_actions/alphavantage_pooksoft/', import.meta.url),
)
const SYMBOLS = ['AAPL', 'MSFT', 'TSLA', 'KO', 'GE', 'XOM', 'NKE', 'C', 'BRK.B', 'T', 'AMZN', 'JNJ']

describe.skipIf(!existsSync(FOLDER))('real splits', () => {
  test.each(SYMBOLS)('%s', async (symbol) => {
    const path = `${FOLDER}${symbol}.csv.gz`
    const rows = gunzipSync(readFileSync(path)).toString().trim().split('\n').slice(1)
    // A third for free is a day's move as well: no price tells it.
    const splits = rows
      .map((row) => row.split(','))
      .filter((cells) => Number(cells[8]) >= 1.4 || Number(cells[8]) <= 0.7)
      .map((cells) => cells[0]!)
    const { bars, report } = onlySeries(await readFile(path))
    const check = checkBars(bars, report.interval!)
    const found = check.findings
      .filter(({ kind }) => kind === 'split')
      .map(({ from }) => new Date(from).toISOString().slice(0, 10))
    expect(found).toEqual(splits)
    expect(check.calendar?.name).toBe('XNYS')
    expect(check.coverage).toMatchObject({ covered: check.coverage?.sessions })

    const adjusted = onlySeries(await readFile(path, { adjusted: true }))
    const after = checkBars(adjusted.bars, report.interval!).findings
    expect(after.filter(({ kind }) => kind === 'split')).toEqual([])
  })
})
