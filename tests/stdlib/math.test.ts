import { describe, expect, test } from 'vitest'
import { MATH } from '../../stdlib/math.ts'
import { bitsOf, compute, MATH_DIGEST, mathDigest, type Name, VECTORS } from './math-vectors.ts'
import { randomFrom } from './series.ts'

const SPECIAL = [
  0,
  0.5,
  1,
  2,
  3,
  2.5,
  1e20,
  1e300,
  1.7976931348623157e308,
  2.2250738585072014e-308,
  5e-324,
  9007199254740991,
  9007199254740992,
  4294967296.5,
  745.2,
  709.79,
  0.34657359027997264,
  Number.POSITIVE_INFINITY,
].flatMap((value) => [value, -value])

describe('deterministic math', () => {
  test.each(VECTORS)('%s%j has its pinned bits', (name, args, bits) => {
    expect(bitsOf(compute(name, args))).toBe(bits)
  })

  test('a hundred thousand more have the pinned digest', () => {
    expect(mathDigest()).toBe(MATH_DIGEST)
  })

  test('special values are those of Math', () => {
    for (const x of [...SPECIAL, Number.NaN]) {
      expectNear('exp', [x])
      expectNear('log', [x])
      expectNear('atan', [x])
      if (Math.abs(x) <= 823_549) {
        expectNear('sin', [x])
        expectNear('cos', [x])
      } else expect([MATH.sin(x), MATH.cos(x)]).toEqual([Number.NaN, Number.NaN])
      for (const y of [...SPECIAL, Number.NaN]) expectNear('pow', [x, y])
    }
  })

  test('stays within one unit in the last place of Math', () => {
    const random = randomFrom(11)
    for (let i = 0; i < 20_000; i++) {
      const [u, v] = [random(), random()]
      expectNear('exp', [(u - 0.5) * 1500])
      expectNear('exp', [(u - 0.5) * 2])
      expectNear('log', [Math.exp((u - 0.5) * 1480)])
      expectNear('log', [0.5 + u])
      expectNear('log', [u * 1e-310])
      expectNear('pow', [Math.exp((u - 0.5) * 20), (v - 0.5) * 60])
      expectNear('pow', [1 + (u - 0.5) * 1e-3, (v - 0.5) * 1e6])
      expectNear('pow', [1 + (u - 0.5) * 1e-9, (v - 0.5) * 1e12])
      expectNear('pow', [(u - 0.5) * 10, Math.floor((v - 0.5) * 100)])
      expectNear('pow', [u, v * 1075])
      for (const name of ['sin', 'cos'] as const) {
        expectNear(name, [(u - 0.5) * 4])
        expectNear(name, [(v - 0.5) * 1.6e6])
        expectNear(name, [(Math.floor(u * 5e5) * Math.PI) / 2])
      }
      expectNear('atan', [(u - 0.5) * 8])
      expectNear('atan', [Math.exp((v - 0.5) * 80)])
    }
  })

  test('cannot be tampered with', () => {
    expect(Object.isFrozen(MATH)).toBe(true)
  })
})

function expectNear(name: Name, args: readonly number[]): void {
  const [x = 0, y = 0] = args
  const found = compute(name, args)
  const expected = name === 'pow' ? x ** y : Math[name](x)
  const distance = Object.is(found, expected) ? 0n : order(found) - order(expected)
  const near = Number.isFinite(found) && distance >= -1n && distance <= 1n
  const said = `${name}(${args}) = ${found}, Math says ${expected}`
  if (!near && distance !== 0n) expect.fail(said)
}

/** Neighbouring doubles have neighbouring numbers. */
function order(value: number): bigint {
  const bits = BigInt.asIntN(64, BigInt(`0x${bitsOf(value)}`))
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
}
