import { parameterText } from '../../runtime/report/words.ts'
import { MATH } from '../../stdlib/math.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { compileText } from '../pipeline/compile-text.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import type { Terminal } from './terminal.ts'

/** A strategy that can run, and the text that it was compiled from. */
export interface ReadModule {
  readonly module: StrategyModule
  readonly text: string
}

/** The strategy in a file, or the exit code once it was said why there is none. */
export function readModule(path: string, terminal: Terminal): ReadModule | ExitCode {
  const read = readStrategy(path)
  if ('problem' in read) {
    terminal.err(`${read.problem}\n`)
    return EXIT.usage
  }
  const compilation = compileText(read.text)
  terminal.err(renderAll(compilation, path, terminal.errColour))
  const { module, program } = compilation
  if (module !== undefined) return { module, text: read.text }
  if (program === undefined) return EXIT.mistakes
  terminal.err(`${path} is a library: there is nothing to run. Run a strategy that uses it.\n`)
  return EXIT.usage
}

/** What the strategy requires of its parameters and these do not fulfil, a sentence each. */
export function brokenRequires(module: StrategyModule, parameters: Float64Array): string[] {
  const values = module.meta.parameters.map(
    (parameter, index) =>
      `${parameter.name} = ${parameterText(parameter, parameters[index] ?? Number.NaN)}`,
  )
  return module
    .broken(parameters, MATH)
    .map((text) => `The strategy requires ${text}, which does not hold for ${values.join(', ')}.`)
}
