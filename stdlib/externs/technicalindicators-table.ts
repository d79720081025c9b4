import type { ParamSpec, ResultRule } from '../../language/builtins.ts'
import { MONEY, OSCILLATOR, RATIO, SHARES } from '../../language/types.ts'

/** What the package does not say of itself: units, warm-up, settling, faults. */
export interface Fact {
  /** The class of the package that computes it. */
  readonly type: string
  readonly doc: string
  /** How it departs from what one may expect; shown with the doc. */
  readonly fault?: string
  /** Named as in the package, in the order of a call. */
  readonly params: readonly ParamSpec[]
  /** Further fields of the constructor's input. */
  readonly options?: Readonly<Record<string, boolean>>
  readonly results: readonly FactResult[]
}

export interface FactResult {
  /** As the package names it; absent where the result is no record. */
  readonly field?: string
  readonly rule: ResultRule | { readonly bool: true }
  /** Stepped ticks before the first value, over the params; as text too, for the reference. */
  readonly warmup: string
  readonly settles?: string
}

const period = (min = 1, value?: number): ParamSpec => length('period', value, min)
const length = (name: string, value?: number, min = 1): ParamSpec => ({
  ...{ name, integer: true, min, max: 10_000 },
  ...(value === undefined ? {} : { value }),
})
const factor = (name: string, value: number, min: number, max: number): ParamSpec => ({
  ...{ name, integer: false, min, max, value },
})

const SAME: ResultRule = { unit: 'same', weight: 'same' }
const DISTANCE: ResultRule = { unit: 'same', weight: 0 }
const SCALE: ResultRule = { unit: OSCILLATOR, weight: 1 }
const SWING: ResultRule = { unit: OSCILLATOR, weight: 0 }
const BOOL = { bool: true } as const

const one = (rule: FactResult['rule'], warmup: string, settles?: string): FactResult[] => [
  { rule, warmup, ...(settles === undefined ? {} : { settles }) },
]
const part = (
  field: string,
  rule: FactResult['rule'],
  warmup: string,
  settles?: string,
): FactResult => ({ field, ...one(rule, warmup, settles)[0]! })

const ZERO_SEED = 'While the seed is exactly zero it stays unknown and is sought one bar later.'
const REPEATS = 'Where the mean is exactly zero it repeats its last value.'
const PERCENT = 'Per cent as a number: 5 is five per cent.'
const EMA_SETTLES = '7 * (period + 1)'
const WILDER_SETTLES = '14 * period'
/** A running sum keeps what rounding left in it: less than shows, but not nothing. */
const ROUNDING = '0'

/** Every indicator of the package that has a streaming form, by the name it is called by. */
export const FACTS: Readonly<Record<string, Fact>> = {
  sma: {
    type: 'SMA',
    doc: 'Simple moving average, as a running sum that is divided.',
    fault: 'What rounding leaves in the sum stays there.',
    params: [period()],
    results: one(SAME, 'period - 1', ROUNDING),
  },
  ema: {
    type: 'EMA',
    doc: 'Exponential moving average, factor `2 / (period + 1)`, begun from a simple one.',
    fault: ZERO_SEED,
    params: [period()],
    results: one(SAME, 'period - 1', EMA_SETTLES),
  },
  wma: {
    type: 'WMA',
    doc: 'Linearly weighted moving average.',
    params: [period()],
    results: one(SAME, 'period - 1'),
  },
  wema: {
    type: 'WEMA',
    doc: 'Wilder’s moving average, factor `1 / period`, begun from a simple one.',
    params: [period()],
    results: one(SAME, 'period - 1', WILDER_SETTLES),
  },
  macd: {
    type: 'MACD',
    doc: 'Difference of two exponential moving averages, its average, and their difference.',
    fault:
      'A signal of exactly zero is unknown, and so is a histogram before there was a signal; ' +
      'where an average is exactly zero the last difference is repeated.',
    params: [length('fastPeriod', 12), length('slowPeriod', 26), length('signalPeriod', 9)],
    options: { SimpleMAOscillator: false, SimpleMASignal: false },
    results: [
      part(
        'MACD',
        DISTANCE,
        'max(fastPeriod, slowPeriod) - 1',
        '7 * (max(fastPeriod, slowPeriod) + 1)',
      ),
      part(
        'signal',
        DISTANCE,
        'max(fastPeriod, slowPeriod) + signalPeriod - 2',
        '7 * (max(fastPeriod, slowPeriod) + signalPeriod + 2)',
      ),
      part(
        'histogram',
        DISTANCE,
        'max(fastPeriod, slowPeriod) + signalPeriod - 2',
        '7 * (max(fastPeriod, slowPeriod) + signalPeriod + 2)',
      ),
    ],
  },
  rsi: {
    type: 'RSI',
    doc: 'Relative strength index by Wilder’s averages.',
    fault: 'Rounded to two decimals; 100 where nothing moves.',
    params: [period()],
    results: one(SCALE, 'period', '20 * period'),
  },
  bollingerbands: {
    type: 'BollingerBands',
    doc: 'A simple average with bands at `stdDev` standard deviations, and where within them.',
    fault: `${REPEATS} On a flat window \`pb\` is unknown.`,
    params: [period(2, 20), factor('stdDev', 2, 0.01, 100)],
    results: [
      part('middle', SAME, 'period - 1', ROUNDING),
      part('upper', SAME, 'period - 1', ROUNDING),
      part('lower', SAME, 'period - 1', ROUNDING),
      part('pb', { unit: RATIO, weight: 1 }, 'period - 1', ROUNDING),
    ],
  },
  adx: {
    type: 'ADX',
    doc: 'Average directional index with both directional indicators, by Wilder’s sums.',
    fault: 'Without any movement within the window it is unknown, from then on always.',
    params: [period(2, 14)],
    results: ['adx', 'pdi', 'mdi'].map((field) =>
      part(field, SCALE, '2 * period - 1', '28 * period'),
    ),
  },
  atr: {
    type: 'ATR',
    doc: 'Average true range by Wilder’s average; the first bar counts as a previous close only.',
    params: [period(1, 14)],
    results: one(DISTANCE, 'period', WILDER_SETTLES),
  },
  truerange: {
    type: 'TrueRange',
    doc: 'True range, from the second bar on.',
    params: [],
    results: one(DISTANCE, '1'),
  },
  roc: {
    type: 'ROC',
    doc: `Rate of change over \`period\` bars. ${PERCENT}`,
    params: [period()],
    results: one(SWING, 'period'),
  },
  kst: {
    type: 'KST',
    doc: 'Know sure thing: four smoothed rates of change, weighted 1 to 4, and their average.',
    fault: 'A signal of exactly zero is unknown.',
    params: [
      ...[10, 15, 20, 30].map((value, i) => length(`ROCPer${i + 1}`, value)),
      ...[10, 10, 10, 15].map((value, i) => length(`SMAROCPer${i + 1}`, value)),
      length('signalPeriod', 9),
    ],
    results: [
      part('kst', SWING, `${kstWarmup()} - 1`, ROUNDING),
      part('signal', SWING, `${kstWarmup()} + signalPeriod - 2`, ROUNDING),
    ],
  },
  psar: {
    type: 'PSAR',
    doc: 'Parabolic stop and reverse.',
    fault: 'It takes the first bar for a rising one, and its low for the first stop.',
    params: [factor('step', 0.02, 0.0001, 1), factor('max', 0.2, 0.0001, 1)],
    results: one(SAME, '0', 'never'),
  },
  stochastic: {
    type: 'Stochastic',
    doc: 'Where the close stands within the range of the last bars, and its average.',
    fault: '0 on a flat window.',
    params: [period(1, 14), length('signalPeriod', 3)],
    results: [
      part('k', SCALE, 'period - 1'),
      part('d', SCALE, 'period + signalPeriod - 2', ROUNDING),
    ],
  },
  williamsr: {
    type: 'WilliamsR',
    doc: 'Where the close stands below the highest high of the last bars, from -100 to 0.',
    fault: 'Unknown on a flat window; the highest of what is all negative counts as 0 at first.',
    params: [period(1, 14)],
    results: one(SCALE, 'period - 1'),
  },
  adl: {
    type: 'ADL',
    doc: 'Accumulation and distribution line.',
    fault: 'Rounded to whole shares; a bar without a range counts its whole volume as bought.',
    params: [],
    results: one({ unit: SHARES, weight: 0 }, '0', 'never'),
  },
  obv: {
    type: 'OBV',
    doc: 'On-balance volume.',
    params: [],
    results: one({ unit: SHARES, weight: 0 }, '1', 'never'),
  },
  trix: {
    type: 'TRIX',
    doc: `Rate of change of a triple exponential moving average. ${PERCENT}`,
    fault: 'A change of exactly zero is unknown, and so on a flat market it is.',
    params: [period()],
    results: one(SWING, '3 * period - 2', '21 * (period + 1)'),
  },
  forceindex: {
    type: 'ForceIndex',
    doc: 'Change of the close times volume, smoothed by an exponential moving average.',
    fault: ZERO_SEED,
    params: [period(1, 1)],
    results: one({ unit: MONEY, weight: 0 }, 'period', EMA_SETTLES),
  },
  cci: {
    type: 'CCI',
    doc: 'Commodity channel index.',
    fault: 'Unknown on a flat window.',
    params: [period(2, 20)],
    results: one(SWING, 'period - 1', ROUNDING),
  },
  awesomeoscillator: {
    type: 'AwesomeOscillator',
    doc: 'Difference of two simple averages of the middle of the bar.',
    params: [length('fastPeriod', 5), length('slowPeriod', 34)],
    results: one(DISTANCE, 'max(fastPeriod, slowPeriod) - 1', ROUNDING),
  },
  vwap: {
    type: 'VWAP',
    doc: 'Volume-weighted average of the typical price since the first bar.',
    fault: 'It never begins anew, at no session; unknown until there was a volume.',
    params: [],
    results: one(SAME, '0', 'never'),
  },
  mfi: {
    type: 'MFI',
    doc: 'Money flow index.',
    fault:
      'Rounded to two decimals; a bar that does not rise counts as falling; the first two bars make no flow.',
    params: [period(1, 14)],
    results: one(SCALE, 'period + 1', ROUNDING),
  },
  stochasticrsi: {
    type: 'StochasticRSI',
    doc: 'The stochastic of a relative strength index, with two averages.',
    fault: 'Of an index that is rounded to two decimals; 0 where it does not move.',
    params: [
      length('rsiPeriod', 14),
      length('stochasticPeriod', 14),
      length('kPeriod', 3),
      length('dPeriod', 3),
    ],
    results: ['stochRSI', 'k', 'd'].map((field) =>
      part(field, SCALE, 'rsiPeriod + stochasticPeriod + kPeriod + dPeriod - 3', 'never'),
    ),
  },
  averagegain: {
    type: 'AverageGain',
    doc: 'Wilder’s average of the rises.',
    params: [period()],
    results: one(DISTANCE, 'period', WILDER_SETTLES),
  },
  averageloss: {
    type: 'AverageLoss',
    doc: 'Wilder’s average of the falls, as a positive number.',
    params: [period()],
    results: one(DISTANCE, 'period', WILDER_SETTLES),
  },
  sd: {
    type: 'SD',
    doc: 'Standard deviation of the population.',
    fault: REPEATS,
    params: [period()],
    results: one(DISTANCE, 'period - 1', ROUNDING),
  },
  highest: {
    type: 'Highest',
    doc: 'The highest of the last values.',
    fault: 'Of what is all negative it is 0 until the first value has left the window.',
    params: [period()],
    results: one(SAME, 'period - 1', '2 * period'),
  },
  lowest: {
    type: 'Lowest',
    doc: 'The lowest of the last values.',
    params: [period()],
    results: one(SAME, 'period - 1'),
  },
  sum: {
    type: 'Sum',
    doc: 'The sum of the last values.',
    fault: 'What rounding leaves in the sum stays there.',
    params: [period()],
    results: one({ unit: 'same', weight: 'unknown' }, 'period - 1', ROUNDING),
  },
  heikinashi: {
    type: 'HeikinAshi',
    doc: 'Averaged candles.',
    params: [],
    results: ['open', 'high', 'low', 'close'].map((field) => part(field, SAME, '0', '30')),
  },
  ichimokucloud: {
    type: 'IchimokuCloud',
    doc: 'The lines of Ichimoku at this bar: neither span is drawn ahead.',
    params: [
      length('conversionPeriod', 9),
      length('basePeriod', 26),
      length('spanPeriod', 52),
      length('displacement', 26),
    ],
    results: ['conversion', 'base', 'spanA', 'spanB'].map((field) =>
      part(field, SAME, 'max(conversionPeriod, basePeriod, spanPeriod, displacement) - 1'),
    ),
  },
  keltnerchannels: {
    type: 'KeltnerChannels',
    doc: 'An exponential average with bands at `multiplier` average true ranges.',
    params: [length('maPeriod', 20), length('atrPeriod', 10), factor('multiplier', 1, 0.01, 100)],
    options: { useSMA: false },
    results: ['middle', 'upper', 'lower'].map((field) =>
      part(field, SAME, 'max(maPeriod - 1, atrPeriod)', 'max(7 * (maPeriod + 1), 14 * atrPeriod)'),
    ),
  },
  chandelierexit: {
    type: 'ChandelierExit',
    doc: 'Highest high and lowest low of the last bars, `multiplier` average true ranges away.',
    params: [period(1, 22), factor('multiplier', 3, 0.01, 100)],
    results: ['exitLong', 'exitShort'].map((field) => part(field, SAME, 'period', WILDER_SETTLES)),
  },
  crossUp: {
    type: 'CrossUp',
    doc: 'Whether the first line has come above the second.',
    fault:
      'True on the first bar where the first line stands above. It remembers all bars since the ' +
      'last crossing, so on a million bars it is slow: `a crosses above b` is not.',
    params: [],
    results: one(BOOL, '0', 'never'),
  },
  crossDown: {
    type: 'CrossDown',
    doc: 'Whether the first line has come below the second.',
    fault: 'As `crossUp`.',
    params: [],
    results: one(BOOL, '0', 'never'),
  },
}

function kstWarmup(): string {
  const sums = [1, 2, 3, 4].map((i) => `ROCPer${i} + SMAROCPer${i}`)
  return `max(${sums.join(', ')})`
}
