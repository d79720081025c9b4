import type { Command } from 'commander'
import { EXIT_CODES_HELP, type ExitCode } from './exit-code.ts'
import { seriesNamed } from './series-named.ts'

/** Takes a command's exit code. */
export type Finish = (code: ExitCode) => void

/** Adds a command to the program, in the shape that all of them have. */
export function command(
  program: Command,
  name: string,
  usage: string,
  description: string,
): Command {
  return program
    .command(name)
    .usage(`${usage} [options]`.trim())
    .description(description)
    .showHelpAfterError(`(strat ${name} --help tells what there is)`)
}

/** For options that may be repeated. */
export function collect(value: string, all: readonly string[]): string[] {
  return [...all, value]
}

/** `--data`, which may be repeated: those that name their series, `SPY=FILE`, go into `series`. */
export function addData(command: Command, doc: string): Command {
  return command.option('--data <prices>', doc, (value: string, before: string | undefined) => {
    if (seriesNamed(value) === undefined) return value
    const { series = [] } = command.opts<{ series?: readonly string[] }>()
    command.setOptionValueWithSource('series', [...series, value], 'cli')
    return before
  })
}

/** The end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}${EXIT_CODES_HELP}`
}
