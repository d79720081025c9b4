/** The tour's programs are right, laid out, tried by their own tests, and trade. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compileText } from '../../../editor/pipeline/compile-text.ts'
import { runSettings } from '../../../editor/pipeline/run-settings.ts'
import { runStrategy } from '../../../editor/pipeline/run-strategy.ts'
import { runTests } from '../../../editor/pipeline/run-tests.ts'
import { readTour } from '../../../editor/server/generate/read-tour.ts'
import { format } from '../../../language/format/format.ts'
import { loadBars } from '../../../runtime/store/load-bars.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const markdown = readFileSync(`${ROOT}language/TOUR.md`, 'utf8')
const steps = readTour(markdown)

test('twelve steps, numbered, each with prose and a program of its own name', () => {
  const numbers = [...markdown.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number))
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(new Set(steps.map(({ title }) => title)).size).toBe(12)
  expect(markdown.match(/```strat/g)).toHaveLength(12)
  for (const { paragraphs } of steps) {
    const words = paragraphs.flat().filter(({ kind }) => kind === 'words')
    // The page shows code among words and knows no other mark-up.
    for (const { text } of words) expect(text).not.toMatch(/[*_#[\]<>|]/)
  }
})

describe.each(steps)('$title', ({ program: text }) => {
  const { program, module, diagnostics } = compileText(text)

  test('has no mistakes and the one layout', () => {
    expect(diagnostics).toEqual([])
    expect(format(text)).toMatchObject({ text })
  })

  test('passes its own tests', () => {
    const results = runTests(program!, text, { files: new Map() })
    expect(results.length).toBeGreaterThan(0)
    for (const { title, failures } of results) expect(failures, title).toEqual([])
  })

  test('trades on twenty years of the S&P 500', async () => {
    const path = `${ROOT}node_modules/vega-datasets/data/sp500-2000.csv`
    const read = await loadBars(path, { store: false })
    if (read.kind !== 'ok') throw new Error('the sample cannot be read')
    const settings = runSettings(module!, { parameters: {} }, 'SP500')
    if (!('settings' in settings)) throw new Error(settings.problems.join())
    const prices = { bars: read.bars, name: '', timezone: 'UTC', interval: '1d', notes: [] }
    const { result } = runStrategy(module!, settings.settings, prices)
    expect(result.trades.length).toBeGreaterThan(5)
  })
})
