/** Windows that slide a million times, against exact arithmetic on whole ticks. */
import { describe, expect, test } from 'vitest'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { randomFrom } from './series.ts'
import { byFunction, runAll } from './stepper.ts'

/** PRECISION_BARS=10000000 is the long run. */
const BARS = Number(process.env.PRECISION_BARS ?? 1_000_000)
const LENGTH = 30
/** A tick near a cent which, unlike a cent, doubles hold exactly. */
const TICK = 1 / 128

describe(`after ${BARS} bars at a price of a million`, () => {
  const ticks = walk()
  const prices = ticks.map((value) => value * TICK)

  test.each(['sma', 'sum', 'wma', 'stdev'])('%s is right to 1e-9', (name) => {
    const found = slide(name, prices)
    for (let i = LENGTH; i < BARS; i += 997) {
      const expected = exact(name, ticks.slice(i - LENGTH + 1, i + 1))
      expect(Math.abs(found[i]! / expected - 1), `bar ${i}`).toBeLessThan(1e-9)
    }
  })

  test('correlation is right to 1e-9', () => {
    const others = walk(6)
    const found = slide(
      'correlation',
      prices,
      others.map((value) => value * TICK),
    )
    for (let i = LENGTH; i < BARS; i += 997) {
      const window = (values: readonly number[]) =>
        values.slice(i - LENGTH + 1, i + 1).map((value) => BigInt(value))
      const [x, y] = [window(ticks), window(others)]
      const expected = exactProduct(x, y) / Math.sqrt(exactProduct(x, x) * exactProduct(y, y))
      expect(Math.abs(found[i]! - expected), `bar ${i}`).toBeLessThan(1e-9)
    }
  })
})

describe('when an outlier has left the window', () => {
  const series = Array.from({ length: 40 }, (_, i) => (i === 7 ? 1e12 : 5 + (i % 3) / 4))
  const calm = series.map((value, i) => (i === 7 ? 5 : value))

  test.each([
    ['stdev', 1e-12],
    ['sma', 1e12 * 2 ** -52],
    ['sum', 1e12 * 2 ** -52],
  ])('%s is right at once to %d', (name, tolerance) => {
    const primitive = BUILTINS.primitives.get(name)!
    const [found, expected] = [series, calm].map((x) => runAll(byFunction(primitive, [5]), [x]))
    for (let i = 12; i < 40; i++) {
      expect(Math.abs(found![i]! - expected![i]!), `bar ${i}`).toBeLessThanOrEqual(tolerance)
    }
  })

  test.each(['sma', 'sum', 'wma'])(
    '%s is right to the last bits within one window more',
    (name) => {
      const primitive = BUILTINS.primitives.get(name)!
      const [found, expected] = [series, calm].map((x) => runAll(byFunction(primitive, [5]), [x]))
      for (let i = 17; i < 40; i++) expect(found![i]).toBeCloseTo(expected![i]!, 12)
    },
  )
})

test('an average does not depend on where the history begins', () => {
  const random = randomFrom(9)
  const series = Array.from({ length: 5000 }, () => 100 + random())
  const average = (x: readonly number[]) =>
    runAll(byFunction(BUILTINS.primitives.get('sma')!, [30]), [x])
  const whole = average(series)
  for (const start of [1, 7, 1000, 4000]) {
    expect(average(series.slice(start)).slice(29)).toEqual(whole.slice(start + 29))
  }
})

test('an average of a flat market stays where it is', () => {
  const random = randomFrom(13)
  const series = Array.from({ length: 3000 }, (_, i) => (i < 1000 ? 50 + random() : 50.1))
  const averages = runAll(byFunction(BUILTINS.primitives.get('sma')!, [30]), [series])
  expect(new Set(averages.slice(1029)).size).toBe(1)
})

function walk(seed = 5): number[] {
  const random = randomFrom(seed)
  const ticks: number[] = []
  let price = 1_000_000 / TICK
  for (let i = 0; i < BARS; i++) {
    price += Math.floor(random() * 3) - 1
    ticks.push(price)
  }
  return ticks
}

/** As `runAll`, with direct window reads: a copy of a million values would take the time. */
function slide(name: string, x: readonly number[], y?: readonly number[]): readonly number[] {
  const primitive = BUILTINS.primitives.get(name)!
  const state = primitive.state!(LENGTH)
  const step = primitive.step as (...args: unknown[]) => number
  let at = 0
  const w = (ticksAgo: number) => x[at - ticksAgo] ?? 0
  return x.map((value, i) => {
    at = i
    return y === undefined ? step(state, w, value, LENGTH) : step(state, w, value, y[i], LENGTH)
  })
}

/** n Σxy - Σx Σy, which is n² times a covariance. */
function exactProduct(x: readonly bigint[], y: readonly bigint[]): number {
  const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b)
  return Number(BigInt(x.length) * sum(x.map((value, k) => value * y[k]!)) - sum(x) * sum(y))
}

/** In BigInt until the last division. */
function exact(name: string, ticks: readonly number[]): number {
  const window = ticks.map((value) => BigInt(value))
  const length = BigInt(window.length)
  const total = window.reduce((a, b) => a + b)
  switch (name) {
    case 'sum':
      return Number(total) * TICK
    case 'sma':
      return (Number(total) * TICK) / window.length
    case 'wma': {
      const weighted = window.reduce((a, b, i) => a + b * BigInt(i + 1), 0n)
      return (2 * Number(weighted) * TICK) / (window.length * (window.length + 1))
    }
    default: {
      const squares = window.reduce((a, b) => a + b * b, 0n)
      return (Math.sqrt(Number(squares * length - total * total)) * TICK) / window.length
    }
  }
}
