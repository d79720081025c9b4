import type { ScheduledFault } from '../../runtime/gateway/faults.ts'
import { readFault } from '../../runtime/gateway/faults.ts'
import { symbolOf } from '../../runtime/store/symbol.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import { costWords } from '../pipeline/cost-words.ts'
import { LOG_LEVELS } from './config/settings.ts'
import { zone } from './feed-options.ts'
import {
  calendarOf,
  choice,
  keeper,
  moneyOver,
  numberFrom,
  numberOver,
  type Parsed,
  wholeWithin,
} from './option-values.ts'
import { seriesNamed } from './series-named.ts'

/** The options of `strat gateway` as the command line gives them. */
export interface GatewayFlags {
  readonly data?: string
  /** `--data SYMBOL=FILE` */
  readonly series?: readonly string[]
  readonly sample?: true
  readonly speed: string
  readonly virtual?: true
  readonly start?: string
  readonly port: string
  readonly controlPort: string
  readonly account: string
  readonly symbol?: string
  readonly cash: string
  readonly currency: string
  readonly accountCurrency?: string
  readonly rates?: string
  readonly costs: string
  readonly timezone?: string
  readonly instruments?: string
  readonly calendar?: string
  readonly seed: string
  readonly frozen?: true
  readonly drop: string
  readonly delay?: string
  readonly refuse?: string
  readonly fault: readonly string[]
  readonly logLevel: string
}

/** The same, understood. */
export interface GatewaySettings {
  /** A file of prices; the sample when absent. */
  readonly data: string | undefined
  /** Files of instruments that nobody trades. */
  readonly others: readonly { readonly symbol: string; readonly path: string }[]
  readonly timezone: string | undefined
  /** The instruments file; the folder's own when absent. */
  readonly instruments: string | undefined
  /** Of the traded instrument's exchange; what the instruments file says when absent. */
  readonly calendar: string | undefined
  /** ms UTC. */
  readonly start: number | undefined
  readonly speed: number
  readonly virtual: boolean
  readonly port: number
  readonly controlPort: number
  readonly account: string
  readonly symbol: string
  readonly cash: number
  /** What differs from a US stock. */
  readonly instrument: { readonly currency: string }
  /** The account's. */
  readonly currency: string
  /** Where the rates are from; the store when absent. */
  readonly ratesFrom: string | undefined
  readonly costs: CostSpec
  readonly seed: number
  readonly frozen: boolean
  readonly faults: readonly ScheduledFault[]
}

/** Understands the options, or says what is wrong with every one that is. */
export function readGatewayOptions(
  flags: GatewayFlags,
): { readonly settings: GatewaySettings } | { readonly problems: readonly string[] } {
  const problems: string[] = []
  const keep = keeper(problems)
  const { data, sample = false, account, virtual = false, frozen = false } = flags
  keep(choice('--log-level', flags.logLevel, LOG_LEVELS), undefined)
  if (data !== undefined && sample) {
    problems.push('--data and --sample are two markets. Give one of them.')
  }
  if (!/^[A-Z]{1,3}\d{1,9}$/.test(account)) {
    problems.push(`--account is written like DU1234567, not "${account}".`)
  }
  const { currency: traded, accountCurrency = traded } = flags
  for (const [option, name] of [
    ['--currency', traded],
    ['--account-currency', accountCurrency],
  ]) {
    if (!/^[A-Z]{3}$/.test(name!)) problems.push(`${option} is three capitals, not "${name}".`)
  }
  const costs = costWords(flags.costs)
  if ('problem' in costs) problems.push(`--costs "${flags.costs}": ${costs.problem}`)
  const settings: GatewaySettings = {
    data,
    others: othersOf(flags.series ?? [], problems),
    timezone: keep(zone(flags.timezone), undefined),
    instruments: flags.instruments,
    calendar: keep(calendarOf(flags.calendar), undefined),
    start: keep(instant('--start', flags.start), undefined),
    speed: keep(numberOver(0, '--speed', flags.speed), 1),
    virtual,
    port: keep(wholeWithin(0, 65_535, '--port', flags.port), 0),
    controlPort: keep(wholeWithin(0, 65_535, '--control-port', flags.controlPort), 0),
    account,
    symbol: flags.symbol ?? (data === undefined ? 'SAMPLE' : symbolOf(data)),
    cash: keep(moneyOver(0, '--cash', flags.cash), 1),
    instrument: { currency: traded },
    currency: accountCurrency,
    ratesFrom: flags.rates,
    costs: 'costs' in costs ? costs.costs : {},
    seed: keep(wholeWithin(0, 2 ** 32 - 1, '--seed', flags.seed), 0),
    frozen,
    faults: faultsOf(flags, problems),
  }
  return problems.length === 0 ? { settings } : { problems }
}

function othersOf(named: readonly string[], problems: string[]): GatewaySettings['others'] {
  return named.flatMap((text) => {
    const { symbol, timeframe, path } = seriesNamed(text)!
    if (symbol !== undefined && timeframe === undefined) return [{ symbol, path }]
    problems.push(
      `--data ${text}: the gateway makes slower bars of those that it has. Write SYMBOL=FILE.`,
    )
    return []
  })
}

function faultsOf(flags: GatewayFlags, problems: string[]): readonly ScheduledFault[] {
  const keep = keeper(problems)
  const faults: ScheduledFault[] = []
  for (const text of flags.drop.split(',').filter((part) => part.trim() !== '')) {
    const bar = keep(wholeWithin(1, 1e9, '--drop', text.trim()), 1)
    faults.push({ kind: 'drop', bar })
  }
  if (flags.delay !== undefined) {
    faults.push({ kind: 'delay', ms: keep(numberFrom(0, '--delay', flags.delay), 0) })
  }
  if (flags.refuse !== undefined) {
    const count = keep(wholeWithin(1, 1e9, '--refuse', flags.refuse), 1)
    faults.push({ kind: 'refuse-orders', count })
  }
  for (const text of flags.fault) {
    const fault = readFault(text)
    if (typeof fault !== 'string') faults.push(fault)
    else problems.push(`--fault '${text}': ${fault}.`)
  }
  return faults
}

/** A day, or a minute of it, in UTC. */
function instant(option: string, text: string | undefined): Parsed<number | undefined> {
  if (text === undefined) return { value: undefined }
  const [, day, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)Z?)?$/.exec(text) ?? []
  const value = Date.parse(`${day}T${time}Z`)
  // A day that the calendar lacks is not its neighbour.
  if (!Number.isNaN(value) && new Date(value).toISOString().startsWith(`${day}T${time}`)) {
    return { value }
  }
  return {
    problem: `${option} must be a day or a minute of it in UTC, such as 2026-03-02 or 2026-03-02T14:30, not "${text}".`,
  }
}
