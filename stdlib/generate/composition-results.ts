import type { Builtins, Composition } from '../../language/builtins.ts'
import { describeType } from '../../language/check/describe.ts'
import { horizonOf } from '../../language/check/horizon.ts'
import { evaluateWarmup, warmupText } from '../../language/check/warmup.ts'
import { checked, compositionCall, sample } from './composition-call.ts'

/** What the checker knows of one result of a builtin that is written in Strat. */
export interface CompositionResult {
  /** The field; absent where the result is no record. */
  readonly field?: string
  readonly unit: string
  /** Bars before the first value, over the parameters; `0`: none. */
  readonly warmup: string
  /** May be unknown later too, as far as can be proved. */
  readonly optional: boolean
  /** Bars until its history's begin no longer shows, with the defaults, if later than `warmup`. */
  readonly settled?: number
}

/** The results of a builtin written in Strat, called with its own parameters. */
export function compositionResults(
  composition: Composition,
  builtins: Builtins,
): readonly CompositionResult[] {
  const call = compositionCall(composition, builtins.compositions)
  // What is 0 by default counts nothing, it chooses: all that follows is of that choice.
  const counts = call.parameters.filter(({ kind, value }) => kind === 'count' && value !== '0')
  const params = counts.map(
    ({ name, value = '14' }) => `param ${name} = ${value} in ${Math.min(Number(value), 2)}..1000\n`,
  )
  const plain = `${call.name}(${sample(call.parameters, (name, value) => (value === '0' ? value : name))})`
  const fields = call.fields.length === 0 ? [undefined] : call.fields
  return fields.map((field) => {
    const value = field === undefined ? plain : `${plain}.${field}`
    const source = (rule: string) => `strategy "r"\ntimeframe 1d\n${params.join('')}${rule}\n`
    const number = checked(source(`plot ${value}`), builtins)
    const program = number ?? checked(source(`plot if ${value} then 1 else 0`), builtins)
    const plotted = program?.plots[0]?.value
    if (plotted === undefined) throw new Error(`${call.name} cannot be called as ${value}`)
    const defaults = Float64Array.from(program!.parameters, (parameter) => parameter.value)
    const settled = horizonOf(plotted, defaults, builtins)
    const later = settled > evaluateWarmup(plotted.warmup, defaults, builtins)
    const type =
      number === undefined && plotted.kind === 'if' ? plotted.condition.type : plotted.type
    return {
      ...(field === undefined ? {} : { field }),
      unit: describeType(type),
      warmup: warmupText(plotted.warmup),
      optional: plotted.optional,
      ...(later && { settled }),
    }
  })
}
