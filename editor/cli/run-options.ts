import { POLICIES, type Policy } from '../../runtime/core/policy.ts'
import type { InstrumentSpec, RunOptions } from '../../runtime/core/result.ts'
import type { CsvOptions } from '../../runtime/feeds/options.ts'
import { symbolOf } from '../../runtime/store/symbol.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import {
  choice,
  costsOf,
  day,
  didYouMean,
  keeper,
  moneyOver,
  numberFrom,
  numberOver,
  type Parsed,
  readParameters,
} from './option-values.ts'

/** The options of `strat run` as the command line gives them, every value still a text. */
export interface RunFlags {
  readonly data?: string
  readonly from?: string
  readonly to?: string
  readonly param: readonly string[]
  readonly cash: string
  readonly costs?: string
  readonly policy: string
  readonly end?: string
  readonly timezone?: string
  readonly dateOrder?: string
  readonly onBad?: string
  readonly symbol?: string
  readonly tick?: string
  readonly lot?: string
  readonly multiplier?: string
  readonly report?: string
  readonly json?: true
  readonly store: boolean
}

/** The same, understood. */
export interface RunSettings {
  readonly data: string
  readonly parameters: Float64Array
  readonly options: RunOptions
  /** First and last calendar day to use, as given: checked. */
  readonly from?: string
  readonly to?: string
  readonly csv: CsvOptions
}

export type ReadOptions =
  | { readonly settings: RunSettings }
  /** Every wrong option, not the first alone. */
  | { readonly problems: readonly string[] }

/** Understands the options of a run of this strategy. */
export function readRunOptions(flags: RunFlags, meta: ModuleMeta): ReadOptions {
  const problems: string[] = []
  const keep = keeper(problems)
  if (flags.data === undefined) problems.push('Say which prices to use: --data prices.csv.')
  const parameters = readParameters(flags.param, meta, problems)
  const policy = keep(policyNamed(flags.policy), undefined)
  const costs = keep(costsOf(flags.costs, meta), {})
  const cash = keep(moneyOver(0, '--cash', flags.cash), 0)
  const instrument = {
    symbol: flags.symbol ?? meta.instrument?.symbol ?? symbolOf(flags.data ?? ''),
    tick: keep(numberFrom(0, '--tick', flags.tick ?? '0'), 0),
    lot: keep(numberOver(0, '--lot', flags.lot ?? '1'), 1),
    multiplier: keep(numberOver(0, '--multiplier', flags.multiplier ?? '1'), 1),
    currency: meta.instrument?.currency ?? 'USD',
  } satisfies InstrumentSpec
  const end = keep(choice('--end', flags.end, ['mark', 'close']), undefined)
  const dateOrder = keep(choice('--date-order', flags.dateOrder, ['mdy', 'dmy']), undefined)
  const onBad = keep(choice('--on-bad', flags.onBad, ['refuse', 'quarantine']), undefined)
  const timezone = keep(zone(flags.timezone), undefined)
  const from = keep(day('--from', flags.from), undefined)
  const to = keep(day('--to', flags.to), undefined)
  if (from !== undefined && to !== undefined && from > to) {
    problems.push(`--from ${from} is later than --to ${to}.`)
  }
  if (problems.length > 0 || policy === undefined) return { problems }
  return {
    settings: {
      data: flags.data ?? '',
      parameters,
      options: {
        cash,
        policy,
        costs,
        instrument,
        ...(end !== undefined && { endOfRun: end }),
      },
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      csv: {
        ...(timezone !== undefined && { timezone }),
        ...(dateOrder !== undefined && { dateOrder }),
        ...(onBad !== undefined && { onBad }),
      },
    },
  }
}

function policyNamed(name: string): Parsed<Policy | undefined> {
  const policies: ReadonlyMap<string, Policy> = new Map(Object.entries(POLICIES))
  const policy = policies.get(name)
  if (policy !== undefined) return { value: policy }
  const names = [...policies.keys()]
  return {
    problem: `--policy ${name}: there is no such policy.${didYouMean(name, names)} There are: ${names.join(', ')}.`,
  }
}

/** The name of a time zone that there is. */
export function zone(name: string | undefined): Parsed<string | undefined> {
  if (name === undefined) return { value: undefined }
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return { value: name }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const example = 'America/New_York, Europe/London or UTC'
    return { problem: `--timezone ${name}: there is no such zone. Zones are named ${example}.` }
  }
}
