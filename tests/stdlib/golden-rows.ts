/** One series of another implementation and the Strat expression that should give it. */
export interface GoldenRow {
  readonly golden: string
  readonly output: string
  readonly strat: string
  /** A second instrument, whose close is the open here. */
  readonly second?: string
  /**
   * Where their convention is not ours: what differs. The series must then really differ, and
   * where `settles` is given agree from that bar on.
   */
  readonly differs?: string
  readonly settles?: number
  /** In place of the golden's own tolerance. */
  readonly within?: number
}

const rows = (
  golden: string,
  outputs: Readonly<Record<string, string | Omit<GoldenRow, 'golden' | 'output'>>>,
): readonly GoldenRow[] =>
  Object.entries(outputs).map(([output, row]) =>
    typeof row === 'string' ? { golden, output, strat: row } : { golden, output, ...row },
  )

const COMPARE = 'ohlcv/skender/compare.csv.gz'

const FIRST_RANGE = 'they leave the first bar, which has no previous close, out of the average'

const FIRST_VALUE = 'they begin averages with the first value, not with a mean'

const SKENDER = [
  ...rows('skender.sma', { sma: 'sma(close, 20)' }),
  ...rows('skender.ema', { ema: 'ema(close, 20)' }),
  ...rows('skender.macd', {
    macd: 'macd(close).line',
    signal: 'macd(close).signal',
    histogram: 'macd(close).histogram',
    fastEma: 'ema(close, 12)',
  }),
  ...rows('skender.atr', {
    tr: 'tr()',
    atr: { strat: 'atr(14)', differs: FIRST_RANGE, settles: 250, within: 1e-6 },
  }),
  ...rows('skender.tr', { tr: 'tr()' }),
  ...rows('skender.roc', { momentum: 'change(close, 14)', roc: '100 * roc(close, 14)' }),
  ...rows('skender.stoch', { oscillator: 'stoch(14, 3, 3).k', signal: 'stoch(14, 3, 3).d' }),
  ...rows('skender.crsi', { rsi: 'rsi(close, 3)' }),
  ...rows('skender.slope', { slope: 'slope(close, 14)' }),
  ...rows('skender.epma', { epma: 'linreg(close, 10)' }),
  ...rows('skender.donchian', {
    upperBand: 'donchian(20).upper[1]',
    centerline: 'donchian(20).middle[1]',
    lowerBand: 'donchian(20).lower[1]',
  }),
  ...rows('skender.tema', {
    tema: {
      strat: 'tema(close, 20)',
      differs: 'they seed the inner averages with the first value of the outer',
      settles: 300,
      within: 1e-9,
    },
  }),
  ...rows('skender.corr', {
    correlation: { strat: 'correlation(open, close, 20)', second: COMPARE },
    covariance: { strat: 'covariance(open, close, 20)', second: COMPARE },
    varianceA: { strat: 'variance(open, 20)', second: COMPARE },
  }),
  ...rows('skender.beta', {
    beta: { strat: 'beta(roc(open, 1), roc(close, 1), 50)', second: COMPARE },
  }),
]

const TRADINGVIEW = [
  ...rows('tradingview.bb', {
    'ta.bb(close, 20, 2).base': 'bollinger(close, 20, 2).middle',
    'ta.bb(close, 20, 2).upper': 'bollinger(close, 20, 2).upper',
    'ta.bb(close, 20, 2).lower': 'bollinger(close, 20, 2).lower',
    'ta.bbw(close, 20, 2.1)': '100 * bollinger(close, 20, 2.1).bandwidth',
  }),
  ...rows('tradingview.mfi+rsi+stoch', {
    'ta.rsi(close, 14)': 'rsi(close, 14)',
    'ta.stoch(close, high, low, 20)': 'stoch(20).k',
  }),
  ...rows('tradingview.correlation', {
    correlation: {
      strat: 'correlation(sma(close, 20), ema(close, 10), 20)',
      // Their sums of squares of prices cancel to eight digits.
      within: 5e-8,
    },
  }),
  ...rows('tradingview.min+max+median+mode', { 'median(close)': 'median(close, 20)' }),
  ...rows('tradingview.range', {
    'ta.range(close, 20)': 'highest(close, 20) - lowest(close, 20)',
  }),
]

const TALIB = [
  ...rows('talib.ref252', {
    'SMA(20).outReal': 'sma(close, 20)',
    'EMA(20).outReal': 'ema(close, 20)',
    'WMA(14).outReal': 'wma(close, 14)',
    'DEMA(14).outReal': 'dema(close, 14)',
    'TEMA(20).outReal': 'tema(close, 20)',
    'RSI(14).outReal': 'rsi(close, 14)',
    'RSI(2).outReal': 'rsi(close, 2)',
    'BBANDS(20,2,2,0).outRealUpperBand': 'bollinger(close).upper',
    'STOCH(14,3,0,3,0).outSlowK': 'stoch(14, 3, 3).k',
    'TRANGE().outReal': 'tr()',
    'ROC(14).outReal': '100 * roc(close, 14)',
    'MOM(10).outReal': 'change(close, 10)',
    'LINEARREG(14).outReal': 'linreg(close, 14)',
    'LINEARREG_SLOPE(14).outReal': 'slope(close, 14)',
    'STDDEV(14,1).outReal': 'stdev(close, 14)',
    'VAR(14,1).outReal': 'variance(close, 14)',
    'MAX(20).outReal': 'highest(close, 20)',
    'MIN(20).outReal': 'lowest(close, 20)',
    'MACD(12,26,9).outMACD': {
      strat: 'macd(close).line',
      differs: 'they begin the fast average where the slow one begins',
      settles: 130,
      within: 1e-6,
    },
    'ATR(14).outReal': { strat: 'atr(14)', differs: FIRST_RANGE, settles: 200, within: 1e-4 },
  }),
  ...rows('talib.default_params.spy', {
    'SUM(30).outReal': 'sum(close, 30)',
    'ROCP(10).outReal': 'roc(close, 10)',
    'CORREL(30).outReal': { strat: 'correlation(close, open, 30)', second: COMPARE },
    'STDDEV(5,1).outReal': 'stdev(close, 5)',
    // Their squares of prices cancel to nine digits.
    'BBANDS(5,2,2,0).outRealLowerBand': { strat: 'bollinger(close, 5).lower', within: 1e-8 },
    'STOCH(5,3,0,3,0).outSlowD': 'stoch(5, 3, 3).d',
  }),
]

const TTR = rows('ttr.spy2017', {
  'SMA(20).SMA': 'sma(close, 20)',
  'EMA(20).EMA': 'ema(close, 20)',
  'EMA_wilder(14,true).EMA_wilder': 'rma(close, 14)',
  'WMA(14).WMA': 'wma(close, 14)',
  'DEMA(14).DEMA': 'dema(close, 14)',
  'VWMA(14).VWMA': 'vwma(close, 14)',
  'RSI(14).RSI': 'rsi(close, 14)',
  'MACD(12,26,9).macd': 'macd(close).line',
  'MACD(12,26,9).signal': 'macd(close).signal',
  'stoch(14,3,3).fastK': 'stoch(14, 1, 3).k / 100',
  'BBands(20,2).pctB': 'bollinger(close).percent_b',
  'Donchian(20).high': 'donchian(20).upper',
  'Donchian(20).mid': 'donchian(20).middle',
  'momentum(10).momentum': 'change(close, 10)',
  'ROC_disc(10).ROC_disc': 'roc(close, 10)',
  'ROC_cont(10,continuous).ROC_cont': 'log(close) - log(close[10])',
  'runCor(20,compare.close).runCor': {
    strat: 'correlation(close, open, 20)',
    second: COMPARE,
  },
  'runSD(14).runSD': 'stdev(close, 14) * sqrt(14 / 13)',
  'runVar(14).runVar': 'variance(close, 14) * 14 / 13',
  'runMedian(15).runMedian': 'median(close, 15)',
  'runMax(20).runMax': 'highest(close, 20)',
  'runMin(20).runMin': 'lowest(close, 20)',
})

const LEAN = [
  ...rows('lean.ema', { EMA14: 'ema(close, 14)' }),
  ...rows('lean.macd', { MACD: 'macd(close).line', Signal: 'macd(close).signal' }),
  ...rows('lean.dema', { DEMA_5: 'dema(close, 5)' }),
  ...rows('lean.atr', { 'Average True Range 14': 'sma(tr(), 14)' }),
  ...rows('lean.atr_wilder', { 'Average True Range 14': 'atr(14)' }),
  ...rows('lean.bollinger_bands', {
    'Bollinger Bands® 20 2 Top': 'bollinger(close).upper',
    BandWidth: '100 * bollinger(close).bandwidth',
    '%B': 'bollinger(close).percent_b',
  }),
  ...rows('lean.max', { MAX_5: 'highest(close, 5)' }),
  ...rows('lean.min', { MIN_5: 'lowest(close, 5)' }),
  ...rows('lean.rocr', { ROCR_5: 'close / close[5]' }),
  ...rows('lean.var', { Var: 'variance(close, 10)' }),
  ...rows('lean.vwma', { VWMA20: 'vwma(close, 20)' }),
]

const SHEETS = [
  ...rows('pyalgotrade.nt-sma-15', { sma: 'sma(close, 15)' }),
  // Published in cents.
  ...rows('pyalgotrade.sc-sma-10', { sma: { strat: 'sma(close, 10)', within: 0.005 } }),
  ...rows('pyalgotrade.rsi-test', { rsi: 'rsi(close, 14)' }),
  ...rows('stockcharts.rsi', {
    RSI: { strat: 'rsi(close, 14)', differs: 'they smooth from the first change, without a seed' },
  }),
  ...rows('stockcharts.roc', { ROC: '100 * roc(close, 12)' }),
  ...rows('stockcharts.macd', {
    MACD_line: { strat: 'macd(close).line', differs: FIRST_VALUE, settles: 110, within: 0.01 },
    MACD_signal: { strat: 'macd(close).signal', differs: FIRST_VALUE, settles: 110, within: 0.01 },
  }),
]

const TULIP = [
  ...rows('tulip.atoz.sma', { sma: 'sma(close, 5)' }),
  ...rows('tulip.atoz.wma', { wma: 'wma(close, 5)' }),
  ...rows('tulip.atoz.rsi', { rsi: 'rsi(close, 5)' }),
  ...rows('tulip.atoz.tr', { tr: 'tr()' }),
  ...rows('tulip.atoz.atr', { atr: 'atr(4)' }),
  ...rows('tulip.atoz.bbands', { bbands_upper: 'bollinger(close, 5, 2).upper' }),
  ...rows('tulip.atoz.dema', {
    dema: { strat: 'dema(close, 5)', differs: FIRST_VALUE },
  }),
  ...rows('tulip.extra.linreg', { linreg: 'linreg(close, 5)' }),
  ...rows('tulip.extra.max', { max: 'highest(close, 3)' }),
  ...rows('tulip.extra.min', { min: 'lowest(close, 3)' }),
  ...rows('tulip.extra.roc', { roc: 'roc(close, 3)' }),
  ...rows('tulip.extra.stddev', { stddev: 'stdev(close, 3)' }),
  ...rows('tulip.extra.vwma', { vwma: 'vwma(close, 4)' }),
  ...rows('tulip.untest.var', { var: 'variance(close, 5)' }),
  ...rows('tulip.untest.wilders', { wilders: 'rma(close, 5)' }),
  ...rows('tulip.untest.stoch', { stoch_k: 'stoch(5, 3, 3).k', stoch_d: 'stoch(5, 3, 3).d' }),
]

/** All that is compared, by family. */
export const GOLDEN_ROWS: readonly GoldenRow[] = [
  ...SKENDER,
  ...TRADINGVIEW,
  ...TALIB,
  ...TTR,
  ...LEAN,
  ...SHEETS,
  ...TULIP,
]
