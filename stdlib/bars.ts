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
  /**
   * Money of the account for one unit of the instrument's currency, as known at each bar's close;
   * absent where both are the same.
   */
  rates?: Float64Array
  /** What the exchange's calendar says of each bar; absent where nothing asks for it. */
  sessions?: SessionColumns
  /** Bars of other timeframes and instruments, by the index of their clock less one. */
  clocks?: SampledBars[]
}

/** Another series beside bars, and how much of it is seen from each of them. */
export interface SampledBars {
  readonly bars: Bars
  /** By bar of the clock that it is sampled onto: how many of these are complete and published. */
  visible: Int32Array
}

/**
 * What a calendar says of a bar, by the exchange's clocks. Of its start: `hour minute weekday month`
 * (weekday 1 is Monday) and `time_of_day`, milliseconds after midnight. `session_open`, the time of
 * day at which its session opens, and `minutes_to_close`, from its end, are unknown on a day without
 * a session. `is_first_bar_of_day` is 1 or 0. `bar_end` is its end, ms as if UTC.
 */
export type SessionStream =
  | 'hour'
  | 'minute'
  | 'weekday'
  | 'month'
  | 'time_of_day'
  | 'session_open'
  | 'minutes_to_close'
  | 'is_first_bar_of_day'
  | 'bar_end'

/** Columns as long as the bars'; only those that somebody reads are there. */
export interface SessionColumns extends Partial<Record<SessionStream, Float64Array>> {
  /** The date of the bar's session, ms as if UTC. */
  day: Float64Array
  /** Of finer bars: the number, from 0, of each within the bar that it lies in; -1: in none. */
  within?: Float64Array
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
