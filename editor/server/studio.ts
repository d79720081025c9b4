import type { AddressInfo } from 'node:net'
import { type BarStore, openStore } from '../../runtime/store/bar-store.ts'
import { type AppOptions, createApp } from './app.ts'
import { createRunKeeper } from './run-keeper.ts'
import { createRunner, type RunnerOptions } from './runner.ts'
import { samples } from './samples.ts'
import { seriesCatalogue } from './series-catalogue.ts'
import { createSession } from './session.ts'
import { strategyFolder } from './strategy-folder.ts'

export interface StudioOptions {
  /** 0: a free one. */
  readonly port: number
  /** Paths: the strategies' folder, the store of prices, the built page, the S&P 500's file. */
  readonly strategies: string
  readonly store: string
  readonly web: string
  readonly sp500: string
  readonly runs: Omit<RunnerOptions, 'onFault'>
  /** Told what a person should know: a store that fails. */
  readonly warn: (problem: string) => void
  /** Told of every mistake of ours. */
  readonly onFault: (error: unknown) => void
  /** Told of every answer, for a log. */
  readonly answered?: AppOptions['answered']
}

/** The server as it runs. */
export interface Studio {
  readonly port: number
  /** A link that opens one browser, once; the one before opens none. */
  readonly newLink: () => string
  /** Finishes the answers that are being given, within bounds, and ends the rest. */
  readonly close: () => Promise<void>
}

/** The one address: this machine's own. */
const LOOPBACK = '127.0.0.1'
const CLOSE_PATIENCE_MS = 2_000

/** Starts the server, or says why it cannot listen. */
export async function startStudio(
  options: StudioOptions,
): Promise<Studio | { readonly problem: string }> {
  const { warn, onFault } = options
  const store = await openedStore(options.store, warn)
  const session = createSession()
  let port = options.port
  const app = await createApp({
    folder: strategyFolder(options.strategies),
    catalogue: seriesCatalogue(store, await samples(options.sp500), warn),
    runner: createRunner({ ...options.runs, onFault }),
    keeper: createRunKeeper(),
    session,
    port: () => port,
    web: options.web,
    onFault,
    answered: options.answered,
  })
  const close = async () => {
    const late = setTimeout(() => app.server.closeAllConnections(), CLOSE_PATIENCE_MS)
    await app.close()
    clearTimeout(late)
    store?.close()
  }
  try {
    await app.listen({ host: LOOPBACK, port })
  } catch (error) {
    await close()
    const code = (error as NodeJS.ErrnoException).code
    if (code === undefined) throw error
    return { problem: cannotListen(code, port) }
  }
  port = (app.server.address() as AddressInfo).port
  return {
    port,
    newLink: () => `http://${LOOPBACK}:${port}/?token=${session.newToken()}`,
    close,
  }
}

async function openedStore(
  path: string,
  warn: (problem: string) => void,
): Promise<BarStore | undefined> {
  const opened = await openStore(path)
  if (opened.kind === 'open') return opened.store
  warn(`There are only samples: ${opened.reason}.`)
  return undefined
}

function cannotListen(code: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken: stop what is there, or take another one with --port (0: a free one).`
    case 'EACCES':
      return `Port ${port} is not for you: take one from 1024 on with --port.`
    default:
      return `Port ${port} cannot be opened (${code}): take another one with --port.`
  }
}
