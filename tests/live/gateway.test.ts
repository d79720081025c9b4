/** The same over the wire: the simulated gateway behind the adapter, which drops three times. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ibBroker } from '../../runtime/broker/ib/ib-broker.ts'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import {
  backtestOf,
  CASH,
  costsOf,
  dayOfBars,
  essence,
  INSTRUMENT,
  inFolder,
  liveResult,
  MINUTE,
  quotedBeside,
  STRATEGIES,
  startRun,
} from './stage.ts'

const HISTORY = 260
const BARS = 390

test('on a clock that waits for nobody, nothing is lost and nothing doubled', () =>
  inFolder(async (folder) => {
    const module = STRATEGIES.waiting_orders!()
    const bars = dayOfBars(60, 40, 11)
    const gateway = await startGateway({
      bars,
      symbol: 'SPY',
      timeframeMs: MINUTE,
      startTime: bars.time[40]!,
      speed: 900,
      account: 'DU1',
      cash: CASH,
      costs: costsOf(module),
      instrument: INSTRUMENT,
      faults: [
        { kind: 'drop', bar: 21 },
        { kind: 'split-fills', parts: 2 },
        { kind: 'repeat-executions' },
      ],
    })
    const broker = ibBroker({
      port: gateway.port,
      clientId: 7,
      instrument: { symbol: 'SPY' },
      paced: false,
      timing: { backoff: { firstMs: 5, mostMs: 50 } },
    })
    const path = join(folder, 'journal')
    const run = startRun(module, broker, path, { history: 40, virtual: false })
    await Promise.race([gateway.finished, run.finished])
    // What was told last has its turn before the run is stopped.
    await broker.time()
    await new Promise((turn) => setTimeout(turn, 50))
    expect(await run.stop()).toMatchObject({ kind: 'stopped' })
    const report = gateway.report()
    await gateway.stop()
    const live = liveResult(readJournal(path), module)
    expect(report.executions.length).toBeGreaterThan(10)
    expect(live.fills.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(
      report.executions.reduce((sum, { quantity }) => sum + quantity, 0),
    )
    expect(live.cash).toBe(report.cash)
    expect(new Set(report.orders.map(({ ref }) => ref)).size).toBe(report.orders.length)
  }))

test.each(Object.keys(STRATEGIES))('%s trades through the gateway as its backtest', (name) =>
  inFolder(async (folder) => {
    const module = STRATEGIES[name]!()
    const bars = dayOfBars(BARS, HISTORY)
    const quoted = quotedBeside(bars)
    const gateway = await startGateway({
      bars,
      others: [quoted],
      symbol: 'SPY',
      timeframeMs: MINUTE,
      startTime: bars.time[HISTORY]!,
      virtual: true,
      account: 'DU1',
      cash: CASH,
      costs: costsOf(module),
      instrument: INSTRUMENT,
      faults: [37, 180, 311].map((bar) => ({ kind: 'drop', bar })),
    })
    const broker = ibBroker({
      port: gateway.port,
      clientId: 7,
      instrument: { symbol: 'SPY' },
      others: [{ symbol: 'QQQ' }],
      virtualTime: true,
      timing: { backoff: { firstMs: 5, mostMs: 50 } },
    })
    const path = join(folder, 'journal')
    const run = startRun(module, broker, path)
    await Promise.race([gateway.finished, run.finished])
    const outcome = await run.stop('the day is over')
    const report = gateway.report()
    await gateway.stop()
    expect(outcome).toEqual({ kind: 'stopped', reason: 'the day is over' })
    const records = readJournal(path)
    const live = liveResult(records, module)
    expect(essence(live)).toEqual(
      essence(backtestOf(records, module, [quoted, { ...quoted, symbol: 'SPY', bars }])),
    )
    expect(records.filter(({ kind }) => kind === 'lost')).toHaveLength(3)
    expect(records.filter(({ kind }) => kind === 'bar')).toHaveLength(BARS + HISTORY)
    expect(report.cash).toBe(live.cash)
    expect(live.fills.length).toBeGreaterThan(2)
  }),
)
