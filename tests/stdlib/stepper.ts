import type { Primitive, State, StepText, Window } from '../../stdlib/builtin.ts'
import { MATH } from '../../stdlib/math.ts'

/** One running primitive, under the house rules of `Primitive`. */
export interface Stepper {
  /** The result of one tick; NaN is unknown. */
  tick(inputs: readonly number[]): number
  /** All it remembers, copied. */
  snapshot(): Memory
}

export interface Memory {
  readonly state: State
  /** First inputs of the stepped ticks, oldest first. */
  readonly history: readonly number[]
}

type Step = (state: State, w: Window, inputs: readonly number[]) => number

/** Steps by the primitive's own function, from the start or from a snapshot. */
export function byFunction(
  primitive: Primitive,
  params: readonly number[],
  memory?: Memory,
): Stepper {
  const call = primitive.step as (...args: unknown[]) => number
  return stepper(primitive, params, memory, (state, w, inputs) => {
    const own = primitive.state === undefined ? [] : [state]
    const look = primitive.window === undefined ? [] : [w]
    return call(...own, ...look, ...inputs, ...params)
  })
}

/** Steps by the generated text, put together much as the compiler does. */
export function byText(
  primitive: Primitive,
  text: StepText,
  params: readonly number[],
  memory?: Memory,
): Stepper {
  const plain = (code: string) =>
    code
      .replaceAll(/\$state\.(\w+)\$/g, 'state.$1')
      .replaceAll('$w($', 'w(')
      .replaceAll('$)$', ')')
      .replaceAll(/\$(\w+)\$/g, 'v_$1')
  const names = text.parameters.map((name) => `v_${name}`)
  const code = `${plain(text.body)}\nreturn ${plain(text.result)}`
  const call = new Function('math', 'state', 'w', ...names, code)
  return stepper(primitive, params, memory, (state, w, inputs) =>
    call(MATH, state, w, ...inputs, ...params),
  )
}

/** Whole inputs to whole output. */
export function runAll(stepping: Stepper, inputs: readonly (readonly number[])[]): number[] {
  const length = inputs[0]?.length ?? 0
  return Array.from({ length }, (_, i) => stepping.tick(inputs.map((column) => column[i]!)))
}

function stepper(
  primitive: Primitive,
  params: readonly number[],
  memory: Memory | undefined,
  step: Step,
): Stepper {
  const state = structuredClone(memory?.state ?? primitive.state?.(...params) ?? {})
  const history = [...(memory?.history ?? [])]
  const reach = primitive.window?.(...params) ?? 0
  const warmup = primitive.warmup(...params)
  const w: Window = (ticksAgo) => {
    if (!Number.isInteger(ticksAgo) || ticksAgo < 0 || ticksAgo > reach) {
      throw new Error(`${primitive.name} looks back ${ticksAgo} ticks, its window is ${reach}`)
    }
    return history.at(-1 - ticksAgo) ?? 0
  }
  return {
    tick(inputs) {
      if (inputs.some((value) => Number.isNaN(value))) return Number.NaN
      history.push(inputs[0]!)
      const result = step(state, w, inputs)
      return history.length > warmup && Number.isFinite(result) ? result : Number.NaN
    },
    snapshot: () => ({ state: structuredClone(state), history: [...history] }),
  }
}
