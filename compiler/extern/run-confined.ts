import { type ExternFactory, ExternFailure, type ExternValue } from '../../stdlib/extern.ts'
import { MATH } from '../../stdlib/math.ts'
import { HIDDEN } from '../load.ts'
import { type Confined, GLOBALS } from './confine.ts'
import { EXACT } from './run-package.ts'

interface Declared {
  create(...params: number[]): { step?: (...inputs: number[]) => ExternValue } | undefined
}

/** A module of its own, and what grants it so many turns of its loops. */
interface Made {
  readonly exported: Readonly<Record<string, Declared>>
  readonly grant: () => void
}

/** Turns of loops and calls in one step: a count, and no time, so that every machine ends alike. */
const MOST_TURNS = 10_000_000

/** What `make` writes above the extern's first line, and what a function's text has above that. */
const HEAD = `"use strict"\nlet __left = ${MOST_TURNS}\nconst exported = (() => {\n`
const LINES_ABOVE = HEAD.split('\n').length - 1 + 2

/**
 * The functions of a user's extern, of the file `path`. Each machine is of a module of its own, so
 * that none sees what another has kept. A step that fails, or does not end, throws an
 * `ExternFailure`; where `failed` takes it, it has no result.
 */
export function runConfined(
  path: string,
  { javascript, names }: Confined,
  functions: Iterable<string>,
  failed?: (failure: ExternFailure) => void,
): Readonly<Record<string, ExternFactory>> {
  const exported = [...functions]
  // All names that it might find outside are bound to nothing; what it declares lies within.
  const outside = [...new Set([...names, ...HIDDEN])].filter((name) => !GLOBALS.includes(name))
  const granted = `return { exported, grant: () => { __left = ${MOST_TURNS} } }`
  const body = `${HEAD}${javascript}\nreturn { ${exported.join(', ')} }\n})()\n${granted}`
  const make = new Function('Math', 'math', '__over', ...outside, body)
  const attempted = <Result>(name: string, given: string, work: () => Result) => {
    try {
      return work()
    } catch (error) {
      const failure = new ExternFailure(placeOf(path, error), name, given, error)
      if (failed === undefined) throw failure
      failed(failure)
      return undefined
    }
  }
  const factory = (name: string): ExternFactory => {
    return (...params) => {
      let grant = () => {}
      const step = attempted(name, params.join(', '), () => {
        const made = make(EXACT, MATH, over) as Made
        ;({ grant } = made)
        grant()
        return made.exported[name]!.create(...params)?.step
      })
      return (...inputs) =>
        attempted(name, inputs.join(', '), () => {
          grant()
          return step?.(...inputs)
        })
    }
  }
  return Object.fromEntries(exported.map((name) => [name, factory(name)]))
}

function over(): never {
  const most = MOST_TURNS.toLocaleString('en-US')
  throw new RangeError(`it does not end: its loops have taken ${most} turns in one bar`)
}

/** The file, and the line where that is to be told from the stack. */
function placeOf(path: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const [, line] = /(?:<anonymous>|> (?:new )?Function):(\d+):/.exec(stack) ?? []
  return line === undefined ? path : `${path}:${Number(line) - LINES_ABOVE}`
}
