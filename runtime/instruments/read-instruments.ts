import { readFileSync } from 'node:fs'
import type { Instrument, ReadInstruments } from './instruments.ts'

/** What is read when no other file is named. */
const INSTRUMENTS_FILE = 'instruments.yaml'

/**
 * Reads the instruments file: a YAML mapping of symbols. Without a path it is `instruments.yaml` of
 * the working directory, which need not be there; what parses it is loaded where there is one.
 */
export async function readInstruments(path?: string): Promise<ReadInstruments> {
  const file = path ?? INSTRUMENTS_FILE
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (path === undefined && code === 'ENOENT') return { kind: 'ok', instruments: new Map() }
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    return { kind: 'refused', problems: [`${file}: ${reason}`] }
  }
  const { parseInstruments } = await import('./instruments.ts')
  return parseInstruments(text, file)
}

/** The instrument of a symbol, letters large or small. */
export function instrumentOf(
  instruments: ReadonlyMap<string, Instrument>,
  symbol: string,
): Instrument | undefined {
  const wanted = symbol.toLowerCase()
  return [...instruments].find(([name]) => name.toLowerCase() === wanted)?.[1]
}
