import type { Unit } from '../../language/types.ts'
import { BARE } from '../../language/types.ts'
import type { Primitive } from '../builtin.ts'

/** Square root. */
export const sqrt: Primitive = {
  name: 'sqrt',
  doc: 'The square root; unknown for a negative number.',
  source: 'IEEE 754, correctly rounded.',
  inputs: [{ name: 'x', type: 'number' }],
  params: [],
  result: { unit: ([unit = BARE]) => root(unit), weight: 'unknown' },
  optional: true,
  range: ([x]) => ({ low: Math.sqrt(Math.max(0, x!.low)), high: Math.sqrt(Math.max(0, x!.high)) }),
  warmup: () => 0,
  step: (x: number) => Math.sqrt(x),
  reference: ([x = []]) => x.map((value) => value ** 0.5),
  examples: [
    {
      inputs: [[4, 2.25, -1]],
      params: [],
      output: [2, 1.5, Number.NaN],
      tolerance: 0,
      source: 'by hand',
    },
  ],
}

function root(unit: Unit): Unit {
  if (unit.kind === 'bare') return unit
  return { ...unit, money: unit.money / 2, shares: unit.shares / 2 }
}
