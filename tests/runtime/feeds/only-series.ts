import type { FeedResult, FeedSeries } from '../../../runtime/feeds/format.ts'
import { refusalText } from '../../../runtime/feeds/problem.ts'

/** The series of a file that must have been read, and must hold one. */
export function onlySeries(result: FeedResult): FeedSeries {
  if (result.kind === 'refused') throw new Error(refusalText(result, 'text'))
  const [only, ...others] = result.series
  if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} series`)
  return only
}
