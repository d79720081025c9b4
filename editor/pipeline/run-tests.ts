import { type Interpreted, interpret } from '../../compiler/interpret/interpret.ts'
import type { TypedExpr, TypedProgram } from '../../language/check/typed.ts'
import type { Expectation, TypedTest } from '../../language/check/typed-test.ts'
import type { Span } from '../../language/diagnostic.ts'
import { type MissingSeries, missingSeries, seriesText } from '../../runtime/calendar/bar-clocks.ts'
import { calendarNamed } from '../../runtime/calendar/calendars.ts'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { RunResult } from '../../runtime/core/result.ts'
import { type Bars, emptyBars } from '../../stdlib/bars.ts'
import { ExternFailure } from '../../stdlib/extern.ts'
import { MATH } from '../../stdlib/math.ts'
import { interpretedRun } from './interpreted-run.ts'
import { runPast } from './run-past.ts'
import { strategyBars } from './strategy-bars.ts'
import { barsOfTest, type TestFiles } from './test-bars.ts'

/** One `test` block as it ran. */
export interface TestResult {
  readonly title: string
  readonly span: Span
  /** Expectations that did not hold; empty: the test passes. */
  readonly failures: readonly TestFailure[]
  /** What it ran over, to show the bars around a failure; none where it could not run. */
  readonly bars: Bars
  /** The rules that fired on some bar, by index, ascending. */
  readonly fired: readonly number[]
}

export interface TestFailure {
  /** As written; for a broken `require`, its condition. */
  readonly text: string
  readonly span: Span
  /** Why, where it is not the values that tell. */
  readonly reason: string
  /** The bars around the one looked at; absent where the test could not run. */
  readonly around?: Around
  /** What the expectation names, with the values from bar to bar; NaN and null are unknown. */
  readonly shown: readonly { readonly text: string; readonly values: readonly ShownValue[] }[]
}

/** `bar` is the one looked at, `first` and `last` the ones that are shown with it. */
export interface Around {
  readonly bar: number
  readonly first: number
  readonly last: number
}

export type ShownValue = number | boolean | null

export interface TestOptions {
  /** Of every file that the tests name, by its path as written. */
  readonly files: TestFiles
  /** Which tests to run, by title; all when absent. */
  readonly only?: (title: string) => boolean
}

/**
 * Runs the `test` blocks of a program on the reference interpreter and the engine: cash 100,000,
 * policy `next_open`, costs those the test states, otherwise none.
 */
export function runTests(
  program: TypedProgram,
  source: string,
  { files, only = () => true }: TestOptions,
): readonly TestResult[] {
  return program.tests
    .filter(({ title }) => only(title))
    .map((test) => runTest(program, source, test, files))
}

/** Whose sessions the bars of a test are of, where the file names no exchange. */
const TEST_EXCHANGE = 'XNYS'
/** What every test runs with, where it says nothing else. */
const TEST_OPTIONS = {
  cash: 100_000,
  policy: POLICIES.next_open,
  instrument: { symbol: 'TEST', tick: 0, lot: 1, multiplier: 1, currency: 'USD' },
  endOfRun: 'mark',
} as const

function runTest(
  program: TypedProgram,
  source: string,
  test: TypedTest,
  files: TestOptions['files'],
): TestResult {
  const { timeframe, instrument } = program
  const exchange = instrument?.exchange ?? TEST_EXCHANGE
  const calendar = calendarNamed(exchange) ?? calendarNamed(TEST_EXCHANGE)!
  const { title, span } = test
  const unrun = (failures: readonly TestFailure[]): TestResult => {
    return { title, span, failures, bars: emptyBars(0), fired: [] }
  }
  const { meta } = interpret(program, source)
  const read = barsOfTest(test, timeframe, calendar, files)
  if ('problem' in read) {
    const { start, end } = read.span
    const text = source.slice(start, end)
    return unrun([{ text, span: read.span, reason: read.problem, shown: [] }])
  }
  const parameters = Float64Array.from(program.parameters, (parameter) => parameter.value)
  for (const { index, value } of test.parameters) parameters[index] = value
  const broken = interpret(program, source).broken(parameters, MATH)
  if (broken.length > 0) {
    const reason = 'the parameters of this test break this requirement'
    return unrun(broken.map((text) => ({ text, span, reason, shown: [] })))
  }
  const [missing] = missingSeries(meta.clocks ?? [], read.series)
  if (missing !== undefined) return unrun([missingBars(missing, test, meta.timeframe)])
  const beside = { calendar: calendar.name, ...read }
  const { bars, finer } = strategyBars(meta, read.bars, beside)
  const options = { ...TEST_OPTIONS, costs: test.costs ?? {} }
  const input = { parameters, bars, options, ...(finer && { finer }) }
  try {
    const { run, result } = interpretedRun(program, source, input)
    run.recall(runPast(result, bars.length))
    const failures = test.expectations.flatMap((expected) => failure(expected, run, bars.length))
    return { title, span, failures, bars, fired: firedIn(result) }
  } catch (error) {
    if (!(error instanceof ExternFailure)) throw error
    return unrun([{ text: title, span, reason: error.message, shown: [] }])
  }
}

/** What a test must write of bars that the strategy reads and it does not have. */
function missingBars(
  missing: MissingSeries,
  { title, span }: TypedTest,
  timeframe: string,
): TestFailure {
  const { symbol } = missing
  const at = missing.timeframe === timeframe ? `${symbol}` : seriesText(missing)
  const reason =
    `the strategy reads bars @ ${at}, and this test has none: ` +
    `write them, as in \`close @ ${at} 50, 51\`, or \`prices @ ${at} from "FILE"\``
  return { text: title, span, reason, shown: [] }
}

function firedIn({ decisions }: RunResult): readonly number[] {
  const mask = decisions.reduce((all, { fired }) => all | fired, 0)
  return Array.from({ length: 32 }, (_, rule) => rule).filter((rule) => (mask >>> rule) & 1)
}

/** Bars shown on either side of the one looked at. */
const BESIDE = 2

function failure(expected: Expectation, run: Interpreted, length: number): TestFailure[] {
  const bar = expected.at ?? length - 1
  const { text, span } = expected
  if (bar >= length) {
    const reason = `there is no bar ${bar}: the last of the ${length} bars is bar ${length - 1}`
    return [{ text, span, reason, shown: [] }]
  }
  const held = run.value(expected.condition, bar)
  if (held === true) return []
  const around = {
    bar,
    first: Math.max(0, bar - BESIDE),
    last: Math.min(length - 1, bar + BESIDE),
  }
  const valuesOf = (value: TypedExpr): ShownValue[] =>
    Array.from({ length: around.last - around.first + 1 }, (_, i) =>
      run.value(value, around.first + i),
    )
  return [
    {
      text,
      span,
      reason: held === null ? 'it is unknown there' : '',
      around,
      shown: expected.shown.map((one) => ({ text: one.text, values: valuesOf(one.value) })),
    },
  ]
}
