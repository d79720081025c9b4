/** An account in another currency than the instrument decides as the backtest at its rates. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resimulationText } from '../../runtime/audit/audit-text.ts'
import { resimulate } from '../../runtime/audit/resimulate.ts'
import type { Broker } from '../../runtime/broker/broker.ts'
import { ibBroker } from '../../runtime/broker/ib/ib-broker.ts'
import { type GivenRates, rateColumn } from '../../runtime/calendar/rates-beside.ts'
import { backtest } from '../../runtime/core/backtest.ts'
import { fromMicros } from '../../runtime/core/money.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import type { LiveOptions } from '../../runtime/live/options.ts'
import { RiskLimits } from '../../runtime/live/risk-limits.ts'
import { emptyBars } from '../../stdlib/bars.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import {
  backtestOf,
  CASH,
  compiled,
  costsOf,
  dayOfBars,
  dollarsByBar,
  essence,
  INSTRUMENT,
  inFolder,
  liveResult,
  MINUTE,
  STRATEGIES,
  startRun,
} from './stage.ts'
import { openWorld, type WorldOptions } from './world.ts'

const HISTORY = 60
const BARS = 300
const IN_EUROS = { ...INSTRUMENT, currency: 'EUR' }
const bars = dayOfBars(BARS, HISTORY)

/** Writes dollars for shares in euros, and looks at its money. */
const AMOUNTS = compiled(`strategy "Amounts"
timeframe 1m
enter long when close crosses above ema(close, 8)
  size 10000 USD
  stop entry_price - 2 * atr(10)
exit long when close crosses below ema(close, 8) or open_profit > 40 USD
`)

/** Rates of every minute, from the day before the bars on. */
function given(): GivenRates {
  const start = bars.time[0]! - MINUTE
  const rates = emptyBars((bars.time[bars.length - 1]! - start) / MINUTE + 1)
  rates.length = rates.time.length
  rates.time.forEach((_, k) => {
    rates.time[k] = start + k * MINUTE
  })
  rates.close.set(dollarsByBar(rates))
  return { name: 'a test', pair: 'EURUSD', timeframe: '1m', bars: rates, way: 'with' }
}

const RATES = given()
const COLUMN = rateColumn(RATES, (start) => start + MINUTE, bars)

function market(changes: Partial<WorldOptions> = {}) {
  return openWorld({
    bars,
    timeframeMs: MINUTE,
    first: HISTORY,
    cash: CASH,
    costs: { commission: { kind: 'ibkr-fixed' } },
    instrument: IN_EUROS,
    money: { currency: 'USD', rates: COLUMN },
    ...changes,
  })
}

const OPTIONS: Partial<LiveOptions> = { instrument: IN_EUROS, history: HISTORY }

/** A day, and what is in its journal then. */
async function dayOf(
  module: StrategyModule,
  {
    broker,
    world = market(),
  }: { readonly world?: ReturnType<typeof market>; readonly broker?: Broker } = {},
  changes: Partial<LiveOptions> = {},
) {
  return inFolder(async (folder) => {
    const path = join(folder, 'journal')
    const run = startRun(module, broker ?? world.connect(), path, { ...OPTIONS, ...changes })
    await Promise.race([world.finished, run.finished])
    const outcome = await run.stop()
    return { outcome, records: outcome.kind === 'refused' ? [] : readJournal(path) }
  })
}

/** The backtest of the day at the same rates, which knows nothing of the journal. */
function tested(module: StrategyModule) {
  const parameters = Float64Array.from(module.meta.parameters, ({ value }) => value)
  return backtest({
    module,
    parameters,
    bars: { ...bars, rates: COLUMN },
    options: {
      policy: POLICIES.next_open,
      costs: costsOf(module),
      instrument: IN_EUROS,
      currency: 'USD',
      cash: CASH,
      tradeFrom: HISTORY,
    },
  })
}

function expectTheBacktest(module: StrategyModule, records: readonly JournalRecord[]): void {
  const live = liveResult(records, module)
  expect(essence(live)).toEqual(essence(backtestOf(records, module)))
  expect(essence(live)).toEqual(essence(tested(module)))
  expect(new Set(live.trades.map(({ conversion }) => conversion?.entryRate)).size).toBeGreaterThan(
    2,
  )
  const { divergences, trades } = resimulate(records, module)
  expect(divergences).toEqual([])
  expect(trades.live).toBe(live.trades.length + live.open.length)
}

describe.each([
  ['brackets', STRATEGIES.brackets!()],
  ['amounts', AMOUNTS],
  ['guarded', STRATEGIES.guarded!()],
])('%s', (_, module) => {
  test('decides and books as its backtest at the same rates, its line cut now and then', async () => {
    const drops = [40, 111, 207]
    const world = market({
      costs: costsOf(module),
      atMoment: (here, bar, moment) => {
        if (drops.includes(bar - HISTORY) && moment === 'last-slot') here.drop()
      },
    })
    const { records } = await dayOf(module, { world })
    expectTheBacktest(module, records)
    expect(liveResult(records, module).cash).toBe(fromMicros(world.exchange.account.cash))
  })

  test('and so it does through a gateway whose account is in dollars', () =>
    inFolder(async (folder) => {
      const gateway = await startGateway({
        bars,
        symbol: 'SPY',
        timeframeMs: MINUTE,
        startTime: bars.time[HISTORY]!,
        virtual: true,
        account: 'DU1',
        currency: 'USD',
        rates: RATES,
        cash: CASH,
        costs: costsOf(module),
        instrument: IN_EUROS,
        faults: [{ kind: 'drop', bar: 37 }],
      })
      const broker = ibBroker({
        port: gateway.port,
        clientId: 7,
        instrument: { symbol: 'SPY', currency: 'EUR' },
        virtualTime: true,
        timing: { backoff: { firstMs: 5, mostMs: 50 } },
      })
      const path = join(folder, 'journal')
      const run = startRun(module, broker, path, OPTIONS)
      await Promise.race([gateway.finished, run.finished])
      expect(await run.stop('the day is over')).toMatchObject({ kind: 'stopped' })
      const report = gateway.report()
      await gateway.stop()
      const records = readJournal(path)
      expectTheBacktest(module, records)
      expect(report).toMatchObject({ currency: 'USD', cash: liveResult(records, module).cash })
    }))
})

describe('a run does not begin', () => {
  const connecting = (changes: Partial<Awaited<ReturnType<Broker['connect']>>>) => {
    const world = market()
    const broker = world.connect()
    return {
      world,
      broker: { ...broker, connect: async () => ({ ...(await broker.connect()), ...changes }) },
    }
  }

  test.each([
    [
      'without the rate',
      { rates: new Map() },
      /SPY in EUR, and the gateway does not tell the rate\. Hold/,
    ],
    [
      'in an account whose currency nobody tells',
      { currency: undefined },
      /not told which currency/,
    ],
    [
      'whose amounts are in a third currency',
      { currency: 'GBP' },
      /amounts in USD, and account DU1 is in GBP\. Write/,
    ],
  ])('%s', async (_, changes, message) => {
    const { outcome } = await dayOf(AMOUNTS, connecting(changes))
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(message) })
  })

  test('on the journal of an account in another currency', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'journal')
      const module = STRATEGIES.brackets!()
      const first = startRun(module, market().connect(), path, OPTIONS)
      await new Promise((turn) => setTimeout(turn, 20))
      await first.stop()
      const { broker } = connecting({ currency: 'EUR' })
      expect(await startRun(module, broker, path, OPTIONS).finished).toMatchObject({
        kind: 'refused',
        reason: expect.stringMatching(/is in EUR; the run was begun with another currency, USD/),
      })
    }))
})

test('a rate that is no longer told keeps entries back, and no exit', async () => {
  const module = STRATEGIES.brackets!()
  const silent = HISTORY + 100
  const rates = COLUMN.map((rate, bar) => (bar < silent ? rate : COLUMN[silent - 1]!))
  const world = market({ money: { currency: 'USD', rates } })
  const limits = RiskLimits.parse({ expectedAccount: 'DU1', staleRateMs: 30 * MINUTE })
  const { records } = await dayOf(module, { world }, { limits })
  const dropped = records.filter((one) => one.kind === 'dropped' && one.code === 'risk-stale-rate')
  expect(dropped.length).toBeGreaterThan(2)
  const from = dropped[0]!.at
  const sent = records.filter((one) => one.kind === 'intent' && one.command === 'place')
  expect(sent.filter((one) => one.at >= from && 'until' in one)).toEqual([])
  expect(liveResult(records, module).open).toEqual([])
  expect(world.exchange.account.position).toBe(0)
})

test('a commission in a third currency is charged at its rate, and until that is told it is not', async () => {
  const told: string[] = []
  const world = market({
    costs: { commission: { kind: 'per-trade', amount: 2 } },
    atMoment: (here, bar, moment) => {
      if (bar === HISTORY + 200 && moment === 'after')
        here.tell({ kind: 'rate', currency: 'CHF', rate: 1.25 })
    },
  })
  const inner = world.connect()
  const broker: Broker = {
    ...inner,
    listen: (listener) =>
      inner.listen((event) =>
        listener(event.kind === 'commission' ? { ...event, currency: 'CHF' } : event),
      ),
  }
  const module = STRATEGIES.brackets!()
  const print = (line: string): void => void told.push(line)
  const { records } = await dayOf(module, { world, broker }, { print })
  const at = records.findIndex((one) => one.kind === 'rate' && one.currency === 'CHF')
  const before = liveResult(records.slice(0, at), module)
  const after = liveResult(records, module)
  expect(before.fills.length).toBeGreaterThan(2)
  expect(before.commission).toBe(0)
  const audit = resimulate(records.slice(0, at), module)
  expect(audit.uncharged.length).toBe(before.fills.length)
  expect(resimulationText(audit)).toMatch(/Not charged, .*\n {2}2 CHF, commission of w\./)
  expect(resimulate(records, module).uncharged).toEqual([])
  expect(told.filter((line) => /2 CHF, is not charged: .* in USD/.test(line)).length).toBe(
    before.fills.length,
  )
  expect(after.commission).toBe(2.5 * after.fills.length)
})
