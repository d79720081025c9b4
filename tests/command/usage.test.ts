import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { strat } from './strat.ts'

const COMMANDS = [
  'new',
  'check',
  'fmt',
  'run',
  'build',
  'test',
  'gateway',
  'live',
  'kill',
  'audit',
  'lsp',
  'why',
] as const

describe('the command line', () => {
  test.each(COMMANDS)('strat %s --help: examples, exit codes', async (name) => {
    const { code, out, err } = await strat(name, '--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`strat ${name}`)
    expect(out).toContain('Examples:')
    expect(out).toContain('Exit codes:')
  })

  test('without a command it says what there is', async () => {
    const { code, out } = await strat()
    expect(code).toBe(2)
    for (const name of COMMANDS) expect(out).toContain(`  ${name} `)
  })

  test('tells its version', async () => {
    expect(await strat('--version')).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
  })

  test('a mistyped command or option gets a suggestion', async () => {
    const command = await strat('chek', 'x.strat')
    expect(command.code).toBe(2)
    expect(command.err).toContain("unknown command 'chek'")
    expect(command.err).toContain('Did you mean check?')
    const option = await strat('run', 'x.strat', '--polcy', 'ib')
    expect(option.code).toBe(2)
    expect(option.err).toContain('Did you mean --policy?')
  })

  test('a forgotten file is told', async () => {
    const { code, err } = await strat('check')
    expect(code).toBe(2)
    expect(err).toContain("missing required argument 'files'")
  })
})
