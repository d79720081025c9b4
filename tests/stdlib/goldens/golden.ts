import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Columns } from '../plotted.ts'

/** Results of other implementations, beside the project; absent in a plain clone. */
const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const FOLDER = 'goldens/indicators'

export const GOLDENS_PRESENT = existsSync(DATA + FOLDER)

/** What other implementations published about one set of bars. */
export interface Golden {
  readonly columns: Columns
  /** One value a bar, null where nothing is said, by output; the tolerance that goes with it. */
  readonly outputs: ReadonlyMap<string, Expected>
}

export interface Expected {
  readonly values: Series
  readonly tolerance: Tolerance
}

/** Absolute, or relative to the value where that is above 1. */
export type Tolerance =
  | { readonly kind: 'absolute'; readonly most: number }
  | { readonly kind: 'relative'; readonly most: number }

/** How the bars of a golden are to be read. */
export interface Reading {
  /** A second instrument, by file, whose close takes the place of the open. */
  readonly second?: string
  /** Another input takes the place of a column: `{ close: 'volume' }`. */
  readonly columns?: Readonly<Record<string, string>>
  /** This column is 1 on the first bar of each so many minutes, and 0 on others. */
  readonly begins?: {
    readonly minutes: number
    /** Minutes after midnight UTC. */
    readonly from: number
    readonly column: 'open' | 'volume'
  }
}

type Series = readonly (number | null)[]

interface GoldenFile {
  readonly input: {
    readonly ref?: string
    readonly firstRows?: number
    readonly inline?: Inputs
  }
  readonly align?: 'row' | 'tail'
  readonly tolerance?: number | string
  readonly outputs?: Readonly<Record<string, Series>>
  /** TA-Lib and TTR: many functions in one file. */
  readonly functions?: readonly GoldenFunction[]
  /** Wilder's book: some bars only. */
  readonly expected?: readonly { readonly bar: number; readonly value: number }[]
}

interface GoldenFunction {
  readonly func: string
  readonly params: Readonly<Record<string, number>> | readonly never[]
  readonly begin?: number
  readonly outputs?: Readonly<Record<string, Series>>
  /** Bar and value of candlestick patterns; 0 on all other bars from `begin` on. */
  readonly hits?: readonly (readonly [number, number])[]
}

type Inputs = Readonly<Record<string, readonly (number | string)[]>>

/** Names of all files, without extension, in order; empty where the goldens are absent. */
export function goldenNames(): readonly string[] {
  if (!GOLDENS_PRESENT) return []
  return readdirSync(DATA + FOLDER)
    .map((name) => name.replace(/\.json(\.gz)?$/, ''))
    .sort()
}

/** The text of a golden that is in no common form (regression tables, cases), as it stands. */
export function goldenJson(id: string): unknown {
  const path = `${FOLDER}/${id}.json`
  return JSON.parse(existsSync(DATA + path) ? readText(path) : readText(`${path}.gz`))
}

/** Outputs of a file of functions are named `RSI(14).outReal`, name and parameters first. */
export function golden(id: string, reading: Reading = {}): Golden {
  const file = goldenJson(id) as GoldenFile
  const { rows, ...columns } = columnsOf(file, reading)
  const length = columns.close.length
  const placed = (values: Series, begin: number, tolerance: Tolerance): Expected => {
    const all = rows === undefined ? values : rows.map((row) => values[row]!)
    return { tolerance, values: Array.from({ length }, (_, i) => all[i - begin] ?? null) }
  }
  const outputs = new Map<string, Expected>()
  const own = toleranceOf(file)
  for (const [name, values] of Object.entries(file.outputs ?? {})) {
    const begin = file.align === 'tail' ? length - values.length : 0
    outputs.set(name, placed(values, begin, own))
  }
  for (const one of file.functions ?? []) {
    const call = `${one.func}(${Object.values(one.params).join(',')})`
    for (const [name, values] of Object.entries(one.outputs ?? hitsOf(one, length))) {
      outputs.set(`${call}.${name}`, placed(values, one.begin ?? 0, own))
    }
  }
  if (file.expected !== undefined) {
    const values: (number | null)[] = Array.from({ length }, () => null)
    for (const { bar, value } of file.expected) values[bar] = value
    outputs.set('expected', placed(values, 0, own))
  }
  return { columns, outputs }
}

/** What is printed to twelve digits is right relative to its size. */
function toleranceOf({ tolerance }: GoldenFile): Tolerance {
  return typeof tolerance === 'number'
    ? { kind: 'absolute', most: tolerance }
    : { kind: 'relative', most: 1e-9 }
}

function hitsOf({ hits, begin = 0 }: GoldenFunction, length: number): Record<string, Series> {
  const values = Array.from({ length: length - begin }, () => 0)
  for (const [row, value] of hits ?? []) values[row - begin] = value
  return { hits: values }
}

/** The bars, and of a file of pairs the rows that the outputs are read from. */
function columnsOf(
  { input }: GoldenFile,
  reading: Reading,
): Columns & { readonly rows?: readonly number[] } {
  const given = firstRows(input.inline ?? readCsv(input.ref!), input.firstRows)
  const pairs = pairsOf(given)
  if (pairs !== undefined) return pairs
  const { close, ...columns } = barsOf(given, reading)
  if (close === undefined) throw new Error('an input without closes')
  const second = reading.second === undefined ? {} : { open: secondClose(reading.second, close) }
  return { ...columns, close, ...second, ...beginsOf(given, reading) }
}

function barsOf(given: Inputs, { columns = {} }: Reading): Partial<Columns> {
  const names = ['open', 'high', 'low', 'close', 'volume'] as const
  const found = names.flatMap((name) => {
    const column = given[columns[name] ?? name]
    return column === undefined ? [] : [[name, column.map(Number)] as const]
  })
  const bars: Partial<Columns> = Object.fromEntries(found)
  const only = given.real ?? given.real0 ?? given.high ?? given.volume
  const second = given.real1 === undefined ? {} : { open: given.real1.map(Number) }
  return bars.close !== undefined || only === undefined
    ? bars
    : { ...bars, ...second, close: only.map(Number) }
}

function secondClose(path: string, close: readonly number[]): readonly number[] {
  return readCsv(path).close!.slice(0, close.length).map(Number)
}

/** Two symbols by turns: the close is the first one's, the open the second one's close. */
function pairsOf(given: Inputs): (Columns & { readonly rows: readonly number[] }) | undefined {
  const { symbol, close } = given
  if (symbol === undefined || close === undefined) return undefined
  const rowsOf = (which: 0 | 1) => symbol.flatMap((name, i) => (name === symbol[which] ? [i] : []))
  const closes = (which: 0 | 1) => rowsOf(which).map((row) => Number(close[row]))
  return { close: closes(0), open: closes(1), rows: rowsOf(1) }
}

function beginsOf(given: Inputs, { begins }: Reading): Partial<Columns> {
  if (begins === undefined) return {}
  const { minutes, from } = begins
  const period = given.time!.map((time) => Math.floor((Number(time) / 60 - from) / minutes))
  const flags = period.map((one, i) => (i > 0 && one !== period[i - 1] ? 1 : 0))
  return { [begins.column]: flags }
}

function firstRows(inputs: Inputs, rows: number | undefined): Inputs {
  if (rows === undefined) return inputs
  return Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [name, values.slice(0, rows)]),
  )
}

function readCsv(path: string): Inputs {
  const [header = '', ...rows] = readText(path).trim().split(/\r?\n/)
  const cells = rows.map((row) => row.split(','))
  const names = header.toLowerCase().split(',')
  return Object.fromEntries(names.map((name, at) => [name, cells.map((row) => row[at] ?? '')]))
}

function readText(path: string): string {
  const bytes = readFileSync(DATA + path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
