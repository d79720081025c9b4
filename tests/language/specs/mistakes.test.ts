import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ADVICE_CATALOGUE } from '../../../language/check/catalogue-advice.ts'
import { PROGRAM_CATALOGUE } from '../../../language/check/catalogue-program.ts'
import { HABITS_CATALOGUE } from '../../../language/habits/catalogue.ts'
import { around, checkSource, mended } from '../check/checked.ts'

/** The chapter of mistakes: its rows are tests, as its programs are (`manual.test.ts`). */
const CHAPTER = readFileSync(new URL('8-mistakes.md', import.meta.url), 'utf8')

const ROWS = [...CHAPTER.matchAll(/^\| (.+?) \| `(.+?)` \| ([a-z-]+) \| `(.+?)` \|$/gim)].map(
  ([, mistake, wrong, code, right]) => ({
    mistake: mistake!,
    code: code!,
    wrong: program(wrong!),
    right: program(right!),
  }),
)

/** `↵` ends a line, `·` is a blank that counts. */
function program(cell: string): string {
  return around(cell.replaceAll(' ↵ ', '\n').replaceAll('·', ' '))
}

const IMPOSSIBLE = [...CHAPTER.matchAll(/^\*\*To .+\.\*\*/gm)]

describe('mistakes that traders make', () => {
  test('are many, and each has a code of its own or cannot be written', () => {
    const lines = CHAPTER.split('\n').filter((line) => /^\| (?!Mistake|---)/.test(line))
    expect(ROWS.length).toBe(lines.length)
    expect(ROWS.length).toBeGreaterThanOrEqual(100)
    expect(new Set(ROWS.map(({ code }) => code)).size).toBe(ROWS.length)
    expect(IMPOSSIBLE.length).toBe(8)
  })

  test.each(ROWS)('$code: $mistake', ({ code, wrong, right }) => {
    const { diagnostics } = checkSource(wrong)
    expect(diagnostics.map((one) => one.code)).toEqual([code])
    expect(checkSource(right).diagnostics).toEqual([])
    const [diagnostic] = diagnostics
    if (diagnostic?.fix === undefined) return
    const left = checkSource(mended(wrong, diagnostic)).diagnostics
    expect(left.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('every habit of another language and every warning has its row', () => {
    const told = new Set(ROWS.map(({ code }) => code))
    const own = Object.keys({ ...HABITS_CATALOGUE, ...ADVICE_CATALOGUE, ...PROGRAM_CATALOGUE })
    expect(own.filter((code) => !told.has(code))).toEqual(['header-call', 'version-comment'])
  })
})
