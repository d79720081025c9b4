import type { GivenSeries } from '../../runtime/calendar/bar-clocks.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { AskedRun } from '../pipeline/run-settings.ts'
import { readSeriesBytes, seriesBytes } from '../pipeline/series-bytes.ts'

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
  readonly series: {
    readonly label: string
    readonly symbol: string
    readonly timezone: string
    readonly interval: string | null
    readonly notes: readonly string[]
  }
}

/** A request as it goes down the pipe: its words as one line of JSON, then the bars. */
export function runRequestBytes({ bars, beside, ...words }: RunRequest): readonly Uint8Array[] {
  const series = [bars, ...beside.map((one) => one.bars)].map(seriesBytes)
  const head: Head = {
    ...words,
    beside: beside.map(({ bars: _, ...named }) => named),
    lengths: series.map(({ length }) => length),
  }
  return [Buffer.from(`${JSON.stringify(head)}\n`), ...series]
}

/** A request's words, and how many bytes each of its series has: its own, then those beside. */
interface Head extends Omit<RunRequest, 'bars' | 'beside'> {
  readonly beside: readonly Omit<GivenSeries, 'bars'>[]
  readonly lengths: readonly number[]
}

/** The same read back. Throws for what the server did not write. */
export function readRunRequest(bytes: Buffer): RunRequest {
  const end = bytes.indexOf('\n')
  const { lengths, beside, ...words } = JSON.parse(bytes.toString('utf8', 0, end)) as Head
  let at = end + 1
  const [bars, ...others] = lengths.map((length) => {
    const series = readSeriesBytes(Uint8Array.from(bytes.subarray(at, at + length)).buffer)
    if ('problem' in series) throw new Error(series.problem)
    at += length
    return series.bars
  })
  return { ...words, bars: bars!, beside: beside.map((one, k) => ({ ...one, bars: others[k]! })) }
}
