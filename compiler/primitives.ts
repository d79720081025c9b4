import type { Primitive, StepText } from '../stdlib/builtin.ts'
import { BUILTINS } from '../stdlib/builtins.ts'
import { STEPS } from '../stdlib/generated/steps.ts'
import { CompilerError } from './assert.ts'

/** The definition of a primitive that a checked program calls. */
export function primitive(name: string): Primitive {
  const primitives: ReadonlyMap<string, Primitive> = BUILTINS.primitives
  const found = primitives.get(name)
  if (found === undefined) throw new CompilerError(`no primitive "${name}"`)
  return found
}

/** The inlinable texts of a primitive. */
export function stepText(name: string): StepText {
  const found = STEPS.get(name)
  if (found === undefined) throw new CompilerError(`no step text for "${name}"`)
  return found
}

/** Whether a primitive depends on this tick's inputs alone, whatever its params. */
export function isPure(name: string): boolean {
  const text = stepText(name)
  return text.state.length === 0 && text.window === undefined && isNeverMasked(name)
}

/** Whether the very first stepped tick has a result, whatever the params. */
export function isNeverMasked(name: string): boolean {
  return stepText(name).warmup.trim() === '0'
}
