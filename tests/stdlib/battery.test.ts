/** What every primitive must hold to, asked of all of them. */
import { describe, expect, test } from 'vitest'
import type { Primitive } from '../../stdlib/builtin.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { STEPS } from '../../stdlib/generated/steps.ts'
import { inputsFor, randomFrom, SHAPES, type Shape } from './series.ts'
import { byFunction, byText, runAll } from './stepper.ts'

const BARS = 100
const LENGTHS = [1, 2, 3, 7, 20, BARS, BARS + 5]

describe.each([...BUILTINS.primitives.values()])('$name', (primitive) => {
  test('is described', () => {
    const [summary] = primitive.doc.split('\n\n')
    expect(summary).toMatch(/\.$/)
    expect(primitive.source).toMatch(/\w/)
    expect(primitive.examples.length).toBeGreaterThan(0)
    expect(STEPS.has(primitive.name)).toBe(true)
  })

  test.each(primitive.examples)('example: $source', (example) => {
    for (const run of [
      runAll(byFunction(primitive, example.params), example.inputs),
      known(primitive.reference(example.inputs, example.params)),
    ]) {
      expect(run.length).toBe(example.output.length)
      run.forEach((value, i) => {
        const expected = example.output[i]!
        expect(Number.isNaN(value)).toBe(Number.isNaN(expected))
        if (!Number.isNaN(expected)) {
          expect(Math.abs(value - expected)).toBeLessThanOrEqual(example.tolerance)
        }
      })
    }
  })

  test('gives what its reference gives', () => {
    for (const { inputs, params, label } of cases(primitive)) {
      const reference = primitive.reference(inputs, params)
      const found = runAll(byFunction(primitive, params), inputs)
      expectClose(found, reference, rounding(primitive, inputs), label)
    }
  })

  test.skipIf(primitive.optional)('is known from its warm-up on, and never before', () => {
    for (const { inputs, params, label } of cases(primitive)) {
      const warmup = primitive.warmup(...params)
      const expected = inputs[0]!.map((_, i) => i >= warmup)
      const isKnown = (value: number) => !Number.isNaN(value)
      expect(primitive.reference(inputs, params).map(isKnown), label).toEqual(expected)
      const stepped = runAll(byFunction(primitive, params), inputs)
      expect(stepped.map(isKnown), label).toEqual(expected)
    }
  })

  test.skipIf(primitive.range === undefined)('stays within the range it declares', () => {
    for (const { inputs, params, label } of [...cases(primitive), ...wild(primitive)]) {
      const given = inputs.map(boundsOf)
      const { low, high } = primitive.range!(
        given,
        params.map((value) => boundsOf([value])),
      )
      for (const value of runAll(byFunction(primitive, params), inputs)) {
        if (!Number.isNaN(value))
          expect(value >= low && value <= high, `${label}: ${value}`).toBe(true)
      }
    }
  })

  test('the inlined text gives the same bits as the function', () => {
    const text = STEPS.get(primitive.name)!
    for (const { inputs, params, label } of cases(primitive)) {
      const whole = runAll(byFunction(primitive, params), inputs)
      expectSame(runAll(byText(primitive, text, params), inputs), whole, label)
    }
  })

  test.skipIf(primitive.steady === undefined)('the text of its steady ticks gives them', () => {
    const { steady, ...text } = STEPS.get(primitive.name)!
    for (const { inputs, params, label } of cases(primitive)) {
      const rows = inputs[0]!.map((_, i) => inputs.map((column) => column[i]!))
      const since = primitive.warmup(...params) + 1
      const whole = byFunction(primitive, params)
      for (const row of rows.slice(0, since)) whole.tick(row)
      const later = byText(primitive, { ...text, ...steady }, params, whole.snapshot())
      const [expected, found] = [whole, later].map((one) => rows.slice(since).map(one.tick))
      expectSame(found!, expected!, label)
      if (rows.length >= since) expect(later.snapshot(), label).toEqual(whole.snapshot())
    }
  })

  test('steps over ticks with an unknown input', () => {
    for (const { inputs, params, label } of cases(primitive)) {
      const holed = inputs.map((column, which) =>
        column.map((value, i) => ((i + which) % 11 < 2 ? Number.NaN : value)),
      )
      const whole = holed[0]!.map((_, i) => holed.every((column) => !Number.isNaN(column[i]!)))
      const stepped = inputs.map((column) => column.filter((_, i) => whole[i]))
      const results = runAll(byFunction(primitive, params), stepped)
      let next = 0
      const expected = whole.map((steps) => (steps ? results[next++]! : Number.NaN))
      expectSame(runAll(byFunction(primitive, params), holed), expected, label)
    }
  })

  test('continues from a snapshot at any bar', () => {
    for (const params of paramSets(primitive)) {
      const inputs = inputsFor(primitive, SHAPES['flat stretches']!, 60, 3)
      const rows = inputs[0]!.map((_, i) => inputs.map((column) => column[i]!))
      const first = byFunction(primitive, params)
      const snapshots = rows.map((row) => {
        const memory = first.snapshot()
        return { memory, result: first.tick(row) }
      })
      snapshots.forEach(({ memory }, from) => {
        const resumed = byFunction(primitive, params, memory)
        expectSame(
          rows.slice(from).map((row) => resumed.tick(row)),
          snapshots.slice(from).map(({ result }) => result),
          `params ${params}, from ${from}`,
        )
      })
    }
  })

  test('its formulas are generated as written', () => {
    const text = STEPS.get(primitive.name)!
    for (const params of paramSets(primitive)) {
      const value = (formula: string) => evaluate(formula, params)
      expect(value(text.warmup)).toBe(primitive.warmup(...params))
      expect(text.window === undefined ? undefined : value(text.window)).toBe(
        primitive.window?.(...params),
      )
      const fields = text.state.map((field) => [
        field.name,
        field.kind === 'number'
          ? value(field.value)
          : new Float64Array(value(field.length)).fill(value(field.fill)),
      ])
      expect(Object.fromEntries(fields)).toEqual(primitive.state?.(...params) ?? {})
    }
  })
})

/** More than that are not all gone through: each value of a param is still met with many others. */
const SETS = 500

/** Every combination of the lengths that the params allow; of others the ends and the middle. */
function paramSets(primitive: Primitive): readonly (readonly number[])[] {
  const choices = primitive.params.map(({ integer, min, max, value }) =>
    integer
      ? LENGTHS.filter((length) => length >= min && length <= max)
      : [min, value ?? (min + max) / 2, max],
  )
  const all = choices.reduce<readonly (readonly number[])[]>(
    (sets, values) => sets.flatMap((set) => values.map((value) => [...set, value])),
    [[]],
  )
  const every = Math.ceil(all.length / SETS)
  return all.filter((_, at) => at % every === 0)
}

function cases(primitive: Primitive) {
  return Object.entries(SHAPES).flatMap(([shape, make], seed) =>
    paramSets(primitive).map((params) => ({
      label: `${shape}, params ${params}`,
      params,
      inputs: inputsFor(primitive, make, BARS, seed + 1),
    })),
  )
}

/** Numbers of any bits, so that a bound holds to the last of them, each for a while or not. */
function wild(primitive: Primitive) {
  const bits = new DataView(new ArrayBuffer(8))
  return [1, 2, 3, 4, 5, 6].flatMap((seed) =>
    paramSets(primitive).map((params) => {
      const random = randomFrom(seed)
      const shape: Shape = (previous) => {
        if (random() < 0.3) return previous
        bits.setUint32(0, random() * 2 ** 32)
        bits.setUint32(4, random() * 2 ** 32)
        const value = seed < 3 ? bits.getFloat64(0) : random() ** (4 * seed)
        return Number.isFinite(value) ? (seed % 2 === 0 ? Math.abs(value) : value) : 1
      }
      return {
        label: `wild ${seed}, params ${params}`,
        params,
        inputs: inputsFor(primitive, shape, BARS, seed),
      }
    }),
  )
}

function boundsOf(values: readonly number[]): { low: number; high: number } {
  return { low: Math.min(...values), high: Math.max(...values) }
}

function known(values: readonly number[]): number[] {
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN))
}

/** What last bits can move in a result: those of inputs with its unit, or of 1 without a unit. */
function rounding({ result }: Primitive, inputs: readonly (readonly number[])[]): number {
  if (!('unit' in result) || typeof result.unit === 'function') return 0
  if (result.unit === 'same') return 1e-14 * Math.max(...inputs.flat().map(Math.abs))
  return result.unit.kind === 'bare' || result.unit.tag !== 'none' ? 1e-12 : 0
}

/** Same ticks known; values apart by no more than 1e-9 of the largest result, and `rounding`. */
function expectClose(
  found: readonly number[],
  reference: readonly number[],
  rounding: number,
  label: string,
): void {
  const expected = known(reference)
  const scale = Math.max(...expected.map((value) => Math.abs(value) || 0))
  const at = found.findIndex((value, i) =>
    Number.isNaN(value)
      ? !Number.isNaN(expected[i]!)
      : !(Math.abs(value - expected[i]!) <= scale * 1e-9 + rounding),
  )
  expect(at, `${label}, tick ${at}: ${found[at]} is not ${expected[at]}`).toBe(-1)
}

/** Bit for bit. */
function expectSame(found: readonly number[], expected: readonly number[], label: string): void {
  expect(found.length, label).toBe(expected.length)
  const at = found.findIndex((value, i) => !Object.is(value, expected[i]))
  expect(at, `${label}, tick ${at}: ${found[at]} is not ${expected[at]}`).toBe(-1)
}

function evaluate(formula: string, params: readonly number[]): number {
  return new Function(`return ${formula.replaceAll(/\$(\d+)\$/g, (_, at) => `${params[at]}`)}`)()
}
