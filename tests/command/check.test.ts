import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { file, folder, SAMPLES, strat, stratFed } from './strat.ts'

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
    expect(out).toMatch(/^1 file checked, no mistakes\.\nIts rules can fire .*\.\n$/)
  })

  test('shows several mistakes, each with place, caret and hint, and no stack', async () => {
    const path = file('broken.strat', MISTAKES)
    const { code, out } = await strat('check', path)
    expect(code).toBe(1)
    for (const line of [5, 6, 8, 10]) expect(out).toContain(`${path}:${line}:`)
    expect(out.match(/\^/g)?.length).toBeGreaterThanOrEqual(4)
    expect(out).toContain('hint: Write `sma`.')
    expect(out).not.toMatch(/\n\s+at /)
    expect(out).toMatch(/1 file checked: 4 mistakes, 0 warnings\.\n/)
    expect(out).toMatch(/strat check --fix mends 3 of them; strat explain CODE says more\.\n$/)
  })

  test('gives the same as JSON, with lines and columns from 1', async () => {
    const { code, out, err } = await strat('check', '--json', file('broken.strat', MISTAKES))
    expect({ code, err }).toEqual({ code: 1, err: '' })
    const { files } = JSON.parse(out)
    expect(files).toHaveLength(1)
    expect(files[0].diagnostics[0]).toMatchObject({ severity: 'error', line: 5, column: 12 })
    expect(files[0].diagnostics.map((one: { line: number }) => one.line)).toEqual([5, 6, 8, 10])
  })

  test('the JSON says how much history the rules need, and how much until its begin is forgotten', async () => {
    const history = async (condition: string) => {
      const text = `strategy "S"\ntimeframe 1d\nenter long when ${condition}\n  size 1 shares\n`
      const { out } = await strat('check', '--json', file('history.strat', text))
      return JSON.parse(out).files[0].history
    }
    expect(await history('close > sma(20)')).toEqual({ first: 19, known: 19, settled: 19 })
    expect(await history('close > ema(20)')).toEqual({ first: 19, known: 19, settled: 166 })
    expect(await history('cum(close) > 0')).toEqual({ first: 0, known: 0, settled: null })
    expect(await history('clsoe > 0')).toBeUndefined()
  })

  test('so does the text, of a single file', async () => {
    const said = async (rules: string) => {
      const text = `strategy "S"\ntimeframe 1d\n${rules}\n  size 1 shares\n`
      return (await strat('check', file('history.strat', text))).out.split('\n')[1]
    }
    expect(await said('enter long when close > ema(20)')).toBe(
      'Its rules can fire after 19 bars; where history starts shows in nothing that they read after 166 bars.',
    )
    expect(
      await said(
        'exit long when close < sma(50)\nenter long when cum(close) > 0 and close > close[1]',
      ),
    ).toBe(
      'Its rules can fire after 1 bar, all of them after 49 bars; where history starts always shows in what they read.',
    )
    expect(await said('enter long when close > open')).toBe(
      'Its rules can fire from the first bar on; where history starts shows in nothing that they read.',
    )
    expect(await said('enter long when clsoe > 0')).not.toMatch(/history/)
  })

  test('every span of the JSON is a place: of labels and fixes too', async () => {
    const text =
      'strategy "S"\ntimeframe 1d\nlet panic = rsi(14)\nlet x = close > panic\nlet y = opne\n'
    const { out } = await strat('check', '--json', file('labels.strat', text))
    const report = JSON.parse(out)
    expect(report).toMatchObject({ version: 1, errors: 2, warnings: 0, fixable: 1 })
    const [units, name] = report.files[0].diagnostics
    expect(units.labels[0]).toMatchObject({ line: 3, column: 13, endLine: 3, endColumn: 20 })
    expect(units.labels[0].message).toBe('`panic` is an oscillator because of this')
    expect(name.fix).toMatchObject({ replacement: 'open', line: 5, column: 9, endColumn: 13 })
    expect(report.files[0].fixed).toEqual([])
  })

  test('--fix makes the certain edits, says which, and keeps line ends and the mark', async () => {
    const text =
      '\uFEFFstrategy("S")\r\ntimeframe 1d\r\nlet x = ta.sma(Close, 20)\r\nlet y = x +\r\n'
    const path = file('mend.strat', text)
    const { code, out } = await strat('check', '--fix', path)
    expect(code).toBe(1)
    expect(out).toContain(`${path}:1:1 fixed[header-call] Write \`strategy "S"\`\n`)
    expect(out).toContain(`${path}:3:9 fixed[library-prefix]`)
    expect(out).toContain('1 file checked, 3 mistakes mended: 1 mistake, 0 warnings.\n')
    const mended = '\uFEFFstrategy "S"\r\ntimeframe 1d\r\nlet x = sma(close, 20)\r\nlet y = x +\r\n'
    expect(readFileSync(path, 'utf8')).toBe(mended)
  })

  test('--fix leaves warnings, and files without mistakes, as they are', async () => {
    const text = 'strategy "S"\ntimeframe 1d\nlet up = close > highest(high, 20)\n'
    const path = file('warned.strat', text)
    const { code, out } = await strat('check', '--fix', path)
    expect(code).toBe(0)
    expect(out).toContain('warning[extreme-with-now]')
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('- is the standard input; with --fix the mended text goes to the output alone', async () => {
    const text = 'strategy "S"\ntimeframe 1d\nlet x = opne\n'
    const checked = await stratFed(text, 'check', '-')
    expect(checked.code).toBe(1)
    expect(checked.out).toContain('<stdin>:3:9 error[unknown-name]')
    const mended = await stratFed(text, 'check', '--fix', '-')
    expect(mended).toMatchObject({ code: 0, out: text.replace('opne', 'open') })
    expect(mended.err).toContain('<stdin>:3:9 fixed[unknown-name] Write open\n')
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
