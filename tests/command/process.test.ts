/** The bundle as a process of its own: what cannot be seen from inside. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { prices } from './prices.ts'
import { file, folder, ROOT } from './strat.ts'

const BUNDLE = `${ROOT}dist/strat.js`
const SMA = `${ROOT}strategies/sma_crossover.strat`

function node(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
) {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: options.cwd ?? ROOT,
    env: { ...env, ...options.env },
    input: options.input ?? '',
  })
}

beforeAll(() => {
  const built = node(['editor/cli/bundle.mjs'])
  expect(built.stderr).toBe('')
})

describe('dist/strat.js', () => {
  test('formats what comes in', () => {
    const { status, stdout } = node([BUNDLE, 'fmt', '-'], { input: 'strategy "Größe"\nlet a=1' })
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'strategy "Größe"\n\nlet a = 1\n' })
  })

  test('runs a strategy from any folder, paths with spaces, and keeps prices there', () => {
    const cwd = join(folder(), 'my prices')
    mkdirSync(cwd)
    file('day bars.csv', prices(300), cwd)
    const args = [BUNDLE, 'run', SMA, '--data', 'day bars.csv', '--report', 'my page.html']
    const { status, stdout, stderr } = node(args, { cwd })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('SMA crossover on day bars')
    expect(stdout).not.toContain('\u001b')
    expect(node(args, { cwd }).stdout).toBe(stdout)
  })

  test('exit codes reach the shell', () => {
    expect(node([BUNDLE, 'check', SMA]).status).toBe(0)
    expect(node([BUNDLE, 'check', file('x.strat', 'strategy "x"\nlet a = b\n')]).status).toBe(1)
    expect(node([BUNDLE, 'check', 'no/such.strat']).status).toBe(2)
    expect(node([BUNDLE]).status).toBe(2)
  })

  test('colours only when asked for where nobody watches', () => {
    const path = file('x.strat', 'strategy "x"\nlet a = b\n')
    const plain = node([BUNDLE, 'check', path])
    const coloured = node([BUNDLE, 'check', path], { env: { FORCE_COLOR: '1' } })
    const refused = node([BUNDLE, 'check', path], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
    expect(coloured.stdout).toContain('\u001b[')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
    expect(coloured.stdout.replace(/\u001b\[\d+m/g, '')).toBe(plain.stdout)
    expect(refused.stdout).toBe(plain.stdout)
  })

  test('a reader that goes away early is no error', () => {
    const many = Array.from({ length: 400 }, () => SMA)
    const script = `
      const { spawn } = require('node:child_process')
      const child = spawn(process.execPath, [${JSON.stringify(BUNDLE)}, 'check', '--json', ...${JSON.stringify(many)}])
      let errors = ''
      child.stdout.destroy()
      child.stderr.on('data', (text) => { errors += text })
      child.on('close', () => process.stdout.write(errors === '' ? 'quiet' : errors))`
    expect(node(['-e', script]).stdout).toBe('quiet')
  })
})
