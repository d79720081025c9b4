import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { ExitCode } from '../../editor/cli/exit-code.ts'
import { main } from '../../editor/cli/main.ts'

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
  let out = ''
  let err = ''
  const code = await main(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    outColour: false,
    errColour: false,
    watched: false,
    columns: 100,
    debug: false,
    onStop: () => () => {},
  })
  return { code, out, err }
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
