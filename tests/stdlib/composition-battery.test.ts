/** What every builtin that is written in Strat must hold to, asked of all of them. */
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { interpret } from '../../compiler/interpret/interpret.ts'
import { load } from '../../compiler/load.ts'
import { evaluateWarmup } from '../../language/check/warmup.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import {
  type CompositionCall,
  compositionCall,
  sample,
} from '../../stdlib/generate/composition-call.ts'
import { columnDifference } from '../parity/difference.ts'
import { type Feeding, observe } from '../parity/observe.ts'
import { checkDrawable } from './drawable.ts'
import { barsOf } from './plotted.ts'
import { columnsFor, SHAPES } from './series.ts'

const BARS = 60
/** Windows of one bar, of the whole series, and longer; undefined: the defaults. */
const COUNTS = [undefined, 1, BARS, BARS + 5] as const

const EVERY_BAR: Feeding = {
  kind: 'restored',
  at: Array.from({ length: BARS - 1 }, (_, i) => i + 1),
}

describe.each([...BUILTINS.compositions.values()])('$name', (composition) => {
  const call = compositionCall(composition, BUILTINS.compositions)

  const counted = call.parameters.some(({ kind }) => kind === 'count')

  test.each(counted ? COUNTS : [undefined])('holds with counts of %s', (count) => {
    const { source, program, diagnostics } = checkDrawable(sourceOf(call, count))
    if (program === undefined) {
      // A length that the function cannot have is refused in words that name it.
      expect(count, diagnostics.map(({ message }) => message).join('; ')).toBeDefined()
      for (const { code } of diagnostics) expect(REFUSED).toContain(code)
      return
    }
    const kernel = load(compile(program, source).javascript)
    const interpreter = interpret(program, source)
    const none = new Float64Array()
    for (const [seed, [shape, make]] of Object.entries(SHAPES).entries()) {
      const bars = barsOf(columnsFor(make, BARS, seed + 1))
      const whole = observe(kernel, none, bars, { kind: 'whole' }).plots
      const others = {
        'the interpreter': observe(interpreter, none, bars, { kind: 'whole' }),
        pieces: observe(kernel, none, bars, { kind: 'pieces', seed: seed + 1 }),
        ...(count === undefined && shape === 'flat stretches'
          ? { 'every bar restored': observe(kernel, none, bars, EVERY_BAR) }
          : {}),
      }
      for (const [other, { plots }] of Object.entries(others)) {
        plots.forEach((column, at) => {
          const path = `${shape}, ${other}, ${program.plots[at]!.label}`
          expect(columnDifference(column, whole[at]!, 0, BARS, path)).toBeUndefined()
        })
      }
      program.plots.forEach(({ label, value }, at) => {
        const warmup = evaluateWarmup(value.warmup, none, BUILTINS)
        const known = [...whole[at]!.subarray(0, BARS)].map((one) => !Number.isNaN(one))
        const expected = known.map((one, i) => i >= warmup && (one || !value.optional))
        expect(known, `${shape}, ${label}, known from ${warmup}`).toEqual(expected)
        expect(whole[at]!.some((one) => Math.abs(one) === Number.POSITIVE_INFINITY)).toBe(false)
      })
    }
  })
})

const REFUSED = ['out-of-range', 'out-of-bounds']

function sourceOf(call: CompositionCall, count: number | undefined): string {
  const args = sample(call.parameters, (_, value) => (count === undefined ? value : String(count)))
  const plain = `${call.name}(${args})`
  const plots = call.fields.length === 0 ? [plain] : call.fields.map((field) => `${plain}.${field}`)
  return `strategy "battery"\ntimeframe 1d\n${plots.map((plot) => `plot ${plot}\n`).join('')}`
}
