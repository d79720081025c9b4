/** What `--data NAME=FILE` says. */
export interface NamedSeries {
  /** Absent: of the strategy's own instrument. */
  readonly symbol?: string
  /** Absent: that of the prices in the file. */
  readonly timeframe?: string
  readonly path: string
}

const NAMED =
  /^(?:(?<symbol>[A-Z][A-Z0-9.]*)(?=[ =]))? ?(?<timeframe>[1-9]\d*(?:s|m|h|d|w|mo))?=(?<path>.+)$/

/** Reads it; undefined for what is the path of a file or a symbol alone. */
export function seriesNamed(text: string): NamedSeries | undefined {
  const { symbol, timeframe, path } = NAMED.exec(text)?.groups ?? {}
  if (path === undefined || (symbol === undefined && timeframe === undefined)) return undefined
  return { path, ...(symbol && { symbol }), ...(timeframe && { timeframe }) }
}
