import { readFileSync } from 'node:fs'
import { render } from '../../language/render.ts'
import type { Checked } from '../pipeline/check-text.ts'
import { cannotRead } from './system-message.ts'

export type Read = { readonly text: string } | { readonly problem: string }

/** The text of a strategy file, or why it cannot be read. */
export function readStrategy(path: string): Read {
  try {
    return { text: readFileSync(path, 'utf8') }
  } catch (error) {
    return { problem: cannotRead(path, error) }
  }
}

/** All diagnostics of a file as a person reads them; empty where there is none. */
export function renderAll(
  checked: Pick<Checked, 'source' | 'diagnostics'>,
  path: string,
  colour: boolean,
): string {
  return checked.diagnostics
    .map((diagnostic) => `${render(diagnostic, checked.source, path, { colour })}\n`)
    .join('\n')
}
