import { reportDocument } from '../../runtime/report/json.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import { ExternFailure } from '../../stdlib/extern.ts'
import { compileText } from '../pipeline/compile-text.ts'
import { runDigest } from '../pipeline/run-digest.ts'
import { runSettings } from '../pipeline/run-settings.ts'
import { runStrategy } from '../pipeline/run-strategy.ts'
import type { RunRequest } from './run-request.ts'
import type { RunAnswer } from './runner.ts'

const MOST_TRADES = 10_000
/** Bytes that plots may take: a column each, over all bars. */
const MOST_PLOT_BYTES = 256 * 1024 * 1024

/** Compiles and runs; what the strategy or the request have wrong is an answer, too. */
export function answerRun(request: RunRequest): RunAnswer {
  const { source, libraries, asked, bars, series, beside, pairs, finer } = request
  const { diagnostics, module } = compileText(source, new Map(libraries))
  if (module === undefined) {
    const broken = diagnostics.some(({ severity }) => severity === 'error')
    const message = broken
      ? 'The strategy has mistakes.'
      : 'This is a library: there is nothing to run.'
    const hint = broken ? 'Mend what the diagnostics say.' : 'Run a strategy that uses it.'
    return refused({ code: 'mistakes', message, hint, diagnostics: [...diagnostics] })
  }
  const read = runSettings(module, asked, series.symbol, { series: beside, pairs, bars })
  if ('problems' in read) {
    const message = 'The run cannot be made as it is asked for.'
    return refused({ code: 'settings', message, problems: [...read.problems] })
  }
  if (module.meta.plots.length * bars.length * 8 > MOST_PLOT_BYTES) {
    const message = 'The plots of this strategy over so many bars do not fit into memory.'
    return refused({ code: 'memory-limit', message, hint: 'Plot less, or run over fewer bars.' })
  }
  const { label, timezone, interval, notes } = series
  const report = reportOf(() =>
    runStrategy(module, read.settings, {
      bars,
      series: beside,
      ...(finer && { finer }),
      ...(read.settings.rates && { rates: read.settings.rates }),
      name: label,
      timezone,
      interval: interval ?? undefined,
      notes,
    }),
  )
  if ('failure' in report) {
    const message = 'An extern of the strategy fails.'
    return refused({ code: 'mistakes', message, problems: [report.failure.message] })
  }
  const document = reportDocument(report)
  return {
    kind: 'ran',
    digest: runDigest(report.result),
    warnings: [...diagnostics],
    report: { ...document, trades: document.trades.slice(-MOST_TRADES) },
  }
}

/** The report, or the extern that kept it from being made. */
function reportOf(run: () => RunReport): RunReport | { readonly failure: ExternFailure } {
  try {
    return run()
  } catch (error) {
    if (error instanceof ExternFailure) return { failure: error }
    throw error
  }
}

type Refusal = (RunAnswer & { readonly kind: 'refused' })['refusal']

function refused(refusal: Omit<Refusal, 'diagnostics' | 'problems'> & Partial<Refusal>): RunAnswer {
  return { kind: 'refused', refusal: { diagnostics: [], problems: [], ...refusal } }
}
