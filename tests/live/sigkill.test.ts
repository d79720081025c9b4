/** Processes that are really killed, against a gateway that is really there. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { randomFrom } from '../../runtime/core/random.ts'
import type { RunningGateway } from '../../runtime/gateway/gateway.ts'
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
} from './stage.ts'

const HISTORY = 40
const BARS = 150
const KILLS = 5 + Number(process.env.STRAT_LIVE_RUNS ?? 0)

/** Bundles the child, for Node does not run TypeScript by itself. */
async function bundle(folder: string): Promise<string> {
  const outfile = join(folder, 'child.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'silent',
    banner: {
      js: "import { createRequire as by } from 'node:module'; const require = by(import.meta.url);",
    },
  })
  return outfile
}

async function reached(gateway: RunningGateway, bar: number, child: ChildProcess): Promise<void> {
  while (gateway.report().bar < bar && child.exitCode === null) await sleep(1)
}

test(`killed ${KILLS} times, a run is the run that was not`, { timeout: 600_000 }, () =>
  inFolder(async (folder) => {
    const module = STRATEGIES.references!()
    const bars = dayOfBars(BARS, HISTORY, 11)
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
    })
    const program = await bundle(folder)
    const path = join(folder, 'journal')
    const start = (): ChildProcess =>
      spawn(process.execPath, [program, String(gateway.port), path], { stdio: 'inherit' })
    const random = randomFrom(3)
    for (let k = 0; k < KILLS; k++) {
      const child = start()
      const closed = once(child, 'close')
      await reached(gateway, HISTORY + Math.floor(((k + random()) * BARS) / KILLS), child)
      await sleep(random() * 5)
      child.kill('SIGKILL')
      await closed
    }
    const last = start()
    const closed = once(last, 'close')
    await Promise.race([gateway.finished, closed])
    last.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
    const report = gateway.report()
    await gateway.stop()
    const records = readJournal(path)
    const live = liveResult(records, module)
    expect(essence(live)).toEqual(
      essence(backtestOf(records, module, [quoted, { ...quoted, symbol: 'SPY', bars }])),
    )
    expect(live.fills.length).toBe(report.executions.length)
    expect(live.fills.length).toBeGreaterThan(15)
    expect(report.cash).toBe(live.cash)
    expect(new Set(report.orders.map(({ ref }) => ref)).size).toBe(report.orders.length)
    expect(
      records.filter((record) => record.kind === 'note' && /goes on/.test(record.text)).length,
    ).toBe(KILLS)
  }),
)
