import { z } from 'zod'
import type { Figure } from '../../runtime/core/metrics/summary.ts'
import { figureText } from '../../runtime/report/figure-text.ts'
import { HEADLINES } from '../../runtime/report/headlines.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import { runDigest, seriesDigest } from '../pipeline/run-digest.ts'
import { RUN_DEFAULTS, type RunFlags } from './run-flags.ts'

/** A value as JSON has it: null where it is not defined. */
const FIGURE = z.number().nullable()
const DIGEST = z.string().regex(/^[0-9a-f]{64}$/)
const OPTION = z.string().optional()

/**
 * The result that a strategy is expected to have, as it is kept beside it: how the run was made, in
 * the words of the command line, and what came of it.
 */
export const EXPECTED = z.strictObject({
  run: z.strictObject({
    sample: z.literal(true).optional(),
    /** From the strategy's folder, never out of it. */
    data: OPTION,
    series: z.array(z.string()).optional(),
    finer: OPTION,
    currency: OPTION,
    rates: OPTION,
    from: OPTION,
    to: OPTION,
    param: z.array(z.string()).optional(),
    cash: OPTION,
    costs: OPTION,
    policy: OPTION,
    end: OPTION,
    lots: OPTION,
    metrics: OPTION,
    margin: OPTION,
    timezone: OPTION,
    dateOrder: OPTION,
    onBad: OPTION,
    adjusted: z.literal(true).optional(),
    quote: OPTION,
    interval: OPTION,
    symbol: OPTION,
    tick: OPTION,
    lot: OPTION,
    multiplier: OPTION,
    calendar: OPTION,
  }),
  bars: z.strictObject({ count: z.number(), digest: DIGEST }),
  figures: z.record(z.string(), FIGURE),
  /** SHA-256, hex, of every bar's equity and of every trade: equal to the last bit. */
  equity: DIGEST,
  trades: DIGEST,
})

export type ExpectedResult = z.infer<typeof EXPECTED>

/** What is not kept, for it is what is taken anyway: no instruments file is asked. */
export const EXPECTED_DEFAULTS: RunFlags = {
  ...RUN_DEFAULTS,
  tick: '0',
  lot: '1',
  multiplier: '1',
  store: false,
}

/** What a run came to, as it is kept. */
export function resultOf(report: RunReport): Omit<ExpectedResult, 'run'> {
  const { bars, result } = report
  const figures = headlines(report).map(({ key, value }) => [key, known(value)])
  return {
    bars: { count: bars.length, digest: seriesDigest(bars) },
    figures: Object.fromEntries(figures),
    ...runDigest(result),
  }
}

/** How a run differs from the expected one, a line each; empty: not at all. */
export function differences(expected: ExpectedResult, report: RunReport): readonly string[] {
  const found = resultOf(report)
  const lines: string[] = []
  if (found.bars.digest !== expected.bars.digest) {
    const count = (bars: number) => bars.toLocaleString('en-US')
    const counts = `${count(found.bars.count)} bars, expected ${count(expected.bars.count)}`
    lines.push(`Prices: they are others (${counts})`)
  }
  for (const figure of headlines(report)) {
    const before = expected.figures[figure.key] ?? null
    if (known(figure.value) === before) continue
    const is = figureText(figure)
    const was = figureText({ ...figure, value: before ?? Number.NaN })
    const same = is === was ? ` (${known(figure.value)}, expected ${before})` : ''
    lines.push(`${figure.label}: ${is}, expected ${was}${same}`)
  }
  if (lines.length > 0) return lines
  if (found.trades !== expected.trades) return ['Trades: they are others, to the same figures']
  return found.equity === expected.equity ? [] : ['Equity: it went another way to the same figures']
}

function headlines({ figures }: RunReport): readonly Figure[] {
  return HEADLINES.flatMap((key) => figures.filter((figure) => figure.key === key))
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
