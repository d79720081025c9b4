import { LOT_METHODS } from '../../runtime/core/lot-methods.ts'
import { CONVENTIONS, type MetricConventions } from '../../runtime/core/metrics/conventions.ts'
import type { Policy } from '../../runtime/core/policy.ts'
import type { InstrumentSpec, RunOptions } from '../../runtime/core/result.ts'
import type { FeedOptions } from '../../runtime/feeds/options.ts'
import { instrumentMargin } from '../../runtime/instruments/instrument-margin.ts'
import type { Instrument } from '../../runtime/instruments/instruments.ts'
import { instrumentOf } from '../../runtime/instruments/read-instruments.ts'
import { symbolOf } from '../../runtime/store/symbol.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import { accountCurrency, moneyOf } from '../pipeline/money-words.ts'
import { policyNamed } from '../pipeline/policy-named.ts'
import { feedOptions } from './feed-options.ts'
import {
  calendarOf,
  choice,
  costsOf,
  day,
  keeper,
  marginOf,
  metricsOf,
  moneyOver,
  numberFrom,
  numberOver,
  type Parsed,
  readParameters,
} from './option-values.ts'
import type { RunFlags } from './run-flags.ts'

/** The options of a run, understood. */
export interface RunSettings {
  readonly prices: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'sample' }
  readonly parameters: Float64Array
  readonly options: RunOptions
  readonly metrics: MetricConventions
  /** First and last calendar day to use, as given: checked. */
  readonly from?: string
  readonly to?: string
  readonly read: FeedOptions
  /** The exchange's calendar, where flags or the instruments file name one. */
  readonly calendar?: string
}

export type ReadOptions =
  | { readonly settings: RunSettings }
  /** Every wrong option, not the first alone. */
  | { readonly problems: readonly string[] }

/** Understands the options of a run of this strategy; instruments tell what flags do not. */
export function readRunOptions(
  flags: RunFlags,
  meta: ModuleMeta,
  instruments: ReadonlyMap<string, Instrument>,
): ReadOptions {
  const problems: string[] = []
  const keep = keeper(problems)
  if (flags.data === undefined && flags.sample !== true) {
    problems.push('Say which prices to use: --data prices.csv, or --sample for made-up ones.')
  }
  if (flags.data !== undefined && flags.sample === true) {
    problems.push('Take one of --data and --sample: a run has one series of prices.')
  }
  const parameters = readParameters(flags.param, meta, problems)
  const policy = keep(policyOf(flags.policy), undefined)
  const metrics = keep(metricsOf(flags.metrics), CONVENTIONS.lockstep)
  const costs = keep(costsOf(flags.costs, meta), {})
  const cash = keep(moneyOver(0, '--cash', flags.cash), 0)
  const symbol = flags.symbol ?? meta.instrument?.symbol ?? symbolOf(flags.data ?? 'SAMPLE')
  const known = instrumentOf(instruments, symbol)
  const instrument = {
    symbol,
    tick: keep(numberFrom(0, '--tick', flags.tick ?? String(known?.tick ?? 0)), 0),
    lot: keep(numberOver(0, '--lot', flags.lot ?? String(known?.lot ?? 1)), 1),
    multiplier: keep(
      numberOver(0, '--multiplier', flags.multiplier ?? String(known?.multiplier ?? 1)),
      1,
    ),
    currency: meta.instrument?.currency ?? known?.currency ?? moneyOf(flags.currency, meta),
  } satisfies InstrumentSpec
  const money = accountCurrency(flags.currency, instrument.currency, meta)
  if ('problem' in money) problems.push(money.problem)
  const calendar = keep(calendarOf(flags.calendar), undefined) ?? known?.calendar ?? known?.exchange
  const margin = keep(marginOf(flags.margin), undefined) ?? instrumentMargin(known?.margin)
  const end = keep(choice('--end', flags.end, ['mark', 'close']), undefined)
  const lots = keep(choice('--lots', flags.lots, LOT_METHODS), undefined)
  const read = feedOptions(flags, keep)
  const from = keep(day('--from', flags.from), undefined)
  const to = keep(day('--to', flags.to), undefined)
  if (from !== undefined && to !== undefined && from > to) {
    problems.push(`--from ${from} is later than --to ${to}.`)
  }
  if (problems.length > 0 || policy === undefined || 'problem' in money) return { problems }
  return {
    settings: {
      prices: flags.data === undefined ? { kind: 'sample' } : { kind: 'file', path: flags.data },
      parameters,
      metrics,
      options: {
        cash,
        ...money,
        policy,
        costs,
        instrument,
        ...(margin !== undefined && { margin }),
        ...(end !== undefined && { endOfRun: end }),
        ...(lots !== undefined && { lots }),
      },
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      read,
      ...(calendar !== undefined && { calendar }),
    },
  }
}

function policyOf(name: string): Parsed<Policy | undefined> {
  const named = policyNamed(name)
  if ('policy' in named) return { value: named.policy }
  return { problem: `--policy ${name}: ${named.problem}` }
}
