/** From its horizon on, no stream of the library shows where its history began. */
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { load } from '../../compiler/load.ts'
import { horizonOf } from '../../language/check/horizon.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { compositionCall, sample } from '../../stdlib/generate/composition-call.ts'
import { observe } from '../parity/observe.ts'
import { checkDrawable } from './drawable.ts'
import { barsOf, SESSION_BARS } from './plotted.ts'
import { columnsFor, inputsFor, SHAPES } from './series.ts'
import { byFunction, runAll } from './stepper.ts'

const BARS = 900
/** The history that begins later: with a session, and not after a multiple of a window. */
const LATER = 43 * SESSION_BARS
const PRICES = SHAPES['prices in cents']!

describe('a primitive is settled when it says so', () => {
  const settling = [...BUILTINS.primitives.values()].filter(({ settles }) => settles !== 'never')

  test.each(settling)('$name', (primitive) => {
    for (const length of [2, 14]) {
      const params = primitive.params.map(({ integer, min, value }) =>
        integer ? Math.max(length, min) : (value ?? min),
      )
      const inputs = inputsFor(primitive, PRICES, BARS, 3)
      const horizon = typeof primitive.settles === 'function' ? primitive.settles(...params) : 0
      const from = primitive.warmup(...params) + horizon
      const whole = runAll(byFunction(primitive, params), inputs)
      const later = runAll(
        byFunction(primitive, params),
        inputs.map((column) => column.slice(LATER)),
      )
      // What comes of the inputs: an oscillator's own size, too.
      const size = Math.max(...[...inputs.flat(), ...whole].map((one) => Math.abs(one) || 0))
      expect(apart(whole.slice(LATER), later, from), `from ${from}`).toBeLessThan(1e-6 * size)
    }
  })
})

test('what never settles does show where it began', () => {
  const never = [...BUILTINS.primitives.values()].filter(({ settles }) => settles === 'never')
  expect(never.map(({ name }) => name)).toEqual(['cum', 'psar', 'sarext'])
  const cum = BUILTINS.primitives.get('cum')!
  const values = Array.from({ length: BARS }, (_, i) => i)
  const [whole, later] = [values, values.slice(LATER)].map((x) => runAll(byFunction(cum, []), [x]))
  expect(apart(whole!.slice(LATER), later!, 0)).toBeGreaterThan(1)
})

describe('a function written in Strat is settled when what it is made of is', () => {
  const bars = columnsFor(PRICES, BARS, 3)
  const [whole, later] = [0, LATER].map((from) =>
    barsOf({
      open: bars.open.slice(from),
      high: bars.high.slice(from),
      low: bars.low.slice(from),
      close: bars.close.slice(from),
      volume: bars.volume.slice(from),
    }),
  )

  test.each([...BUILTINS.compositions.values()])('$name', (composition) => {
    const { parameters, name, fields } = compositionCall(composition, BUILTINS.compositions)
    const own = `${name}(${sample(parameters, (_, value) => value)})`
    // Short enough to be settled within the bars, where the author's word stands for it.
    const short = `${name}(${sample(parameters, (_, value) => `${Math.min(Number(value), 6)}`)})`
    const calls = composition.source.includes('settles(') ? [own, short] : [own]
    const plots = calls.flatMap((call) =>
      fields.length === 0 ? [call] : fields.map((field) => `${call}.${field}`),
    )
    const lines = plots.map((plot) => `plot ${plot}\n`).join('')
    const { source, program } = checkDrawable(`strategy "horizon"\ntimeframe 1d\n${lines}`)
    const kernel = load(compile(program!, source).javascript)
    const none = new Float64Array()
    const [early, late] = [whole!, later!].map(
      (series) => observe(kernel, none, series, { kind: 'whole' }).plots,
    )
    program!.plots.forEach(({ label, value }, at) => {
      const horizon = horizonOf(value, none, BUILTINS)
      if (horizon > BARS - LATER) return
      const [a, b] = [[...early![at]!.slice(LATER, BARS)], [...late![at]!.slice(0, BARS - LATER)]]
      const size = Math.max(...a.map((one) => Math.abs(one) || 0))
      expect(apart(a, b, horizon), `${label}, from ${horizon}`).toBeLessThanOrEqual(1e-5 * size)
    })
  })
})

/** The largest difference from a tick on, where both are known. */
function apart(a: readonly number[], b: readonly number[], from: number): number {
  return b.reduce((most, value, i) => {
    const difference = Math.abs(value - a[i]!)
    return i < from || Number.isNaN(difference) ? most : Math.max(most, difference)
  }, 0)
}
