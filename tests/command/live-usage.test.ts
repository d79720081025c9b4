/** What the trading commands say before anything is traded. */
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { liveScreen } from '../../editor/cli/live-screen.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { sampleBars } from '../../runtime/gateway/sample-bars.ts'
import type { LiveStatus } from '../../runtime/live/status.ts'
import { file, folder, ROOT, strat } from './strat.ts'

const CROSS = `${ROOT}strategies/minute_cross.strat`
const SMA = `${ROOT}strategies/sma_crossover.strat`

async function live(strategy: string, ...args: readonly string[]) {
  return strat('live', strategy, '--journal', join(folder(), 'a.journal'), ...args)
}

const WRONG_LIVE: readonly (readonly [string, RegExp])[] = [
  ['', /Say where to trade: --paper, or --live-money/],
  ['--paper --live-money', /Say where to trade/],
  ['--live-money', /--live-money needs the account by name/],
  ['--paper --port 70000', /--port must be a whole number from 1 to 65535, not "70000"/],
  ['--paper --client-id x', /--client-id must be a whole number/],
  ['--paper --cash 0', /--cash must be a number over 0/],
  ['--paper --tick 0', /--tick must be a number over 0/],
  ['--paper --max-position -1', /--max-position must be a number over 0/],
  ['--paper --price-collar 200', /--price-collar is 100 percent at most/],
  ['--paper --history 1.5', /--history must be a whole number/],
  ['--paper --clock-skew soon', /--clock-skew must be a number over 0/],
  ['--paper --param fats=3', /no such parameter\. Did you mean fast\?/],
  ['--paper --param fast=20', /The strategy requires fast < slow/],
  ['--paper --costs free', /--costs "free"/],
]

test.each(WRONG_LIVE)('strat live %s is refused', async (flags, words) => {
  const { code, out, err } = await live(CROSS, ...flags.split(' ').filter((flag) => flag !== ''))
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(words)
})

test('strat live tells every wrong option at once, and what is missing', async () => {
  const { err } = await live(SMA, '--port', '0', '--lot', '0')
  expect(err.trimEnd().split('\n')).toHaveLength(4)
  expect(err).toMatch(/Say what to trade: --symbol SPY/)
})

test.each([
  ['--account-currency GBP', /The account is in GBP and SAMPLE in USD, and nobody gave the rate/],
  ['--account-currency dollars', /--account-currency is three capitals, not "dollars"/],
  ['--rates usd.csv', /the account is in USD, as the instrument is; say --account-currency, too/],
])('strat gateway %s is refused', async (flags, words) => {
  const { code, out, err } = await strat('gateway', '--port', '0', ...flags.split(' '))
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(words)
})

test('strat live refuses bars that differ in length', async () => {
  const text = 'strategy "x"\ntimeframe 1mo\nenter long when close > 1\n  size 1 shares\n'
  const { code, err } = await live(file('x.strat', text), '--paper', '--symbol', 'SPY')
  expect(code).toBe(2)
  expect(err).toMatch(/1mo/)
})

test('strat live names an instrument that it reads and the gateway has not', async () => {
  const { bars, ...rest } = { bars: sampleBars(1, 0, 1), symbol: 'SPY', timeframeMs: 60_000 }
  const gateway = await startGateway({ ...rest, bars, others: [{ ...rest, symbol: 'IWM', bars }] })
  onTestFinished(() => gateway.stop())
  const text = `strategy "x"
timeframe 1m
enter long when close > close @ IWM and close > close @ QQQ 1d
  size 1 shares
`
  const where = ['--port', String(gateway.port), '--symbol', 'SPY']
  const { code, err } = await live(file('x.strat', text), '--paper', ...where)
  expect(code).toBe(2)
  expect(err).toMatch(/The broker was asked for QQQ .*knows no such.*--data SYMBOL=FILE/)
})

test('strat live asks for what it reads by the kind, exchange and currency of instruments.yaml', async () => {
  const own = { bars: sampleBars(1, 0, 1), symbol: 'SPY', timeframeMs: 60_000 }
  const index = { secType: 'IND', exchange: 'CBOE', primaryExchange: 'CBOE', currency: 'EUR' }
  const gateway = await startGateway({
    ...own,
    others: [{ ...own, symbol: 'V', instrument: index }],
  })
  onTestFinished(() => gateway.stop())
  const text = `strategy "x"
timeframe 1m
enter long when close > close @ V and close > close @ QQQ
  size 1 shares
`
  const strategy = file('x.strat', text)
  const where = ['--port', String(gateway.port), '--symbol', 'SPY', '--paper']
  expect((await live(strategy, ...where)).err).toMatch(/asked for V .*knows no such/)
  const known = file('known.yaml', 'V: {type: index, exchange: CBOE, currency: EUR}\n')
  const { err } = await live(strategy, ...where, '--instruments', known)
  expect(err).toMatch(/asked for QQQ .*knows no such/)
  const wrong = await live(strategy, ...where, '--instruments', file('w.yaml', 'V: {kind: x}\n'))
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('w.yaml:1:')])
})

test('strat live says that there is no gateway, and how to get one', async () => {
  const gateway = await startGateway({
    bars: sampleBars(1, 0, 1),
    symbol: 'X',
    timeframeMs: 60_000,
  })
  await gateway.stop()
  const { code, err } = await live(CROSS, '--paper', '--port', String(gateway.port))
  expect(code).toBe(2)
  expect(err).toMatch(/There is no gateway at 127\.0\.0\.1:\d+.*`strat gateway`/)
})

test.each([
  ['DU7', [], /logged in to DU7, not to DU1234567/],
  ['U7', ['--account', 'U7'], /U7 is an account with real money, and this run is for paper/],
  ['DU1234567', ['--symbol', 'OTHER'], /asked for OTHER .* knows no such instrument/],
  ['DU1234567', ['--clock-skew', '5'], /clock is [\d.]+ s ahead of the broker's; 5 s are allowed/],
] as const)('strat live refuses account %s with %j', async (account, flags, words) => {
  const bars = sampleBars(1, Date.UTC(2020, 0, 3), 1)
  const gateway = await startGateway({ bars, symbol: 'SAMPLE', timeframeMs: 60_000, account })
  onTestFinished(() => gateway.stop())
  const { code, out, err } = await live(CROSS, '--paper', '--port', String(gateway.port), ...flags)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(words)
})

const WRONG_GATEWAY: readonly (readonly [string, RegExp])[] = [
  ['--data no/such.csv', /no\/such\.csv: .*\n/],
  ['--data a.csv --sample', /two markets/],
  ['--speed 0', /--speed must be a number over 0/],
  ['--start 2026-02-30', /--start must be a day/],
  ['--start 2099-01-01', /cannot start: no bar starts at or after/],
  ['--account 12', /--account is written like DU1234567/],
  ['--drop 0', /--drop must be a whole number from 1/],
  ['--delay soon', /--delay must be a number from 0/],
  ['--refuse 0', /--refuse must be a whole number from 1/],
  ['--fault {"kind":"quake"}', /unknown kind of fault; there are drop/],
  ['--costs free', /--costs "free"/],
  ['--timezone Mars', /--timezone Mars: there is no such zone/],
]

test.each(WRONG_GATEWAY)('strat gateway %s is refused', async (flags, words) => {
  const { code, out, err } = await strat('gateway', '--port', '0', ...flags.split(' '))
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(words)
})

test('strat kill and strat audit name the journal that is not there', async () => {
  const nowhere = join(folder(), 'no.journal')
  const kill = await strat('kill', '--journal', nowhere)
  expect(kill).toMatchObject({ code: 2, out: '' })
  expect(kill.err).toContain(`There is no journal ${nowhere}`)
  expect((await strat('kill', nowhere, '--mode', 'softly')).err).toMatch(/halt, cancel, flatten/)
  const audit = await strat('audit', nowhere)
  expect(audit).toMatchObject({ code: 2, out: '' })
  expect(audit.err).toContain(nowhere)
  const damaged = await strat('audit', file('a.journal', 'not a journal, and quite long\n'))
  expect(damaged.code).toBe(2)
  expect(damaged.err).toMatch(/a\.journal: .*\n/)
})

test('a watched terminal has one status line, under the lines of what happened', () => {
  let shown = ''
  const write = (text: string): void => {
    shown += text
  }
  const rest = { outColour: false, errColour: false, columns: 60, debug: false }
  const quiet = { onStop: () => () => {}, onEnter: () => () => {}, input: async () => '' }
  const terminal = { out: write, err: write, watched: true, ...rest, ...quiet }
  const screen = liveScreen(terminal, { symbol: 'SPY', timeframe: '1m', ready: 'go' })
  const at = (minute: number, change: Partial<LiveStatus>): LiveStatus => ({
    time: Date.UTC(2026, 2, 3, 14, minute),
    ready: true,
    halted: undefined,
    bar: { start: minute, close: 100 + minute },
    position: 0,
    equity: 1000,
    cash: 1000,
    realized: 0,
    unrealized: 0,
    commission: 0,
    trades: 0,
    orders: [],
    ...change,
  })
  screen.line('begins')
  screen.status(at(1, {}))
  screen.status(at(2, { position: 5 }))
  screen.status(at(2, { position: 5, commission: 1, unrealized: -1 }))
  screen.end()
  const wipe = '\r\u001b[2K'
  const lines = shown.split('\n')
  expect(lines.slice(0, 2)).toEqual(['          begins', '14:01:00  READY  go'])
  expect(shown).toContain(
    '14:02:00  position 5 SPY, P&L −1.00 (−1.00 open), commission 1.00, 0 trades',
  )
  expect(shown.endsWith(wipe)).toBe(true)
  const drawn = shown.replaceAll(wipe, '\n').split('\n')
  const statuses = drawn.filter((text) => /^[\d:]+ {2}\d+ {2}\d/.test(text))
  expect(statuses.length).toBeGreaterThanOrEqual(3)
  for (const text of statuses) expect(text.length).toBeLessThan(60)
})
