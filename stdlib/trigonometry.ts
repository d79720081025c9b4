/**
 * Sine, cosine and arc tangent after fdlibm (s_sin.c, s_cos.c, s_atan.c, e_rem_pio2.c; Sun
 * Microsystems, 1993), errors below 1 ulp, with the same bits in every engine. An angle is reduced
 * by three pieces of pi / 2, which serve up to 2^19 pi / 2 (about 823,549); beyond that the result
 * is unknown (NaN).
 */
const ANGLE_MAX = 823_549

const TWO_OVER_PI = 0.6366197723675814
// pi / 2 in pieces of 33 bits, so that their products with n are exact, and what is left of each.
const HALF_PI_1 = 1.5707963267341256
const HALF_PI_1_REST = 6.077100506506192e-11
const HALF_PI_2 = 6.077100506303966e-11
const HALF_PI_2_REST = 2.0222662487959506e-21
const HALF_PI_3 = 2.0222662487111665e-21
const HALF_PI_3_REST = 8.4784276603689e-32

/** Sine of an angle in radians. */
export function sin(x: number): number {
  return reduced(x, 0)
}

/** Cosine of an angle in radians. */
export function cos(x: number): number {
  return reduced(x, 1)
}

/** x = n pi / 2 + (y + rest), |y| <= pi / 4; the sine of x + turns pi / 2. */
function reduced(x: number, turns: number): number {
  const size = Math.abs(x)
  if (!(size <= ANGLE_MAX)) return Number.NaN
  if (size <= 0.7853981633974483) return turns === 0 ? sinOf(x, 0) : cosOf(x, 0)
  const n = Math.floor(size * TWO_OVER_PI + 0.5)
  let r = size - n * HALF_PI_1
  let low = n * HALF_PI_1_REST
  let y = r - low
  // Where much cancels, more pieces of pi / 2 are needed.
  if (Math.abs(y) < size * 2 ** -16) {
    const before = r
    low = n * HALF_PI_2
    r = before - low
    low = n * HALF_PI_2_REST - (before - r - low)
    y = r - low
    if (Math.abs(y) < size * 2 ** -49) {
      const middle = r
      low = n * HALF_PI_3
      r = middle - low
      low = n * HALF_PI_3_REST - (middle - r - low)
      y = r - low
    }
  }
  const rest = r - y - low
  const negative = x < 0
  const quarter = ((negative ? -n : n) + turns) & 3
  const [a, b] = negative ? [-y, -rest] : [y, rest]
  const value = quarter % 2 === 0 ? sinOf(a, b) : cosOf(a, b)
  return quarter < 2 ? value : -value
}

/** sin(x + rest) for |x| <= about pi / 4. */
function sinOf(x: number, rest: number): number {
  if (Math.abs(x) < 2 ** -27) return x
  const z = x * x
  const v = z * x
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)))
  return x - (z * (0.5 * rest - v * r) - rest - v * -0.16666666666666632)
}

/** cos(x + rest) for |x| <= about pi / 4. */
function cosOf(x: number, rest: number): number {
  const z = x * x
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z *
            (0.00002480158728947673 +
              z *
                (-2.7557314351390663e-7 +
                  z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))))
  const half = 0.5 * z
  const w = 1 - half
  return w + (1 - w - half + (z * r - x * rest))
}

// atan 0.5, 1, 1.5, infinity: the nearest doubles and what they lack.
const ATAN_HIGH = [0.4636476090008061, 0.7853981633974483, 0.982793723247329, 1.5707963267948966]
const ATAN_LOW = [
  2.2698777452961687e-17, 3.061616997868383e-17, 1.3903311031230998e-17, 6.123233995736766e-17,
]

/** The angle in radians, between -pi / 2 and pi / 2, whose tangent is x. */
export function atan(x: number): number {
  const size = Math.abs(x)
  if (Number.isNaN(x) || size < 2 ** -27) return x
  if (size < 0.4375) return x - x * atanSeries(x)
  let piece = 3
  let t = -1 / size
  if (size < 0.6875) {
    piece = 0
    t = (2 * size - 1) / (2 + size)
  } else if (size < 1.1875) {
    piece = 1
    t = (size - 1) / (size + 1)
  } else if (size < 2.4375) {
    piece = 2
    t = (size - 1.5) / (1 + 1.5 * size)
  }
  const value = ATAN_HIGH[piece]! - (t * atanSeries(t) - ATAN_LOW[piece]! - t)
  return x < 0 ? -value : value
}

/** 1 - atan(t) / t for |t| < 7/16. */
function atanSeries(t: number): number {
  const z = t * t
  const w = z * z
  const even =
    z *
    (0.3333333333333293 +
      w *
        (0.14285714272503466 +
          w *
            (0.09090887133436507 +
              w * (0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782)))))
  const odd =
    w *
    (-0.19999999999876483 +
      w *
        (-0.11111110405462356 +
          w * (-0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916))))
  return even + odd
}
