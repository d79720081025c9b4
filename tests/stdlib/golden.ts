import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Columns } from './plotted.ts'

/** Results of other implementations, beside the project; absent in a plain clone. */
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url))

export const GOLDENS_PRESENT = existsSync(`${DATA}goldens/indicators`)

/** One expected series, bar by bar; null where the other implementation says nothing. */
export interface Golden {
  readonly columns: Columns
  readonly expected: readonly (number | null)[]
  readonly tolerance: number
}

type Series = readonly (number | null)[]

interface GoldenFile {
  readonly input: {
    readonly ref?: string
    readonly inline?: Readonly<Record<string, readonly number[]>>
    readonly second?: string
  }
  readonly align?: 'row' | 'tail'
  readonly tolerance?: number
  readonly outputs?: Readonly<Record<string, Series>>
  /** TA-Lib and TTR: many functions in one file. */
  readonly functions?: readonly {
    readonly func: string
    readonly params: Readonly<Record<string, number>> | readonly never[]
    readonly begin?: number
    readonly outputs: Readonly<Record<string, Series>>
  }[]
}

/**
 * @param id the file's name without extension
 * @param output its output; in a file of functions `RSI(14).outReal`, name and parameters first
 * @param second a second instrument, whose close takes the place of the open
 */
export function golden(id: string, output: string, second?: string): Golden {
  const file = readGolden(id)
  const columns = columnsOf(file, second)
  const length = columns.close.length
  const { values, begin } = outputOf(file, output, id)
  const start = begin ?? (file.align === 'tail' ? length - values.length : 0)
  const expected = Array.from({ length }, (_, i) => values[i - start] ?? null)
  return { columns, expected, tolerance: file.tolerance ?? 1e-9 }
}

function outputOf(file: GoldenFile, output: string, id: string) {
  const plain = file.outputs?.[output]
  if (plain !== undefined) return { values: plain }
  const [, name, params, field] = /^(\w+)\((.*)\)\.(\w+)$/.exec(output) ?? []
  const found = file.functions?.find(
    (one) => one.func === name && Object.values(one.params).join(',') === params,
  )
  const values = found?.outputs[field!]
  if (values === undefined) throw new Error(`${id} has no output ${output}`)
  return { values, begin: found?.begin }
}

function columnsOf({ input }: GoldenFile, second: string | undefined): Columns {
  const given = input.inline ?? readCsv(input.ref!)
  const close = given.close ?? given.real
  if (close === undefined) throw new Error('an input without closes')
  const open = second === undefined ? given.open : readCsv(second).close
  const { high, low, volume } = given
  return {
    close,
    ...(open === undefined ? {} : { open: open.slice(0, close.length) }),
    ...(high === undefined ? {} : { high }),
    ...(low === undefined ? {} : { low }),
    ...(volume === undefined ? {} : { volume }),
  }
}

function readGolden(id: string): GoldenFile {
  const path = `goldens/indicators/${id}.json`
  return JSON.parse(existsSync(DATA + path) ? readText(path) : readText(`${path}.gz`))
}

function readCsv(path: string): Readonly<Record<string, readonly number[]>> {
  const [header = '', ...rows] = readText(path).trim().split(/\r?\n/)
  const cells = rows.map((row) => row.split(','))
  const names = header.toLowerCase().split(',')
  return Object.fromEntries(names.map((name, at) => [name, cells.map((row) => Number(row[at]))]))
}

function readText(path: string): string {
  const bytes = readFileSync(DATA + path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
