/** The page's own worker, as it is built, in a thread of Node. */
import { readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { ROOT } from '../../command/strat.ts'
import type { EventualCalls } from './host.ts'

const WORKERS = `${ROOT}dist/web/workers`

/** The globals that a browser's worker has and a thread has not. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
globalThis.postMessage = (message) => parentPort.postMessage(message)
globalThis.addEventListener = (_, hear) => parentPort.on('message', (data) => hear({ data }))
import(workerData)
`

/** As `editor/web/workers/language-calls.ts` has it; the page is compiled apart from the tests. */
type FromLanguageWorker = { readonly id: number } & (
  | { readonly answer: unknown }
  | { readonly failed: string }
)

export interface PageWorker {
  readonly calls: EventualCalls
  readonly end: () => Promise<unknown>
}

/** Starts it; every answer has crossed between threads. */
export function pageWorker(): PageWorker {
  const file = readdirSync(WORKERS).find((name) => /^language\..*\.js$/.test(name))
  if (file === undefined) throw new Error('the page is not built: npm run build')
  const workerData = pathToFileURL(`${WORKERS}/${file}`).href
  const worker = new Worker(THREAD, { eval: true, workerData })
  const waiting = new Map<number, (answer: FromLanguageWorker) => void>()
  let broken = (_: Error): void => {}
  worker.on('error', (error) => broken(error))
  worker.on('message', (message: FromLanguageWorker) => waiting.get(message.id)?.(message))
  const ask = (call: string, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      broken = reject
      const id = waiting.size
      waiting.set(id, (message) =>
        'failed' in message ? reject(new Error(message.failed)) : resolve(message.answer),
      )
      worker.postMessage({ id, call, args })
    })
  const calls = new Proxy({} as EventualCalls, {
    get:
      (_, call: string) =>
      (...args: readonly unknown[]) =>
        ask(call, args),
  })
  return { calls, end: () => worker.terminate() }
}
