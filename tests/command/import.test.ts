import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, strat } from './strat.ts'

const LIBRARY =
  'library "means"\n\nfn mean(x, n: int) = sma(x, n)\n\n' +
  'test "flat" {\n  close 3 x 5\n  expect mean(close, 2) == 3\n}\n'
const strategy = (path: string): string =>
  `strategy "S"\n\nimport "${path}"\n\ntimeframe 1d\n\n` +
  'enter long when close > mean(close, 3)\n  size 1 share\n'

function written(files: Readonly<Record<string, string>>): string {
  const root = folder()
  mkdirSync(join(root, 'here', 'lib'), { recursive: true })
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text)
  return root
}

test('a library below the strategy is found by every command', async () => {
  const root = written({
    'here/s.strat': strategy('lib/means.strat'),
    'here/lib/means.strat': LIBRARY,
  })
  const path = join(root, 'here', 's.strat')
  for (const args of [
    ['check', path],
    ['test', path],
    ['build', path],
    ['run', path, '--sample'],
  ]) {
    expect((await strat(...args)).code, args[0]).toBe(0)
  }
  const tested = await strat('test', join(root, 'here', 'lib', 'means.strat'))
  expect(tested.out).toContain('1 passed, 0 failed')
})

test('nothing outside of the folder is read, also not through a link', async () => {
  const root = written({
    'outside.strat': LIBRARY,
    'here/up.strat': strategy('../outside.strat'),
    'here/linked.strat': strategy('link.strat'),
    'here/below.strat': strategy('lib/gone/outside.strat'),
  })
  symlinkSync(join(root, 'outside.strat'), join(root, 'here', 'link.strat'))
  symlinkSync(root, join(root, 'here', 'lib', 'gone'))
  const codes = { up: 'file-outside', linked: 'import-missing', below: 'import-missing' }
  for (const [name, code] of Object.entries(codes)) {
    const { out } = await strat('check', join(root, 'here', `${name}.strat`))
    expect(out).toContain(`error[${code}]`)
  }
})
