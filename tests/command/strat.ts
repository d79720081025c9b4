import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { ExitCode } from '../../editor/cli/exit-code.ts'
import { main } from '../../editor/cli/main.ts'
import type { Terminal } from '../../editor/cli/terminal.ts'

/** The project's root, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export const SAMPLES = ['sma_crossover', 'rsi_reversion', 'three_down_days', 'minute_cross'].map(
  (name) => `${ROOT}strategies/${name}.strat`,
)

export interface Answer {
  readonly code: ExitCode
  readonly out: string
  readonly err: string
}

/** Runs the command in this process, as on a terminal without colours that nobody watches. */
export async function strat(...args: readonly string[]): Promise<Answer> {
  return stratOn({}, ...args)
}

/** The same, with a text that comes in. */
export async function stratFed(input: string, ...args: readonly string[]): Promise<Answer> {
  return stratOn({ input: async () => input }, ...args)
}

/** The same, on a terminal that differs in this. */
export async function stratOn(
  terminal: Partial<Terminal>,
  ...args: readonly string[]
): Promise<Answer> {
  let out = ''
  let err = ''
  const code = await main(args, {
    ...SILENT,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    ...terminal,
  })
  return { code, out, err }
}

const SILENT: Terminal = {
  out: () => {},
  err: () => {},
  outColour: false,
  errColour: false,
  watched: false,
  columns: 100,
  debug: false,
  onStop: () => () => {},
  input: async () => '',
  onEnter: () => () => {},
}

/** A command that goes on until it is stopped. */
export interface Watching {
  /** Resolves once `out` has the text behind what was waited for before. */
  readonly until: (text: string) => Promise<void>
  readonly stop: () => void
  readonly code: Promise<ExitCode>
}

/** Runs a command in this process that watches for something. */
export function stratWatching(...args: readonly string[]): Watching {
  let out = ''
  let look = (): void => {}
  let stop = (): void => {}
  let from = 0
  const code = main(args, {
    ...SILENT,
    out: (text) => {
      out += text
      look()
    },
    onStop: (stopped) => {
      stop = stopped
      return () => {}
    },
  })
  return {
    until: (text) =>
      new Promise((resolve) => {
        look = () => {
          const at = out.indexOf(text, from)
          if (at < 0) return
          from = at + text.length
          resolve()
        }
        look()
      }),
    stop: () => stop(),
    code,
  }
}

/** A folder of the test's own, with a space in its name, gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'strat test '))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Writes a file into a folder of the test's own and gives its path. */
export function file(name: string, text: string, inside: string = folder()): string {
  const path = join(inside, name)
  writeFileSync(path, text)
  return path
}
