import type { StrategyModule } from '../../stdlib/module.ts'
import { compileText } from '../pipeline/compile-text.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { librariesBeside } from './libraries-beside.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import type { Terminal } from './terminal.ts'

/** A strategy that can run, and the text that it was compiled from. */
export interface ReadModule {
  readonly module: StrategyModule
  readonly path: string
  readonly text: string
  /** The JavaScript that runs. */
  readonly program: string
}

/** The strategy in a file, or the exit code once it was said why there is none. */
export function readModule(path: string, terminal: Terminal): ReadModule | ExitCode {
  const read = readStrategy(path)
  if ('problem' in read) {
    terminal.err(`${read.problem}\n`)
    return EXIT.usage
  }
  const compilation = compileText(read.text, librariesBeside(path, read.text))
  terminal.err(renderAll(compilation, path, terminal.errColour))
  const { module, program, compiled } = compilation
  if (module !== undefined && compiled !== undefined)
    return { module, path, text: read.text, program: compiled.javascript }
  if (program === undefined) return EXIT.mistakes
  terminal.err(`${path} is a library: there is nothing to run. Run a strategy that uses it.\n`)
  return EXIT.usage
}
