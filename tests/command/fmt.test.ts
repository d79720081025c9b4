import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { file, folder, ROOT, strat, stratFed } from './strat.ts'

const WRITTEN = 'strategy "S"\ntimeframe 1d\nlet a=1 // one\n'
const FORMATTED = 'strategy "S"\n\ntimeframe 1d\n\nlet a = 1  // one\n'
const BROKEN = 'strategy "S"\nlet a = (1\n'

const read = (path: string): string => readFileSync(path, 'utf8')

describe('strat fmt', () => {
  test('rewrites what is not in the layout, and says what it was', async () => {
    const inside = folder()
    const [a, b] = [file('a.strat', WRITTEN, inside), file('b.strat', FORMATTED, inside)]
    const { code, out, err } = await strat('fmt', a, b)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(`${a}\n1 formatted, 1 unchanged.\n`)
    expect([read(a), read(b)]).toEqual([FORMATTED, FORMATTED])
    expect(readdirSync(inside)).toEqual(['a.strat', 'b.strat'])
    expect((await strat('fmt', a, b)).out).toBe('2 unchanged.\n')
  })

  test('does not touch a file that is in the layout', async () => {
    const path = file('a.strat', FORMATTED)
    utimesSync(path, 1000, 1000)
    await strat('fmt', path)
    expect(lstatSync(path).mtimeMs).toBe(1_000_000)
  })

  test('line ends of Windows and a byte order mark go', async () => {
    const path = file('a.strat', `\uFEFF${FORMATTED.replaceAll('\n', '\r\n')}`)
    const checked = await strat('fmt', '--check', path)
    const out = `${path}: its line ends or its byte order mark\n1 to format.\n`
    expect(checked).toEqual({ code: 1, out, err: '' })
    expect((await strat('fmt', path)).code).toBe(0)
    expect(read(path)).toBe(FORMATTED)
  })

  test('of a folder, every strategy below it, packages and hidden folders aside', async () => {
    const inside = folder()
    for (const name of ['deep/er', '.strat', 'node_modules/x']) {
      mkdirSync(join(inside, name), { recursive: true })
      file('a.strat', WRITTEN, join(inside, name))
    }
    file('notes.txt', WRITTEN, inside)
    const { code, out } = await strat('fmt', inside)
    const path = join(inside, 'deep', 'er', 'a.strat')
    expect({ code, out }).toEqual({ code: 0, out: `${path}\n1 formatted.\n` })
    expect(read(path)).toBe(FORMATTED)
    expect(read(join(inside, '.strat', 'a.strat'))).toBe(WRITTEN)
  })

  test('a text with mistakes is left alone, and they are shown as strat check shows them', async () => {
    const inside = folder()
    const [a, b] = [file('a.strat', BROKEN, inside), file('b.strat', WRITTEN, inside)]
    const { code, out, err } = await strat('fmt', a, b)
    expect({ code, out }).toEqual({ code: 1, out: `${b}\n1 formatted, 1 with mistakes.\n` })
    expect([read(a), read(b)]).toEqual([BROKEN, FORMATTED])
    const checked = await strat('check', a)
    expect(err).toContain(`${a}:2:9`)
    expect(checked.out).toContain(err.trimEnd())
  })

  test.skipIf(process.platform === 'win32')('a link stays a link', async () => {
    const inside = folder()
    const path = file('a.strat', WRITTEN, inside)
    const link = join(inside, 'link.strat')
    symlinkSync(path, link)
    expect((await strat('fmt', link)).code).toBe(0)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(read(path)).toBe(FORMATTED)
  })

  test('what cannot be used is told, and the rest is formatted', async () => {
    const [path, empty] = [file('a.strat', WRITTEN), folder()]
    const { code, out, err } = await strat('fmt', 'no/such.strat', empty, path)
    expect(code).toBe(2)
    expect(err).toBe(
      `There is no .strat file in ${empty}.\nCannot read no/such.strat: there is no such file.\n`,
    )
    expect(out).toBe(`${path}\n1 formatted.\n`)
  })
})

describe('strat fmt --check', () => {
  test('writes nothing, shows what would change, and fails', async () => {
    const inside = folder()
    const [a, b] = [file('a.strat', WRITTEN, inside), file('b.strat', FORMATTED, inside)]
    const { code, out, err } = await strat('fmt', '--check', a, b)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toBe(`--- ${a}
+++ ${a}
@@ -1,3 +1,5 @@
 strategy "S"
+
 timeframe 1d
-let a=1 // one
+
+let a = 1  // one
1 to format, 1 unchanged.
`)
    expect(read(a)).toBe(WRITTEN)
  })

  test('is content with what is formatted: our strategies are', async () => {
    const { code, out } = await strat('fmt', '--check', `${ROOT}strategies`)
    expect(code).toBe(0)
    expect(out).toMatch(/^\d+ unchanged\.\n$/)
  })

  test('a difference too long to be found is told without it', async () => {
    const lines = Array.from({ length: 2001 }, (_, k) => `let a${k}=${k}\n`)
    const path = file('a.strat', `strategy "S"\n${lines.join('')}`)
    const { code, out } = await strat('fmt', '--check', path)
    expect(code).toBe(1)
    expect(out).toBe(`${path}: more than 2000 lines\n1 to format.\n`)
  })
})

describe('strat fmt -', () => {
  test('formats what comes in, for editors', async () => {
    expect(await stratFed(WRITTEN, 'fmt', '-')).toEqual({ code: 0, out: FORMATTED, err: '' })
  })

  test('says what is wrong with it and gives nothing', async () => {
    const { code, out, err } = await stratFed(BROKEN, 'fmt', '-')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('<stdin>:2:9')
  })

  test('checks it', async () => {
    const { code, out } = await stratFed(WRITTEN, 'fmt', '--check', '-')
    expect(code).toBe(1)
    expect(out).toContain('+let a = 1  // one\n')
    expect(await stratFed(FORMATTED, 'fmt', '--check', '-')).toEqual({ code: 0, out: '', err: '' })
  })

  test('stands alone', async () => {
    const path = file('a.strat', WRITTEN)
    const { code, err } = await stratFed(WRITTEN, 'fmt', '-', path)
    expect(code).toBe(2)
    expect(err).toContain('stands alone')
    expect(read(path)).toBe(WRITTEN)
  })
})
