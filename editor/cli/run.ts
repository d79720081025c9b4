import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { backtest } from '../../runtime/core/backtest.ts'
import { summarize } from '../../runtime/core/metrics/summary.ts'
import { refusalText } from '../../runtime/feeds/problem.ts'
import { jsonReport } from '../../runtime/report/json.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import { terminalReport } from '../../runtime/report/terminal.ts'
import { type LoadedBars, loadBars } from '../../runtime/store/load-bars.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { barsBetween } from './bars-between.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { progress } from './progress.ts'
import { runNotes, warmupNote } from './run-notes.ts'
import { type RunFlags, type RunSettings, readRunOptions } from './run-options.ts'
import { brokenRequires, readModule } from './strategy-module.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

/**
 * `strat run`: a strategy over a file of prices, and what came of it as text or JSON, and as a
 * page where one is asked for.
 */
export async function runCommand(
  path: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const strategy = readModule(path, terminal)
  if (typeof strategy === 'number') return strategy
  const { module } = strategy
  const read = readRunOptions(flags, module.meta)
  const problems =
    'problems' in read ? read.problems : brokenRequires(module, read.settings.parameters)
  if (problems.length > 0 || 'problems' in read) {
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }

  const { settings } = read
  const steps = progress(terminal)
  steps.step(`Reading ${settings.data}`)
  const prices = await readPrices(settings, flags.store)
  if ('problem' in prices) {
    steps.done()
    terminal.err(`${prices.problem}\n`)
    return EXIT.usage
  }
  steps.step(`Running over ${prices.bars.length.toLocaleString('en-US')} bars`)
  const report = runReport(module, settings, prices)
  if (flags.report !== undefined) {
    steps.step('Writing the report')
    const problem = await writePage(flags.report, report)
    if (problem !== undefined) {
      steps.done()
      terminal.err(`${problem}\n`)
      return EXIT.usage
    }
  }
  steps.done()
  if (flags.json === true) {
    terminal.out(jsonReport(report))
    return EXIT.ok
  }
  terminal.out(terminalReport(report, { width: terminal.columns, colour: terminal.outColour }))
  if (flags.report !== undefined) {
    const link = pathToFileURL(resolve(flags.report)).href
    terminal.out(`\nThe report is in ${flags.report}, to open in a browser: ${link}\n`)
  }
  return EXIT.ok
}

interface Prices {
  /** Those that are asked for. */
  readonly bars: Bars
  /** The whole file as it was read. */
  readonly loaded: LoadedBars & { readonly kind: 'ok' }
}

async function readPrices(
  settings: RunSettings,
  keep: boolean,
): Promise<Prices | { readonly problem: string }> {
  const { data, csv, from, to } = settings
  const loaded = await loadBars(data, { csv, ...(keep ? {} : { store: false }) })
  if (loaded.kind === 'refused') return { problem: refusalText(loaded, data) }
  const { first, last, timezone } = loaded.report
  const bars = barsBetween(loaded.bars, from, to, timezone)
  if (bars.length > 0) return { bars, loaded }
  const asked = `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10)
  return { problem: `${data} has no bars${asked}: it goes from ${day(first)} to ${day(last)}.` }
}

/** Writes the report's page; a text: why it could not. */
async function writePage(path: string, report: RunReport): Promise<string | undefined> {
  const { htmlReport } = await import('../../runtime/report/html.ts')
  const page = htmlReport(report)
  try {
    writeFile(path, page)
    return undefined
  } catch (error) {
    return cannotWrite(path, error)
  }
}

function runReport(
  module: StrategyModule,
  settings: RunSettings,
  { bars, loaded }: Prices,
): RunReport {
  const { parameters, options } = settings
  const result = backtest({ module, parameters, bars, options })
  // Plots have a state of their own: they are computed apart from the run, over all bars at once.
  const plotted = module.bind(parameters, bars, MATH)
  plotted.reserve(bars.length)
  plotted.advancePlots(0, bars.length)
  const interval = loaded.report.interval?.text ?? module.meta.timeframe
  return {
    meta: module.meta,
    parameters,
    options,
    bars,
    result,
    figures: summarize(result, bars, options.cash),
    plots: plotted.plots,
    data: settings.data,
    timezone: loaded.report.timezone,
    interval,
    notes: [
      ...runNotes(module.meta, settings, result, interval),
      ...warmupNote(plotted.gates, bars.length),
      ...loaded.report.notes,
      ...loaded.notes,
    ],
  }
}
