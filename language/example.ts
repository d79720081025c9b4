import { REFUSED_EXTERN } from './builtins.ts'
import type { Libraries } from './libraries.ts'

/** A short program around the lines that a catalogue entry is about. */
export function program(lines: string): string {
  return `strategy "Example"\n\ntimeframe 1d\n\n${lines}\n`
}

/** A program with one rule, its clauses as given. */
export function rule(lines: string): string {
  return program(`enter long when close > sma(50)\n  ${lines.replace(/\n/g, '\n  ')}`)
}

/** A whole extern of one function. */
const MOMENTUM = `/** How far a value has come since it last turned. */
export const turn = {
  inputs: [{ name: 'x', natural: 'close' }],
  params: [{ name: 'least', min: 1, max: 500, value: 5 }],
  result: { unit: 'same', weight: 0 },
  warmup: (least: number) => least,
  settles: 'never',
  create(least: number) {
    let [last, since, rising, seen] = [0, 0, 1, 0]
    return {
      step(x: number) {
        const up = x >= last ? 1 : -1
        if (seen === 0 || (up !== rising && seen >= least)) since = x
        if (up !== rising) rising = up
        last = x
        seen += 1
        return x - since
      },
    }
  },
}
`

/** What stands beside the programs that catalogue entries are about. */
export const EXAMPLE_LIBRARIES: Libraries = new Map([
  ['filters.strat', 'library "filters"\n\nfn smooth(x, n: int) = sma(x, n)\n'],
  ['others.strat', 'library "others"\n\nfn smooth(x) = ema(x, 5)\n'],
  ['strategy.strat', 'strategy "Other"\n\ntimeframe 1d\n'],
  ['broken.strat', 'library "broken"\n\nfn smooth(x) = smaa(x, 5)\n'],
  ['circle.strat', 'library "circle"\n\nimport "round.strat"\n'],
  ['round.strat', 'library "round"\n\nimport "circle.strat"\n'],
  ['momentum.ts', MOMENTUM],
  ['lib/momentum.ts', MOMENTUM],
  ['reaching.ts', MOMENTUM.replace('last = x', 'last = Date.now()')],
  ['refused.ts', REFUSED_EXTERN],
])
