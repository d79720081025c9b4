/** The server on its socket: who reaches it, who goes away, how it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Studio, startStudio } from '../../editor/server/studio.ts'
import { CROSSOVER } from './host.ts'

/** A child that never answers. */
const ENDLESS = 'setInterval(() => {}, 1000)'

interface Started {
  readonly studio: Studio
  readonly origin: string
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  readonly faults: unknown[]
}

function optionsIn(folder: string, faults: unknown[]) {
  const script = join(folder, 'child.mjs')
  writeFileSync(script, ENDLESS)
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  return {
    port: 0,
    strategies: join(folder, 'strategies'),
    store: join(folder, 'bars.db'),
    web: folder,
    sp500: join(folder, 'absent.csv'),
    runs: { script, mostWaiting: 1 },
    warn: (problem: string) => faults.push(problem),
    onFault: (error: unknown) => faults.push(error),
  }
}

async function started(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-'))
  const faults: unknown[] = []
  const studio = await startStudio(optionsIn(folder, faults))
  if ('problem' in studio) throw new Error(studio.problem)
  onTestFinished(async () => {
    await studio.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const origin = `http://127.0.0.1:${studio.port}`
  const opened = await fetch(studio.newLink(), { redirect: 'manual' })
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return {
    studio,
    origin,
    faults,
    fetch: (path, init = {}) =>
      fetch(`${origin}${path}`, { ...init, headers: { cookie, origin, ...init.headers } }),
  }
}

/** Sends bytes as they are; what comes back until the other side ends. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

async function runOver({ fetch }: Started, signal?: AbortSignal): Promise<Response> {
  const [{ id: series }] = (await (await fetch('/api/series')).json()) as [{ id: string }]
  const body = JSON.stringify({ source: CROSSOVER, series, parameters: {} })
  const headers = { 'content-type': 'application/json' }
  return fetch('/api/runs', { method: 'POST', body, headers, ...(signal && { signal }) })
}

describe('the server', () => {
  test('lets in by its link and serves the page and the API', async () => {
    const { fetch, origin } = await started()
    expect(await (await fetch('/')).text()).toBe('<!doctype html>')
    const series = (await (await fetch('/api/series')).json()) as { label: string }[]
    expect(series.map(({ label }) => label)).toEqual([
      'Sample: days, 20 years',
      'Sample: hours, 8 years',
      'Sample: minutes, 12 days',
    ])
    expect((await globalThis.fetch(`${origin}/api/series`)).status).toBe(401)
  })

  test('is on this machine alone, under no name but its own', async () => {
    const { studio } = await started()
    const host = (name: string) =>
      raw(studio.port, `GET /api/health HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`)
    expect(await host(`127.0.0.1:${studio.port}`)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await host(`evil.example:${studio.port}`)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await raw(studio.port, 'GET /api/health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /)
    const doubled = `Host: 127.0.0.1:${studio.port}\r\nHost: evil.example`
    expect(
      await raw(studio.port, `GET / HTTP/1.1\r\n${doubled}\r\nConnection: close\r\n\r\n`),
    ).toMatch(/ 40[0-9] /)
    await expect(raw.call(undefined, studio.port, '\u0000\u0001 nothing\r\n\r\n')).resolves.toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\n.*"code":"request"/s,
    )
  })

  test('says that its port is taken, and what to do', async () => {
    const { studio } = await started()
    const folder = mkdtempSync(join(tmpdir(), 'studio-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const second = await startStudio({ ...optionsIn(folder, []), port: studio.port })
    expect(second).toEqual({ problem: expect.stringMatching(/is taken: .*--port/) })
  })

  test('without a store there are samples, and a word about it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'studio-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const words: unknown[] = []
    const store = join(folder, 'notes.txt')
    writeFileSync(store, 'not a database, but long enough to be looked at as one\n'.repeat(50))
    const studio = await startStudio({ ...optionsIn(folder, words), store })
    if ('problem' in studio) throw new Error(studio.problem)
    await studio.close()
    expect(words).toEqual([
      expect.stringMatching(/^There are only samples: .*is not a database\.$/),
    ])
  })
})

describe('a run', () => {
  test('ends when whoever asked for it goes away', async () => {
    const made = await started()
    const abort = new AbortController()
    const first = runOver(made, abort.signal).catch((error: Error) => error.name)
    await sleep(500)
    abort.abort()
    expect(await first).toBe('AbortError')
    // The server hears of it when its socket closes, which a busy machine lets wait.
    await sleep(1_000)
    // Its place is free again: two more may come, and a third may not.
    const others = [runOver(made), runOver(made), runOver(made)]
    const busy = await Promise.race(others)
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '2'])
    await made.studio.close()
    const statuses = (await Promise.all(others)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([429, 503, 503])
    expect(made.faults).toEqual([])
  })
})

describe('the end', () => {
  test('answers what is asked already, and nobody else', async () => {
    const made = await started()
    const pending = runOver(made)
    await sleep(300)
    const closed = made.studio.close()
    expect((await pending).status).toBe(503)
    await closed
    await expect(made.fetch('/api/health')).rejects.toThrow('fetch failed')
    await made.studio.close()
  })

  test('does not wait for those who say nothing or never finish', async () => {
    const { studio } = await started()
    const idle = connect(studio.port, '127.0.0.1')
    const half = request({
      port: studio.port,
      host: '127.0.0.1',
      method: 'PUT',
      path: '/api/strategies/x.strat',
    })
    half.on('error', () => {})
    half.write('{')
    await sleep(100)
    await studio.close()
    idle.destroy()
  })
})
