import { strategyBars } from '../../editor/pipeline/strategy-bars.ts'
import type { GivenSeries } from '../../runtime/calendar/bar-clocks.ts'
import { POLICIES, type Policy } from '../../runtime/core/policy.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import type { CostSpec, StrategyModule } from '../../stdlib/module.ts'
import { ENGINE, type Trial } from './lockstep.ts'
import { market } from './market.ts'
import type { Random } from './random.ts'
import { caseSeed, seeded } from './random.ts'
import type { Subject } from './subject.ts'

/** A strategy with parameters, bars and run options of the seed's choosing. */
export function trialOf(subject: Subject, seed: number, maxBars: number): Trial {
  const random = seeded(seed)
  return {
    subject,
    parameters: parametersOf(subject.compiled, random),
    bars: seenMarket(subject, seed, maxBars),
    options: runOptions(subject.compiled, random),
    seed,
    run: ENGINE,
  }
}

/** Bars as a host hands them over, by a calendar of few hours and half days. */
export function seenMarket({ compiled }: Subject, seed: number, maxBars: number): Bars {
  const { session: _, ...meta } = compiled.meta
  const bars = market(caseSeed(seed, 1), maxBars, spacingOf(meta.timeframe))
  // Another instrument: the same times, its own prices, some bars more and some fewer.
  const other = market(caseSeed(seed, 2), bars.length + 9, spacingOf(meta.timeframe))
  const series: GivenSeries[] = [{ symbol: 'SPY', timeframe: meta.timeframe, bars: other }]
  for (const { symbol, timeframe, finer } of meta.clocks ?? []) {
    if (finer === undefined) continue
    const inside = market(caseSeed(seed, 3), 6 * bars.length + 9, spacingOf(timeframe))
    series.push({ ...(symbol && { symbol }), timeframe, bars: inside })
  }
  return strategyBars(meta, bars, { calendar: 'XNYS', series }).bars
}

function spacingOf(timeframe: string): number | undefined {
  return { '5m': 300_000, '15m': 900_000, '1h': 3_600_000 }[timeframe]
}

/** Values within the declared ranges that no `require` refuses; else the defaults. */
function parametersOf({ meta, broken }: StrategyModule, random: Random): Float64Array {
  for (let attempt = 0; attempt < 4; attempt++) {
    const values = meta.parameters.map(({ value, min, max, integer }) => {
      if (min === undefined || max === undefined || random.chance(0.3)) return value
      return integer ? random.int(min, max) : min + random.next() * (max - min)
    })
    const parameters = Float64Array.from(values)
    if (broken(parameters, MATH).length === 0) return parameters
  }
  return Float64Array.from(meta.parameters.map((item) => item.value))
}

function runOptions({ meta }: StrategyModule, random: Random): RunOptions {
  return {
    cash: random.pick([100_000, 100_000, 2_000, 50]),
    policy: policyOf(random),
    costs: meta.costs ?? costsOf(random),
    instrument: {
      symbol: 'TEST',
      tick: random.pick([0, 0.01, 0.25, 1]),
      lot: random.pick([1, 1, 10, 0.001]),
      multiplier: random.pick([1, 1, 50]),
      currency: 'USD',
    },
    endOfRun: random.pick(['mark', 'close']),
    tradeFrom: random.chance(0.2) ? random.int(0, 60) : 0,
  }
}

/** A named policy, often with one choice taken from another: the engine reads fields, not names. */
function policyOf(random: Random): Policy {
  const all = Object.values(POLICIES)
  const policy = random.pick(all)
  if (random.chance(0.5)) return policy
  const field = random.pick(Object.keys(policy) as (keyof Policy)[])
  return { ...policy, [field]: random.pick(all)[field] }
}

function costsOf(random: Random): CostSpec {
  return random.pick<CostSpec>([
    {},
    { commission: { kind: 'ibkr-fixed' } },
    { commission: { kind: 'ibkr-tiered' } },
    { commission: { kind: 'per-share', amount: 0.005 }, slippage: { kind: 'ticks', ticks: 1 } },
    { commission: { kind: 'fraction', fraction: 0.001 } },
    {
      commission: { kind: 'per-trade', amount: 1 },
      slippage: { kind: 'fraction', fraction: 0.0002 },
    },
    {
      slippage: { kind: 'volume-share', impact: 0.1, shape: 'quadratic' },
      borrow: { kind: 'value', rate: 0.03 },
    },
    { slippage: { kind: 'volatility', fraction: 0.1 }, borrow: { kind: 'ibkr', rate: 0.2 } },
    { commission: { kind: 'ibkr-fixed' }, maxVolume: 0.001 },
  ])
}
