import type { Primitive } from '../../stdlib/builtin.ts'
import type { ExternStep, Externs } from '../../stdlib/extern.ts'
import { primitive } from '../primitives.ts'
import { asTruth, finite, type Value } from './logic.ts'

/** Steps forward: a tick's inputs in, the result there out. */
export type Machine = (inputs: readonly number[]) => Value

/** What is asked of a primitive and of an extern alike, for its constant arguments. */
interface Steps {
  readonly isBool: boolean
  readonly warmup: number
  /** The raw result of one step. */
  readonly next: (inputs: readonly number[]) => number
}

/**
 * The primitive, or extern, of a name before its first tick. A tick with an unknown input is no
 * step, and the first steps of its warm-up have no result.
 */
export function machine(externs: Externs, name: string, params: readonly number[]): Machine {
  // Values of the first input at the ticks that were stepped.
  const stepped: number[] = []
  const extern = externs[name]
  const { isBool, warmup, next } =
    extern === undefined
      ? primitiveSteps(primitive(name), params, stepped)
      : externSteps(extern, params)
  return (inputs) => {
    let result = Number.NaN
    if (!inputs.some(Number.isNaN)) {
      stepped.push(inputs[0] ?? Number.NaN)
      const raw = next(inputs)
      if (stepped.length > warmup) result = finite(raw)
    }
    return isBool ? asTruth(result) : result
  }
}

function externSteps(extern: ExternStep, params: readonly number[]): Steps {
  const { isBool } = extern
  const step = extern.start(...params)
  return { isBool, warmup: extern.warmup(...params), next: (inputs) => step(...inputs) }
}

function primitiveSteps(
  { state, window, warmup, result, step }: Primitive,
  params: readonly number[],
  stepped: readonly number[],
): Steps {
  const back = (ticksAgo: number) => stepped[stepped.length - 1 - ticksAgo] ?? 0
  const first = [...(state ? [state(...params)] : []), ...(window ? [back] : [])]
  return {
    isBool: 'bool' in result,
    warmup: warmup(...params),
    next: (inputs) => step(...([...first, ...inputs, ...params] as never[])),
  }
}
