import type { CatalogueEntry } from '../catalogue.ts'
import { program, rule } from '../example.ts'

/** Units, levels and distances, counts, conditions. */
export const TYPES_CATALOGUE = {
  'units-differ': {
    severity: 'error',
    message: 'One cannot {verb} `{left}` and `{right}`: the one is {leftIs}, the other {rightIs}.',
    hint: 'Use two values of the same unit.',
    explanation:
      'Numbers have units: prices, shares, money, ratios (`2%`), oscillators (0 to 100), bars. They follow arithmetic (price × shares is money), and only what has the same unit can be added or compared. A bare number takes the unit of what it stands beside.',
    wrong: program('let busy = volume > bar_index'),
    right: program('let busy = volume > sma(volume, 20)'),
  },
  'percent-added': {
    severity: 'error',
    message: '`{right}` is a ratio and cannot be added to or taken from a price.',
    hint: 'Write `{replacement}`.',
    explanation:
      'A percentage is of something: two per cent of the close is `close * 2%`, and two per cent above it `close * (1 + 2%)`. Added as it stands, 2% would be two cents.',
    wrong: program('let above = close + 2%'),
    right: program('let above = close * (1 + 2%)'),
  },
  'distance-compared': {
    severity: 'error',
    message: '`{distance}` is a distance and `{level}` is a level.',
    hint: 'Compare two levels or two distances, as in `close - close[1] > atr(14)`.',
    explanation:
      'A price level says where the market stands, a distance how far it moves. The difference of two levels is a distance; a level plus a distance is a level. Comparing one with the other is always or never true.',
    wrong: program('let wide = close > atr(14)'),
    right: program('let wide = high - low > atr(14)'),
  },
  'level-due': {
    severity: 'error',
    message: 'A {what} is a price level, and `{text}` is a distance between prices.',
    hint: 'Write `{replacement}`.',
    explanation:
      'Orders need a price to work at. A distance must be taken from a level: `entry_price`, `close`, `lowest(low, 10)`.',
    wrong: rule('size 95% of equity\nstop 2 * atr(14)'),
    right: rule('size 95% of equity\nstop entry_price - 2 * atr(14)'),
  },
  'percent-level': {
    severity: 'error',
    message: 'A {what} is a price, and `{text}` is a ratio.',
    hint: 'Write `{replacement}`.',
    explanation:
      'A percentage needs a price that it is of. Five per cent below the entry is `entry_price * (1 - 5%)`; the entry is known when the order fills, and the stop is worked out then.',
    wrong: rule('size 95% of equity\nstop 2%'),
    right: rule('size 95% of equity\nstop entry_price * (1 - 2%)'),
  },
  'price-due': {
    severity: 'error',
    message: 'A {what} is a price, and `{text}` is {is}.',
    hint: 'Write a price level here.',
    explanation:
      'Limit, stop and target are prices of the instrument, at which orders work. An amount of money, an oscillator or a condition is none, and has to be turned into one first.',
    wrong: rule('size 95% of equity\nstop rsi(14)'),
    right: rule('size 95% of equity\nstop lowest(low, 10)'),
  },
  'number-due': {
    severity: 'error',
    message: 'A number is due here, and `{text}` is {is}.',
    hint: 'Turn a condition into a number with `if … then 1 else 0`.',
    explanation:
      'Conditions are true, false or unknown, and are not counted as 1 and 0 by themselves. How often one held is `count(condition, 20)`; a number from one is `if condition then 1 else 0`.',
    wrong: program('let x = (close > open) + 1'),
    right: program('let x = (if close > open then 1 else 0) + 1'),
  },
  'condition-due': {
    severity: 'error',
    message: 'A condition is due here, and `{text}` is {is}.',
    hint: 'Compare it with something, as in `{text} > 0`.',
    explanation:
      'The words `when`, `if`, `and`, `or` and `not` take what is true or false. Elsewhere every number but zero counts as true, which hides mistakes such as `if position` for `if position > 0`.',
    wrong: program('let x = if volume then close else open'),
    right: program('let x = if volume > 0 then close else open'),
  },
  'branches-differ': {
    severity: 'error',
    message: '{what} must be of one kind: the one is {first}, the other {second}.',
    hint: 'Give both the same unit.',
    explanation:
      'What is chosen from two values has one unit, whichever is chosen, so that all that is built on it can be checked. A price on one bar and a volume on the next could not be plotted or compared.',
    wrong: program('let x = if close > open then close else volume'),
    right: program('let x = if close > open then close else open'),
  },
  'inputs-differ': {
    severity: 'error',
    message: '`{name}` is given {left} and {right}, which do not mix.',
    hint: 'Use values of one unit.',
    explanation:
      'The larger of a price and an oscillator has no meaning: it would change if the stock were split. All values that are weighed against one another must have one unit.',
    wrong: program('let x = max(close, rsi(14))'),
    right: program('let x = max(close, open)'),
  },
  'argument-unit': {
    severity: 'error',
    message: '{name} is {due}, and `{text}` is {is}.',
    hint: 'Give a value of the unit that is asked for.',
    explanation:
      'A function may ask for a unit, either in its annotation, `p: price`, or by what it computes. A bare number takes the unit that is asked for; a value that has another one does not fit.',
    wrong: program('fn half(p: price) = p / 2\nlet x = half(volume)'),
    right: program('fn half(p: price) = p / 2\nlet x = half(close)'),
  },
  'text-here': {
    severity: 'error',
    message: 'A text has no value to compute with.',
    hint: 'Remove the quotes, or use a number or a condition.',
    explanation:
      'Texts are labels: tags of rules, names of panes and tests. They take no part in computing; a symbol or a timeframe stands behind `@`, without quotes.',
    wrong: program('let x = close > "open"'),
    right: program('let x = close > open'),
  },
  'look-ahead': {
    severity: 'error',
    message: '`[{text}]` would read a bar that has not happened yet.',
    hint: 'Count bars back from the present: `[1]` is the bar before.',
    explanation:
      'A strategy knows only bars that have closed. There is no way to write a look into the future, so that no backtest can be too good to be true by it.',
    wrong: program('let tomorrow = close[-1]'),
    right: program('let yesterday = close[1]'),
  },
  'count-due': {
    severity: 'error',
    message: '{role} is a whole number, and `{text}` is {is}.',
    hint: 'Write a whole number or a parameter.',
    explanation:
      'Lengths and offsets count bars, so they have no unit: `sma(close, 20)`, `close[5]`. A number of bars may say so: `close[5 bars]`.',
    wrong: program('let x = close[2%]'),
    right: program('let x = close[2]'),
  },
  'constant-due': {
    severity: 'error',
    message: '{role} must not change from bar to bar, and `{text}` does.',
    hint: 'Use numbers and parameters here.',
    explanation:
      'How far a program looks back is known before it runs: that fixes its warm-up and its memory, and makes sure that the backtest and live see the same. Numbers and parameters stay as they are during a run.',
    wrong: program('let x = close[bar_index]'),
    right: program('param n = 5 in 1..20\nlet x = close[n]'),
  },
  'whole-number-due': {
    severity: 'error',
    message: '{role} must be whole, and `{text}` is not, or not always.',
    hint: 'Write a whole number; a parameter is whole when its default is written without a point.',
    explanation:
      'There is no bar between two bars, so lengths and offsets are whole. A parameter is whole when its default is written without a point: `14`, not `14.0`.',
    wrong: program('let x = close[1.5]'),
    right: program('let x = close[1]'),
  },
  'duration-for-bars': {
    severity: 'error',
    message: '{role} is a number of bars, and `{text}` is a length of time.',
    hint: 'Write the number of bars, as in `{count}`.',
    explanation:
      'How many bars a length of time holds depends on the timeframe, on sessions and holidays; a count of bars is exact.',
    wrong: program('let x = close[5d]'),
    right: program('let x = close[5]'),
  },
  'out-of-bounds': {
    severity: 'error',
    message: '{role} is {limits}, and `{text}` is not.',
    hint: 'Write a number {limits}.',
    explanation:
      'Outside of its bounds a function has no meaning: an average of no bars, a length longer than any history. The message says which values it takes.',
    wrong: program('let x = sma(close, 0)'),
    right: program('let x = sma(close, 1)'),
  },
  'parameter-out-of-bounds': {
    severity: 'error',
    message: '{role} is {limits}, and the parameter `{name}` may be something else.',
    hint: 'Narrow the range of `{name}`.',
    explanation:
      'Every value in a parameter’s range must make sense wherever the parameter is used, so that no run and no optimiser meets one that does not. Narrow the range to what you would really try.',
    wrong: program('param n = 5 in 0..20\nlet x = sma(close, n)'),
    right: program('param n = 5 in 1..20\nlet x = sma(close, n)'),
  },
  'fill-too-early': {
    severity: 'error',
    message: '`{name}` is known only after the order has filled.',
    hint: 'Use it in `stop` and `target`; elsewhere use `close`.',
    explanation:
      '`entry_price` and `R` in `stop` and `target` are those of the order being written. Its own price and size are decided before it fills. In `when` they are those of the open position.',
    wrong: rule('at limit entry_price\nsize 95% of equity'),
    right: rule('at limit close\nsize 95% of equity'),
  },
  'fill-history': {
    severity: 'error',
    message: '`{text}` waits for a fill and has no past.',
    hint: 'Use streams of the market where bars before matter.',
    explanation:
      'The `entry_price` and `R` of an order are single values that come with its fill: there is no average of them and no bar before. What the market did is in streams such as `close`.',
    wrong: rule('size 95% of equity\nstop entry_price[1]'),
    right: rule('size 95% of equity\nstop entry_price - atr(14)'),
  },
  'only-in-tests': {
    severity: 'error',
    message: '`{name}` looks back over the whole run, which tests alone do.',
    hint: 'Use `trades_today`, `position` or `losses_in_a_row`.',
    explanation:
      'What was ordered and filled so far depends on where the history starts; live, a strategy may be started at any day, and a decision must not depend on it. A test states its bars and may count.',
    wrong: program('enter long when entries < 3\n  size 95% of equity'),
    right: program('enter long when trades_today < 3\n  size 95% of equity'),
  },
} as const satisfies Record<string, CatalogueEntry>
