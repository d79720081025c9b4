import type { Translation } from './rewrite.ts'

/** What other tools call the table that holds the prices. */
export const FRAMES: ReadonlySet<string> = new Set(
  'df data dataframe self self.data self.data0 self.datas bars bar candle candles ohlc'.split(' '),
)

/** Groups that functions are kept in elsewhere. */
export const PREFIXES =
  /^(?:ta|math|talib|tl|np|numpy|pd|pandas_ta|bt\.ind|bt\.indicators|btind|qtpylib|self)\./

const rows = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('→').map((part) => part.trim()))

/** Each line: names in lower case, and what they are here. */
function table(
  code: Translation['code'],
  text: string,
  more: Partial<Translation> = {},
): [string, Translation][] {
  return rows(text).flatMap(([names, to]) =>
    names!
      .split(/\s+/)
      .map((name): [string, Translation] => [
        name,
        { code, ...(to === undefined ? {} : { to }), ...more },
      ]),
  )
}

/** Values that are read by name. */
export const NAMES: ReadonlyMap<string, Translation> = new Map([
  ...table(
    'account-name',
    `strategy.position_size self.position.size currentshares currentcontracts → position
     strategy.position_avg_price entryprice self.position.price → entry_price
     strategy.openprofit openpositionprofit → open_profit
     strategy.equity self.equity → equity
     barssinceentry → bars_in_trade
     marketposition → sign(position)`,
  ),
  ...table('bar-number', 'currentbar barnumber barindex self.i → bar_index'),
  ...table(
    'forming-bar',
    `barstate.isconfirmed barstate.ishistory → true
     barstate.isrealtime barstate.isnew barstate.islast barstate.islastconfirmedhistory`,
  ),
  ...table('short-name', 'c → close\no → open\nh → high\nl → low\nv → volume'),
  ...table('nothing-value', 'na nan none null np.nan math.nan numpy.nan pd.na float.nan'),
])

/** Functions, by name without the group they are kept in, or with it where that matters. */
export const CALLS: ReadonlyMap<string, Translation> = new Map([
  ...table(
    'crossing-call',
    `crossover crossed_above crossesover crossesabove crossabove → $1 crosses above $2
     crossunder crossed_below crossesunder crossesbelow crossbelow → $1 crosses below $2`,
    { loose: true },
  ),
  ...table('crossing-call', 'cross → $1 crosses above $2', { loose: true }),
  ...table('crossing-call', 'ta.cross → ($1 crosses above $2 or $1 crosses below $2)'),
  ...table('nothing-call', 'nz fixnan → $1 ?? $2|0', { loose: true }),
  ...table('nothing-test', 'na isnan isna isnull is_nan → not known($1)', { loose: true }),
  ...table('choice-call', 'iif iff iffs where → if $1 then $2 else $3', { loose: true }),
  ...table('shift-call', 'ref', { back: -1 }),
  ...table('security-call', 'request.security security request.security_lower_tf'),
  ...table('security-call', 'informative resample merge_informative_pair iclose ihigh ilow iopen'),
  ...table('input-call', 'input input.int input.float input.bool input.source input.string'),
  ...table(
    'function-elsewhere',
    `average ma simplema movav → sma($1, $2)
     xaverage expavg → ema($1, $2)
     waverage → wma($1, $2)
     avgtruerange averagetruerange → atr($1)
     standarddev stddev → stdev($1, $2)
     hhv → highest($1, $2)
     llv → lowest($1, $2)
     summation → sum($1, $2)
     countif → count($1, $2)
     absvalue → abs($1)
     squareroot → sqrt($1)
     maxlist → max($1, $2)
     minlist → min($1, $2)`,
  ),
  ...table('function-elsewhere', 'ima irsi iatr ibands imacd vwap supertrend adx dmi sar psar'),
])

/** Methods: `.name` of a series, `window.name` of a window over one. */
export const METHODS: ReadonlyMap<string, Translation> = new Map([
  ...table('shift-call', '.shift', { back: 1, tight: true }),
  ...table(
    'rolling-call',
    `rolling.mean → sma($1, $2)
     rolling.sum → sum($1, $2)
     rolling.std → stdev($1, $2)
     rolling.max → highest($1, $2)
     rolling.min → lowest($1, $2)
     rolling.median → median($1, $2)
     ewm.mean → ema($1, $2)
     rolling.var rolling.apply rolling.quantile ewm.std expanding.mean expanding.max`,
  ),
  ...table('difference-call', '.diff → $1 - $1[1]\n.pct_change → $1 / $1[1] - 1', {
    loose: true,
    tight: true,
  }),
  ...table('fill-call', '.fillna → $1 ?? $2', { loose: true }),
  ...table('fill-call', '.ffill .bfill .interpolate .dropna'),
  ...table('whole-series', '.mean .std .max .min .sum .median .quantile .rank'),
  ...table('crossing-call', '.crossed_above → $1 crosses above $2', { loose: true }),
  ...table('crossing-call', '.crossed_below → $1 crosses below $2', { loose: true }),
  ...table('method-call', '.abs → abs($1)\n.cumsum → cum($1)\n.round → round($1)'),
])
