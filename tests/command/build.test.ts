import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { file, folder, ROOT, SAMPLES, strat } from './strat.ts'

const SOURCE = readFileSync(`${ROOT}strategies/sma_crossover.strat`, 'utf8')

describe('strat build', () => {
  test('the same source gives the same bytes, on Windows too, and prints its hash', async () => {
    const inside = folder()
    const unix = file('sma.strat', SOURCE, inside)
    const first = await strat('build', unix, '--out', join(inside, 'one'))
    const windows = file('sma.strat', SOURCE.replaceAll('\n', '\r\n'), inside)
    const second = await strat('build', windows, '--out', join(inside, 'two'))
    expect([first.code, second.code]).toEqual([0, 0])
    for (const name of ['sma.ts', 'sma.js', 'sma.js.map']) {
      const [one, two] = ['one', 'two'].map((out) => readFileSync(join(inside, out, name), 'utf8'))
      expect(two).toBe(one)
      expect(one?.length).toBeGreaterThan(100)
    }
    const hash = createHash('sha256').update(SOURCE).digest('hex')
    expect(first.out).toContain(`source sha256 ${hash}\n`)
    expect(first.out).toMatch(/^numbers kept from bar to bar: 13$/m)
    expect(readFileSync(join(inside, 'one', 'sma.ts'), 'utf8')).toContain(hash)
  })

  test('the source map is one, and leads back to the strategy', async () => {
    const inside = folder()
    await strat('build', SAMPLES[0] ?? '', '--out', inside)
    const map = JSON.parse(readFileSync(join(inside, 'sma_crossover.js.map'), 'utf8'))
    expect(map).toMatchObject({ version: 3, sourcesContent: [SOURCE] })
    expect(readFileSync(join(inside, 'sma_crossover.js'), 'utf8')).toMatch(
      /\/\/# sourceMappingURL=sma_crossover\.js\.map\n$/,
    )
  })

  test('writes to dist beside the strategy by default', async () => {
    const inside = folder()
    const { out } = await strat('build', file('sma.strat', SOURCE, inside))
    expect(out).toContain(`${join(inside, 'dist', 'sma.ts')}\n`)
    expect(existsSync(join(inside, 'dist', 'sma.js'))).toBe(true)
  })

  test('a strategy with mistakes builds nothing', async () => {
    const inside = folder()
    const path = file(
      'broken.strat',
      SOURCE.replace('sma(close, fast)', 'smaa(close, fast)'),
      inside,
    )
    const { code, out, err } = await strat('build', path)
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toContain('^')
    expect(existsSync(join(inside, 'dist'))).toBe(false)
  })

  test('a file that is not there is told', async () => {
    const { code, err } = await strat('build', 'no/such.strat')
    expect({ code, err }).toEqual({
      code: 2,
      err: 'Cannot read no/such.strat: there is no such file.\n',
    })
  })

  test('a library is nothing to build or to run alone', async () => {
    const library = file('shapes.strat', 'library "shapes"\nfn double(x) = x * 2\n')
    const built = await strat('build', library)
    expect(built.code).toBe(2)
    expect(built.err).toContain('is a library: there is nothing to build.')
    const ran = await strat('run', library, '--data', 'prices.csv')
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('is a library: there is nothing to run.')
  })

  test('a place that cannot be written to is told', async () => {
    const inside = folder()
    const blocked = file('blocked', '', inside)
    const { code, err } = await strat('build', file('sma.strat', SOURCE, inside), '--out', blocked)
    expect(code).toBe(2)
    expect(err).toMatch(/^Cannot write .*sma\.ts: /)
  })
})
