/** What the long-running commands write down, and what never gets there. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LogOptions, openLog } from '../../editor/cli/log/open-log.ts'
import { BUNDLE_FOLDER, start } from './processes.ts'
import { file, folder, ROOT } from './strat.ts'

const MINUTE_CROSS = `${ROOT}strategies/minute_cross.strat`

function logIn(inside: string, options: Partial<LogOptions> = {}) {
  const problems: string[] = []
  const log = openLog({
    name: 'live',
    level: 'info',
    folder: inside,
    onFailure: (problem) => problems.push(problem),
    ...options,
  })
  return { log, problems }
}

const textOf = (path: string) => readFileSync(path, 'utf8')
const linesOf = (path: string) =>
  textOf(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a log', () => {
  test('has a line of JSON for each entry of its level and above', () => {
    const inside = folder()
    const { log } = logIn(inside, { level: 'warn' })
    log.write.info('not told')
    log.write.warn({ bar: 7 }, 'look')
    log.close()
    const [line, ...rest] = linesOf(join(inside, 'live.log'))
    expect(rest).toEqual([])
    expect(line).toMatchObject({ level: 'warn', command: 'live', bar: 7, msg: 'look' })
    expect(new Date(line.time).toISOString()).toBe(line.time)
  })

  test('is the owner’s alone', () => {
    const inside = folder()
    logIn(inside).log.close()
    expect(statSync(join(inside, 'live.log')).mode & 0o777).toBe(0o600)
  })

  test('says nothing of what is secret by its name, or was told to be', () => {
    const inside = folder()
    const { log } = logIn(inside)
    log.hide('sword"fish')
    log.write.info({ token: 'a1b2', settings: { account: 'U7654321', port: 1 } }, 'by name')
    log.write.info({ url: 'http://x/?k=sword"fish', deep: { in: { a: ['sword"fish'] } } }, 'x')
    log.write.error(new Error('refused sword"fish'), 'by sword"fish')
    log.close()
    const text = textOf(join(inside, 'live.log'))
    for (const secret of ['a1b2', 'U7654321', 'sword']) expect(text).not.toContain(secret)
    expect(linesOf(join(inside, 'live.log'))).toHaveLength(3)
    expect(text).toContain('"port":1')
  })

  test('is put aside when it is full, and the oldest goes', () => {
    const inside = folder()
    const { log } = logIn(inside, { rotation: { bytesMax: 1_000, files: 2 } })
    for (let count = 0; count < 60; count++) log.write.info({ count }, 'counted')
    log.close()
    const names = ['live.log', 'live.log.1', 'live.log.2']
    expect(readdirSync(inside).sort()).toEqual(names)
    for (const name of names) expect(statSync(join(inside, name)).size).toBeLessThanOrEqual(1_000)
    const counts = names.toReversed().flatMap((name) => linesOf(join(inside, name)))
    const first = counts[0].count
    expect(first).toBeGreaterThan(0)
    expect(counts.map(({ count }) => count)).toEqual(
      Array.from({ length: 60 - first }, (_, index) => first + index),
    )
    // The next start goes on where it was.
    const again = logIn(inside)
    again.log.write.info('again')
    again.log.close()
    expect(linesOf(join(inside, 'live.log')).at(-1).msg).toBe('again')
  })

  test('that cannot be written says so once, and the command goes on', () => {
    const { log, problems } = logIn(file('no-folder', ''))
    log.write.info('lost')
    log.write.info('lost, too')
    log.close()
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^Nothing is logged in .*live\.log: /)
  })

  test('that is silent makes no file', () => {
    const inside = folder()
    logIn(inside, { level: 'silent' }).log.write.error('nothing')
    expect(readdirSync(inside)).toEqual([])
  })
})

describe('the commands', () => {
  const logs = (cwd: string) => join(cwd, '.strat', 'logs')
  const everything = (cwd: string) =>
    readdirSync(logs(cwd))
      .map((name) => textOf(join(logs(cwd), name)))
      .join('')

  beforeAll(() => {
    const built = spawnSync(process.execPath, ['editor/cli/bundle.mjs', BUNDLE_FOLDER], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect(built.stderr).toBe('')
    mkdirSync(`${ROOT}${BUNDLE_FOLDER}/web`)
    writeFileSync(`${ROOT}${BUNDLE_FOLDER}/web/index.html`, '<!doctype html><title>Page</title>')
  })
  afterAll(() => rmSync(`${ROOT}${BUNDLE_FOLDER}`, { recursive: true, force: true }))

  test('gateway and live tell what happened, and neither token nor account', async () => {
    const cwd = folder()
    const gateway = start(cwd, 'gateway', '--port', '0', '--log-level', 'debug')
    const [, port = ''] = await gateway.until(/Gateway on 127\.0\.0\.1:(\d+)/)
    const [, control = ''] = await gateway.until(/control +127\.0\.0\.1:(\d+)/)
    const token = textOf(join(cwd, '.strat', `gateway-${port}.token`)).trim()
    const authorization = `Bearer ${token}`
    const answer = await fetch(`http://127.0.0.1:${control}/state`, { headers: { authorization } })
    expect(answer.status).toBe(200)

    const live = start(cwd, 'live', MINUTE_CROSS, '--paper', '--port', port, '--log-level', 'debug')
    await live.until(/account DU1234567/)
    await live.end('SIGTERM')
    await gateway.end('SIGTERM')
    const told = linesOf(join(logs(cwd), 'live.log')).map(({ msg }) => msg)
    expect([told[0], told.at(-1)]).toEqual(['started', 'ended'])
    expect(linesOf(join(logs(cwd), 'gateway.log')).length).toBeGreaterThan(2)
    expect(everything(cwd)).not.toContain(token)
    expect(everything(cwd)).not.toContain('DU1234567')
  })

  test('studio tells what was asked, and neither link nor cookie', async () => {
    const cwd = folder()
    const studio = start(cwd, 'studio', '--port', '0', '--log-level', 'debug')
    const [link] = await studio.until(/http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}/)
    const opened = await fetch(link, { redirect: 'manual' })
    const cookie = opened.headers.getSetCookie()[0]!.split(';')[0]!
    const { origin, searchParams } = new URL(link)
    expect((await fetch(`${origin}/api/series`, { headers: { cookie, origin } })).status).toBe(200)
    expect((await fetch(link)).status).toBe(401)
    // Somebody who puts the token where it does not belong.
    await fetch(`${origin}/api/${searchParams.get('token')}`)
    await studio.end('SIGTERM')
    const asked = linesOf(join(logs(cwd), 'studio.log')).filter(({ msg }) => msg === 'answered')
    expect(asked).toContainEqual(expect.objectContaining({ path: '/api/series', status: 200 }))
    expect(everything(cwd)).not.toContain(searchParams.get('token'))
    expect(everything(cwd)).not.toContain(cookie.split('=')[1])
  })

  test('a level that is none is told', async () => {
    const run = start(folder(), 'gateway', '--log-level', 'loud')
    expect(await run.ended).toBe(2)
    expect(run.err()).toContain('--log-level is trace or debug or info')
  })
})
