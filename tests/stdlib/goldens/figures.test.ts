/** Builtins of which no golden file has figures, against those of others. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plotted } from '../plotted.ts'
import { FIGURE_ROWS } from './figures-table.ts'

const [header, ...lines] = readFileSync(join(import.meta.dirname, 'javascript-figures.csv'), 'utf8')
  .trim()
  .split(/\r?\n/)
  .map((line) => line.split(','))

test.each(FIGURE_ROWS)('$strat is as $source gives it', ({ strat, theirs, tolerance, settles }) => {
  if (typeof theirs !== 'string') {
    const found = plotted(strat, { close: theirs.close }).at(-1)!
    expect(Math.abs(found - theirs.value)).toBeLessThanOrEqual(tolerance)
    return
  }
  const [open, high, low, close, volume] = ['open', 'high', 'low', 'close', 'volume'].map(column)
  const found = plotted(strat, {
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    volume: volume!,
  })
  const compared = column(theirs).flatMap((value, i) =>
    Number.isNaN(value) || i < (settles ?? 0) ? [] : [Math.abs(found[i]! - value)],
  )
  expect(compared.length).toBeGreaterThan(5)
  for (const distance of compared) expect(distance).toBeLessThanOrEqual(tolerance)
})

/** A column of the table; NaN where nothing stands. */
function column(name: string): readonly number[] {
  const at = header!.indexOf(name)
  expect(at, name).toBeGreaterThanOrEqual(0)
  return lines.map((cells) => (cells[at] === '' ? Number.NaN : Number(cells[at])))
}
