import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../../editor/cli/config/read-config.ts'
import { examine } from '../../editor/cli/doctor-checks.ts'
import { stage } from '../broker/stage.ts'
import { file, folder, strat } from './strat.ts'

let home: string

beforeEach(() => {
  home = join(folder(), 'home')
  vi.stubEnv('STRAT_HOME', home)
  // Where nothing listens, on any machine.
  vi.stubEnv('STRAT_GATEWAY_PORT', '1')
})

afterEach(() => {
  vi.unstubAllEnvs()
})

async function examined(): Promise<
  Record<string, { status: string; found: string; todo?: string }>
> {
  const { out } = await strat('doctor', '--json')
  const report = JSON.parse(out) as { examined: { name: string }[] }
  return Object.fromEntries(report.examined.map(({ name, ...rest }) => [name, rest])) as never
}

describe('strat doctor', () => {
  test('a healthy machine without a gateway: told, and no fault', async () => {
    const { code, out } = await strat('doctor')
    expect(code).toBe(0)
    for (const name of ['Node', 'Home', 'Disk', 'Store']) expect(out).toMatch(`✓ ${name}`)
    expect(out).toMatch(/! Gateway +127\.0\.0\.1:1: /)
    expect(out).toContain('start strat gateway')
    expect(out).not.toContain('Clock')
  })

  test('a gateway tells its version, its accounts and the time', async () => {
    const { port } = await stage()
    vi.stubEnv('STRAT_GATEWAY_PORT', String(port))
    const { Gateway, Clock } = await examined()
    expect(Gateway).toMatchObject({ status: 'good' })
    expect(Gateway!.found).toMatch(/protocol version 193, DU1234567 \(paper\)$/)
    expect(Clock!.found).toContain('replays another day')
  })

  test('real money is pointed out', async () => {
    const { port } = await stage({ account: 'U7654321' })
    vi.stubEnv('STRAT_GATEWAY_PORT', String(port))
    const { Gateway } = await examined()
    expect(Gateway).toMatchObject({ status: 'warning', todo: expect.stringContaining('paper') })
    expect(Gateway!.found).toContain('U7654321 (real money)')
  })

  test('data that is not there', async () => {
    vi.stubEnv('STRAT_DATA', 'NOWHERE')
    const { code, out } = await strat('doctor')
    expect(code).toBe(2)
    expect(out).toMatch(/✗ Data +NOWHERE is no file and no symbol here\n +Import them/)
    vi.stubEnv('STRAT_DATA', file('prices.csv', ''))
    expect((await examined()).Data).toMatchObject({ status: 'good' })
  })

  test('a configuration that is wrong comes first', async () => {
    vi.stubEnv('STRAT_CASH', 'much')
    const { code, out } = await strat('doctor')
    expect(code).toBe(2)
    expect(out).toMatch(/^✗ Settings +STRAT_CASH must be a number\.\n/)
  })

  test.skipIf(process.getuid?.() === 0)('a home that cannot be written', async () => {
    mkdirSync(home)
    chmodSync(home, 0o500)
    expect((await examined()).Home).toMatchObject({ status: 'bad' })
  })

  test('a home that is a file; an old Node; a page that was not built', async () => {
    vi.stubEnv('STRAT_HOME', file('home', ''))
    const read = readConfig(process.env)
    if (read.kind === 'refused') throw new Error(read.problems.join())
    const found = await examine({ settings: read.settings, node: '18.20.1', pageBuilt: false })
    const status = Object.fromEntries(found.map((one) => [one.name, one.status]))
    expect(status).toMatchObject({ Node: 'bad', Home: 'bad', Store: 'bad', Studio: 'warning' })
    for (const one of found) if (one.status !== 'good') expect(one.todo, one.name).toBeDefined()
  })
})
