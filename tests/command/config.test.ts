import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { file, folder, ROOT, SAMPLES, strat } from './strat.ts'

const PRICES = `${ROOT}node_modules/vega-datasets/data/sp500-2000.csv`
const SMA = SAMPLES[0]!

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A configuration of this text, in a folder of its own. */
function configured(text: string): string {
  const path = file('strat.yaml', text)
  vi.stubEnv('STRAT_CONFIG', path)
  return path
}

async function settings(): Promise<
  Record<string, { value: unknown; from: string; place: string }>
> {
  const { code, out, err } = await strat('config', '--json')
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

describe('where a value comes from', () => {
  test('defaults, the file, the environment, each before the one before', async () => {
    expect((await settings()).cash).toEqual({ value: 100_000, from: 'default', place: 'default' })
    const path = configured('policy: same_close\ncash: 5000\ngateway:\n  port: 7497\n')
    const written = await settings()
    expect(written.cash).toEqual({ value: 5000, from: 'file', place: `${path}:2:7` })
    expect(written['gateway.port']).toEqual({ value: 7497, from: 'file', place: `${path}:4:9` })
    vi.stubEnv('STRAT_CASH', '7,000')
    const said = { value: 7000, from: 'environment', place: 'STRAT_CASH' }
    expect((await settings()).cash).toEqual(said)
  })

  test('flags go before all of them, in a run', async () => {
    const run = async (...flags: string[]) => {
      const { out, err } = await strat('run', SMA, '--no-store', '--json', ...flags)
      expect(err).toBe('')
      const { options } = JSON.parse(out)
      return [options.cash, options.policy]
    }
    configured(`data: ${PRICES}\ncash: 5000\npolicy: same_close\n`)
    expect(await run()).toEqual([5000, 'same_close'])
    vi.stubEnv('STRAT_CASH', '7000')
    expect(await run()).toEqual([7000, 'same_close'])
    expect(await run('--cash', '9000', '--policy', 'next_open')).toEqual([9000, 'next_open'])
  })

  test('paths of the file are meant from its folder, the home among them', async () => {
    const path = configured('home: kept\n')
    const home = join(path, '..', 'kept')
    expect((await settings()).home).toMatchObject({ value: home })
    const { out } = await strat('data', 'list', '--json')
    expect(JSON.parse(out)).toEqual({ series: [] })
    expect(process.env.STRAT_HOME).toBeUndefined()
  })

  test('for people: a line a setting, with its place', async () => {
    const path = configured('cash: 5000\n')
    const { out } = await strat('config')
    expect(out).toMatch(new RegExp(`cash +5000 +${path}:1:7\n`))
    expect(out).toMatch(/data +– +not set\n/)
    expect(out).toContain('STRAT_GATEWAY_PORT')
  })
})

describe('what is wrong with it is told with its place', () => {
  test.each([
    ['cash: much', ':1:7: cash must be a number.'],
    ['cash: -5', ':1:7: cash must be over 0.'],
    ['policy: best', ':1:9: policy must be one of next_open, '],
    ['csah: 5', ':1:7: there is no setting csah. Did you mean cash?'],
    ['gateway:\n  prot: 1', ':2:9: there is no setting gateway.prot. Did you mean gateway.port?'],
    ['gateway: 7497', ':1:10: there is no setting gateway.'],
    ['gateway:\n  port: 99999', ':2:9: gateway.port must be 65535 or less.'],
    ['gateway:\n  account: U1234567', ':2:12: gateway.account must be a paper account'],
    ['costs: free', ':1:8: costs is not understood: '],
    ['timezone: Mars', ':1:11: timezone must be a time zone'],
    ['cash: [1', ':1:'],
    ['just words', ':1:1: settings are written as name: value.'],
  ])('%j', async (text, message) => {
    const path = configured(text)
    for (const command of [['config'], ['run', SMA, '--data', PRICES]]) {
      const { code, out, err } = await strat(...command)
      expect([code, out]).toEqual([2, ''])
      expect(err).toContain(`${path}${message}`)
    }
  })

  test('all of it, not the first alone; a wrong environment by its name', async () => {
    configured('cash: much\npolicy: best\n')
    vi.stubEnv('STRAT_LOG_LEVEL', 'loud')
    const { err } = await strat('config')
    expect(err.trim().split('\n')).toHaveLength(3)
    expect(err).toContain('STRAT_LOG_LEVEL must be one of trace, debug, info, warn, error, silent.')
  })

  test('a file that is named must be there', async () => {
    vi.stubEnv('STRAT_CONFIG', join(folder(), 'none.yaml'))
    expect(await strat('config')).toMatchObject({ code: 2, err: expect.stringContaining('none') })
  })

  test('a secret in it is refused, and not repeated', async () => {
    configured('http:\n  api_key: swordfish\n')
    const { code, out, err } = await strat('config')
    expect(code).toBe(2)
    expect(err).toContain('http.api_key looks like a secret')
    expect(out + err).not.toContain('swordfish')
  })

  test('what looks at texts alone goes on', async () => {
    configured('csah: 5\n')
    expect((await strat('check', SMA)).code).toBe(0)
    expect((await strat('run', '--help')).code).toBe(0)
  })
})

test('an account with money is never taken from it', async () => {
  configured('gateway:\n  account: DU7654321\n')
  const { code, err } = await strat('live', SAMPLES[3]!, '--live-money')
  expect(code).toBe(2)
  expect(err).toContain('--live-money needs the account by name')
})
