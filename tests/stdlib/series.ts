import type { Primitive } from '../../stdlib/builtin.ts'

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Makes the value at a tick from the one before. */
type Shape = (previous: number, tick: number, random: () => number) => number

/** Series a builtin must cope with, by what they are like. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'prices in cents': (previous, tick, random) =>
    tick === 0 ? 100 : Math.round(Math.max(1, previous + random() - 0.5) * 100) / 100,
  'a million, in cents': (previous, tick, random) =>
    tick === 0 ? 1e6 : Math.round((previous + (random() - 0.5) / 5) * 100) / 100,
  huge: (_, __, random) => random() * 1e12,
  tiny: (_, __, random) => random() * 1e-9,
  'both signs': (_, __, random) => random() * 2 - 1,
  zeros: () => 0,
  flat: () => 0.1,
  'flat stretches': (previous, tick, random) => (tick % 9 === 0 ? random() : previous),
  rising: (_, tick) => tick * 1.1,
  falling: (_, tick) => 100 / (tick + 1),
}

/** Random inputs of one shape that fit the primitive: bools are 1 or 0, high and low hold close. */
export function inputsFor(
  primitive: Primitive,
  shape: Shape,
  length: number,
  seed: number,
): number[][] {
  const random = randomFrom(seed)
  const series = () => {
    const values: number[] = []
    for (let i = 0; i < length; i++) values.push(shape(values[i - 1] ?? 0, i, random))
    return values
  }
  const close = series()
  const spread = close.map((value) => Math.abs(value) * 0.01 * random())
  return primitive.inputs.map((input) => {
    if (input.type === 'bool') return close.map(() => (random() < 0.3 ? 1 : 0))
    if (!input.hidden) return series()
    if (input.natural === 'high') return close.map((value, i) => value + spread[i]!)
    if (input.natural === 'low') return close.map((value, i) => value - spread[i]!)
    return close
  })
}
