import { SORTED, type SortedWindow } from './sorted.ts'
import { atan, cos, sin } from './trigonometry.ts'

/**
 * The only functions that kernels may call besides `Math.abs sqrt min max floor ceil trunc`, which
 * are exact: the engines' own transcendental functions differ in last bits between versions.
 */
export interface DeterministicMath extends SortedWindow {
  exp(x: number): number
  log(x: number): number
  pow(x: number, y: number): number
  /** NaN beyond 823,549 radians. */
  sin(x: number): number
  cos(x: number): number
  atan(x: number): number
}

/**
 * Natural exponential, natural logarithm and power after the algorithms of fdlibm (e_exp.c,
 * e_log.c, e_pow.c; Sun Microsystems, 1993; K. C. Ng), errors below 0.8 ulp. They use nothing but
 * IEEE 754 double arithmetic, so every engine gives the same bits; `tests/stdlib/math.test.ts`
 * pins them. Special values are those of `Math.exp`, `Math.log`, `Math.pow`.
 */
export const MATH: DeterministicMath = Object.freeze({
  exp,
  log,
  pow,
  sin,
  cos,
  atan,
  ...SORTED,
})

// Scratch to look at the two halves of a double: written before each read, never read back later.
const BITS = new DataView(new ArrayBuffer(8))

const LN2_HIGH = 0.6931471803691238 // 0x3fe62e42 fee00000: its product with k is exact
const LN2_LOW = 1.9082149292705877e-10
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the bits are pinned here
const LOG2_E = 1.4426950408889634
const HALF_LN2 = 0.34657359027997264

function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  if (x < -745.1332191019411) return 0
  if (Math.abs(x) <= HALF_LN2) return expOfSum(x, 0)
  // x = k ln 2 + r + rest with |r| <= ln 2 / 2.
  const k = Math.floor(x * LOG2_E + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  return timesPowerOfTwo(expOfSum(r, high - r - low), k)
}

/** e^(r + rest) for |r| <= about ln 2 / 2 and a tiny rest, by Remez's rational approximation. */
function expOfSum(r: number, rest: number): number {
  const c = r - evenPart(r)
  // 1 + r in two pieces, so that only the last addition rounds by much.
  const sum = 1 + r
  const lost = r - (sum - 1)
  return sum + (lost + ((r * c) / (2 - c) + (rest + r * rest)))
}

/** t -> t^2 (P1 + P2 t^2 + ... + P5 t^8): r - evenPart(r) = r (e^r + 1) / (e^r - 1) - 2, nearly. */
function evenPart(r: number): number {
  const t = r * r
  return (
    t *
    (0.16666666666666602 +
      t *
        (-0.0027777777777015593 +
          t *
            (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))))
  )
}

/** y 2^k for y in [0.5, 2.1], rounded once. */
function timesPowerOfTwo(y: number, k: number): number {
  if (k > 1023) return y * 2 * powerOfTwo(k - 1)
  if (k < -1021) return y * powerOfTwo(k + 200) * powerOfTwo(-200)
  return y * powerOfTwo(k)
}

function powerOfTwo(k: number): number {
  return fromHighWord((k + 1023) << 20)
}

function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  // x = 2^k (1 + f) with sqrt(1/2) < 1 + f < sqrt 2; a subnormal is scaled up first.
  const normal = x < 2.2250738585072014e-308 ? x * 18014398509481984 : x
  const word = highWord(normal)
  const fraction = word & 0xfffff
  const upper = (fraction + 0x95f64) & 0x100000
  const k = (word >> 20) - 1023 + (upper >> 20) - (normal === x ? 0 : 54)
  const f = withHighWord(normal, fraction | (upper ^ 0x3ff00000)) - 1
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const odd =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + (odd + even)) + k * LN2_LOW) - f)
}

function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  const size = Math.abs(x)
  if (Math.abs(y) === Number.POSITIVE_INFINITY || Math.abs(y) > 18446744073709552000) {
    if (size === 1) return Math.abs(y) === Number.POSITIVE_INFINITY ? Number.NaN : 1
    return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0
  }
  const odd = Math.abs(y % 2) === 1
  if (size === 0 || size === Number.POSITIVE_INFINITY) {
    const result = (size === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY
    return odd && (x < 0 || Object.is(x, -0)) ? -result : result
  }
  if (x < 0 && Math.trunc(y) !== y) return Number.NaN
  const result = size === 1 ? 1 : positivePower(size, y)
  return x < 0 && odd ? -result : result
}

const LOG2_1_5_HIGH = 0.5849624872207642
const LOG2_1_5_LOW = 1.350039202129749e-8
const TWO_THIRDS_LOG2_E = 0.9617966939259756 // 2 / (3 ln 2)
const TWO_THIRDS_LOG2_E_HIGH = 0.9617967009544373
const TWO_THIRDS_LOG2_E_LOW = -7.028461650952758e-9
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the bits are pinned here
const LN2 = 0.6931471805599453
const LN2_TOP = 0.6931471824645996
const LN2_REST = -1.904654299957768e-9
/** -(1024 - log2(the largest double + half an ulp)) */
const OVERFLOW_MARGIN = 8.008566259537294e-17

/** x^y for finite x > 0, x != 1 and finite y, by log2(x) to about 70 bits in two pieces. */
function positivePower(x: number, y: number): number {
  // x = 2^n a, a within a factor sqrt(3/2) of the base, which is 1 or 3/2.
  const normal = x < 2.2250738585072014e-308 ? x * 9007199254740992 : x
  const word = highWord(normal)
  const fraction = word & 0xfffff
  const besideOneAndHalf = fraction > 0x3988e && fraction < 0xbb67a
  const up = fraction >= 0xbb67a ? 1 : 0
  const n = (word >> 20) - 1023 + up - (normal === x ? 0 : 53)
  const base = besideOneAndHalf ? 1.5 : 1
  const a = withHighWord(normal, (fraction | 0x3ff00000) - (up << 20))

  // s = (a - base) / (a + base) in two pieces.
  const u = a - base
  const v = 1 / (a + base)
  const s = u * v
  const sHigh = head(s)
  const sumHigh = head(a + base)
  const sumLow = a - (sumHigh - base)
  const sLow = v * (u - sHigh * sumHigh - sHigh * sumLow)

  // 3 s + s^3 + ... = (3/2) ln(a / base), in two pieces.
  const s2 = s * s
  const tail =
    s2 *
      s2 *
      (0.5999999999999946 +
        s2 *
          (0.4285714285785502 +
            s2 *
              (0.33333332981837743 +
                s2 *
                  (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842))))) +
    sLow * (sHigh + s)
  const square = sHigh * sHigh
  const factorHigh = head(3 + square + tail)
  const factorLow = tail - (factorHigh - 3 - square)
  const productHigh = sHigh * factorHigh
  const productLow = sLow * factorHigh + factorLow * s
  const lnHigh = head(productHigh + productLow)
  const lnLow = productLow - (lnHigh - productHigh)

  // log2(x) = n + log2(base) + 2 / (3 ln 2) (...), in two pieces.
  const offsetHigh = besideOneAndHalf ? LOG2_1_5_HIGH : 0
  const offsetLow = besideOneAndHalf ? LOG2_1_5_LOW : 0
  const scaledHigh = TWO_THIRDS_LOG2_E_HIGH * lnHigh
  const scaledLow = TWO_THIRDS_LOG2_E_LOW * lnHigh + lnLow * TWO_THIRDS_LOG2_E + offsetLow
  const logHigh = head(scaledHigh + scaledLow + offsetHigh + n)
  const logLow = scaledLow - (logHigh - n - offsetHigh - scaledHigh)

  const yHigh = head(y)
  return powerOfTwoOfSum(yHigh * logHigh, (y - yHigh) * logHigh + y * logLow)
}

/** 2^(high + low), `low` small beside `high`. */
function powerOfTwoOfSum(high: number, low: number): number {
  const z = low + high
  if (z > 1024 || (z === 1024 && low + OVERFLOW_MARGIN > z - high)) {
    return Number.POSITIVE_INFINITY
  }
  if (z < -1075 || (z === -1075 && low <= z - high)) return 0
  const n = Math.floor(z + 0.5)
  const whole = high - n
  const t = head(low + whole)
  const u = t * LN2_TOP
  const v = (low - (t - whole)) * LN2 + t * LN2_REST
  const r = u + v
  const rest = v - (r - u)
  return timesPowerOfTwo(expOfSum(r, rest), n)
}

function highWord(x: number): number {
  BITS.setFloat64(0, x)
  return BITS.getInt32(0)
}

function withHighWord(x: number, word: number): number {
  BITS.setFloat64(0, x)
  BITS.setInt32(0, word)
  return BITS.getFloat64(0)
}

function fromHighWord(word: number): number {
  BITS.setInt32(0, word)
  BITS.setInt32(4, 0)
  return BITS.getFloat64(0)
}

/** x without its lower 32 bits, so that products of two such are exact. */
function head(x: number): number {
  BITS.setFloat64(0, x)
  BITS.setInt32(4, 0)
  return BITS.getFloat64(0)
}
