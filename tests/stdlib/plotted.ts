import { interpret } from '../../compiler/interpret/interpret.ts'
import { checkText } from '../../editor/pipeline/check-text.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'

/** Columns by name. What is not given: open, high and low are the close, volume is 1. */
export interface Columns {
  readonly open?: readonly number[]
  readonly high?: readonly number[]
  readonly low?: readonly number[]
  readonly close: readonly number[]
  readonly volume?: readonly number[]
}

/** The values of a Strat expression over bars, by the reference interpreter; NaN is unknown. */
export function plotted(expression: string, columns: Columns): readonly number[] {
  const source = `strategy "plotted"\ntimeframe 1d\nplot ${expression}\n`
  const { program, diagnostics } = checkText(source)
  if (program === undefined) {
    throw new Error(`${expression}: ${diagnostics.map(({ message }) => message).join('; ')}`)
  }
  const bars = barsOf(columns)
  const run = interpret(program, source).bind(new Float64Array(), bars)
  run.advancePlots(0, bars.length)
  return [...run.plots[0]!]
}

function barsOf(columns: Columns): Bars {
  const { close } = columns
  const bars = { ...emptyBars(close.length), length: close.length }
  for (let i = 0; i < close.length; i++) {
    bars.time[i] = i * 86_400_000
    bars.open[i] = (columns.open ?? close)[i]!
    bars.high[i] = (columns.high ?? close)[i]!
    bars.low[i] = (columns.low ?? close)[i]!
    bars.close[i] = close[i]!
    bars.volume[i] = columns.volume?.[i] ?? 1
  }
  return bars
}
