import { compile } from '../../compiler/compile.ts'
import { load } from '../../compiler/load.ts'
import { checkText } from '../../editor/pipeline/check-text.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'

/** Columns by name. What is not given: open, high and low are the close, volume is 1. */
export interface Columns {
  readonly open?: readonly number[]
  readonly high?: readonly number[]
  readonly low?: readonly number[]
  readonly close: readonly number[]
  readonly volume?: readonly number[]
}

/** The values of a Strat expression over bars; NaN is unknown. */
export function plotted(expression: string, columns: Columns): readonly number[] {
  return plottedAll([expression], columns)[0]!
}

/** The values of each of these Strat expressions over bars; NaN is unknown. */
export function plottedAll(
  expressions: readonly string[],
  columns: Columns,
): readonly (readonly number[])[] {
  const plots = expressions.map((expression) => `plot ${expression}\n`)
  const source = `strategy "plotted"\ntimeframe 1d\n${plots.join('')}`
  const { program, diagnostics } = checkText(source)
  if (program === undefined) {
    const said = diagnostics.map(({ message, span }) => {
      const line = source.slice(0, span.start).split('\n').at(-1) ?? ''
      return `${line}${source.slice(span.start, span.end)}: ${message}`
    })
    throw new Error(said.join('\n'))
  }
  return plottedOf(program, source, columns)
}

/** The plots of a checked program without parameters, by its kernels. */
export function plottedOf(
  program: TypedProgram,
  source: string,
  columns: Columns,
): readonly (readonly number[])[] {
  const bars = barsOf(columns)
  const run = load(compile(program, source).javascript).bind(new Float64Array(), bars, MATH)
  run.advancePlots(0, bars.length)
  return run.plots.map((column) => [...column.subarray(0, bars.length)])
}

/** Bars a session of made-up bars. */
export const SESSION_BARS = 5

/** A bar a day from these columns; a calendar that has five of them in a session. */
export function barsOf(columns: Columns): Bars {
  const { close } = columns
  const [day, first] = [new Float64Array(close.length), new Float64Array(close.length)]
  const sessions = { day, is_first_bar_of_day: first }
  const bars = { ...emptyBars(close.length), length: close.length, sessions }
  for (let i = 0; i < close.length; i++) {
    bars.time[i] = i * 86_400_000
    day[i] = Math.floor(i / SESSION_BARS) * 86_400_000
    first[i] = i % SESSION_BARS === 0 ? 1 : 0
    bars.open[i] = (columns.open ?? close)[i]!
    bars.high[i] = (columns.high ?? close)[i]!
    bars.low[i] = (columns.low ?? close)[i]!
    bars.close[i] = close[i]!
    bars.volume[i] = columns.volume?.[i] ?? 1
  }
  return bars
}
