import type { Formal } from './arguments.ts'

/** What one argument of a generator must be. */
export interface GeneratorArgument extends Formal {
  /** In words: `a price above 0`. */
  readonly due: string
  readonly unit: '' | '%' | 'bars'
  readonly minimum: number
  readonly maximum: number
  readonly whole: boolean
  /** In the program's own terms; what completion writes. */
  readonly sample: string
  /** Absent where it must be given. */
  readonly value?: number
}

/** A function that makes several values of a price series. */
export interface Generator {
  readonly name: string
  readonly doc: string
  readonly arguments: readonly GeneratorArgument[]
  /** Whether it goes on from the value before it, so that it cannot stand first. */
  readonly continues: boolean
  /** The values for its arguments, in their order; `before` is the value it goes on from. */
  readonly values: (given: readonly number[], before: number) => readonly number[]
}

/** Longer series come from a file, not from the text. */
export const LENGTH_LIMIT = 1_000_000

/** Where a walk begins that has no value before it. */
const FIRST = 100

const bars: GeneratorArgument = {
  name: 'bars',
  due: `a whole number of bars, from 1 to ${LENGTH_LIMIT} in all`,
  unit: 'bars',
  minimum: 1,
  maximum: LENGTH_LIMIT,
  whole: true,
  sample: '20 bars',
}

const plain = {
  due: 'a plain number',
  unit: '',
  minimum: Number.NEGATIVE_INFINITY,
  maximum: Number.POSITIVE_INFINITY,
  whole: false,
} as const

/** By name. The values are the language's: the same on every machine, and they stay as they are. */
export const GENERATORS: ReadonlyMap<string, Generator> = new Map(
  [
    {
      name: 'flat',
      doc: 'The same value on every bar.',
      arguments: [{ ...plain, name: 'value', sample: '100' }, bars],
      continues: false,
      values: ([value = 0, length = 0]: readonly number[]) => Array<number>(length).fill(value),
    },
    {
      name: 'ramp',
      doc: 'Goes in equal steps from the value before to another, which its last bar has.',
      arguments: [{ ...plain, name: 'to', sample: '110' }, bars],
      continues: true,
      values: ramp,
    },
    {
      name: 'walk',
      doc:
        'A random walk that is the same each time: from the value before, or from 100, by as much ' +
        'as one and a half times `spread` a bar, up or down. Another seed is another walk.',
      arguments: [
        {
          name: 'seed',
          due: 'a whole number from 0',
          unit: '',
          minimum: 0,
          maximum: 0xffff_ffff,
          whole: true,
          sample: '7',
        },
        bars,
        {
          name: 'spread',
          due: 'a part of the price from 0% to 50%',
          unit: '%',
          minimum: 0,
          maximum: 0.5,
          whole: false,
          sample: '1%',
          value: 0.01,
          optional: true,
        },
      ],
      continues: false,
      values: walk,
    },
  ].map((generator): [string, Generator] => [generator.name, generator as Generator]),
)

function ramp([to = 0, length = 0]: readonly number[], before: number): readonly number[] {
  return Array.from({ length }, (_, bar) =>
    bar === length - 1 ? to : before + ((to - before) * (bar + 1)) / length,
  )
}

function walk(
  [seed = 0, length = 0, spread = 0]: readonly number[],
  before: number,
): readonly number[] {
  const random = randomFrom(seed)
  let price = Number.isNaN(before) ? FIRST : before
  return Array.from({ length }, () => {
    // Three even numbers: within ±1.5, most often near 0.
    price *= 1 + (random() + random() + random() - 1.5) * spread
    return price
  })
}

/** Numbers in [0, 1), the same for the same seed (mulberry32, T. Ettinger, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
