/**
 * The strategies that come with the project are the gallery, the templates of `strat new`, and the
 * regression suite: what each comes to on the sample is committed beside it.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { templates } from '../../editor/cli/templates.ts'
import { testFile } from '../../editor/cli/tested-file.ts'
import { file, folder, ROOT, strat } from './strat.ts'

const GALLERY = templates()
const OPTIONS = { only: () => true, update: false, colour: false }

describe.each(GALLERY)('$name', ({ name, text, summary }) => {
  const path = `${ROOT}strategies/${name}.strat`

  test('says in a line what it is', () => {
    expect(summary).toMatch(/^[A-Z].*\.$/)
  })

  test('its tests hold, every rule fires in one, and it comes to what is expected of it', async () => {
    const tested = await testFile(path, OPTIONS)
    if (tested.kind !== 'tested') throw new Error(tested.problem)
    expect(tested.results.length).toBeGreaterThan(0)
    expect(tested.results.flatMap(({ failures }) => failures.map((one) => one.text))).toEqual([])
    expect(tested.rules.filter(({ tests }) => tests === 0)).toEqual([])
    // Differs: what changed it? Where that is meant: `npx strat test strategies --update`.
    const trades = tested.rules.length > 0
    expect(tested.expected?.differences).toEqual(trades ? [] : undefined)
  })

  test('is a template: its copy passes its own tests', async () => {
    const { code } = await strat('new', `${folder()}/copy`, '--template', name)
    expect(code).toBe(0)
    const copy = file('copy.strat', text)
    expect((await strat('check', copy)).code).toBe(0)
    expect((await strat('test', copy)).code).toBe(0)
  })
})

test('a changed bit of a result is seen', async () => {
  const inside = folder()
  const strategy = readFileSync(`${ROOT}strategies/breakout.strat`, 'utf8')
  const expected = readFileSync(`${ROOT}strategies/breakout.expected.json`, 'utf8')
  const path = file(
    'breakout.strat',
    strategy.replace('entry_price - 2.5', 'entry_price - 2.6'),
    inside,
  )
  file('breakout.expected.json', expected, inside)
  const { code, out } = await strat('test', path)
  expect(code).toBe(1)
  expect(out).toContain('✗ expected result')
  expect(out).toMatch(/Final equity: [\d,.]+, expected [\d,.]+/)
  expect((await strat('test', path, '--update')).out).toContain('✓ expected result, written anew')
  expect((await strat('test', path)).code).toBe(0)
  expect(existsSync(`${inside}/breakout.expected.json.tmp`)).toBe(false)
})
