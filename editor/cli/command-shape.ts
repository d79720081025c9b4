import type { Command } from 'commander'
import { EXIT_CODES_HELP, type ExitCode } from './exit-code.ts'

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

/** The end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}${EXIT_CODES_HELP}`
}
