import type { IbInstrument } from '../../runtime/broker/ib/options.ts'
import { DAY } from '../../runtime/calendar/day.ts'
import type { InstrumentSpec } from '../../runtime/core/result.ts'
import type { Instrument } from '../../runtime/instruments/instruments.ts'
import { RiskLimits } from '../../runtime/live/risk-limits.ts'
import type { CostSpec, ModuleMeta } from '../../stdlib/module.ts'
import { contractWords, secTypeOf } from './broker-contract.ts'
import { LOG_LEVELS } from './config/settings.ts'
import { journalOf } from './journal-files.ts'
import {
  choice,
  costsOf,
  keeper,
  moneyOver,
  numberFrom,
  numberOver,
  readParameters,
  wholeWithin,
} from './option-values.ts'

/** The options of `strat live` as the command line gives them. */
export interface LiveFlags {
  readonly paper?: true
  readonly liveMoney?: true
  readonly host: string
  readonly port: string
  readonly clientId: string
  readonly account?: string
  readonly symbol?: string
  readonly exchange?: string
  readonly instruments?: string
  readonly param: readonly string[]
  readonly cash: string
  readonly costs?: string
  readonly tick: string
  readonly lot: string
  readonly multiplier: string
  readonly history: string
  readonly maxOrderQuantity?: string
  readonly maxOrderNotional?: string
  readonly maxPosition?: string
  readonly maxOrdersPerMinute: string
  readonly maxOpenOrders: string
  readonly staleData: string
  readonly staleRate: string
  readonly priceCollar: string
  readonly clockSkew?: string
  readonly journal?: string
  readonly new?: true
  readonly clearKill?: true
  readonly virtual?: true
  readonly logLevel: string
}

/** The same, understood. */
export interface LiveSettings {
  readonly parameters: Float64Array
  readonly host: string
  readonly port: number
  readonly clientId: number
  readonly account: string
  readonly liveMoney: boolean
  readonly instrument: InstrumentSpec
  /** The same instrument as the broker is asked for it. */
  readonly asked: IbInstrument
  /** Instruments whose bars the strategy reads besides. */
  readonly others: readonly IbInstrument[]
  /** Of the exchange it trades at. */
  readonly calendar: string
  readonly cash: number
  readonly costs: CostSpec
  readonly history: number
  readonly limits: RiskLimits
  readonly maxClockSkewMs: number | undefined
  readonly journal: string
  readonly anew: boolean
  readonly clearKill: boolean
  readonly virtual: boolean
}

/** The account that `strat gateway` keeps unless it is told otherwise. */
const SIMULATED_ACCOUNT = 'DU1234567'

/** Real money is never traded by a clock that is further off, unless somebody says so. */
const LIVE_CLOCK_SKEW_S = '5'

/** Understands the options of a strategy's live run, or says what is wrong with each. */
export function readLiveOptions(
  flags: LiveFlags,
  path: string,
  meta: ModuleMeta,
  instruments: ReadonlyMap<string, Instrument>,
): { readonly settings: LiveSettings } | { readonly problems: readonly string[] } {
  const problems: string[] = []
  const keep = keeper(problems)
  const { paper = false, liveMoney = false, account = SIMULATED_ACCOUNT } = flags
  keep(choice('--log-level', flags.logLevel, LOG_LEVELS), undefined)
  if (paper === liveMoney) {
    problems.push('Say where to trade: --paper, or --live-money for an account with real money.')
  }
  if (liveMoney && flags.account === undefined) {
    problems.push('--live-money needs the account by name: --account U1234567.')
  }
  const symbol = flags.symbol ?? meta.instrument?.symbol ?? ''
  if (symbol === '') {
    problems.push(
      'Say what to trade: --symbol SPY, or "instrument SPY stock on SMART in USD" in the strategy.',
    )
  }
  const known = contractWords(instruments, symbol)
  const currency = meta.instrument?.currency ?? known.currency ?? 'USD'
  const exchange = flags.exchange ?? meta.instrument?.exchange ?? known.exchange ?? 'SMART'
  const type = meta.instrument?.type
  const skew = flags.clockSkew ?? (liveMoney ? LIVE_CLOCK_SKEW_S : undefined)
  const costs = keep(costsOf(flags.costs, meta), {})
  const settings: LiveSettings = {
    parameters: readParameters(flags.param, meta, problems),
    host: flags.host,
    port: keep(wholeWithin(1, 65_535, '--port', flags.port), 1),
    clientId: keep(wholeWithin(0, 999_999, '--client-id', flags.clientId), 0),
    account,
    liveMoney,
    instrument: {
      symbol,
      tick: keep(numberOver(0, '--tick', flags.tick), 1),
      lot: keep(numberOver(0, '--lot', flags.lot), 1),
      multiplier: keep(numberOver(0, '--multiplier', flags.multiplier), 1),
      currency,
    },
    asked: {
      symbol,
      currency,
      secType: type === undefined ? (known.secType ?? 'STK') : secTypeOf(type),
      exchange,
    },
    others: othersOf(meta, currency, instruments),
    calendar: exchange,
    cash: keep(moneyOver(0, '--cash', flags.cash), 1),
    // A broker's account costs something even where the strategy does not say what.
    costs:
      flags.costs === undefined && meta.costs === undefined
        ? { commission: { kind: 'ibkr-fixed' } }
        : costs,
    history: keep(wholeWithin(0, 1_000_000, '--history', flags.history), 0),
    limits: limitsOf(flags, account, problems),
    maxClockSkewMs:
      skew === undefined ? undefined : 1000 * keep(numberOver(0, '--clock-skew', skew), 1),
    journal: flags.journal ?? journalOf(path),
    anew: flags.new ?? false,
    clearKill: flags.clearKill ?? false,
    virtual: flags.virtual ?? false,
  }
  return problems.length === 0 ? { settings } : { problems }
}

function limitsOf(flags: LiveFlags, account: string, problems: string[]): RiskLimits {
  const keep = keeper(problems)
  const { maxOrderQuantity, maxOrderNotional, maxPosition } = flags
  const over = (option: string, text: string) => keep(moneyOver(0, option, text), 1)
  const perMinute = wholeWithin(1, 1e6, '--max-orders-per-minute', flags.maxOrdersPerMinute)
  const collar = keep(numberFrom(0.01, '--price-collar', flags.priceCollar), 1)
  if (collar > 100) problems.push(`--price-collar is 100 percent at most, not "${collar}".`)
  return RiskLimits.parse({
    ...(maxOrderQuantity !== undefined && {
      maxOrderQuantity: over('--max-order-quantity', maxOrderQuantity),
    }),
    ...(maxOrderNotional !== undefined && {
      maxOrderNotional: over('--max-order-notional', maxOrderNotional),
    }),
    ...(maxPosition !== undefined && { maxPosition: over('--max-position', maxPosition) }),
    maxOrdersPerMinute: keep(perMinute, 1),
    maxOpenOrders: keep(wholeWithin(1, 1e6, '--max-open-orders', flags.maxOpenOrders), 1),
    staleDataMs: 1000 * over('--stale-data', flags.staleData),
    staleRateMs: DAY * over('--stale-rate', flags.staleRate),
    expectedAccount: account,
    paper: flags.liveMoney !== true,
    priceCollar: Math.min(collar, 100) / 100,
  })
}

/** Other instruments of a strategy: stocks in its currency, where the file says nothing else. */
function othersOf(
  { clocks = [] }: ModuleMeta,
  currency: string,
  instruments: ReadonlyMap<string, Instrument>,
): readonly IbInstrument[] {
  const symbols = new Set(clocks.flatMap(({ symbol }) => (symbol === undefined ? [] : [symbol])))
  return [...symbols].map((symbol) => ({
    ...{ symbol, currency },
    ...contractWords(instruments, symbol),
  }))
}
