/** `strat studio` as a process: its link, its prices, its end. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { prices } from './prices.ts'
import { BUNDLE_FOLDER, finish, type Running, start } from './processes.ts'
import { file, folder, ROOT, strat } from './strat.ts'

const WEB = `${ROOT}${BUNDLE_FOLDER}/web`
const LINK = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}/

beforeAll(() => {
  const built = spawnSync(process.execPath, ['editor/cli/bundle.mjs', BUNDLE_FOLDER], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(built.stderr).toBe('')
  mkdirSync(WEB)
  writeFileSync(join(WEB, 'index.html'), '<!doctype html><title>The page</title>')
})
afterAll(() => rmSync(`${ROOT}${BUNDLE_FOLDER}`, { recursive: true, force: true }))

/** Opens a link as a browser does; then asks with its cookie. */
async function open(link: string) {
  const opened = await fetch(link, { redirect: 'manual' })
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { origin } = new URL(link)
  return {
    status: opened.status,
    ask: (path: string, init: RequestInit = {}) =>
      fetch(`${origin}${path}`, { ...init, headers: { cookie, origin, ...init.headers } }),
  }
}

async function linkOf(studio: Running): Promise<string> {
  return (await studio.until(LINK))[0]
}

describe('strat studio', () => {
  test('prints a link that opens one browser; its page shows samples, prices and runs', async () => {
    const cwd = folder()
    file('day bars.csv', prices(300), cwd)
    const studio = start(cwd, 'studio', '--port', '0', '--data', 'day bars.csv')
    const link = await linkOf(studio)
    const { status, ask } = await open(link)
    expect(status).toBe(303)
    expect((await open(link)).status).toBe(401)
    expect(await (await ask('/')).text()).toContain('The page')

    const names = readdirSync(join(cwd, 'strategies'))
    expect(names).toContain('sma_crossover.strat')
    expect(names.every((name) => name.endsWith('.strat'))).toBe(true)
    expect(studio.err()).toContain('Made strategies')
    const { text } = (await (await ask('/api/strategies/sma_crossover.strat')).json()) as {
      text: string
    }
    const series = (await (await ask('/api/series')).json()) as { id: string; label: string }[]
    expect(series[0]?.label).toBe('day bars 1d')
    const made = await ask('/api/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: text, series: series[0]?.id, parameters: { fast: 7 } }),
    })
    expect(made.status).toBe(201)
    // The same as the command says, word for word, but for where the prices are from.
    const strategy = join('strategies', 'sma_crossover.strat')
    const run = ['run', strategy, '--data', 'day bars.csv', '--param', 'fast=7', '--json'] as const
    const said = JSON.parse((await finish(cwd, ...run)).out)
    const { report } = (await made.json()) as { report: { data: object } }
    expect({ ...report, data: { ...report.data, source: 'day bars.csv' } }).toEqual(said)

    expect(await studio.end('SIGINT')).toBe(0)
    expect(studio.out()).toMatch(/Stopped\.\n$/)
    expect(studio.out().match(new RegExp(LINK, 'g'))).toHaveLength(1)
    expect(studio.out() + studio.err()).not.toContain('mistake of ours')
  })

  test('prints another link with Enter; SIGTERM ends it, too', async () => {
    const studio = start(folder(), 'studio', '--port', '0')
    const first = await linkOf(studio)
    studio.enter()
    const second = (await studio.until(new RegExp(`${LINK.source}[^]*(${LINK.source})`)))[1] ?? ''
    expect(second).not.toBe(first)
    expect((await open(first)).status).toBe(401)
    expect((await open(second)).status).toBe(303)
    expect(await studio.end('SIGTERM')).toBe(0)
  })

  test('says which port is taken, and which prices cannot be read', async () => {
    const cwd = folder()
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await new Promise((resolve) => other.once('listening', resolve))
    const port = String((other.address() as AddressInfo).port)
    const taken = await finish(cwd, 'studio', '--port', port)
    expect(taken).toMatchObject({ code: 2, out: '' })
    expect(taken.err).toContain(`Port ${port} is taken: `)

    file('bad.csv', 'time,open\n1,2\n', cwd)
    const bad = await finish(cwd, 'studio', '--port', '0', '--data', 'bad.csv')
    expect(bad).toMatchObject({ code: 2, out: '' })
    expect(bad.err).toContain('bad.csv')
  })

  test('asks for a folder', async () => {
    const cwd = folder()
    file('my.strat', 'x', cwd)
    const { code, err } = await finish(cwd, 'studio', 'my.strat', '--port', '0')
    expect({ code, err }).toEqual({
      code: 2,
      err: 'my.strat is no folder. Name the folder of your strategies.\n',
    })
  })

  test('says how to build the page where there is none', async () => {
    rmSync(join(WEB, 'index.html'))
    const { code, err } = await finish(folder(), 'studio', '--port', '0')
    expect({ code, err }).toEqual({
      code: 2,
      err: 'The page is not built yet. Build it in the project with: npm run build\n',
    })
  })

  test.each(['x', '-1', '65536', '1.5'])('--port %s is none', async (port) => {
    const { code, err } = await strat('studio', `--port=${port}`)
    expect(code).toBe(2)
    expect(err).toContain('--port must be a whole number from 0 to 65535')
  })
})
