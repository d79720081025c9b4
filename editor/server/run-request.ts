import type { GivenSeries } from '../../runtime/calendar/bar-clocks.ts'
import type { PairBars } from '../../runtime/calendar/rates-beside.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { AskedRun } from '../pipeline/run-settings.ts'
import { readSeriesBytes, seriesBytes } from '../pipeline/series-bytes.ts'
import type { GivenFiner } from '../pipeline/strategy-bars.ts'

/** What the run's process is given. */
export interface RunRequest {
  /** The strategy's text. */
  readonly source: string
  /** What it imports: paths and texts. */
  readonly libraries: readonly (readonly [path: string, text: string])[]
  readonly asked: AskedRun
  readonly bars: Bars
  /** What the strategy may read beside its own bars. */
  readonly beside: readonly GivenSeries[]
  /** Pairs of currencies with the account's. */
  readonly pairs: readonly PairBars[]
  readonly finer?: GivenFiner
  readonly series: {
    readonly label: string
    readonly symbol: string
    readonly timezone: string
    readonly interval: string | null
    readonly notes: readonly string[]
  }
}

/** A request as it goes down the pipe: its words as one line of JSON, then the bars. */
export function runRequestBytes({ bars, ...words }: RunRequest): readonly Uint8Array[] {
  const { beside, pairs, finer } = words
  const others = [...beside, ...pairs, ...(finer ? [finer] : [])]
  const series = [bars, ...others.map((one) => one.bars)].map(seriesBytes)
  const head: Head = { ...words, lengths: series.map(({ length }) => length) }
  const text = JSON.stringify(head, (key, value) => (key === 'bars' ? undefined : value))
  return [Buffer.from(`${text}\n`), ...series]
}

/** A request's words, and how many bytes each of its series has: its own, then the others in order. */
interface Head extends Omit<RunRequest, 'bars'> {
  readonly lengths: readonly number[]
}

/** The same read back. Throws for what the server did not write. */
export function readRunRequest(bytes: Buffer): RunRequest {
  const end = bytes.indexOf('\n')
  const { lengths, ...words } = JSON.parse(bytes.toString('utf8', 0, end)) as Head
  let at = end + 1
  const series = lengths.map((length) => {
    const read = readSeriesBytes(Uint8Array.from(bytes.subarray(at, at + length)).buffer)
    if ('problem' in read) throw new Error(read.problem)
    at += length
    return read.bars
  })
  let next = 0
  const withBars = <Named>(named: Named) => ({ ...named, bars: series[next++]! })
  const { bars } = withBars({})
  const beside = words.beside.map(withBars)
  const pairs = words.pairs.map(withBars)
  const finer = words.finer && { finer: withBars(words.finer) }
  return { ...words, bars, beside, pairs, ...finer }
}
