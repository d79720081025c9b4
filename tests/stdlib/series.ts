import type { Primitive } from '../../stdlib/builtin.ts'
import type { Columns } from './plotted.ts'

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
export type Shape = (previous: number, tick: number, random: () => number) => number

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

/** Bars whose close has a shape; the open is the close before, highs and lows hold both. */
export function columnsFor(shape: Shape, length: number, seed: number): Required<Columns> {
  const random = randomFrom(seed)
  const close: number[] = []
  for (let i = 0; i < length; i++) close.push(shape(close[i - 1] ?? 0, i, random))
  const open = close.map((value, i) => close[i - 1] ?? value)
  const spread = close.map((value) => Math.abs(value) * 0.01 * random())
  const high = close.map((value, i) => Math.max(value, open[i]!) + spread[i]!)
  const low = close.map((value, i) => Math.min(value, open[i]!) - spread[i]!)
  const volume = close.map(() => Math.floor(random() * 1000))
  return { open, high, low, close, volume }
}
