/** A server without a socket, with a folder of its own, for as long as a test runs. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { onTestFinished } from 'vitest'
import { answerRun } from '../../editor/server/answer-run.ts'
import { createApp } from '../../editor/server/app.ts'
import { createRunKeeper } from '../../editor/server/run-keeper.ts'
import { type Runner, requestOf } from '../../editor/server/runner.ts'
import { seriesCatalogue } from '../../editor/server/series-catalogue.ts'
import { createSession, type Session } from '../../editor/server/session.ts'
import { strategyFolder } from '../../editor/server/strategy-folder.ts'
import { sampleWalk } from '../../runtime/feeds/sample-walk.ts'
import type { BarStore } from '../../runtime/store/bar-store.ts'

export const PORT = 4380
export const ORIGIN = `http://127.0.0.1:${PORT}`

export const SAMPLE = {
  label: 'Sample: days',
  symbol: 'SAMPLE',
  interval: '1d',
  bars: sampleWalk({ bars: 400, step: 'day', from: Date.UTC(2024, 0, 1), seed: 3 }),
}

export const CROSSOVER = `strategy "Cross"
timeframe 1d
param fast = 5 in 2..20
param slow = 20 in 10..100
require fast < slow
enter long when sma(close, fast) crosses above sma(close, slow)
  size 10 shares
exit long when sma(close, fast) crosses below sma(close, slow)
plot sma(close, fast)
`

export interface Host {
  readonly app: FastifyInstance
  readonly session: Session
  /** The strategies' folder, and that of the built page. */
  readonly folder: string
  readonly web: string
  /** Mistakes of ours that it told. */
  readonly faults: unknown[]
  /** Asks with session, Host and Origin as the page does; headers given last win. */
  readonly ask: (
    method: 'GET' | 'PUT' | 'POST' | 'HEAD' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>
}

/** Runs in this process: what the routes make of an answer is the same. */
const RUNNER: Runner = {
  run: async (ask, over) => {
    const request = requestOf(ask, over)
    if ('problem' in request) return { kind: 'unavailable', problem: request.problem }
    return answerRun(request)
  },
  close: () => {},
}

/** Starts one; gone after the test. */
export async function host(
  options: {
    readonly runner?: Runner
    readonly store?: BarStore
    readonly now?: () => number
  } = {},
): Promise<Host> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'studio test ')))
  const [folder, web] = [join(root, 'strategies'), join(root, 'web')]
  mkdirSync(folder)
  mkdirSync(web)
  writeFileSync(join(folder, 'cross.strat'), CROSSOVER)
  const session = createSession(options.now)
  const faults: unknown[] = []
  const app = await createApp({
    folder: strategyFolder(folder),
    catalogue: seriesCatalogue(options.store, [SAMPLE], (problem) => faults.push(problem)),
    runner: options.runner ?? RUNNER,
    keeper: createRunKeeper(),
    session,
    port: () => PORT,
    web,
    onFault: (error) => faults.push(error),
  })
  onTestFinished(async () => {
    await app.close()
    rmSync(root, { recursive: true, force: true })
  })
  const cookie = `lockstep-${PORT}=${session.secret}`
  return {
    app,
    session,
    folder,
    web,
    faults,
    ask: (method, url, body, headers = {}) =>
      app.inject({
        method,
        url,
        headers: { host: `127.0.0.1:${PORT}`, origin: ORIGIN, cookie, ...headers },
        ...(body !== undefined && { payload: body as object }),
      }),
  }
}
