import * as other from 'technicalindicators'
import type { Columns } from './plotted.ts'

/** A builtin, the convention it follows, and what technicalindicators makes of the same bars. */
export interface Convention {
  readonly builtin: string
  /** What is chosen here, and what others choose. Empty: all agree. */
  readonly here: string
  readonly elsewhere: string
  readonly strat: string
  /** Its values, the last one that of the last bar. */
  readonly theirs: (bars: Required<Columns>) => readonly (number | undefined)[]
  /** Why it differs; absent: it agrees, to its own rounding. */
  readonly differs?: string
  /** Bars after which a difference has died away. */
  readonly settles?: number
  /** How far it may be off where it rounds. */
  readonly within?: number
}

const mutable = (column: readonly number[]) => [...column]

const hlc = ({ high, low, close }: Required<Columns>) => ({
  high: mutable(high),
  low: mutable(low),
  close: mutable(close),
})

const MEAN_FIRST = 'an average begins as the mean of its first values'
const VALUE_FIRST = 'Tulip and StockCharts begin with the first value'

export const CONVENTIONS: readonly Convention[] = [
  {
    builtin: 'sma',
    here: '',
    elsewhere: '',
    strat: 'sma(20)',
    theirs: ({ close }) => other.sma({ values: mutable(close), period: 20 }),
  },
  {
    builtin: 'ema',
    here: MEAN_FIRST,
    elsewhere: VALUE_FIRST,
    strat: 'ema(20)',
    theirs: ({ close }) => other.ema({ values: mutable(close), period: 20 }),
  },
  {
    builtin: 'wma',
    here: '',
    elsewhere: '',
    strat: 'wma(20)',
    theirs: ({ close }) => other.wma({ values: mutable(close), period: 20 }),
  },
  {
    builtin: 'rma',
    here: MEAN_FIRST,
    elsewhere: VALUE_FIRST,
    strat: 'rma(14)',
    theirs: ({ close }) => other.wema({ values: mutable(close), period: 14 }),
  },
  {
    builtin: 'stdev',
    here: 'of the population (divided by `length`), as Pine and TA-Lib',
    elsewhere: 'R divides by `length - 1`: `stdev_sample`',
    strat: 'stdev(20)',
    theirs: ({ close }) => other.sd({ values: mutable(close), period: 20 }),
  },
  {
    builtin: 'bollinger',
    here: 'deviations of the population',
    elsewhere: '',
    strat: 'bollinger().upper',
    theirs: ({ close }) =>
      other
        .bollingerbands({ values: mutable(close), period: 20, stdDev: 2 })
        .map(({ upper }) => upper),
  },
  {
    builtin: 'macd',
    here: 'each average begins where it can, as Pine',
    elsewhere: 'TA-Lib begins the fast one where the slow one begins',
    strat: 'macd().line',
    theirs: ({ close }) =>
      other
        .macd({
          values: mutable(close),
          fastPeriod: 12,
          slowPeriod: 26,
          signalPeriod: 9,
          SimpleMAOscillator: false,
          SimpleMASignal: false,
        })
        .map(({ MACD }) => MACD),
  },
  {
    builtin: 'macd',
    here: 'the signal begins as a mean of the first nine values of the line',
    elsewhere: VALUE_FIRST,
    strat: 'macd().signal',
    theirs: ({ close }) =>
      other
        .macd({
          values: mutable(close),
          fastPeriod: 12,
          slowPeriod: 26,
          signalPeriod: 9,
          SimpleMAOscillator: false,
          SimpleMASignal: false,
        })
        .map(({ signal }) => signal),
  },
  {
    builtin: 'rsi',
    here: 'Wilder smoothing from a mean; 50 where nothing moved',
    elsewhere: 'Pine says 100 where nothing moved',
    strat: 'rsi(14)',
    theirs: ({ close }) => other.rsi({ values: mutable(close), period: 14 }),
    differs: 'rounded to cents',
    settles: 0,
    within: 0.00501,
  },
  {
    builtin: 'stoch',
    here: '50 in a flat range',
    elsewhere: 'Pine divides by zero there; TA-Lib says 0',
    strat: 'stoch(14).k',
    theirs: (bars) =>
      other.stochastic({ ...hlc(bars), period: 14, signalPeriod: 3 }).map(({ k }) => k),
  },
  {
    builtin: 'stochrsi',
    here: '`smooth` before `signal`, as Pine',
    elsewhere: '',
    strat: 'stochrsi(close).k',
    theirs: ({ close }) =>
      other
        .stochasticrsi({
          values: mutable(close),
          rsiPeriod: 14,
          stochasticPeriod: 14,
          kPeriod: 3,
          dPeriod: 3,
        })
        .map(({ k }) => k),
    differs: 'made from an RSI that is rounded to cents',
    settles: 0,
    within: 0.2,
  },
  {
    builtin: 'willr',
    here: 'from -100 to 0',
    elsewhere: 'R runs from 0 to 1, upside down',
    strat: 'willr(14)',
    theirs: (bars) => other.williamsr({ ...hlc(bars), period: 14 }),
  },
  {
    builtin: 'tr',
    here: "the first bar's range is high less low, as Pine's `ta.tr(true)`",
    elsewhere: 'TA-Lib and R leave it out',
    strat: 'tr()',
    theirs: (bars) => other.truerange(hlc(bars)),
  },
  {
    builtin: 'atr',
    here: 'the first range is that of the first bar, as Pine',
    elsewhere: 'TA-Lib, R and Stock.Indicators begin with the second',
    strat: 'atr(14)',
    theirs: (bars) => other.atr({ ...hlc(bars), period: 14 }),
    differs: 'begins with the second bar',
    settles: 300,
  },
  {
    builtin: 'dmi',
    here: 'averages begin as means, as Pine',
    elsewhere: 'TA-Lib and R begin with sums that lack a movement',
    strat: 'dmi(14).plus',
    theirs: (bars) => other.adx({ ...hlc(bars), period: 14 }).map(({ pdi }) => pdi),
  },
  {
    builtin: 'adx',
    here: 'an average of `dx` that begins as a mean',
    elsewhere: '',
    strat: 'adx(14)',
    theirs: (bars) => other.adx({ ...hlc(bars), period: 14 }).map(({ adx }) => adx),
  },
  {
    builtin: 'cci',
    here: '0 in a flat window',
    elsewhere: '',
    strat: 'cci(20)',
    theirs: (bars) => other.cci({ ...hlc(bars), period: 20 }),
  },
  {
    builtin: 'mfi',
    here: '50 where nothing moved',
    elsewhere: 'Pine counts the first bar as well',
    strat: 'mfi(14)',
    theirs: (bars) => other.mfi({ ...hlc(bars), volume: mutable(bars.volume), period: 14 }),
    differs: 'rounded, and money flow is compared, not price',
  },
  {
    builtin: 'obv',
    here: 'begins with 0, as Pine',
    elsewhere: "TA-Lib and R begin with the first bar's volume",
    strat: 'obv()',
    theirs: ({ close, volume }) => other.obv({ close: mutable(close), volume: mutable(volume) }),
  },
  {
    builtin: 'adl',
    here: 'a bar without range adds nothing',
    elsewhere: '',
    strat: 'adl()',
    theirs: (bars) => other.adl({ ...hlc(bars), volume: mutable(bars.volume) }),
    differs: 'rounded to whole shares',
    settles: 0,
    within: 200,
  },
  {
    builtin: 'psar',
    here: 'the first trend is that of the first two closes, as Pine',
    elsewhere: 'TA-Lib goes by the first movement, Wilder by judgment',
    strat: 'psar()',
    theirs: ({ high, low }) =>
      other.psar({ high: mutable(high), low: mutable(low), step: 0.02, max: 0.2 }),
    differs: 'begins in a rise, and holds the stop at fewer extremes',
  },
  {
    builtin: 'roc',
    here: 'a ratio: 0.05 is 5%',
    elsewhere: 'Pine, TA-Lib and others give per cent',
    strat: '100 * roc(12)',
    theirs: ({ close }) => other.roc({ values: mutable(close), period: 12 }),
  },
  {
    builtin: 'trix',
    here: 'a ratio',
    elsewhere: 'in per cent elsewhere; the indicator of TradingView takes logarithms',
    strat: '100 * trix(18).line',
    theirs: ({ close }) => other.trix({ values: mutable(close), period: 18 }),
  },
  {
    builtin: 'kst',
    here: 'a ratio',
    elsewhere: 'in per cent elsewhere; R takes logarithmic rates',
    strat: '100 * kst().line',
    theirs: ({ close }) =>
      other
        .kst({
          values: mutable(close),
          ROCPer1: 10,
          ROCPer2: 15,
          ROCPer3: 20,
          ROCPer4: 30,
          SMAROCPer1: 10,
          SMAROCPer2: 10,
          SMAROCPer3: 10,
          SMAROCPer4: 15,
          signalPeriod: 9,
        })
        .map(({ kst }) => kst),
  },
  {
    builtin: 'ao',
    here: '',
    elsewhere: '',
    strat: 'ao()',
    theirs: ({ high, low }) =>
      other.awesomeoscillator({
        high: mutable(high),
        low: mutable(low),
        fastPeriod: 5,
        slowPeriod: 34,
      }),
  },
  {
    builtin: 'force',
    here: MEAN_FIRST,
    elsewhere: VALUE_FIRST,
    strat: 'force(13)',
    theirs: ({ close, volume }) =>
      other.forceindex({ close: mutable(close), volume: mutable(volume), period: 13 }),
  },
  {
    builtin: 'vwap',
    here: 'of `hlc3`, from the first bar on; `vwap_anchored` from any',
    elsewhere: '',
    strat: 'vwap()',
    theirs: (bars) => other.vwap({ ...hlc(bars), volume: mutable(bars.volume) }),
  },
  {
    builtin: 'keltner',
    here: 'exponential averages of close and true range, as Pine',
    elsewhere: 'simple ones in ThinkOrSwim; others take `atr`',
    strat: 'keltner(20, 2).upper',
    theirs: (bars) =>
      other
        .keltnerchannels({
          ...hlc(bars),
          maPeriod: 20,
          atrPeriod: 20,
          useSMA: false,
          multiplier: 2,
        })
        .map(({ upper }) => upper),
    differs: 'its distance is an average true range by Wilder',
  },
  {
    builtin: 'ichimoku',
    here: 'the cloud is what stands over this bar',
    elsewhere: 'most give it where it is reckoned',
    strat: 'ichimoku(9, 26, 52, 1).lead_a',
    theirs: ({ high, low }) =>
      other
        .ichimokucloud({
          high: mutable(high),
          low: mutable(low),
          conversionPeriod: 9,
          basePeriod: 26,
          spanPeriod: 52,
          displacement: 26,
        })
        .map(({ spanA }) => spanA),
  },
  {
    builtin: 'chandelier',
    here: '',
    elsewhere: '',
    strat: 'chandelier(22, 3).rising',
    theirs: (bars) => {
      // Its declarations say numbers.
      const exits: readonly unknown[] = other.chandelierexit({
        ...hlc(bars),
        period: 22,
        multiplier: 3,
      })
      return exits.map((one) => (one as { readonly exitLong: number }).exitLong)
    },
    differs: 'by the first bar of its average true range',
    settles: 400,
  },
  {
    builtin: 'heikin_ashi',
    here: "the first open is the middle of the bar's body",
    elsewhere: '',
    strat: 'heikin_ashi().open',
    theirs: (bars) =>
      other.heikinashi({
        ...hlc(bars),
        open: mutable(bars.open),
        volume: mutable(bars.volume),
        timestamp: mutable(bars.close),
      }).open ?? [],
  },
]
