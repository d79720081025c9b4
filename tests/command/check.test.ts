import { describe, expect, test } from 'vitest'
import { file, folder, SAMPLES, strat } from './strat.ts'

const MISTAKES = `strategy "Broken"

timeframe 1d

let fast = smaa(close, 10)
let band = close > rsi(close, 14)

enter long when fast crosses above slow
  size 95% of equity
  stop 2 * atr(14)
`

describe('strat check', () => {
  test.each(SAMPLES)('%s has no mistakes', async (path) => {
    const { code, out, err } = await strat('check', path)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe('1 file checked, no mistakes.\n')
  })

  test('shows several mistakes, each with place, caret and hint, and no stack', async () => {
    const path = file('broken.strat', MISTAKES)
    const { code, out } = await strat('check', path)
    expect(code).toBe(1)
    for (const line of [5, 6, 8, 10]) expect(out).toContain(`${path}:${line}:`)
    expect(out.match(/\^/g)?.length).toBeGreaterThanOrEqual(4)
    expect(out).toContain('hint: Write `sma`.')
    expect(out).not.toMatch(/\n\s+at /)
    expect(out).toMatch(/1 file checked: \d mistakes, \d warnings?\.\n$/)
  })

  test('gives the same as JSON, with lines and columns from 1', async () => {
    const { code, out, err } = await strat('check', '--json', file('broken.strat', MISTAKES))
    expect({ code, err }).toEqual({ code: 1, err: '' })
    const { files } = JSON.parse(out)
    expect(files).toHaveLength(1)
    expect(files[0].diagnostics[0]).toMatchObject({ severity: 'error', line: 5, column: 12 })
    expect(files[0].diagnostics.map((one: { line: number }) => one.line)).toEqual([5, 6, 8, 10])
  })

  test('line ends of Windows and a byte order mark change nothing', async () => {
    const windows = `\uFEFF${MISTAKES.replaceAll('\n', '\r\n')}`
    const inside = folder()
    const path = file('broken.strat', MISTAKES, inside)
    const { out } = await strat('check', path)
    file('broken.strat', windows, inside)
    expect((await strat('check', path)).out).toBe(out)
  })

  test('a file that is not there is told, and the others are checked', async () => {
    const { code, out, err } = await strat('check', 'no/such.strat', ...SAMPLES)
    expect(code).toBe(2)
    expect(err).toBe('Cannot read no/such.strat: there is no such file.\n')
    expect(out).toBe(`${SAMPLES.length} files checked, no mistakes.\n`)
  })
})
