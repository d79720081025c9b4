/**
 * Compiles and runs strategies, apart from the page: the server's policy for this file allows
 * compiled code and nothing else, no request and no other script.
 */

import { NO_LIBRARIES } from '../../../language/libraries.ts'
import type { RunReport } from '../../../runtime/report/run-report.ts'
import { ExternFailure } from '../../../stdlib/extern.ts'
import type { Compilation } from '../../pipeline/compile-text.ts'
import { compileText } from '../../pipeline/compile-text.ts'
import { runSettings } from '../../pipeline/run-settings.ts'
import { runSteps } from '../../pipeline/run-strategy.ts'
import { whyAt } from '../../pipeline/why/why.ts'
import type { FromStrategyWorker, PagePrices, ToStrategyWorker } from './strategy-messages.ts'

/** Milliseconds of work after which newer messages are looked at. */
const SLICE_MS = 12

let prices: PagePrices | undefined
let libraries = NO_LIBRARIES
let latest = 0
/** The text compiled last: a parameter that is dragged changes no text. */
let compiled: { readonly source: string; readonly compilation: Compilation } | undefined

/** The run that was answered last: a bar of it may be asked about. */
let ran:
  | { readonly run: number; readonly compilation: Compilation; readonly report: RunReport }
  | undefined

addEventListener('message', ({ data }: MessageEvent<ToStrategyWorker>) => {
  switch (data.kind) {
    case 'prices':
      ;({ prices } = data)
      return
    case 'libraries':
      ;({ libraries } = data)
      compiled = undefined
      return
    case 'run':
      latest = data.run
      void run(data).catch((error: unknown) => failed(data.run, error))
      return
    case 'why':
      void why(data).catch((error: unknown) => failed(data.run, error))
  }
})

async function run(request: ToStrategyWorker & { readonly kind: 'run' }): Promise<void> {
  const { run, source, asked } = request
  if (compiled?.source !== source)
    compiled = { source, compilation: compileText(source, libraries) }
  const { program, module } = compiled.compilation
  if (program === undefined) return answer({ kind: 'mistakes', run })
  if (module === undefined) return answer({ kind: 'library', run })
  if (prices === undefined) return
  const read = runSettings(module, asked, prices.symbol, prices)
  if ('problems' in read) {
    const { parameters } = module.meta
    return answer({ kind: 'refused', run, parameters, ...read })
  }
  const { rates } = read.settings
  const steps = runSteps(module, read.settings, { ...prices, ...(rates && { rates }) })
  let began = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) {
      const { bars: _, finer: __, rates: ___, result, plots, ...rest } = step.value
      const { trades, open } = result
      // A copy is sent: the run may be asked about.
      const equity = result.equity.slice()
      ran = { run, compilation: compiled.compilation, report: step.value }
      const shown = { ...rest, plots, result: { equity, trades, open } }
      const buffers = [...plots, equity].map((column) => column.buffer as ArrayBuffer)
      return answer({ kind: 'ran', run, shown }, [...new Set(buffers)])
    }
    if (performance.now() - began > SLICE_MS) {
      await newerMessages()
      if (run !== latest) return
      answer({ kind: 'progress', run, done: step.value })
      began = performance.now()
    }
  }
}

async function why({ run, bar }: ToStrategyWorker & { readonly kind: 'why' }): Promise<void> {
  if (ran?.run !== run) return
  const { program, source } = ran.compilation
  answer({ kind: 'why', run, why: whyAt(program!, source, ran.report, bar) })
}

function failed(run: number, error: unknown): void {
  if (error instanceof ExternFailure) {
    const { parameters = [] } = compiled?.compilation.module?.meta ?? {}
    const { message } = error
    answer({ kind: 'refused', run, parameters, problems: [message], missing: { series: [] } })
    return
  }
  const message = error instanceof Error ? error.message : String(error)
  answer({ kind: 'failed', run, message })
}

const turn = new MessageChannel()

/** Lets the messages that wait come first; a timer would wait for four milliseconds. */
function newerMessages(): Promise<void> {
  return new Promise((resolve) => {
    turn.port1.onmessage = () => resolve()
    turn.port2.postMessage(undefined)
  })
}

function answer(message: FromStrategyWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer })
}
