import { externText } from '../../editor/cli/extern-text.ts'
import { EXAMPLE_LIBRARIES } from '../../language/example.ts'
import type { Libraries } from '../../language/libraries.ts'

export const PACKAGE = 'technicalindicators'
/** A library written in Strat, which imports an extern in turn. */
export const OWN = 'parity.strat'

const OWN_TEXT = `library "Parity"

import "momentum.ts"

fn drift(x, n: int) = x - sma(x, n)

fn swing(x, n: int) = momentum.turn(x, n)

fn streak_of(x, n: int) {
  let run = if x > x[n] then prev(run, 0) + 1 else 0
  return run
}
`

/** What generated programs may import. */
export const LIBRARIES: Libraries = new Map([
  ['momentum.ts', EXAMPLE_LIBRARIES.get('momentum.ts')!],
  [PACKAGE, externText(PACKAGE, () => undefined, 'allow')!],
  [OWN, OWN_TEXT],
])
