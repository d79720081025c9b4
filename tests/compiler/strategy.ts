import { type Compiled, compile } from '../../compiler/compile.ts'
import { type InterpretedModule, interpret } from '../../compiler/interpret/interpret.ts'
import { load } from '../../compiler/load.ts'
import { check } from '../../language/check/check.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import { parse } from '../../language/syntax/parse.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import type { StrategyModule } from '../../stdlib/module.ts'

/** One source text, taken all the way. */
export interface Strategy {
  readonly source: string
  readonly program: TypedProgram
  readonly compiled: Compiled
  readonly module: StrategyModule
  readonly interpreted: InterpretedModule
}

/** Compiles a source that must be without mistakes. */
export function strategyOf(source: string): Strategy {
  const program = programOf(source)
  const compiled = compile(program, source)
  return {
    source,
    program,
    compiled,
    module: load(compiled.javascript),
    interpreted: interpret(program, source),
  }
}

/** Parses and checks a source that must be without mistakes. */
export function programOf(source: string): TypedProgram {
  const { tree, diagnostics } = parse(source)
  const checked = check(tree, source, BUILTINS)
  const messages = [...diagnostics, ...checked.diagnostics].map(({ message }) => message)
  if (checked.program === undefined) throw new Error(messages.join('\n'))
  return checked.program
}

/** The parameters' own values. */
export function defaults({ meta }: StrategyModule): Float64Array {
  return Float64Array.from(meta.parameters, ({ value }) => value)
}
