import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../language/catalogue.ts'
import { strat } from './strat.ts'

describe('strat explain', () => {
  test('says what a message means, shows it, and what is right', async () => {
    const { code, out, err } = await strat('explain', 'extreme-with-now')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('off-by-one')
    expect(out).toContain('    enter long when close > highest(high, 20)\n')
    expect(out).toContain('warning[extreme-with-now] `close > highest(high, 20)` is never true')
    expect(out).toContain('    enter long when close > highest(high, 20)[1]\n')
  })

  test.each(Object.keys(CATALOGUE))('%s', async (code) => {
    const { out } = await strat('explain', code)
    expect(out).toContain(`[${code}]`)
    expect(out).toContain('Right:')
    // The text of an alert has braces of its own.
    expect(out.replaceAll(/"[^"\n]*"/g, '')).not.toMatch(/undefined|\{\w+\}/)
  })

  test('takes a code in the brackets it is shown in', async () => {
    expect((await strat('explain', 'error[look-ahead]')).code).toBe(0)
    expect((await strat('explain', '[look-ahead]')).code).toBe(0)
  })

  test('without a code lists all, a line each', async () => {
    const { code, out } = await strat('explain')
    const lines = out.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(lines.length).toBe(Object.keys(CATALOGUE).length + 1)
    expect(lines.filter((line) => line.length > 100)).toEqual([])
  })

  test('knows which code was meant', async () => {
    const { code, err, out } = await strat('explain', 'lookahead')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe(
      'There is no message lookahead. Did you mean look-ahead? strat explain lists all there are.\n',
    )
    expect((await strat('explain', 'zzzzzz')).err).not.toContain('Did you mean')
  })

  test('gives the same as JSON', async () => {
    const one = JSON.parse((await strat('explain', 'look-ahead', '--json')).out)
    expect(one).toMatchObject({ code: 'look-ahead', severity: 'error' })
    expect(one.diagnostic.code).toBe('look-ahead')
    const all = JSON.parse((await strat('explain', '--json')).out)
    expect(all.map((each: { code: string }) => each.code)).toEqual(Object.keys(CATALOGUE).sort())
    expect(JSON.stringify(all).length).toBeLessThan(400_000)
  })
})
