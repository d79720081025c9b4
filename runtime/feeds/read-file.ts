import {
  bytePieces,
  type DataFile,
  dataFile,
  filePieces,
  type Pieces,
  unreadable,
} from './data-file.ts'
import type { FeedResult, Format } from './format.ts'
import { csv } from './formats/csv.ts'
import { ibJson } from './formats/ib-json.ts'
import { lean } from './formats/lean.ts'
import { metaTrader } from './formats/meta-trader.ts'
import { ninjaTrader } from './formats/ninja-trader.ts'
import { parquet } from './formats/parquet.ts'
import { stooq } from './formats/stooq.ts'
import { tradingView } from './formats/trading-view.ts'
import { yahoo } from './formats/yahoo.ts'
import type { FeedOptions } from './options.ts'

/** The first that recognises a file reads it; the last one takes every text. */
const FORMATS: readonly Format[] = [
  parquet,
  lean,
  ibJson,
  ninjaTrader,
  metaTrader,
  stooq,
  tradingView,
  yahoo,
  csv,
]

/**
 * Reads a file of prices, plain or gzipped, of whatever format: tables of text piece by piece, so
 * that they take no more room than their bars. Whatever may be wrong with it is a value, never
 * thrown.
 */
export async function readFile(path: string, options: FeedOptions = {}): Promise<FeedResult> {
  try {
    return await readPieces(path, filePieces(path), options)
  } catch (error) {
    return unreadable(error)
  }
}

/** As `readFile`, of what lies in the memory; the path only names it. */
export async function readBytes(
  path: string,
  bytes: Uint8Array,
  options: FeedOptions = {},
): Promise<FeedResult> {
  return readPieces(path, bytePieces(bytes), options)
}

async function readPieces(path: string, pieces: Pieces, options: FeedOptions): Promise<FeedResult> {
  const file = dataFile(path, pieces)
  if ('kind' in file) return file
  return formatOf(file).read(file, options)
}

function formatOf(file: DataFile): Format {
  return FORMATS.find((format) => format.recognises(file)) ?? csv
}
