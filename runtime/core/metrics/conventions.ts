/**
 * What metrics mean where libraries disagree. A convention is a table of choices, like a fill
 * policy: no name of one is ever read. Each platform's table is held to its own results
 * in `tests/goldens`.
 */
export interface MetricConventions {
  readonly name: string
  readonly summary: string
  /** Equity is looked at at each bar's close, or at the last one of each day (UTC). */
  readonly returns: 'bars' | 'days'
  /**
   * What the first return is measured from: the first close, the start capital, or a day before
   * the run, at which nothing moves.
   */
  readonly firstReturn: 'first-close' | 'start-capital' | 'day-before'
  /** Counted from the bars, or 252, or 365 where the market trades at weekends. */
  readonly periodsPerYear: 'counted' | 'trading-days' | number
  /** Interest on cash, a ratio a year. */
  readonly riskFree: number
  /** A period's part of it: the year's over the periods, or what compounds to the year's. */
  readonly riskFreePerPeriod: 'divided' | 'compounded'
  /**
   * The year's return in Sharpe, Sortino and Treynor: mean times periods, the compound growth, or
   * the mean compounded.
   */
  readonly yearlyMean: 'arithmetic' | 'geometric' | 'mean-compounded'
  /** By the root of time, or by compounding mean and variance. */
  readonly volatility: 'root-of-time' | 'compounded'
  /** n - 1 or n in the divisor of a standard deviation of returns. */
  readonly deviation: 'sample' | 'population'
  /** Below the fraction of Sortino: of all returns, or the standard deviation of the losses. */
  readonly downside: 'all-returns' | 'losses-only'
  /** Skewness, kurtosis in the probabilistic Sharpe ratio: with n in the divisor, or unbiased. */
  readonly moments: 'population' | 'sample'
  /** Kurtosis there, of a normal distribution 3 (as the paper has it) or 0. */
  readonly kurtosis: 'raw' | 'excess'
  /** The Sharpe ratio, a year, that the probabilistic one is reckoned against. */
  readonly sharpeBenchmark: number
  /** How many runs were tried before this one was chosen, itself counted. */
  readonly trials: number
  /** What a benchmark leaves of returns: the rest of a period, compounded, or CAPM by the year. */
  readonly alpha: 'rest-compounded' | 'capm'
  /** Won over lost in money, or in returns on the entry values. */
  readonly profitFactor: 'money' | 'returns'
  /** n - 1 or n in the divisor of SQN's standard deviation. */
  readonly tradeDeviation: 'sample' | 'population'
  /** Trades still open after the last bar are apart, or count as closed at its close. */
  readonly openTrades: 'apart' | 'counted'
  /** Bars before the first that can be traded are part of the curve, or not. */
  readonly warmUp: 'counted' | 'left-out'
}

const LOCKSTEP: MetricConventions = {
  name: 'lockstep',
  summary: 'returns from close to close, periods counted, sample deviations, trades in money',
  returns: 'bars',
  firstReturn: 'first-close',
  periodsPerYear: 'counted',
  riskFree: 0,
  riskFreePerPeriod: 'divided',
  yearlyMean: 'arithmetic',
  volatility: 'root-of-time',
  deviation: 'sample',
  downside: 'all-returns',
  moments: 'population',
  kurtosis: 'raw',
  sharpeBenchmark: 0,
  trials: 1,
  alpha: 'rest-compounded',
  profitFactor: 'money',
  tradeDeviation: 'sample',
  openTrades: 'apart',
  warmUp: 'counted',
}

/** By the name that `--metrics` takes. */
export const CONVENTIONS = {
  lockstep: LOCKSTEP,
  empyrical: {
    ...LOCKSTEP,
    name: 'empyrical',
    summary: 'as empyrical and pyfolio: daily returns, 252 days a year',
    returns: 'days',
    periodsPerYear: 252,
  },
  backtesting_py: {
    ...LOCKSTEP,
    name: 'backtesting_py',
    summary: 'as backtesting.py: daily returns compounded over 252 or 365 days, trades in returns',
    returns: 'days',
    periodsPerYear: 'trading-days',
    yearlyMean: 'geometric',
    volatility: 'compounded',
    alpha: 'capm',
    profitFactor: 'returns',
  },
  backtrader: {
    ...LOCKSTEP,
    name: 'backtrader',
    summary: "as backtrader's analyzers: daily returns from the start capital, n in divisors",
    returns: 'days',
    firstReturn: 'start-capital',
    periodsPerYear: 252,
    riskFreePerPeriod: 'compounded',
    deviation: 'population',
    tradeDeviation: 'population',
  },
  pyalgotrade: {
    ...LOCKSTEP,
    name: 'pyalgotrade',
    summary: "as PyAlgoTrade's analyzers: returns from the start capital, 252 periods, 5% interest",
    firstReturn: 'start-capital',
    periodsPerYear: 252,
    riskFree: 0.05,
  },
  lean: {
    ...LOCKSTEP,
    name: 'lean',
    summary: 'as LEAN: daily returns from a day before, the mean compounded over 252 days',
    returns: 'days',
    firstReturn: 'day-before',
    periodsPerYear: 252,
    yearlyMean: 'mean-compounded',
    downside: 'losses-only',
    moments: 'sample',
    kurtosis: 'excess',
    sharpeBenchmark: 1,
    alpha: 'capm',
  },
} satisfies Readonly<Record<string, MetricConventions>>
