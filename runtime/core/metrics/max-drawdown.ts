import type { Curve } from './curve.ts'

/**
 * Largest fall of equity from an earlier peak, as a fraction of that peak, 0 or more; the start
 * capital counts as a peak. Ruined: 1.
 */
export function maxDrawdown(curve: Curve): number {
  return curve.maxDrawdown
}
