import { BARE } from '../../language/types.ts'
import type { Primitive, Window } from '../builtin.ts'
import { MATH as math } from '../math.ts'

/** Phase of a wave whose length varies. */
export const cycle_phase: Primitive = {
  name: 'cycle_phase',
  doc: `Where \`x\` stands in a wave of \`bars\` bars, a stream of its own such as a measured cycle: its
whole part, held between 1 and \`longest\`. In degrees from -90 to 270, 0 at the wave's top and 90 where
it has fallen half way; 0 in a flat window.`,
  source: 'J. Ehlers, Rocket Science for Traders (2001), the dominant cycle; in TA-Lib HT_DCPHASE.',
  inputs: [
    { name: 'x', type: 'number' },
    { name: 'bars', type: 'number' },
  ],
  params: [{ name: 'longest', integer: true, min: 1, max: 1000 }],
  result: { unit: BARE, weight: 'unknown' },
  optional: false,
  range: () => ({ low: -90, high: 270 }),
  warmup: (longest) => longest - 1,
  window: (longest) => longest - 1,
  step: (w: Window, x: number, bars: number, longest: number) => {
    const length = Math.max(1, Math.min(longest, Math.trunc(bars)))
    let sine = 0
    let cosine = x
    let size = Math.abs(x)
    for (let k = 1; k < length; k++) {
      const angle = (6.283185307179586 * k) / length
      sine += math.sin(angle) * w(k)
      cosine += math.cos(angle) * w(k)
      size += Math.abs(w(k))
    }
    // What rounding leaves of a flat window is no wave.
    if (Math.abs(sine) + Math.abs(cosine) < size * 1e-12) {
      sine = 0
      cosine = 0
    }
    const upright = sine > 0 ? 90 : sine < 0 ? -90 : 0
    const turn = cosine === 0 ? upright : math.atan(sine / cosine) * 57.29577951308232
    return Math.max(-90, Math.min(90, turn)) + (cosine < 0 ? 180 : 0)
  },
  reference: ([x = [], bars = []], [longest = 1]) =>
    x.map((_, i) => {
      if (i < longest - 1) return Number.NaN
      const length = Math.max(1, Math.min(longest, Math.trunc(bars[i]!)))
      const angles = Array.from({ length }, (_, k) => (2 * Math.PI * k) / length)
      const sine = angles.reduce((sum, angle, k) => sum + Math.sin(angle) * x[i - k]!, 0)
      const cosine = angles.reduce((sum, angle, k) => sum + Math.cos(angle) * x[i - k]!, 0)
      const size = angles.reduce((sum, _, k) => sum + Math.abs(x[i - k]!), 0)
      if (Math.abs(sine) + Math.abs(cosine) < size * 1e-12) return 0
      const degrees = (Math.atan2(sine, cosine) * 180) / Math.PI
      return degrees < -90 ? degrees + 360 : degrees
    }),
  examples: [
    {
      inputs: [
        [0, 1, 0, -1, 1],
        [4, 4, 4, 4, 2.5],
      ],
      params: [4],
      output: [Number.NaN, Number.NaN, Number.NaN, 180, 0],
      tolerance: 1e-13,
      source: 'by hand: four bars with the last at the bottom, then two with the last at the top',
    },
  ],
}
