import type { Bounds } from '../../builtins.ts'
import { ANY, isNever } from './range.ts'

/** Numbers this small are no bound that anybody would name. */
const TINY = 1e-300

/** `stays between 0 and 100`; undefined where nothing is certain. */
export function rangeText(range: Bounds): string | undefined {
  const { low, high } = range
  if (isNever(range)) return 'is never known'
  if (low === high) return `is always ${low}`
  if (low > ANY.low && high < ANY.high) return `stays between ${low} and ${high}`
  if (high < ANY.high) return `is never above ${high}`
  if (low <= ANY.low) return undefined
  return low > 0 && low < TINY ? 'is always above 0' : `is never below ${low}`
}

/** The same in the fewest words, `0 to 100`; undefined where there is nothing worth telling. */
export function shortRangeText(range: Bounds): string | undefined {
  const { low, high } = range
  if (isNever(range) || low === high) return undefined
  if (low > ANY.low && high < ANY.high) return `${low} to ${high}`
  return rangeText(range)?.replace(/^is always above 0$|^is /, '') || undefined
}
