/** `strat check` steps a user's own externs, and says which of their declarations do not hold. */
import { expect, test } from 'vitest'
import { checkText } from '../../editor/pipeline/check-text.ts'
import { externFaults } from '../../editor/pipeline/extern-battery.ts'
import { EXAMPLE_LIBRARIES } from '../../language/example.ts'

const MOMENTUM = EXAMPLE_LIBRARIES.get('momentum.ts')!
const SOURCE = 'strategy "s"\ntimeframe 1d\nimport "momentum.ts"\nplot momentum.turn(close, 5)\n'

function faultsWith(change: (text: string) => string): readonly string[] {
  const text = change(MOMENTUM)
  expect(text === MOMENTUM).toBe(change === same)
  const { program, diagnostics } = checkText(SOURCE, new Map([['momentum.ts', text]]))
  expect(diagnostics).toEqual([])
  return externFaults(program!)
}

const same = (text: string) => text

test('an extern that holds to what it says has no faults', () => {
  expect(faultsWith(same)).toEqual([])
})

test.each([
  [
    'a warm-up that is too short',
    (text: string) => text.replace('return x - since', 'return seen > 9 ? x - since : NaN'),
    'momentum.ts: `turn` is known after 9 bars, and its warm-up says 5 (least: 5).',
  ],
  [
    'history that shows',
    (text: string) =>
      text.replace("settles: 'never',", '').replace('return x - since', 'return seen'),
    /still shows \d+ bars later where its history began/,
  ],
  [
    'a step that fails',
    (text: string) => text.replace('last = x', 'last = x.wrong.field'),
    /`turn` fails at a step: /,
  ],
  [
    'no value at all',
    (text: string) => text.replace('return x - since', 'return NaN'),
    'momentum.ts: `turn` has no value in 600 bars (least: 5).',
  ],
])('%s is told', (_, change, words) => {
  const faults = faultsWith(change)
  expect(faults).toHaveLength(1)
  if (typeof words === 'string') expect(faults).toEqual([words])
  else expect(faults[0]).toMatch(words)
})
