import { describe, expect, test } from 'vitest'
import { MATH } from '../../stdlib/math.ts'
import { randomFrom } from './series.ts'

/** Arguments, and the bits of the result: the same on every machine, for ever. */
const VECTORS: readonly (readonly ['exp' | 'log' | 'pow', readonly number[], string])[] = [
  ['exp', [0], '3ff0000000000000'],
  ['exp', [1], '4005bf0a8b145769'],
  ['exp', [-1], '3fd78b56362cef38'],
  ['exp', [0.1], '3ff1aec7b35a00d4'],
  ['exp', [-0.3], '3fe7b4c869c37c05'],
  ['exp', [0.34657359027997264], '3ff6a09e667f3bcc'],
  ['exp', [0.35], '3ff6b4802c805dec'],
  ['exp', [1.05], '4006dc78307bac49'],
  ['exp', [10], '40d5829dcf950560'],
  ['exp', [-10], '3f07cd79b5647c9b'],
  ['exp', [88.7], '47ef4705bbffae5c'],
  ['exp', [-700.5], '00c4ff475c68ca02'],
  ['exp', [709.78], '7fefe9ce5c4c52b4'],
  ['exp', [-745.1], '0000000000000001'],
  ['exp', [1e-9], '3ff000000044b830'],
  ['exp', [-0.000123], '3feffefe10f05658'],
  ['log', [1], '0000000000000000'],
  ['log', [2], '3fe62e42fefa39ef'],
  ['log', [10], '40026bb1bbb55516'],
  ['log', [0.1], 'c0026bb1bbb55515'],
  ['log', [0.5], 'bfe62e42fefa39ef'],
  ['log', [1.4], '3fd588c2d913348e'],
  ['log', [0.7], 'bfd6d3c324e13f50'],
  ['log', [1.0001], '3f1a368d0657fcd4'],
  ['log', [0.9999], 'bf1a3738d2cf1cc2'],
  ['log', [2.75], '3ff02f84700434a8'],
  ['log', [100], '40126bb1bbb55516'],
  ['log', [1000000], '402ba18a998fffa0'],
  ['log', [0.000001], 'c02ba18a998fffa0'],
  ['log', [1.7976931348623157e308], '40862e42fefa39ef'],
  ['log', [5e-324], 'c0874385446d71c3'],
  ['log', [123.45], '4013436a91a6dcba'],
  ['pow', [2, 10], '4090000000000000'],
  ['pow', [10, -3], '3f50624dd2f1a9fc'],
  ['pow', [1.07, 0.0833333], '3ff01728cc7c8da1'],
  ['pow', [0.99, 252], '3fb4568980d3ae32'],
  ['pow', [1.0005, 252], '3ff225df9b40f0e9'],
  ['pow', [9, 0.5], '4008000000000000'],
  ['pow', [-8, 3], 'c080000000000000'],
  ['pow', [-2, -5], 'bfa0000000000000'],
  ['pow', [1.5, 2.5], '40060b9fd68a4554'],
  ['pow', [1.2247448, 7], '401088b76fb7b06d'],
  ['pow', [0.3, -40.25], '444e1fdeec538823'],
  ['pow', [3, 0.3333333333333333], '3ff7137449123ef6'],
  ['pow', [1.0000001, 1000000000], '48f349445c228792'],
  ['pow', [2, -1074], '0000000000000001'],
  ['pow', [2, 1023.9999], '7fefff6ea43bd988'],
  ['pow', [5e-324, 0.5], '1e60000000000000'],
]

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

  test('special values are those of Math', () => {
    for (const x of [...SPECIAL, Number.NaN]) {
      expectNear('exp', [x])
      expectNear('log', [x])
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
    }
  })

  test('cannot be tampered with', () => {
    expect(Object.isFrozen(MATH)).toBe(true)
  })
})

function compute(name: 'exp' | 'log' | 'pow', [x = 0, y = 0]: readonly number[]): number {
  return name === 'pow' ? MATH.pow(x, y) : MATH[name](x)
}

function expectNear(name: 'exp' | 'log' | 'pow', args: readonly number[]): void {
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

function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}
