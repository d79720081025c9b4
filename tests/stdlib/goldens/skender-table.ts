import { type GoldenRow, rows } from './row.ts'

const FIRST_RANGE = 'they leave the first bar, which has no previous close, out of the average'
const FIRST_VALUE = 'they begin averages with the first value, not with a mean'
const SECOND = { second: 'ohlcv/skender/compare.csv.gz' }

/** Stock.Indicators for .NET on SPY in 2017 and 2018, checked there against spreadsheets. */
export const SKENDER: readonly GoldenRow[] = [
  ...rows('skender.adx', {
    pdi: 'dmi(14).plus',
    mdi: 'dmi(14).minus',
    dx: 'dmi(14).dx',
    adx: 'adx(14)',
    adxr: { strat: 'adxr(14)', differs: 'they go back 14 bars, Wilder 13' },
  }),
  ...rows('skender.alligator', {
    jaw: 'alligator().jaw',
    teeth: 'alligator().teeth',
    lips: 'alligator().lips',
  }),
  ...rows('skender.aroon', {
    aroonUp: {
      strat: 'aroon(25).up',
      differs: 'of equal extremes they take the oldest',
      settles: 240,
    },
    aroonDown: {
      strat: 'aroon(25).down',
      differs: 'of equal extremes they take the oldest',
      settles: 240,
    },
    oscillator: {
      strat: 'aroon(25).oscillator',
      differs: 'of equal extremes they take the oldest',
      settles: 240,
    },
  }),
  ...rows('skender.atr', {
    tr: 'tr()',
    atr: { strat: 'atr(14)', differs: FIRST_RANGE, settles: 249 },
    atrp: { strat: '100 * natr(14)', differs: FIRST_RANGE, settles: 249 },
  }),
  ...rows('skender.atr-stop', {
    atrStop: { strat: 'supertrend(close, 3, 21).line', differs: FIRST_RANGE, settles: 400 },
    atr: { strat: 'atr(21)', differs: FIRST_RANGE, settles: 367 },
  }),
  ...rows('skender.awesome', { oscillator: 'ao()', normalized: '100 * ao() / hl2' }),
  ...rows(
    'skender.beta',
    {
      beta: 'beta(roc(open, 1), roc(close, 1), 50)',
      returnsEval: 'roc(open, 1)',
      returnsMrkt: 'returns',
    },
    SECOND,
  ),
  ...rows('skender.bop', { bop: 'bop(14)' }),
  ...rows('skender.chop', {
    chop: { strat: 'chop(14)', differs: 'they stretch highs and lows to the close before' },
  }),
  ...rows('skender.cmf', {
    moneyFlowMultiplier: 'clv()',
    moneyFlowVolume: 'clv() * volume',
    cmf: 'cmf(20)',
  }),
  ...rows('skender.cmo', { cmo: 'cmo(14)' }),
  ...rows(
    'skender.corr',
    {
      correlation: 'correlation(open, close, 20)',
      covariance: 'covariance(open, close, 20)',
      varianceA: 'variance(open, 20)',
      varianceB: 'variance(close, 20)',
      rSquared: 'correlation(open, close, 20) * correlation(open, close, 20)',
    },
    SECOND,
  ),
  ...rows('skender.crsi', {
    streak: 'streak()',
    rsi: 'rsi(3)',
    rsiStreak: 'rsi(streak(), 2)',
    percentRank: {
      strat: 'percentrank(roc(1), 100)',
      differs: 'they count what is below, not what is equal',
    },
    connorsRsi: { strat: 'crsi(close)', differs: 'by its percent rank', settles: 445 },
  }),
  ...rows('skender.donchian', {
    upperBand: 'donchian(20).upper[1]',
    centerline: 'donchian(20).middle[1]',
    lowerBand: 'donchian(20).lower[1]',
    width: 'donchian_width(20)[1]',
  }),
  ...rows('skender.dpo', {
    dpo: { strat: 'close[8] - sma(14)', later: 8 },
    sma: { strat: 'sma(14)', later: 8 },
  }),
  ...rows('skender.dynamic', { dynamic: 'mcginley(close, 14, 0.6)' }),
  ...rows('skender.ema', { ema: 'ema(20)' }),
  ...rows('skender.epma', { epma: 'linreg(10)' }),
  ...rows('skender.fcb', {
    upperBand: 'fractal_bands(2).upper',
    lowerBand: 'fractal_bands(2).lower',
  }),
  ...rows('skender.fisher', {
    fisher: {
      strat: 'fisher(10).line',
      differs: 'they begin with windows that are not full',
      settles: 60,
    },
    trigger: {
      strat: 'fisher(10).trigger',
      differs: 'they begin with windows that are not full',
      settles: 60,
    },
  }),
  ...rows('skender.force', { forceIndex: 'force(2)' }),
  ...rows('skender.fractal', {
    fractalBear: { strat: 'pivot_high(high, 2, 2)', later: 2 },
    fractalBull: { strat: 'pivot_low(low, 2, 2)', later: 2 },
  }),
  ...rows('skender.gator', { upper: 'gator().upper', lower: 'gator().lower' }),
  ...rows('skender.heikinashi', {
    open: 'heikin_ashi().open',
    high: 'heikin_ashi().high',
    low: 'heikin_ashi().low',
    close: 'heikin_ashi().close',
    volume: 'volume',
  }),
  ...rows('skender.hma', { hma: 'hma(14)' }),
  ...rows('skender.hurst', { hurstExponent: 'hurst(100)' }),
  ...rows('skender.kama', { er: 'efficiency_ratio(10)', kama: 'kama(close)' }),
  ...rows('skender.keltner', {
    upperBand: { strat: 'ema(20) + 2 * atr(10)', differs: FIRST_RANGE, settles: 185 },
    centerline: 'keltner(20).middle',
    lowerBand: { strat: 'ema(20) - 2 * atr(10)', differs: FIRST_RANGE, settles: 185 },
    width: { strat: '4 * atr(10) / ema(20)', differs: FIRST_RANGE, settles: 185 },
  }),
  ...rows('skender.macd', {
    macd: 'macd().line',
    signal: 'macd().signal',
    histogram: 'macd().histogram',
    fastEma: 'ema(12)',
    slowEma: 'ema(26)',
  }),
  ...rows('skender.mfi', { mfi: 'mfi(14)' }),
  ...rows('skender.obv', { obv: 'obv()' }),
  ...rows('skender.pmo', {
    pmo: {
      strat: 'pmo().line',
      differs: 'their first average is of 35 values for the smoothing of 34',
      settles: 345,
    },
    signal: {
      strat: 'pmo().signal',
      differs: 'their first average is of 35 values for the smoothing of 34',
      settles: 345,
    },
  }),
  ...rows(
    'skender.prs',
    { prs: 'open / close', prsPercent: 'roc(open, 20) - roc(close, 20)' },
    SECOND,
  ),
  ...rows('skender.psar', {
    sar: {
      strat: 'psar()',
      differs: 'they begin in a rise and show nothing before the first turn',
      settles: 251,
    },
  }),
  ...rows('skender.pvo', {
    pvo: '100 * pvo().line',
    signal: '100 * pvo().signal',
    histogram: '100 * pvo().histogram',
  }),
  ...rows('skender.roc', { momentum: 'mom(14)', roc: '100 * roc(14)' }),
  ...rows('skender.roc-wb', {
    roc: '100 * roc(20)',
    rocEma: '100 * ema(roc(20), 5)',
    upperBand: '100 * rms(roc(20), 5)',
    lowerBand: '-100 * rms(roc(20), 5)',
  }),
  ...rows('skender.rolling-pivots', {
    pp: 'rolling_pivots(20).p',
    s1: 'rolling_pivots(20).s1',
    s2: 'rolling_pivots(20).s2',
    s3: 'rolling_pivots(20).s3',
    r1: 'rolling_pivots(20).r1',
    r2: 'rolling_pivots(20).r2',
    r3: 'rolling_pivots(20).r3',
  }),
  ...rows('skender.slope', {
    slope: 'slope(14)',
    intercept: 'linreg(14) - slope(14) * (bar_index + 1)',
    stdDev: 'stdev(14)',
    rSquared: 'rsquared(14)',
  }),
  ...rows('skender.sma', { sma: 'sma(20)' }),
  ...rows('skender.sma-analysis', { sma: 'sma(20)', mad: 'mean_deviation(20)' }),
  ...rows('skender.smi', {
    smi: { strat: 'smi().line', differs: FIRST_VALUE, settles: 320 },
    signal: { strat: 'smi().signal', differs: FIRST_VALUE, settles: 320 },
  }),
  ...rows('skender.starc', {
    upperBand: { strat: 'starc().upper', differs: FIRST_RANGE, settles: 185 },
    centerline: 'starc().middle',
    lowerBand: { strat: 'starc().lower', differs: FIRST_RANGE, settles: 185 },
  }),
  ...rows('skender.stc', { stc: 'sma(stoch_of(macd(23, 50).line, 10), 3)' }),
  ...rows('skender.stoch', {
    oscillator: 'stoch(14, 3, 3).k',
    signal: 'stoch(14, 3, 3).d',
    percentJ: '3 * stoch(14, 3, 3).k - 2 * stoch(14, 3, 3).d',
  }),
  ...rows('skender.stoch-rsi', {
    stochRsi: 'stochrsi(close, 14, 14, 1).k',
    signal: 'stochrsi(close, 14, 14, 1).d',
  }),
  ...rows('skender.supertrend', {
    superTrend: { strat: 'supertrend(3, 10).line', differs: FIRST_RANGE, settles: 189 },
  }),
  ...rows('skender.t3', { t3: { strat: 't3(close)', differs: FIRST_VALUE, settles: 80 } }),
  ...rows('skender.tema', { tema: { strat: 'tema(20)', differs: FIRST_VALUE, settles: 271 } }),
  ...rows('skender.tr', { tr: 'tr()' }),
  ...rows('skender.tsi', {
    tsi: 'tsi(close, 25, 13, 7).line',
    signal: 'tsi(close, 25, 13, 7).signal',
  }),
  ...rows('skender.ulcer', {
    ulcerIndex: {
      strat: 'ulcer(14)',
      differs: 'they look for the highest within the one window only',
    },
  }),
  ...rows('skender.vol-stop', {
    sar: { strat: 'volatility_system(close, 7, 3).line', differs: FIRST_RANGE, settles: 200 },
  }),
  ...rows('skender.vortex', { pvi: 'vortex(14).plus', nvi: 'vortex(14).minus' }),
  ...rows('skender.vwap', { vwap: 'vwap()' }),
  ...rows('skender.willr', { williamsR: 'willr(14)' }),
]
