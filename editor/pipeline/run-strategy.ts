import { backtestSteps } from '../../runtime/core/backtest.ts'
import { type Signal, signalsAt } from '../../runtime/core/message.ts'
import { benchmarkFigures } from '../../runtime/core/metrics/benchmark-figures.ts'
import { CONVENTIONS, type MetricConventions } from '../../runtime/core/metrics/conventions.ts'
import { summarize } from '../../runtime/core/metrics/summary.ts'
import type { RunOptions, RunResult } from '../../runtime/core/result.ts'
import { finish, type Steps } from '../../runtime/core/steps.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { ModuleMeta, StrategyModule } from '../../stdlib/module.ts'
import { runNotes, warmupNote } from './run-notes.ts'
import { scenarioSteps } from './scenarios.ts'
import { type Beside, strategyBars } from './strategy-bars.ts'

/** What is run over, and what a report says of it. */
export interface RunPrices extends Beside {
  readonly bars: Bars
  /** Where the bars are from, for people. */
  readonly name: string
  /** IANA zone in which times of day are shown. */
  readonly timezone: string
  /** The bars' spacing; undefined where nobody can tell: the strategy's is taken. */
  readonly interval: string | undefined
  /** What a person must know of the prices. */
  readonly notes: readonly string[]
}

/** What of a run's settings the engine takes. */
export interface RunChoices {
  /** By index, in range, their requirements met: checked by the caller. */
  readonly parameters: Float64Array
  readonly options: RunOptions
  /** What metrics mean; ours where nothing is said. */
  readonly metrics?: MetricConventions
}

/**
 * A backtest and all that a report needs of it: the same in the command, on the server and in the
 * page.
 */
export function runStrategy(
  module: StrategyModule,
  choices: RunChoices,
  prices: RunPrices,
): RunReport {
  return finish(runSteps(module, choices, prices))
}

/** Bars of plots computed in one step. */
const PLOTTED_AT_ONCE = 16_384

/** The same in steps, each of some thousands of bars; a step tells how many are done. */
export function* runSteps(
  module: StrategyModule,
  { parameters, options, metrics = CONVENTIONS.lockstep }: RunChoices,
  prices: RunPrices,
): Steps<RunReport> {
  const { meta } = module
  const { name, timezone, interval = meta.timeframe } = prices
  const { bars, finer, notes } = strategyBars(meta, prices.bars, prices)
  const input = { module, parameters, bars, options, ...(finer && { finer }) }
  const result = yield* backtestSteps(input)
  const scenarios = result.ambiguous > 0 ? yield* scenarioSteps(input) : []
  // Plots have a state of their own: they are computed apart from the run, over all bars at once.
  const plotted = module.bind(parameters, bars, MATH)
  plotted.reserve(bars.length)
  for (let from = 0, to = 0; from < bars.length; from = to) {
    to = Math.min(bars.length, from + PLOTTED_AT_ONCE)
    plotted.advancePlots(from, to)
    yield to
  }
  const first = Math.max(options.tradeFrom ?? 0, Math.min(bars.length, ...plotted.gates))
  const { cash, instrument } = options
  const terms = { cash, conventions: metrics, multiplier: instrument.multiplier, first }
  return {
    meta,
    parameters,
    options,
    bars,
    result,
    figures: [
      ...summarize(result, bars, terms),
      ...benchmarkFigures(result, bars, { ...terms, tradeFrom: options.tradeFrom }),
    ],
    metrics,
    plots: plotted.plots,
    signals: signalsOf(meta, result, plotted.plots, instrument.symbol),
    data: name,
    timezone,
    interval,
    ...(prices.finer && { finer: prices.finer }),
    ...(prices.rates && { rates: prices.rates }),
    notes: [
      ...runNotes(meta, options, result, scenarios, interval, bars),
      ...warmupNote(plotted.gates, bars.length),
    ],
    dataNotes: [...prices.notes, ...notes],
  }
}

/** What alerts and marks said, bar by bar. */
function signalsOf(
  meta: ModuleMeta,
  { decisions }: RunResult,
  plots: readonly Float64Array[],
  symbol: string,
): readonly Signal[] {
  if (meta.rules.every(({ message }) => message === undefined)) return []
  return decisions.flatMap(({ bar, fired }) => signalsAt(meta, fired, bar, plots, symbol))
}
