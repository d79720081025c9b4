import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { type Random, seeded } from './random.ts'

/**
 * Prices are whole numbers of a tick, so that equal prices, and so ties, are common; most ticks
 * are no sums of powers of two, so that sums are rounded and their order shows.
 */
const TICKS: readonly number[] = [0.25, 0.01, 0.05, 0.1]

const DAY_MS = 86_400_000
const START = Date.UTC(2020, 0, 6)

/** First prices, and how far a bar moves at most or so, in ticks. */
const SCALES: readonly (readonly [number, number])[] = [
  [20, 1],
  [80, 2],
  [200, 4],
  [5_000, 40],
]

/** How the next bars move. Each lasts some bars, then another is drawn. */
type Regime = 'walk' | 'trend up' | 'trend down' | 'flat' | 'gaps' | 'spikes' | 'alternating'

const REGIMES: readonly Regime[] = [
  'walk',
  'walk',
  'trend up',
  'trend down',
  'flat',
  'gaps',
  'spikes',
  'alternating',
]

/**
 * Seeded bars with everything that hurts: gaps, flat stretches, ties, spikes, zero volume, and
 * often no bar, one or two. At most `maxLength` bars, valid ones: low <= open, close <= high, > 0.
 * `spacingMs` is the time between bars; every fifth daily bar is followed by a weekend.
 */
export function market(seed: number, maxLength: number, spacingMs = DAY_MS): Bars {
  const random = seeded(seed)
  const length = random.chance(0.06) ? random.int(0, 2) : random.int(3, maxLength)
  const bars = emptyBars(length)
  bars.length = length
  const tick = random.pick(TICKS)
  const [start, step] = random.pick(SCALES)
  // Above this, so that no bar doubles an account and the ledger is not outgrown too often.
  const above = (ticks: number) => Math.max(start / 5, ticks)
  let price = start
  let time = START
  let regime = random.pick(REGIMES)
  let left = random.int(5, 60)
  for (let i = 0; i < length; i++) {
    if (left-- === 0) {
      regime = random.pick(REGIMES)
      left = random.int(3, 60)
    }
    const open = above(price + (regime === 'gaps' ? jump(random, 8 * step) : gap(random)))
    const close = above(open + move(random, regime, i, step))
    const wick = regime === 'flat' ? 0 : step
    const spike = regime === 'spikes' && random.chance(0.2)
    bars.time[i] = time
    bars.open[i] = open * tick
    bars.high[i] = (Math.max(open, close) + (spike ? price : random.int(0, wick))) * tick
    bars.low[i] = above(Math.min(open, close) - random.int(0, wick)) * tick
    bars.close[i] = close * tick
    bars.volume[i] = random.chance(0.1) ? 0 : random.int(1, 50) * 100
    price = close
    time += spacingMs * (spacingMs === DAY_MS && i % 5 === 4 ? 3 : 1)
  }
  return bars
}

/** Ticks from open to close. */
function move(random: Random, regime: Regime, bar: number, step: number): number {
  switch (regime) {
    case 'walk':
    case 'gaps':
      return jump(random, step)
    case 'trend up':
      return random.int(-1, 2 * step)
    case 'trend down':
      return random.int(-2 * step, 1)
    case 'flat':
      return 0
    case 'spikes':
      return jump(random, random.chance(0.1) ? 40 * step : step)
    case 'alternating':
      return bar % 2 === 0 ? step : -step
  }
}

const jump = (random: Random, ticks: number) => random.int(-ticks, ticks)
const gap = (random: Random) => (random.chance(0.3) ? jump(random, 1) : 0)

/** The first `length` of `bars`, in arrays of their own. */
export function firstBars(bars: Bars, length: number): Bars {
  return {
    length,
    time: bars.time.slice(0, length),
    open: bars.open.slice(0, length),
    high: bars.high.slice(0, length),
    low: bars.low.slice(0, length),
    close: bars.close.slice(0, length),
    volume: bars.volume.slice(0, length),
    ...(bars.sessions && { sessions: cutColumns(bars.sessions, length) }),
    ...(bars.clocks && {
      clocks: bars.clocks.map((clock) => ({
        bars: firstBars(clock.bars, clock.bars.time.length),
        visible: clock.visible.slice(),
      })),
    }),
  }
}

/** Columns of the same names, each up to there. */
function cutColumns<Columns extends object>(columns: Columns, length: number): Columns {
  const cut = Object.entries(columns).map(([name, column]) => [name, column.slice(0, length)])
  return Object.fromEntries(cut)
}
