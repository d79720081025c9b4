import { type GoldenRow, rows } from './row.ts'

/** Sessions begin at 17:00 in New York: in winter at 22:00 UTC, in summer at 21:00. */
const DAYS = { begins: { minutes: 24 * 60, from: 22 * 60, column: 'volume' } } as const
const EVERY = (hours: number) =>
  ({ begins: { minutes: hours * 60, from: 21 * 60, column: 'open' } }) as const

/** Exports of TradingView charts, whose columns are named for the Pine expressions. */
export const TRADINGVIEW: readonly GoldenRow[] = [
  ...rows('tradingview.bb', {
    'ta.bb(close, 20, 2).base': 'bollinger(20).middle',
    'ta.bb(close, 20, 2).upper': 'bollinger(20).upper',
    'ta.bb(close, 20, 2).lower': 'bollinger(20).lower',
    'ta.bbw(close, 20, 2.1)': '100 * bollinger(20, 2.1).bandwidth',
  }),
  ...rows('tradingview.cci+cmo+cog', {
    'ta.cmo(close, 20)': 'cmo(20)',
    'ta.cci(close, 20)': 'cci(close, 20)',
    'ta.cog(close, 21)': 'cog(21)',
  }),
  ...rows('tradingview.correlation', {
    correlation: {
      strat: 'correlation(sma(20), ema(10), 20)',
      // Their sums of squares of prices cancel to eight digits.
      within: 5e-8,
    },
  }),
  ...rows('tradingview.cross', {
    'ta.cross(ema1, ema2)': 'if cross(ema(5), ema(11)) then 0.5 else 0',
    'ta.crossover(ema1, ema2)': 'if ema(5) crosses above ema(11) then 1 else 0',
    'ta.crossunder(ema1, ema2)': 'if ema(5) crosses below ema(11) then -1 else 0',
  }),
  ...rows('tradingview.dmi', {
    'ta.dmi(17, 14).dip': 'dmi(17, 14).plus',
    'ta.dmi(17, 14).dim': 'dmi(17, 14).minus',
    'ta.dmi(17, 14).adx': 'dmi(17, 14).adx',
  }),
  ...rows('tradingview.iii+nvi+obv', { 'ta.iii': 'iii()', 'ta.nvi': 'nvi()', 'ta.obv': 'obv()' }),
  ...rows('tradingview.kc', {
    'ta.kc(close, 20, 2).base': 'keltner(20, 2).middle',
    'ta.kc(close, 20, 2).upper': 'keltner(20, 2).upper',
    'ta.kc(close, 20, 2).lower': 'keltner(20, 2).lower',
    'ta.kcw(close, 20, 2.1, useTrueRange=false)': '4.2 * ema(high - low, 20) / ema(20)',
  }),
  ...rows('tradingview.mfi+rsi+stoch', {
    'ta.mfi(close, 14)': 'mfi(close, 14)',
    'ta.rsi(close, 14)': 'rsi(14)',
    'ta.stoch(close, high, low, 20)': 'stoch(20).k',
  }),
  ...rows('tradingview.min+max+median+mode', {
    'min(close)': 'lowest_ever(close)',
    'max(close)': 'highest_ever(close)',
    'median(close)': 'median(20)',
    'mode(close)': 'modal(20)',
  }),
  ...rows('tradingview.pivot', {
    'ta.pivothigh(10, 5)': 'pivot_high(10, 5)',
    'ta.pivothigh(close, 10, 5)': 'pivot_high(close, 10, 5)',
    'ta.pivotlow(10, 5)': 'pivot_low(10, 5)',
    'ta.pivotlow(close, 10, 5)': 'pivot_low(close, 10, 5)',
  }),
  ...rows(
    'tradingview.pivot_point_levels',
    {
      P_trad: 'pivot_points(volume == 1).p',
      R1_trad: 'pivot_points(volume == 1).r1',
      S1_trad: 'pivot_points(volume == 1).s1',
      R2_trad: 'pivot_points(volume == 1).r2',
      S2_trad: 'pivot_points(volume == 1).s2',
      R3_trad: 'pivot_points(volume == 1).r3',
      S3_trad: 'pivot_points(volume == 1).s3',
      P_fib: 'pivot_points_fibonacci(volume == 1).p',
      R1_fib: 'pivot_points_fibonacci(volume == 1).r1',
      S1_fib: 'pivot_points_fibonacci(volume == 1).s1',
      P_dm: 'pivot_points_demark(volume == 1).p',
      R1_dm: 'pivot_points_demark(volume == 1).r1',
      S1_dm: 'pivot_points_demark(volume == 1).s1',
      P_cam: 'pivot_points_camarilla(volume == 1).p',
      R4_cam: 'pivot_points_camarilla(volume == 1).r4',
      S4_cam: 'pivot_points_camarilla(volume == 1).s4',
      P_woodie: 'pivot_points_woodie(volume == 1).p',
    },
    DAYS,
  ),
  ...rows('tradingview.ppp', {
    'ta.percentile_linear_interpolation(close, 20, 30)': 'percentile(20, 20)',
    'ta.percentile_nearest_rank(close, 20, 0)': 'percentile_nearest(20, 20)',
    'ta.percentrank(close, 33)': 'percentrank(33)',
  }),
  ...rows('tradingview.range', { 'ta.range(close, 20)': 'range(20)' }),
  ...rows('tradingview.rci', {
    'ta.rci(close, 5)': 'rci(5)',
    'ta.rci(close, 20)': 'rci(20)',
    'ta.rci(hl2, 20)': {
      strat: 'rci(hl2, 20)',
      differs: 'middles that rounding puts an ulp apart are equal to them',
      settles: 143,
    },
    hl2: 'hl2',
  }),
  ...rows('tradingview.sar', { 'ta.sar(0.02, 0.02, 0.2)': 'psar()' }),
  ...rows('tradingview.supertrend', {
    'ta.supertrend(3, 10).up':
      'if supertrend(3, 10).direction > 0 then supertrend(3, 10).line else 0 / 0',
    'ta.supertrend(3, 10).down':
      'if supertrend(3, 10).direction < 0 then supertrend(3, 10).line else 0 / 0',
  }),
  ...rows('tradingview.tsi', { 'ta.tsi(close, 12, 26)': 'tsi(close, 26, 12).line / 100' }),
  ...rows(
    'tradingview.vwap',
    { 'ta.vwap(close)': 'vwap_anchored(open == 1 or bar_index == 0, close).middle' },
    EVERY(24),
  ),
  ...rows(
    'tradingview.vwap',
    {
      'ta.vwap(close, timeframe.change(&quot;240&quot;))': 'vwap_anchored(open == 1, close).middle',
    },
    EVERY(4),
  ),
  ...rows(
    'tradingview.vwap',
    {
      'ta.vwap(close, timeframe.change(&quot;360&quot;), 2.0).vwap':
        'vwap_anchored(open == 1, close, 2).middle',
      'ta.vwap(close, timeframe.change(&quot;360&quot;), 2.0).upper_band':
        'vwap_anchored(open == 1, close, 2).upper',
      'ta.vwap(close, timeframe.change(&quot;360&quot;), 2.0).lower_band':
        'vwap_anchored(open == 1, close, 2).lower',
    },
    EVERY(6),
  ),
]
