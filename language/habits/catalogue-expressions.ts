import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

/** Names, calls and methods of other languages. */
export const EXPRESSIONS_CATALOGUE = {
  'crossing-call': {
    severity: 'error',
    message: 'A crossing is written in words, not as a call: `{found}`.',
    hint: 'Write `a crosses above b` or `a crosses below b`.',
    explanation:
      'The words `a crosses above b` are true on one bar: a was not above b one bar before and now is. While a stays above, `a > b` is true; a rule that should fire once mostly wants the crossing.',
    wrong: program('let up = ta.crossover(close, sma(20))'),
    right: program('let up = close crosses above sma(20)'),
  },
  'nothing-call': {
    severity: 'error',
    message: 'What stands in for an unknown value follows `??`: `{found}`.',
    hint: 'Write `x ?? 0`.',
    explanation:
      'A value may be unknown: an average that warms up, a quotient over zero. `x ?? y` is x where it is known and y elsewhere. Mostly it is not needed, because no rule fires before all it reads is known.',
    wrong: program('let mean = nz(sma(20), close)'),
    right: program('let mean = sma(20) ?? close'),
  },
  'nothing-test': {
    severity: 'error',
    message: 'Whether a value is known is asked with `known`: `{found}`.',
    hint: 'Write `known(x)` or `not known(x)`.',
    explanation:
      'An unknown value is not equal to anything, not even to itself, so it is asked for by name. `known(x)` is true where x has a value.',
    wrong: program('let early = na(sma(20))'),
    right: program('let early = not known(sma(20))'),
  },
  'nothing-value': {
    severity: 'error',
    message: 'There is no `{found}` that could be written: values are unknown by themselves.',
    hint: 'Use `known(x)` to ask whether there is a value, and `x ?? y` for a default.',
    explanation:
      'Pine has `na`, Python `None` and `nan`. Here a stream is unknown while it warms up, after a division by zero, or where nothing has happened yet. A first value for what carries over from bar to bar is the second argument of `prev`.',
    wrong: program('let level = if close > open then high else na'),
    right: program('let level = if close > open then high else prev(level, high)'),
  },
  'choice-call': {
    severity: 'error',
    message: 'A choice is written in words, not as a call: `{found}`.',
    hint: 'Write `if condition then a else b`.',
    explanation:
      'AFL has `IIf(…)`, Python `np.where(…)`. Here a choice is `if condition then a else b`. Both values are worked out on every bar, so indicators inside them miss none.',
    wrong: program('let price = IIf(close > open, high, low)'),
    right: program('let price = if close > open then high else low'),
  },
  'shift-call': {
    severity: 'error',
    message: 'The past of a stream stands in square brackets: `{found}`.',
    hint: 'Write `x[1]` for the value one bar ago.',
    explanation:
      'The close of the bar before is `close[1]`, two bars before `close[2]`. It may be written behind anything: `sma(close, 20)[1]` is the average as it was one bar ago.',
    wrong: program('let before = close.shift(1)'),
    right: program('let before = close[1]'),
  },
  'future-shift': {
    severity: 'error',
    message: '`{found}` reads a bar that has not happened yet.',
    hint: 'Count bars back from the present: `x[1]` is the bar before.',
    explanation:
      'In a table of the whole history a column can be shifted so that each row sees the next one: the most frequent reason for a backtest that is too good to be true. Here it cannot be written.',
    wrong: program('let tomorrow = close.shift(-1)'),
    right: program('let yesterday = close[1]'),
  },
  'row-number': {
    severity: 'error',
    message: 'Bars have no row numbers: `{found}`.',
    hint: 'Write the stream alone for this bar, and `x[1]` for the one before.',
    explanation:
      'Elsewhere −1 may be the last row, the bar before or the end of the whole history; that is how a look into the future slips in. Here a stream is always of this bar, and `[n]` counts back from it.',
    wrong: program('let last = self.data.Close[-1]'),
    right: program('let last = close'),
  },
  column: {
    severity: 'error',
    message: 'Prices are streams with names of their own: `{found}` is `{right}`.',
    hint: 'Write `{right}`.',
    explanation:
      'The streams `open`, `high`, `low`, `close` and `volume` are those of the bar that has just closed, of the instrument that is traded. There is no table around them: everything is computed bar by bar.',
    wrong: program("let body = df['close'] - open"),
    right: program('let body = close - open'),
  },
  'rolling-call': {
    severity: 'error',
    message: 'What is worked out over a window is a function with a length: `{found}`.',
    hint: 'Call `sma(x, 20)`, `stdev(x, 20)`, `highest(x, 20)`, `lowest(x, 20)` or `sum(x, 20)`.',
    explanation:
      'Python’s pandas first makes a window and then asks something of it. Here each has its function: `sma` for the mean, `stdev`, `highest`, `lowest`, `sum`, `median`, and `ema` for `ewm(span=…).mean()`. `stdev` divides by the number of values, pandas by one less.',
    wrong: program("let mean = df['close'].rolling(20).mean()"),
    right: program('let mean = sma(close, 20)'),
  },
  'centred-window': {
    severity: 'error',
    message: 'A centred window reads bars that have not happened yet: `{found}`.',
    hint: 'Use a window that ends with this bar, such as `sma(x, 20)`.',
    explanation:
      'With `center=True` half of the window lies in the future. A chart looks smooth that way; a strategy that trades on it knows what nobody can.',
    wrong: program('let mean = close.rolling(20, center: true).mean()'),
    right: program('let mean = sma(close, 20)'),
  },
  'whole-series': {
    severity: 'error',
    message: '`{found}` would be over the whole history, its future included.',
    hint: 'Give a window: `sma(x, 200)`, `stdev(x, 200)`, `highest(x, 200)`.',
    explanation:
      'The mean or the maximum of a whole column knows every bar that is still to come. It is one of the quietest ways to look ahead: it changes nothing but the scale. Functions here see the bars up to this one.',
    wrong: program('let spread = close - close.mean()'),
    right: program('let spread = close - sma(close, 200)'),
  },
  'difference-call': {
    severity: 'error',
    message: 'A change is written with the bar before: `{found}`.',
    hint: 'Write `x - x[1]`, or `x / x[1] - 1` for the change in per cent.',
    explanation:
      'The change of any stream is its value less the one before. That of the close in per cent has a name, `returns`.',
    wrong: program('let moved = close.diff()'),
    right: program('let moved = close - close[1]'),
  },
  'fill-call': {
    severity: 'error',
    message: 'Gaps are not filled by a call: `{found}`.',
    hint: 'Write `x ?? y` for a default where x is unknown.',
    explanation:
      'Filling backwards (`bfill`, `interpolate`) puts later values into earlier bars, which is a look into the future. `x ?? y` gives a default; `prev` keeps the last value.',
    wrong: program('let share = (close / volume).fillna(0)'),
    right: program('let share = close / volume ?? 0'),
  },
  'method-call': {
    severity: 'error',
    message: 'Functions stand in front of what they are given: `{found}` is `{right}`.',
    hint: 'Write `{right}`.',
    explanation:
      'Streams have no methods: what is done to a stream is a function with the stream in its brackets. `abs(x)`, `round(x)` and `cum(x)` are some of them.',
    wrong: program('let moved = (close - open).abs()'),
    right: program('let moved = abs(close - open)'),
  },
  'function-elsewhere': {
    severity: 'error',
    message: 'The library has no `{found}`: this function has another name here.',
    hint: 'Call it by its name here: `sma`, `ema`, `atr`, `stdev`, `highest`, `lowest`, `rsi`.',
    explanation:
      'Other platforms call the same functions by other names: `Average` and `MA` are `sma`, `XAverage` is `ema`, `HHV` and `LLV` are `highest` and `lowest`. The reference of the library lists all there are.',
    wrong: program('let mean = Average(close, 20)'),
    right: program('let mean = sma(close, 20)'),
  },
  'security-call': {
    severity: 'error',
    message: 'Another timeframe or instrument is read with `@`, not by a call: `{found}`.',
    hint: 'Write `close @ 1d` for the last day that is complete, `close @ SPY` for another symbol.',
    explanation:
      '`request.security` shows a day that is not over yet, and with `lookahead_on` even how it will end: both make backtests that cannot be repeated. `x @ 1d` is worked out on daily bars and shows the last complete one, in the backtest and live.',
    wrong: program('let daily = request.security("SPY", "D", close)'),
    right: program('let daily = close'),
  },
  'forming-bar': {
    severity: 'error',
    message: 'Every bar that a strategy sees is complete, so `{found}` says nothing.',
    hint: 'Remove it: rules are looked at when a bar has closed.',
    explanation:
      'In Pine a script also runs while a bar is forming; what it said then may be gone at the close. That is called repainting. Here nothing reads a bar that has not closed, so there is nothing to ask.',
    wrong: program('let up = close > open and barstate.isconfirmed'),
    right: program('let up = close > open'),
  },
  'account-name': {
    severity: 'error',
    message: '`{found}` is `{right}` here.',
    hint: 'Write `{right}`.',
    explanation:
      'The account’s streams are `position` (shares, negative when short), `entry_price`, `open_profit`, `bars_in_trade`, `equity`, `cash` and a few more. They are as of the bar’s close.',
    wrong: program(
      'exit long when strategy.position_size > 100\nenter long when close > open\n  size 10 shares',
    ),
    right: program('exit long when position > 100\nenter long when close > open\n  size 10 shares'),
  },
  'bar-number': {
    severity: 'error',
    message: '`{found}` is `{right}` here.',
    hint: 'Write `{right}`.',
    explanation:
      '`bar_index` counts bars from 0. What depends on it depends on where the history begins, so it seldom belongs into a rule; warm-up needs no such test.',
    wrong: program('let later = CurrentBar > 20'),
    right: program('let later = bar_index > 20'),
  },
  'short-name': {
    severity: 'error',
    message: '`{found}` is `{right}` here.',
    hint: 'Write `{right}`.',
    explanation:
      'Prices are written out, because a strategy is read more often than it is written: `open`, `high`, `low`, `close`, `volume`. Single letters stay free for names of your own.',
    wrong: program('let up = C > open'),
    right: program('let up = close > open'),
  },
} as const satisfies Record<string, CatalogueEntry>
