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
  STRATEGIES,
  startRun,
} from './stage.ts'

const HISTORY = 260
const BARS = 390

test.each(Object.keys(STRATEGIES))('%s trades through the gateway as its backtest', (name) =>
  inFolder(async (folder) => {
    const module = STRATEGIES[name]!()
    const bars = dayOfBars(BARS, HISTORY)
    const gateway = await startGateway({
      bars,
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
    expect(essence(live)).toEqual(essence(backtestOf(records, module)))
    expect(records.filter(({ kind }) => kind === 'lost')).toHaveLength(3)
    expect(records.filter(({ kind }) => kind === 'bar')).toHaveLength(BARS + HISTORY)
    expect(report.cash).toBe(live.cash)
    expect(live.fills.length).toBeGreaterThan(2)
  }),
)
