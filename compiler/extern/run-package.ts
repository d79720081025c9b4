import { MATH } from '../../stdlib/math.ts'
import { HIDDEN } from '../load.ts'

/**
 * Runs the text of a package that comes with the language (CommonJS, without requirements) and
 * gives what it exports: a copy of its own, so that nothing global in it is shared with anybody.
 * Of `Math` it sees what is exact, and `pow` as ours.
 */
export function runPackage(text: string): Readonly<Record<string, unknown>> {
  const exported: Record<string, unknown> = {}
  const hidden = HIDDEN.filter((name) => name !== 'exports')
  const run = new Function('exports', 'Math', ...hidden, text)
  run(exported, EXACT)
  return exported
}

/** Of `Math`, what is the same on every machine, and powers by our own. */
const { abs, sqrt, min, max, floor, ceil, trunc, round, sign, PI, E } = Math

export const EXACT = Object.freeze({
  ...{ abs, sqrt, min, max, floor, ceil, trunc, round, sign, PI, E },
  pow: (x: number, y: number) => (y === 2 ? x * x : MATH.pow(x, y)),
})
