/**
 * What deterministic math gives, pinned to the bit. It stands alone, so that other versions of Node
 * and the browsers can be asked (`tests/browser/bits.test.ts`, `tests/browser/other-nodes.mjs`).
 */
import { MATH } from '../../stdlib/math.ts'
import { randomFrom } from './series.ts'

export type Name = 'exp' | 'log' | 'pow' | 'sin' | 'cos' | 'atan'

/** Arguments, and the bits of the result: the same on every machine, for ever. */
export const VECTORS: readonly (readonly [Name, readonly number[], string])[] = [
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
  ['sin', [0.1], '3fb98eaecb8bcb2c'],
  ['sin', [Math.PI / 4], '3fe6a09e667f3bcc'],
  ['sin', [1], '3feaed548f090cee'],
  ['sin', [Math.PI / 2], '3ff0000000000000'],
  ['sin', [Math.PI], '3ca1a62633145c07'],
  ['sin', [-2.5], 'bfe326af0dcfcab0'],
  ['sin', [100.25], 'bfd1bf00980dc35c'],
  ['sin', [12345.678], 'bfe687d5890974a5'],
  ['sin', [823549], 'bfe3bc41ec71c06d'],
  ['cos', [0], '3ff0000000000000'],
  ['cos', [0.1], '3fefd712f9a817c1'],
  ['cos', [1], '3fe14a280fb5068c'],
  ['cos', [Math.PI / 2], '3c91a62633145c07'],
  ['cos', [Math.PI], 'bff0000000000000'],
  ['cos', [-2.5], 'bfe9a2f7ef858b7d'],
  ['cos', [100.25], '3feebec72ba6b0ec'],
  ['cos', [12345.678], '3fe6b94c3bbe24b8'],
  ['cos', [823549], '3fe930880dddf826'],
  ['atan', [0.1], '3fb983e282e2cc4d'],
  ['atan', [0.4375], '3fda64eec3cc23fd'],
  ['atan', [0.6875], '3fe345f01cce37bb'],
  ['atan', [1], '3fe921fb54442d18'],
  ['atan', [1.1875], '3febde70ed439fe7'],
  ['atan', [2.4375], '3ff2e75728833a54'],
  ['atan', [-5.5], 'bff6414d44094c7c'],
  ['atan', [10000000000], '3ff921fb543d4de0'],
]

/** Of all the results of `mathDigest`. */
export const MATH_DIGEST = 'cdeee73e'

/** One hash of the bits of random arguments' results, from all over where each function is used. */
export function mathDigest(): string {
  const random = randomFrom(23)
  let hash = 0x811c9dc5
  const take = (name: Name, x: number, y = 0) => {
    const bits = bitsOf(compute(name, [x, y]))
    for (let k = 0; k < bits.length; k++) {
      hash = Math.imul(hash ^ bits.charCodeAt(k), 0x01000193)
    }
  }
  for (let i = 0; i < 12_500; i++) {
    const [u, v] = [random(), random()]
    take('exp', (u - 0.5) * 1500)
    take('exp', (v - 0.5) * 2)
    take('log', u * 10 ** Math.floor(v * 4))
    take('pow', 0.5 + u, (v - 0.5) * 1000)
    take('pow', 1 + (u - 0.5) * 1e-3, (v - 0.5) * 1e6)
    take('sin', (u - 0.5) * 1.6e6)
    take('cos', (v - 0.5) * 20)
    take('atan', (u - 0.5) / v)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** The vectors that this engine computes otherwise. */
export function wrongVectors(): readonly string[] {
  return VECTORS.filter(([name, args, bits]) => bitsOf(compute(name, args)) !== bits).map(
    ([name, args]) => `${name}(${args.join(', ')})`,
  )
}

/** One of the functions; `pow` takes two arguments. */
export function compute(name: Name, [x = 0, y = 0]: readonly number[]): number {
  return name === 'pow' ? MATH.pow(x, y) : MATH[name](x)
}

/** The sixteen digits of a double. */
export function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}
