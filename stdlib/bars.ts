/**
 * One instrument's bars as columns, oldest first. All columns have the same length, `capacity`;
 * the first `length` entries are bars. A bar covers [start, end), is stored by its start and known
 * at its end. Live feeds append; history never changes.
 */
export interface Bars {
  length: number
  /** Start of the bar, milliseconds since 1970 UTC. */
  time: Float64Array
  open: Float64Array
  high: Float64Array
  low: Float64Array
  close: Float64Array
  volume: Float64Array
}

/** Bars with room for `capacity`, none of them there yet. */
export function emptyBars(capacity: number): Bars {
  const column = () => new Float64Array(capacity)
  return {
    length: 0,
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  }
}
