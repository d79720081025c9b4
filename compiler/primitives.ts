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

/** Whether a call is of an extern: its whole name has a dot, `ti.rsi`. */
export function isExternCall(name: string): boolean {
  return name.includes('.')
}

/** Whether a primitive depends on this tick's inputs alone, whatever its params. */
export function isPure(name: string): boolean {
  if (isExternCall(name)) return false
  const text = stepText(name)
  return text.state.length === 0 && text.window === undefined && isNeverMasked(name)
}

/** How far a primitive looks back, as a formula over its params. */
export function windowFormula(name: string): string | undefined {
  return isExternCall(name) ? undefined : stepText(name).window
}

/** Whether the very first stepped tick has a result, whatever the params. */
export function isNeverMasked(name: string): boolean {
  return !isExternCall(name) && stepText(name).warmup.trim() === '0'
}

/** Whether less is asked of a primitive's state once it has had a result. */
export function isSteady(name: string): boolean {
  return !isExternCall(name) && stepText(name).steady !== undefined
}
