import { type Interpreted, interpret } from '../../compiler/interpret/interpret.ts'
import type { Expectation, TypedProgram, TypedTest } from '../../language/check/typed.ts'
import type { Span } from '../../language/diagnostic.ts'
import { backtest } from '../../runtime/core/backtest.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { MATH } from '../../stdlib/math.ts'
import { testBars } from './test-bars.ts'

/** One `test` block as it ran. */
export interface TestResult {
  readonly title: string
  readonly span: Span
  /** Expectations that did not hold; empty: the test passes. */
  readonly failures: readonly TestFailure[]
  /** What it ran over, to show the bars around a failure. */
  readonly bars: Bars
}

export interface TestFailure {
  /** As written; for a broken `require`, its condition. */
  readonly text: string
  readonly span: Span
  /** Why, where it is not the values that tell. */
  readonly reason: string
  /** The bar looked at; absent where the test could not run. */
  readonly bar?: number
  /** What the expectation names, with the values found; NaN and null are unknown. */
  readonly shown: readonly { readonly text: string; readonly value: number | boolean | null }[]
}

/**
 * Runs every `test` block of a program on the reference interpreter and the engine: cash 100,000,
 * policy `next_open`, costs those the test states, otherwise none.
 */
export function runTests(program: TypedProgram, source: string): readonly TestResult[] {
  return program.tests.map((test) => runTest(program, source, test))
}

function runTest(program: TypedProgram, source: string, test: TypedTest): TestResult {
  const bars = testBars(test, program.timeframe)
  const parameters = Float64Array.from(program.parameters, (parameter) => parameter.value)
  for (const { index, value } of test.parameters) parameters[index] = value

  const { title, span } = test
  const module = interpret(program, source)
  const broken = module.broken(parameters, MATH)
  if (broken.length > 0) {
    const reason = 'the parameters of this test break this requirement'
    return {
      title,
      span,
      bars,
      failures: broken.map((text) => ({ text, span, reason, shown: [] })),
    }
  }

  const runs: Interpreted[] = []
  backtest({
    module: {
      ...module,
      bind(bound, over) {
        const run = module.bind(bound, over)
        runs.push(run)
        return run
      },
    },
    parameters,
    bars,
    options: {
      cash: 100_000,
      policy: POLICIES.next_open,
      costs: test.costs ?? {},
      instrument: { symbol: 'TEST', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
      endOfRun: 'mark',
      driver: 'visit',
    },
  })
  const run = runs[0]
  if (run === undefined) throw new Error('the engine bound no strategy')
  const failures = test.expectations.flatMap((expected) => failure(expected, run, bars.length))
  return { title, span, bars, failures }
}

function failure(expected: Expectation, run: Interpreted, length: number): TestFailure[] {
  const bar = expected.at ?? length - 1
  const { text, span } = expected
  if (bar >= length) {
    const reason = `there is no bar ${bar}: the last of the ${length} bars is bar ${length - 1}`
    return [{ text, span, reason, shown: [] }]
  }
  const held = run.value(expected.condition, bar)
  if (held === true) return []
  const reason = held === null ? 'it is unknown there' : ''
  const shown = expected.shown.map((one) => ({ text: one.text, value: run.value(one.value, bar) }))
  return [{ text, span, reason, bar, shown }]
}
