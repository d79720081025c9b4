import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { main } from '../../editor/cli/main.ts'
import { progress } from '../../editor/cli/progress.ts'
import { processTerminal, type Terminal } from '../../editor/cli/terminal.ts'
import { writeFile } from '../../editor/cli/write-file.ts'
import { folder } from './strat.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.doUnmock('../../editor/cli/check.ts')
})

function recorder(settings: Partial<Terminal>): { terminal: Terminal; err: () => string } {
  let err = ''
  const terminal: Terminal = {
    out: () => {},
    err: (text) => {
      err += text
    },
    outColour: false,
    errColour: false,
    watched: false,
    columns: 100,
    debug: false,
    onStop: () => () => {},
    input: async () => '',
    onEnter: () => () => {},
    ...settings,
  }
  return { terminal, err: () => err }
}

describe('a mistake of ours', () => {
  test.each([false, true])('is owned up to, with exit code 70; stack: %s', async (debug) => {
    vi.doMock('../../editor/cli/check.ts', () => ({
      checkCommand: () => Promise.reject(new Error('the moon is in the way')),
    }))
    const { terminal, err } = recorder({ debug })
    expect(await main(['check', 'x.strat'], terminal)).toBe(70)
    expect(err()).toMatch(/^This is our mistake, not yours: the moon is in the way\n/)
    expect(/\n\s+at /.test(err())).toBe(debug)
  })
})

describe('progress', () => {
  test('is one line, wiped at the end, where somebody watches', () => {
    const { terminal, err } = recorder({ watched: true })
    const steps = progress(terminal)
    steps.step('Reading')
    steps.step('Running')
    steps.done()
    expect(err()).toBe('\r\u001b[2KReading…\r\u001b[2KRunning…\r\u001b[2K')
  })

  test('is silent in pipes and logs', () => {
    const { terminal, err } = recorder({ watched: false })
    const steps = progress(terminal)
    steps.step('Reading')
    steps.done()
    expect(err()).toBe('')
  })
})

describe('colours of the process', () => {
  test.each([
    [{ FORCE_COLOR: '1', NO_COLOR: '' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '0', NO_COLOR: '', TERM: 'dumb' }, false],
  ])('%o: %s', (env, colour) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    const { outColour, errColour } = processTerminal()
    expect([outColour, errColour]).toEqual([colour, colour])
  })

  test('STRAT_DEBUG=1 asks for stacks', () => {
    vi.stubEnv('STRAT_DEBUG', '1')
    expect(processTerminal().debug).toBe(true)
    vi.stubEnv('STRAT_DEBUG', '')
    expect(processTerminal().debug).toBe(false)
  })
})

describe('writing a file', () => {
  test('makes the folders on the way and replaces what was there', () => {
    const path = join(folder(), 'a', 'b', 'page.html')
    writeFile(path, 'one')
    writeFile(path, 'two')
    expect(readFileSync(path, 'utf8')).toBe('two')
  })

  test.skipIf(process.platform === 'win32')('keeps the mode of what was there', () => {
    const path = join(folder(), 'page.html')
    writeFile(path, 'one')
    chmodSync(path, 0o666)
    writeFile(path, 'two')
    expect(statSync(path).mode & 0o777).toBe(0o666)
  })

  test('lets nobody read what was closed to them, and follows no link', () => {
    const inside = folder()
    const [path, other] = [join(inside, 'my.strat'), join(inside, 'other')]
    writeFileSync(path, 'one', { mode: 0o600 })
    writeFileSync(other, 'theirs')
    symlinkSync(other, `${path}.${process.pid}.tmp`)
    writeFile(path, 'two')
    expect(readFileSync(path, 'utf8')).toBe('two')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(other, 'utf8')).toBe('theirs')
  })

  test('leaves nothing behind when it fails at the end', () => {
    const inside = folder()
    mkdirSync(join(inside, 'page.html', 'full'), { recursive: true })
    expect(() => writeFile(join(inside, 'page.html'), 'text')).toThrow()
    expect(readdirSync(inside)).toEqual(['page.html'])
  })
})
