import type { UTCTimestamp } from 'lightweight-charts'
import { type Column, drawn, firstOf, lastOf, type Pick, type Stretch } from '../drawn.ts'
import type { PageData } from '../page-data.ts'

/** A run as the chart holds it at the moment: one stretch of its bars, grouped. */
export interface DrawnRun {
  readonly run: PageData
  readonly stretch: Stretch
  readonly time: readonly UTCTimestamp[]
  /** One of the run's columns over the drawn bars. */
  readonly column: (values: Column, pick?: Pick) => number[]
}

/** The bars of a stretch, ready to draw. */
export function drawnRun(run: PageData, stretch: Stretch): DrawnRun {
  return {
    run,
    stretch,
    time: drawn(run.time, stretch, firstOf) as UTCTimestamp[],
    column: (values, pick = lastOf) => drawn(values, stretch, pick),
  }
}
