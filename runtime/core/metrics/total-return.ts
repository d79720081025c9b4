import type { Curve } from './curve.ts'

/** (end - start) / start, a ratio. Ruined: -1, though more may be owed. */
export function totalReturn(curve: Curve): number {
  return curve.ruined ? -1 : curve.end / curve.start - 1
}
