/**
 * Files, and outputs as `file output`, that are compared with nothing, and why. What needs a later
 * bar to be known is not computed at all: the future cannot be written.
 */
export const ABSENT: Readonly<Record<string, string>> = {
  'lean.hilbert': 'an earlier form of the transform, with other coefficients',
  'lean.hurst_exponent': 'a regression of the spread of differences; `hurst` is the rescaled range',
  'lean.td_sequential_test_data': 'no builtin: signals of T. DeMark that exist in many versions',
  'lean.tp_datatest': 'no builtin: a profile is a table of prices, not a value a bar',
  'lean.vp_datatest': 'no builtin: a profile is a table of prices, not a value a bar',
  'lean.zigzag': 'redrawn: its points move until the next one is known; `swing_high` keeps what is',
  'skender.doji': 'a doji of 0.1% of the price; `cdl_doji` is compared with TA-Lib',
  'skender.marubozu': 'a body of 95% of the bar; `cdl_marubozu` is compared with TA-Lib',
  'skender.pivot-points': 'its months need a calendar',
  'skender.renko-atr': 'bars of another kind, whose brick is the last bar of all',
  'skender.stdev-channels': 'redrawn: windows are counted back from the last bar',
  'skender.zigzag-close': 'redrawn: its points move until the next one is known',
  'tradingview.session': 'sessions need a calendar',
  'tulip.candles': 'patterns by other measures; all 61 are compared with TA-Lib on every bar',
  'skender.hurst hurstExponentAL': 'no builtin: corrected by what a random walk would have',
  'lean.spy_qqq_corr Correlation_Spearman': 'no builtin: ranks of two streams',
  'skender.beta betaUp': 'no builtin: a regression of the rises alone',
  'skender.beta betaDown': 'no builtin: a regression of the falls alone',
  'skender.beta ratio': 'no builtin: it is made of those two',
  'skender.beta convexity': 'no builtin: it is made of those two',
  'ttr.spy2017 VMA(|CMO9|/100).VMA': '`vidya` with a length of 1: see ta4j.vidya',
  'ttr.spy2017 DVI(252).dvi.mag': 'no builtin: D. Varadi keeps the formula to himself',
  'ttr.spy2017 DVI(252).dvi.str': 'no builtin: D. Varadi keeps the formula to himself',
  'ttr.spy2017 DVI(252).dvi': 'no builtin: D. Varadi keeps the formula to himself',
  'ttr.spy2017 ZigZag(5).ZigZag': 'redrawn: its points move until the next one is known',
}
