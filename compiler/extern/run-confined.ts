import type { ExternFactory, ExternValue } from '../../stdlib/extern.ts'
import { MATH } from '../../stdlib/math.ts'
import { HIDDEN } from '../load.ts'
import { type Confined, GLOBALS } from './confine.ts'
import { EXACT } from './run-package.ts'

interface Declared {
  create(...params: number[]): { step?: (...inputs: number[]) => ExternValue } | undefined
}

/**
 * The functions of a user's extern. Each machine is of a module of its own, so that none sees what
 * another has kept; a step that fails has no result, and `failed` is told of it.
 */
export function runConfined(
  { javascript, names }: Confined,
  functions: Iterable<string>,
  failed: (error: unknown) => void = () => {},
): Readonly<Record<string, ExternFactory>> {
  const exported = [...functions]
  // All names that it might find outside are bound to nothing; what it declares lies within.
  const outside = [...new Set([...names, ...HIDDEN])].filter((name) => !GLOBALS.includes(name))
  const body = `"use strict"\nreturn (() => {\n${javascript}\nreturn { ${exported.join(', ')} }\n})()`
  const make = new Function('Math', 'math', ...outside, body)
  /** What it came to, nothing where it failed: that is unknown, as a division by zero is. */
  const attempted = <Result>(work: () => Result): Result | undefined => {
    try {
      return work()
    } catch (error) {
      failed(error)
      return undefined
    }
  }
  const factory = (name: string): ExternFactory => {
    return (...params) => {
      const step = attempted(() => {
        const module = make(EXACT, MATH) as Readonly<Record<string, Declared>>
        return module[name]!.create(...params)?.step
      })
      return (...inputs) => attempted(() => step?.(...inputs))
    }
  }
  return Object.fromEntries(exported.map((name) => [name, factory(name)]))
}
