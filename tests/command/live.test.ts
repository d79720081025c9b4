/** Trading as a person does it: one process a terminal, the built command in each. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { sampleBars } from '../../runtime/gateway/sample-bars.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import { BUNDLE_FOLDER, finish, type Running, start } from './processes.ts'
import { file, folder, ROOT, strat } from './strat.ts'

const CROSS = `${ROOT}strategies/minute_cross.strat`
const JOURNAL = join('.strat', 'live', 'minute_cross.journal')
const HISTORY = 60

beforeAll(() => {
  const built = spawnSync(process.execPath, ['editor/cli/bundle.mjs', BUNDLE_FOLDER], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(built.stderr).toBe('')
})

afterAll(() => rmSync(`${ROOT}${BUNDLE_FOLDER}`, { recursive: true, force: true }))

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A day of the sample, of which the last bars are traded. */
function minutes(traded: number): { readonly csv: string; readonly start: string } {
  const bars = sampleBars(1, Date.UTC(2026, 2, 4), 5)
  const time = (k: number) => new Date(bars.time[k]!).toISOString().slice(0, 16).replace('T', ' ')
  const rows = Array.from({ length: HISTORY + traded }, (_, k) =>
    [time(k), bars.open[k], bars.high[k], bars.low[k], bars.close[k], bars.volume[k]].join(','),
  )
  return {
    csv: `time,open,high,low,close,volume\n${rows.join('\n')}\n`,
    start: time(HISTORY).replace(' ', 'T'),
  }
}

interface Market {
  readonly inside: string
  readonly gateway: Running
  readonly port: string
}

async function market(traded: number, ...args: readonly string[]): Promise<Market> {
  const inside = folder()
  const { csv, start: from } = minutes(traded)
  const data = file('minutes.csv', csv, inside)
  const where = ['--data', data, '--symbol', 'SAMPLE', '--start', from, '--port', '0']
  const gateway = start(inside, 'gateway', ...where, ...args)
  const [, port = ''] = await gateway.until(/Gateway on 127\.0\.0\.1:(\d+)/)
  await gateway.until(/Ctrl-C stops it/)
  return { inside, gateway, port }
}

/** Enters once and never leaves of its own accord. */
const HOLD = `
strategy "Hold"
timeframe 1m
instrument SAMPLE stock on SMART in USD
enter long when close > 0
  size 10 shares
  stop entry_price - 50
`

/** A command in this process, with what is kept beside the market's. */
function here({ inside }: Market, ...args: readonly string[]) {
  vi.stubEnv('STRAT_HOME', join(inside, '.strat'))
  return strat(...args)
}

function live({ inside, port }: Market, ...args: readonly string[]): Running {
  return start(inside, 'live', CROSS, '--paper', '--port', port, '--history', '60', ...args)
}

test('a strategy trades to the last bar, and its audit is equal', async () => {
  const place = await market(120, '--virtual', '--drop', '40', '--delay', '2')
  const run = live(place, '--virtual')
  await place.gateway.until(/The last bar is over/)
  expect(await run.end('SIGINT')).toBe(0)
  expect(await place.gateway.end('SIGINT')).toBe(0)
  expect(run.out()).toMatch(/READY {2}account DU1234567, SAMPLE in bars of 1m/)
  expect(run.out().match(/ fill \S+: buy \d+ at /g)?.length).toBeGreaterThan(1)
  expect(run.out()).toMatch(/ position -?\d+ SAMPLE, P&L [−+]?[\d.,]+ \(.* open\), commission /)
  expect(run.out()).toMatch(/ stopped: Ctrl-C; \d+ orders still work, the position is \d+\n$/)
  expect(run.err()).not.toMatch(/\n\s+at /)
  expect(place.gateway.out()).toMatch(/client 1: order \d+ BUY \d+ filled at /)
  expect(place.gateway.out()).toMatch(/Stopped: \d+ executions, position \d+, commissions [\d.]+\./)
  const records = readJournal(join(place.inside, JOURNAL))
  expect(records.filter(({ kind }) => kind === 'lost')).toHaveLength(1)

  const audited = await finish(place.inside, 'audit', CROSS)
  expect({ code: audited.code, err: audited.err }).toEqual({ code: 0, err: '' })
  expect(audited.out).toContain('Equal: every command is the recorded one, to the last bit.')
  expect(audited.out).toMatch(/No difference\.\n$/)
  const json = await here(place, 'audit', CROSS, '--json')
  const { replay, resimulation } = JSON.parse(json.out)
  expect(replay).toMatchObject({ bars: { taken: 120, late: 0 }, strays: 0 })
  expect(resimulation.profit.live).toBe(resimulation.profit.backtest)
})

test('killed in the middle and started again, it ends as if nothing had been', async () => {
  // Slowly, so that the end is not there before the kill is.
  const place = await market(120, '--virtual', '--delay', '10')
  const first = live(place, '--virtual')
  await first.until(/ fill /)
  await first.end('SIGKILL')
  expect(place.gateway.out()).not.toContain('The last bar is over')
  // A record that the crash cut short.
  appendFileSync(join(place.inside, JOURNAL), '000000ff 0123')
  const second = live(place, '--virtual')
  await place.gateway.until(/The last bar is over/)
  expect(await second.end('SIGTERM')).toBe(0)
  expect(second.err()).toMatch(/its last record was cut short by a crash \(13 bytes\)/)
  expect(second.out()).toMatch(/ goes on: /)
  const audited = await here(place, 'audit', CROSS)
  expect(audited.code).toBe(0)
  expect(audited.out).toMatch(/120 decided on, 0 late/)
  expect(audited.out).toMatch(/Equal: [\s\S]*No difference\.\n$/)
})

test('an account in dollars trades a share in euros, is killed, and ends as its backtest', async () => {
  const { csv } = minutes(60)
  const instants = csv
    .split('\n')
    .slice(1, -1)
    .map((row) => row.split(',')[0])
  // From the evening before; the last price of a row is the rate.
  const rates = ['2026-03-02 20:00', ...instants].map((time, k) => {
    const rate = 1.1 + 0.001 * (k % 7)
    return [time, rate, rate, rate, rate, 0].join(',')
  })
  const head = 'time,open,high,low,close,volume'
  const given = file('eurusd.csv', `${head}\n${rates.join('\n')}\n`)
  const money = ['--currency', 'EUR', '--account-currency', 'USD', '--rates', given]
  const place = await market(60, '--virtual', '--delay', '10', ...money)
  file('euro.strat', readFileSync(CROSS, 'utf8').replace('in USD', 'in EUR'), place.inside)
  const euro = () =>
    start(place.inside, 'live', 'euro.strat', '--paper', '--virtual', '--port', place.port)
  const first = euro()
  await first.until(/account is in USD, SAMPLE in EUR, at 1\.1/)
  await first.until(/ fill /)
  await first.end('SIGKILL')
  const second = euro()
  await place.gateway.until(/The last bar is over/)
  expect(await second.end('SIGTERM')).toBe(0)
  expect(place.gateway.out()).toMatch(/account DU1234567 in USD\n +market +SAMPLE in EUR/)
  const records = readJournal(join(place.inside, '.strat', 'live', 'euro.journal'))
  expect(records.filter(({ kind }) => kind === 'rate').length).toBeGreaterThan(30)
  const audited = await here(place, 'audit', join(place.inside, 'euro.strat'))
  expect(audited.out).toMatch(/Equal: [\s\S]*No difference\.\n$/)
})

test('a third process closes the position; no run starts until the latch is cleared', async () => {
  const place = await market(300, '--speed', '600')
  file('hold.strat', HOLD, place.inside)
  const hold = (...args: readonly string[]) =>
    start(place.inside, 'live', 'hold.strat', '--paper', '--port', place.port, ...args)
  const run = hold()
  await run.until(/ position 10 SAMPLE/)
  const kill = await finish(place.inside, 'kill', 'hold.strat', '--mode', 'flatten')
  expect(kill).toMatchObject({ code: 0, err: '' })
  expect(kill.out).toMatch(/killed \(flatten\): everything is taken back[\s\S]*has obeyed/)
  await run.until(/ killed \(flatten\) [\s\S]* position 0 SAMPLE/)
  expect(await run.end('SIGINT')).toBe(0)
  const weaker = await here(place, 'kill')
  expect(weaker.out).toMatch(
    /killed \(flatten\)[\s\S]*cancel would be weaker[\s\S]*No run is at work/,
  )
  const strategy = join(place.inside, 'hold.strat')
  const latched = await here(place, 'live', strategy, '--paper', '--port', place.port)
  expect(latched.code).toBe(2)
  expect(latched.err).toMatch(/The kill latch is set \(flatten, by strat kill.*--clear-kill/)
  const cleared = hold('--clear-kill')
  await cleared.until(/ READY /)
  expect(await cleared.end('SIGINT')).toBe(0)
  const audited = await here(place, 'audit', strategy)
  expect(audited.code).toBe(0)
  expect(audited.out).toContain('Equal:')
})

test('the control line is the owner of the token’s alone, and lets a frozen clock go', async () => {
  const { gateway, inside, port } = await market(2, '--virtual', '--frozen')
  const [, control] = await gateway.until(/control +(127\.0\.0\.1:\d+)/)
  const path = join(inside, '.strat', `gateway-${port}.token`)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const token = readFileSync(path, 'utf8').trim()
  expect(gateway.out()).not.toContain(token)
  const headers = { authorization: `Bearer ${token}` }
  const ask = (what: string, method: string) =>
    fetch(`http://${control}${what}`, { method, headers })
  expect(await (await ask('/state', 'GET')).json()).toMatchObject({ frozen: true, bars: 62 })
  await ask('/resume', 'POST')
  expect(await (await ask('/state', 'GET')).json()).toMatchObject({ frozen: false })
  const taken = await finish(inside, 'gateway', '--port', port)
  expect(taken.code).toBe(2)
  expect(taken.err).toMatch(/cannot start: port \d+ .*\nAnother gateway is there/)
  await gateway.end('SIGINT')
  expect(existsSync(path)).toBe(false)
})

test('a run goes on only as it was begun, and --new puts it aside', async () => {
  const place = await market(30, '--virtual')
  const first = live(place, '--virtual')
  await first.until(/ READY /)
  await first.end('SIGINT')
  const [segment] = readJournal(join(place.inside, JOURNAL))
  const run = segment?.kind === 'segment' ? segment.run : ''
  const again = ['live', CROSS, '--paper', '--port', place.port, '--virtual', '--history', '60']
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['--param fast=5', /begun with another parameters\.[\s\S]*--new/],
    ['--cash 5000', /begun with another cash\.[\s\S]*--new/],
    ['--max-position 10', /begun with other limits \(maxPosition\)\.[\s\S]*--new/],
  ]
  for (const [flags, words] of refusals) {
    const { code, err } = await here(place, ...again, ...flags.split(' '))
    expect(code, flags).toBe(2)
    expect(err).toMatch(words)
  }
  const anew = live(place, '--virtual', '--param', 'fast=5', '--new')
  await anew.until(/ READY /)
  await anew.end('SIGINT')
  expect(anew.err()).toContain(`${JOURNAL}.${run}`)
  // What was traded is audited, whatever has become of the strategy.
  const journal = join(place.inside, JOURNAL)
  expect((await strat('audit', `${journal}.${run}`)).code).toBe(0)
  writeFileSync(`${journal}.strat`, readFileSync(CROSS, 'utf8').replace('3R', '4R'))
  const changed = await here(place, 'audit', CROSS)
  expect(changed.code).toBe(1)
  expect(changed.err).toContain('has changed since')
  expect(changed.out).toContain('Not replayed. The strategy is not the text')
})
