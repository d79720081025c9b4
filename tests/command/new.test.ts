import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { blocksOf } from '../language/specs/blocks.ts'
import { BUNDLE_FOLDER, finish } from './processes.ts'
import { file, folder, ROOT, strat } from './strat.ts'

describe('strat new', () => {
  test('writes a strategy under its own title, and says how to go on', async () => {
    const path = join(folder(), 'deep', 'my_first-try')
    const { code, out, err } = await strat('new', path)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`Wrote ${path}.strat\n`)
    expect(out).toContain('strat test')
    expect(out).toContain('--sample')
    expect(readFileSync(`${path}.strat`, 'utf8')).toContain('strategy "My first try"')
    expect((await strat('fmt', `${path}.strat`, '--check')).code).toBe(0)
  })

  test('writes over nothing', async () => {
    const path = file('mine.strat', 'strategy "Mine"\n')
    const { code, err } = await strat('new', path, '--template', 'empty')
    expect(code).toBe(2)
    expect(err).toContain('is there already, and stays as it is')
    expect(readFileSync(path, 'utf8')).toBe('strategy "Mine"\n')
  })

  test('lists the templates without a name, and with a wrong one', async () => {
    const none = await strat('new')
    expect(none).toMatchObject({ code: 2, out: '' })
    expect(none.err).toMatch(/Name the strategy.*\n\nTemplates:\n {2}bollinger +Buy a fall/)
    const inside = folder()
    const wrong = await strat('new', join(inside, 'x'), '--template', 'bolinger')
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('There is no template bolinger. Did you mean bollinger?')
    expect(existsSync(join(inside, 'x.strat'))).toBe(false)
  })

  test.each(['.hidden', 'a*b', ''])('a name that is none: %j', async (name) => {
    const { code, err } = await strat('new', join(folder(), name) + (name === '' ? '/.strat' : ''))
    expect(code).toBe(2)
    expect(err).toContain('is no name for a strategy')
  })
})

describe('an expected result', () => {
  test('wants its prices in the folder of the strategy', async () => {
    const inside = folder()
    await strat('new', join(inside, 'x'))
    const outside = file(
      'prices.csv',
      'date,open,high,low,close\n2024-01-02,1,1,1,1\n2024-01-03,2,2,2,2\n',
    )
    const path = join(inside, 'x.strat')
    const { code, err } = await strat(
      'run',
      path,
      '--data',
      outside,
      '--no-store',
      '--write-expected',
    )
    expect(code).toBe(2)
    expect(err).toContain("is not in the strategy's folder")
    expect(err).toContain('take --sample')
    expect(existsSync(join(inside, 'x.expected.json'))).toBe(false)
  })

  test.each([
    ['{', 'is no JSON'],
    ['{"run": {"data": "../x.csv"}}', 'is no expected result'],
    ['[]', 'is no expected result'],
  ])('that is none is told: %s', async (text, due) => {
    const inside = folder()
    await strat('new', join(inside, 'x'))
    file('x.expected.json', text, inside)
    const { code, out } = await strat('test', join(inside, 'x.strat'))
    expect(code).toBe(1)
    expect(out).toContain('✗ expected result')
    expect(out).toContain(due)
    expect(out).toContain('--write-expected')
  })

  test('keeps every option that decides, and what an instruments file said', async () => {
    const inside = folder()
    await strat('new', join(inside, 'x'))
    const known = file('known.yaml', 'SAMPLE:\n  tick: 0.05\n  lot: 10\n')
    const args = ['--from', '2010-01-04', '--param', 'fast=12', '--cash', '50000', '--csv', inside]
    const path = join(inside, 'x.strat')
    const run = await strat(
      'run',
      path,
      '--sample',
      ...args,
      '--instruments',
      known,
      '--write-expected',
    )
    expect(run).toMatchObject({ code: 0, err: '' })
    const kept = JSON.parse(readFileSync(join(inside, 'x.expected.json'), 'utf8'))
    expect(kept.run).toEqual({
      sample: true,
      from: '2010-01-04',
      param: ['fast=12'],
      cash: '50000',
      tick: '0.05',
      lot: '10',
    })
    expect((await strat('test', path)).out).toContain('✓ expected result')
  })

  test('reads no prices from outside the folder', async () => {
    const inside = folder()
    await strat('new', join(inside, 'x'))
    const path = join(inside, 'x.strat')
    await strat('run', path, '--sample', '--write-expected')
    const kept = JSON.parse(readFileSync(join(inside, 'x.expected.json'), 'utf8'))
    const secret = file('secret.csv', 'date,close\n2024-01-02,1\n')
    file('x.expected.json', JSON.stringify({ ...kept, run: { data: secret } }), inside)
    const { code, out } = await strat('test', path)
    expect(code).toBe(1)
    expect(out).toContain("is not in the strategy's folder")
  })
})

describe('a repository of strategies', () => {
  test('the document has no program with mistakes', () => {
    const blocks = blocksOf(readFileSync(`${ROOT}strategies/REPOSITORY.md`, 'utf8'))
    expect(blocks).toHaveLength(1)
    for (const { checked } of blocks) expect(checked.diagnostics).toEqual([])
  })

  beforeAll(async () => {
    const { execFileSync } = await import('node:child_process')
    execFileSync(process.execPath, ['editor/cli/bundle.mjs', BUNDLE_FOLDER], { cwd: ROOT })
  })

  test('every command of the workflow holds, and fails for what it is there for', async () => {
    const repository = folder()
    const run = (...args: readonly string[]) => finish(repository, ...args)
    expect((await run('new', 'trend', '--workflow')).code).toBe(0)
    expect((await run('new', 'dips', '--template', 'bollinger')).code).toBe(0)
    expect((await run('run', 'dips.strat', '--sample', '--write-expected')).code).toBe(0)

    const workflow = readFileSync(join(repository, '.github/workflows/strategies.yml'), 'utf8')
    const commands = [...workflow.matchAll(/- run: npx --no -- strat (.*)$/gm)].map((match) =>
      match[1]!.split(' '),
    )
    expect(commands.map(([name]) => name)).toEqual(['check', 'fmt', 'test'])
    for (const command of commands) {
      expect(await run(...command), command.join(' ')).toMatchObject({ code: 0, err: '' })
    }
    expect(readFileSync(join(repository, 'tests.xml'), 'utf8')).toContain('failures="0"')

    const dips = readFileSync(join(repository, 'dips.strat'), 'utf8')
    const [check, fmt, tests] = commands as [string[], string[], string[]]
    file('dips.strat', dips.replace('band.middle\n', 'band.midle\n'), repository)
    expect((await run(...check)).code).toBe(1)
    file('dips.strat', dips.replace('size risk', 'size   risk'), repository)
    expect((await run(...fmt)).code).toBe(1)
    expect((await run(...tests)).code).toBe(0)
    file('dips.strat', dips.replace('width  = 2.0', 'width  = 2.25'), repository)
    const changed = await run(...tests)
    expect(changed.code).toBe(1)
    expect(changed.out).toContain('✗ expected result')
    expect((await run('test', 'dips.strat', '--update')).code).toBe(0)
    expect((await run(...tests)).code).toBe(0)
  })
})
