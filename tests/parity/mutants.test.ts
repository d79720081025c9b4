/**
 * The harness itself is tested: faults are planted, one at a time, and the property that is there
 * for such a fault must tell of it. A mutant that changes nothing, or that nothing catches, fails.
 */
import { describe, expect, test } from 'vitest'
import { load } from '../../compiler/load.ts'
import type { RunInput, RunResult } from '../../runtime/core/result.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { ENGINE, PROPERTIES, sightOf, type Trial } from './lockstep.ts'
import { type Subject, subjectOf } from './subject.ts'
import { trialOf } from './trial.ts'

type PropertyName = keyof typeof PROPERTIES

const SOURCE = `
strategy "With a place for every fault"
timeframe 1d

let average = ema(close, 5)
let strange = (close - open) / (close - close[1])
let memory = (close + average)[3]
let streak = if close > open then prev(streak, 0) + 1 else 0

enter long when not (strange > 2) and close > low[1]
  size 20% of equity
  stop entry_price * (1 - 1%)
  target entry_price + 2R

enter short when close > open or sma(close, 20) < close
  size 10% of equity
  stop entry_price + atr(3)

exit long when highest(equity, 5) > equity and streak > 0
exit short when open_profit > 0 and memory > 0

plot average, streak, memory, rsi(3)
`

/** Text of the emitted module, changed; the first group of `what` is kept where there is one. */
interface TextMutant {
  readonly what: RegExp
  readonly by: string
  readonly caughtBy: readonly PropertyName[]
}

const ONE_BLOCK = 'kernels in one block = interpreter'
const PIECES = 'kernels cut at random places = one block'
const SINGLE = 'kernels one bar at a time = one block'
const RESTORED = 'memory restored into a fresh bind = uninterrupted'
const MODULES = 'engine over kernels = engine over interpreter'
const DRIVERS = 'engine, skip = visit, in blocks of any length'
const PREFIX = 'a run over a part = the part of the run'
const GATED = 'a rule fires only where its signal bit allows it, from its gate'
const KNOWN = 'warm-up, optional and range hold for every expression'
const IDLE = 'a rule that is said never to fire does not, nor does an entry that waits for a trade'

const TEXT_MUTANTS: Readonly<Record<string, TextMutant>> = {
  'a wrong smoothing divisor': {
    what: /2 \/ \((\w+) \+ 1\)/g,
    by: '2 / ($1 + 2)',
    caughtBy: [ONE_BLOCK],
  },
  'the same average, written another way': {
    what: /(s\d+_mean) \+= \((\w+) - \1\) \* \((2 \/ \(\w+ \+ 1\))\)/g,
    by: '$1 = $1 * (1 - $3) + $2 * ($3)',
    caughtBy: [ONE_BLOCK],
  },
  'state not stored at the end of a block': {
    what: /^ +memory\[\d+\] = s\d+_mean$/gm,
    by: '',
    caughtBy: [PIECES, SINGLE, RESTORED],
  },
  'a delayed value not stored at the end of a block': {
    what: /^ +memory\[\d+\] = d\d+$/gm,
    by: '',
    caughtBy: [PIECES, SINGLE, RESTORED],
  },
  'one bar of look-ahead': {
    what: /\bclose\[i\]/g,
    by: 'close[i + 1]',
    caughtBy: [ONE_BLOCK, SINGLE, PREFIX],
  },
  'a ring that is too short': {
    what: /while \(size < atLeast\)/,
    by: 'while (size * 2 < atLeast)',
    caughtBy: [ONE_BLOCK],
  },
  'a lost gate': {
    what: /\(i >= \d+ && \(/g,
    by: '((',
    caughtBy: [ONE_BLOCK, GATED],
  },
  'unknown is false, so `not` of it is true': {
    what: /(\w+) <= 2(?=\))/g,
    by: '!($1 > 2)',
    caughtBy: [ONE_BLOCK],
  },
  'a stop that forgets its R': {
    what: /const x(\d+) = r\b/g,
    by: 'const x$1 = r * 1.5',
    caughtBy: [ONE_BLOCK, MODULES],
  },
}

describe('a fault planted in the emitted text is caught', () => {
  const subject = subjectOf(SOURCE)
  test.each(Object.entries(TEXT_MUTANTS))('%s', (_, { what, by, caughtBy }) => {
    const javascript = subject.javascript.replace(what, by)
    expect(javascript).not.toBe(subject.javascript)
    const compiled = load(javascript)
    for (const name of caughtBy) expectCaught(name, (trial) => withModule(trial, compiled))
  })
})

describe('a fault planted around the engine is caught', () => {
  test('a stop filled at a better price, in skip only', () => {
    const run = (input: RunInput) =>
      input.options.driver === 'skip' ? withBetterStops(ENGINE(input)) : ENGINE(input)
    expectCaught(DRIVERS, (trial) => ({ ...trial, run }))
  })

  test('account state that is thought to be none', () => {
    const careless = (trial: Trial) => {
      const { compiled } = trial.subject
      return withModule(trial, { ...compiled, meta: { ...compiled.meta, everyBar: false } })
    }
    expectCaught(MODULES, careless)
  })

  test('an engine that knows the last bar before it comes', () => {
    const run = (input: RunInput) => {
      const { close, length } = input.bars
      const cash = input.options.cash + (close[length - 1] ?? 0)
      return ENGINE({ ...input, options: { ...input.options, cash } })
    }
    expectCaught(PREFIX, (trial) => ({ ...trial, run }))
  })
})

describe('a false claim of the checker is caught', () => {
  test('optional is denied', () => {
    expectCaught(KNOWN, (trial) => withClaims(trial, { optional: false }))
  })

  test('a warm-up is a bar too long', () => {
    expectCaught(KNOWN, (trial) => withClaims(trial, { warmup: { kind: 'ticks', ticks: 21 } }))
  })

  test('a parameter that leaves its range', () => {
    const source = SOURCE.replace('let average', 'param n = 3 in 1..9\nlet average')
    const subject = subjectOf(source.replace('ema(close, 5)', 'ema(close, n)'))
    const outside = (trial: Trial) => {
      const planted = { ...trial, subject, parameters: Float64Array.of(10) }
      return PROPERTIES[KNOWN](planted, sightOf(planted))
    }
    expect(trials().filter((trial) => outside(trial) !== undefined).length).toBeGreaterThan(0)
  })

  test('a rule that fires against its condition', () => {
    const never = subjectOf(SOURCE.replace('close > low[1]', 'close > high')).program
    const { rules } = subjectOf(SOURCE).program
    const silent = { ...rules[0]!, when: never.rules[0]!.when }
    const claim = (trial: Trial) => {
      const program = { ...trial.subject.program, rules: [silent, ...rules.slice(1)] }
      return { ...trial, subject: { ...trial.subject, program } }
    }
    expectCaught(IDLE, claim)
  })
})

test('without a fault every property holds', () => {
  for (const trial of trials()) {
    const seen = sightOf(trial)
    for (const property of Object.values(PROPERTIES)) expect(property(trial, seen)).toBeUndefined()
  }
})

/** The property holds without the fault, and with it tells on one of the series at least. */
function expectCaught(name: PropertyName, plant: (trial: Trial) => Trial): void {
  const found = trials().map((trial) => {
    const planted = plant(trial)
    return PROPERTIES[name](planted, sightOf(planted))
  })
  expect(found.filter((item) => item !== undefined).length, name).toBeGreaterThan(0)
}

function trials(): Trial[] {
  const subject = subjectOf(SOURCE)
  return Array.from({ length: 12 }, (_, seed) => trialOf(subject, seed + 1, 160))
}

function withModule(trial: Trial, compiled: StrategyModule): Trial {
  return { ...trial, subject: { ...trial.subject, compiled } }
}

function withBetterStops(result: RunResult): RunResult {
  const fills = result.fills.map((fill) =>
    fill.purpose === 'stop' ? { ...fill, price: fill.price * 1.001 } : fill,
  )
  return { ...result, fills }
}

/** The program with the same claims made of every named stream. */
function withClaims(
  trial: Trial,
  claims: Partial<Subject['program']['definitions'][number]['expr']>,
): Trial {
  const { program } = trial.subject
  const definitions = program.definitions.map((definition) => ({
    ...definition,
    expr: { ...definition.expr, ...claims } as typeof definition.expr,
  }))
  return { ...trial, subject: { ...trial.subject, program: { ...program, definitions } } }
}
