import { type Interpreted, interpret } from '../../compiler/interpret/interpret.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import { backtest } from '../../runtime/core/backtest.ts'
import type { RunInput, RunResult } from '../../runtime/core/result.ts'

/** A run, and the interpreter that it leaves behind to be asked of any expression at any bar. */
export interface InterpretedRun {
  readonly run: Interpreted
  readonly result: RunResult
}

/** A backtest on the reference interpreter, which looks at every bar. */
export function interpretedRun(
  program: TypedProgram,
  source: string,
  input: Omit<RunInput, 'module'>,
): InterpretedRun {
  const module = interpret(program, source)
  let run: Interpreted | undefined
  const result = backtest({
    ...input,
    options: { ...input.options, driver: 'visit' },
    module: {
      ...module,
      bind(parameters, bars) {
        run = module.bind(parameters, bars)
        return run
      },
    },
  })
  if (run === undefined) throw new Error('the engine bound no strategy')
  return { run, result }
}
