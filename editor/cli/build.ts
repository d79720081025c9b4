import { basename, dirname, extname, join } from 'node:path'
import { compileText } from '../pipeline/compile-text.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { librariesBeside } from './libraries-beside.ts'
import { readStrategy, renderAll } from './strategy-file.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

/**
 * `strat build`: NAME.ts for people, NAME.js with NAME.js.map for machines. The same source gives
 * the same bytes on every machine; its hash is printed and stands in what is built.
 */
export async function buildCommand(
  path: string,
  flags: { readonly out?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const read = readStrategy(path)
  if ('problem' in read) {
    terminal.err(`${read.problem}\n`)
    return EXIT.usage
  }
  const compilation = compileText(read.text, librariesBeside(path, read.text))
  terminal.err(renderAll(compilation, path, terminal.errColour))
  const { program, compiled } = compilation
  if (compiled === undefined) {
    if (program === undefined) return EXIT.mistakes
    terminal.err(
      `${path} is a library: there is nothing to build. Build a strategy that uses it.\n`,
    )
    return EXIT.usage
  }

  const name = basename(path, extname(path))
  const folder = flags.out ?? join(dirname(path), 'dist')
  const files = [
    { path: join(folder, `${name}.ts`), text: compiled.typescript },
    { path: join(folder, `${name}.js.map`), text: compiled.sourceMap },
    {
      path: join(folder, `${name}.js`),
      text: `${compiled.javascript}\n//# sourceMappingURL=${name}.js.map\n`,
    },
  ]
  for (const file of files) {
    try {
      writeFile(file.path, file.text)
    } catch (error) {
      terminal.err(`${cannotWrite(file.path, error)}\n`)
      return EXIT.usage
    }
    terminal.out(`${file.path}\n`)
  }
  if (program !== undefined && program.externs.length > 0) {
    const paths = program.externs.map(({ path }) => path).join(', ')
    terminal.err(`Its bind is to be given ${paths} too, as the fourth argument.\n`)
  }
  terminal.out(`numbers kept from bar to bar: ${compiled.memory}\n`)
  terminal.out(`source sha256 ${compiled.sourceHash}\n`)
  return EXIT.ok
}
