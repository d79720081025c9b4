/** Figures from outside for builtins of which no golden file has any. */
export interface FigureRow {
  readonly strat: string
  /** A column of javascript-figures.csv, or the closes and the figure of a worked example. */
  readonly theirs: string | { readonly close: readonly number[]; readonly value: number }
  readonly tolerance: number
  readonly source: string
  /** Bars after which a different beginning no longer shows. */
  readonly settles?: number
}

const OTHER = 'trading-signals 8.3'
/** Recursive from another first value. */
const SETTLED = { settles: 60, tolerance: 1e-3 }
const CHARTS = { source: 'lightweight-charts-indicators 0.4, after TradingView' }
/** Theirs begins with shorter windows. */
const STOPS = { ...CHARTS, settles: 20 }
const STATISTICS = { source: 'simple-statistics 7.12' }
const MICROSOFT = 'Microsoft, documentation of Excel:'

function row(strat: string, theirs: string, more: Partial<FigureRow> = {}): FigureRow {
  return { strat, theirs, tolerance: 1e-9, source: OTHER, ...more }
}

/** The cycles of Pring's Special K on TradingView's page: bars of the change, its average, weight. */
const CYCLES = [
  [10, 10, 1],
  [15, 10, 2],
  [20, 10, 3],
  [30, 15, 4],
  [40, 50, 1],
  [65, 65, 2],
  [75, 75, 3],
  [100, 100, 4],
  [195, 130, 1],
  [265, 130, 2],
  [390, 130, 3],
  [530, 195, 4],
] as const
const WAVES = Array.from({ length: 725 }, (_, i) => 100 + 20 * Math.sin(i * i * 1e-3) + i / 9)
const SPECIAL_K = CYCLES.reduce((sum, [bars, average, weight]) => {
  const changes = WAVES.slice(-average).map((x, k) => x / WAVES[725 - average + k - bars]! - 1)
  return sum + (weight * changes.reduce((a, b) => a + b)) / average
}, 0)

/** Microsoft's ten numbers for SKEW.P and KURT. */
const TEN = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7]

export const FIGURE_ROWS: readonly FigureRow[] = [
  row('ac(5, 34)', 'AC(5 34 5)'),
  row('chandelier(22, 3).rising', 'ChandelierExit(22 3).long'),
  row('chandelier(22, 3).falling', 'ChandelierExit(22 3).short'),
  row('100 * disparity(14)', 'DisparityIndex(14)'),
  row('elder_ray(13).bull', 'ElderRay(13).bull', SETTLED),
  row('elder_ray(13).bear', 'ElderRay(13).bear', SETTLED),
  row('imi(14)', 'IMI(14)'),
  row('psychological_line(12)', 'PSL(12)'),
  row('qstick(8)', 'Qstick(8)'),
  row('relative_volume(20)', 'RVOL(20)'),
  row('super_smoother(10)', 'SuperSmoother(10)', SETTLED),
  row('swing_high(high, 3)', 'SwingHigh(3)'),
  row('swing_low(low, 3)', 'SwingLow(3)'),
  row('vwap_session().middle', 'VWAP of five bars'),
  row('adr(14)', 'AverageDayRange(14)', CHARTS),
  row('dpo(close, 21)', 'DetrendedPriceOscillator(21)', CHARTS),
  row('rvi(close, 10, 14)', 'RelativeVolatilityIndex(10)', CHARTS),
  row('cti(close, 14)', 'TrendStrengthIndex(14)', CHARTS),
  row('envelope(close, 20, 10%).middle', 'Envelope(20 10%).plot0', CHARTS),
  row('envelope(close, 20, 10%).upper', 'Envelope(20 10%).plot1', CHARTS),
  row('envelope(close, 20, 10%).lower', 'Envelope(20 10%).plot2', CHARTS),
  row('100 * bbtrend(close, 20, 50, 2)', 'BBTrend(20 50 2)', CHARTS),
  row('chande_kroll_stop(10, 1, 9).long', 'ChandeKrollStop(10 1 9).plot0', STOPS),
  row('chande_kroll_stop(10, 1, 9).short', 'ChandeKrollStop(10 1 9).plot1', STOPS),
  row('twap()', 'TWAP of five bars', CHARTS),
  row('woodies_cci().turbo', 'WoodiesCCI(6 14).turbo', CHARTS),
  row('woodies_cci().slow', 'WoodiesCCI(6 14).slow', CHARTS),
  row('woodies_cci().trend', 'WoodiesCCI(6 14) color', CHARTS),
  row('chop_zone().zone', 'ChopZone color', CHARTS),
  row('wvad()', 'BalanceOfPower * volume', CHARTS),
  row('swma(close)', 'swma', { source: 'oakscriptjs 0.3, `swma`' }),
  row('100 * relative_strength(close, open, 20)', 'roc(20) of close / open', {
    source: 'oakscriptjs 0.3, `roc`',
  }),
  row('highest_ever(drawdown_of(close))', 'drawdown so far', { source: 'ta.js 1.17, `drawdown`' }),
  row('sma_variable(close, 2 + mod(bar_index, 9), 10)', 'mean of 2 + index % 9', STATISTICS),
  row('zscore(close, 20)', 'zscore(20)', { source: 'ta.js 1.17, `zscore`' }),
  row('ulcer_performance(close, 14)', 'change(14) / ulcerIndex(14)', {
    source: 'indicatorts 2.2, `ulcerIndex`',
    // Theirs begins with shorter windows.
    settles: 28,
  }),
  ...[236, 382, 500, 618, 786].map((level) =>
    row(`fibonacci_levels(50).level_${level}`, `fib(50).${level}`, { source: 'ta.js 1.17, `fib`' }),
  ),
  row('autocorrelation(close, 1, 20)', 'sampleCorrelation(20) with the close before', STATISTICS),
  row('alpha(close, open, 20)', 'linearRegression(20).b of changes', STATISTICS),
  row('linreg_channel(close, 20).upper', 'linearRegressionLine(20) upper', STATISTICS),
  row('linreg_channel(close, 20).lower', 'linearRegressionLine(20) lower', STATISTICS),
  {
    strat: 'special_k().line',
    theirs: { close: WAVES, value: SPECIAL_K },
    tolerance: 1e-9,
    source: 'TradingView, solution 43000773011',
  },
  {
    strat: 'skew(10)',
    theirs: { close: TEN, value: 0.303193339354144 },
    tolerance: 1e-9,
    source: `${MICROSOFT} SKEW.P`,
  },
  {
    // KURT is of a sample: 9 / (8 · 7) · (11 k + 6).
    strat: '9 / 56 * (11 * kurtosis(10) + 6)',
    theirs: { close: TEN, value: -0.151799637 },
    tolerance: 1e-9,
    source: `${MICROSOFT} KURT`,
  },
  {
    strat: 'geometric_mean(7)',
    theirs: { close: [4, 5, 8, 7, 11, 4, 3], value: 5.476987 },
    tolerance: 1e-6,
    source: `${MICROSOFT} GEOMEAN`,
  },
  {
    strat: 'asin(0 - close / 2)',
    theirs: { close: [1], value: -0.523598776 },
    tolerance: 1e-9,
    source: `${MICROSOFT} ASIN`,
  },
]
