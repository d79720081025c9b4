import { type GoldenRow, rows } from './row.ts'

const FIRST_VALUE = 'they begin averages with the first value, not with a mean'

/** StockCharts' spreadsheets, NinjaTrader's averages, and TradingView exports of ta4j's tests. */
export const SHEETS: readonly GoldenRow[] = [
  ...rows('pyalgotrade.nt-sma-15', { sma: 'sma(15)' }),
  // Published in cents.
  ...rows('pyalgotrade.sc-sma-10', { sma: { strat: 'sma(10)', within: 0.005 } }),
  ...rows('pyalgotrade.rsi-test', { rsi: 'rsi(14)' }),
  ...rows('stockcharts.accum', {
    'MF Multiplier': 'clv()',
    'MF Value': 'clv() * volume',
    ADLine: 'adl()',
  }),
  ...rows('stockcharts.adx', {
    TR: 'tr()',
    '+DI14': 'dmi(14).plus',
    '-DI14': 'dmi(14).minus',
    DX: 'dmi(14).dx',
    ADX: 'adx(14)',
  }),
  ...rows('stockcharts.cci', {
    'Typical Price': 'hlc3',
    '20-day SMA of TP': 'sma(hlc3, 20)',
    '20-day Mean Deviation': 'mean_deviation(hlc3, 20)',
    CCI: 'cci(20)',
  }),
  ...rows('stockcharts.easeofmovement', {
    EMV: 'eom(1, 100000000)',
    SMA_EMV: 'eom(14, 100000000)',
  }),
  ...rows('stockcharts.fi', { FI_1: 'force(1)', FI: { strat: 'force(13)', differs: FIRST_VALUE } }),
  ...rows('stockcharts.kama', { ER: 'efficiency_ratio(10)', KAMA: 'kama(close)' }),
  ...rows('stockcharts.kc', { true_range: 'tr()' }),
  ...rows('stockcharts.macd', {
    short_ema: { strat: 'ema(12)', differs: FIRST_VALUE, settles: 90 },
    MACD_line: { strat: 'macd().line', differs: FIRST_VALUE, settles: 110, within: 0.01 },
    MACD_signal: { strat: 'macd().signal', differs: FIRST_VALUE, settles: 110, within: 0.01 },
  }),
  ...rows('stockcharts.mfi', {
    'Typical Price': 'hlc3',
    'Raw Money Flow': 'hlc3 * volume',
    MFI: 'mfi(14)',
  }),
  ...rows('stockcharts.obv', { OBV: 'obv()' }),
  ...rows('stockcharts.psar', {
    psar_up: 'if psar() < close then psar() else 0 / 0',
    psar_down: {
      strat: 'if psar() > close then psar() else 0 / 0',
      differs: 'they begin in a rise',
      settles: 8,
    },
  }),
  ...rows('stockcharts.pvo', { PVO: { strat: '100 * pvo().line', differs: FIRST_VALUE } }),
  ...rows('stockcharts.roc', { ROC: '100 * roc(12)' }),
  ...rows('stockcharts.rsi', {
    RSI: { strat: 'rsi(14)', differs: 'they smooth from the first change, without a seed' },
  }),
  ...rows('stockcharts.stc', {
    stc: { strat: 'stc(close)', differs: FIRST_VALUE, settles: 100, within: 0.1 },
  }),
  ...rows(
    'stockcharts.stochrsi',
    { 'StochRSI(14)': 'stoch_of(close, 14) / 100' },
    { columns: { close: 'rsi' } },
  ),
  ...rows('stockcharts.vortex', { '+VI14': 'vortex(14).plus', '-VI14': 'vortex(14).minus' }),
  ...rows('stockcharts.vpt', { 'unsmoothed vpt': 'pvt()', '14-smoothed vpt': 'sma(pvt(), 14)' }),
  ...rows('stockcharts.vwap', { vwap: 'vwma(hlc3, 14)' }),
  // What is called asymmetrical there is the triangular average.
  ...rows('ta4j.atma', { atma: 'trima(10)' }),
  ...rows('ta4j.lsma1', { lsma1: 'linreg(20)' }),
  ...rows('ta4j.mcginley', {
    mcginley: {
      strat: 'mcginley(close, 14)',
      differs: 'their history begins earlier',
      settles: 2900,
      within: 0.01,
    },
  }),
  ...rows('ta4j.vidya', {
    vidya: {
      strat: 'vidya(close, 1, 9)',
      differs: 'they begin with windows that are not full',
      settles: 100,
    },
  }),
  ...rows('ta4j.vwma', { vwma: 'vwma(10)' }),
]
