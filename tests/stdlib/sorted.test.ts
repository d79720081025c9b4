/** Order statistics of a moving window against sorting it anew. */
import { expect, test } from 'vitest'
import { SORTED } from '../../stdlib/sorted.ts'
import { randomFrom } from './series.ts'

const { sortedAt, sortedBelow, sortedInsert, sortedRemove, sortedUpTo } = SORTED

test.each([1, 2, 7, 100, 1000])('a window of %i', (length) => {
  const random = randomFrom(length)
  const list = new Float64Array(19 * (length + 1))
  const window: number[] = []
  for (let i = 0; i < 3000; i++) {
    // Flat stretches, many equal values, few equal values.
    const value = i % 500 < 100 ? 5 : Math.floor(random() * (i % 3 === 0 ? 10 : 1000)) - 5
    if (window.length === length) sortedRemove(list, window.shift()!)
    sortedInsert(list, i % length, value)
    window.push(value)
    const sorted = [...window].sort((a, b) => a - b)
    const rank = Math.floor(random() * sorted.length)
    expect(sortedAt(list, rank)).toBe(sorted[rank])
    const asked = Math.floor(random() * 12) - 5
    expect(sortedBelow(list, asked)).toBe(window.filter((one) => one < asked).length)
    expect(sortedUpTo(list, asked)).toBe(window.filter((one) => one <= asked).length)
  }
})

test('the work grows with the logarithm of the length', () => {
  const steps = [100, 10_000].map((length) => {
    let reads = 0
    const list = new Proxy(new Float64Array(19 * (length + 1)), {
      get(target, key) {
        reads += 1
        return Reflect.get(target, key)
      },
      set: (target, key, value) => Reflect.set(target, key, value),
    })
    for (let i = 0; i < length; i++) sortedInsert(list, i, i)
    reads = 0
    for (let i = 0; i < 100; i++) sortedAt(list, Math.floor((i * length) / 100))
    return reads / 100
  })
  expect(steps[1]! / steps[0]!).toBeLessThan(4)
})
