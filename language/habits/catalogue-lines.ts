import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

/** Whole lines of other languages. */
export const LINES_CATALOGUE = {
  'header-call': {
    severity: 'error',
    message: 'A strategy is named without brackets and without settings: `{found}`.',
    hint: 'Write `strategy "Name"`; capital, costs and size stand elsewhere.',
    explanation:
      'In Pine the first line calls `strategy(…)` or `indicator(…)` with many settings. Here it is the word `strategy` and a title. Start capital belongs to the run (`--cash`), commissions into a `costs` block, the size into each rule.',
    wrong: 'strategy("Example", overlay=true)\n\ntimeframe 1d\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 1d\n\nplot close\n',
  },
  'version-comment': {
    severity: 'warning',
    message: 'This comment is an order to TradingView and does nothing here.',
    hint: 'Remove it.',
    explanation:
      'Pine scripts say their version in their first line. Strat files need no such line: the tool that runs them says which version it is.',
    wrong: '//@version=6\nstrategy "Example"\n\ntimeframe 1d\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 1d\n\nplot close\n',
  },
  'import-line': {
    severity: 'error',
    message: 'Modules of other languages cannot be brought in: `{found}`.',
    hint: 'Remove the line; the indicators are there without it.',
    explanation:
      'All functions of the library can be called at once: `sma`, `rsi`, `atr` and the others. A file of your own functions is brought in by its name in quotes: `import "filters.strat"`.',
    wrong: program('import talib\nlet mean = sma(close, 20)'),
    right: program('let mean = sma(close, 20)'),
  },
  'event-function': {
    severity: 'error',
    message: 'No function is called when something happens: `{found}`.',
    hint: 'Write what it decides as rules: `enter long when …`, `exit long when …`.',
    explanation:
      'Elsewhere a class or a function such as `next`, `OnTick` or `populate_indicators` runs on every bar. Here nothing has to be called: definitions have a value on every bar, and rules are looked at when a bar has closed.',
    wrong: program('def next(self):\n    if self.data.close[0] > self.sma[0]:\n        self.buy()'),
    right: program('enter long when close > sma(20)\n  size 95% of equity'),
  },
  'function-spelling': {
    severity: 'error',
    message: 'A function is defined with `fn`: `{found}`.',
    hint: 'Write `fn name(x) = …`.',
    explanation:
      'A function is `fn`, its name, its parameters and one expression: `fn middle(x) = (x + x[1]) / 2`. One with several steps stands in braces, its steps are `let`s and it ends with `return`.',
    wrong: program('def half(x):\n    return x / 2'),
    right: program('fn half(x) = x / 2'),
  },
  loop: {
    severity: 'error',
    message: 'There are no loops: `{found}`.',
    hint: 'Use a function over a window, such as `sum(x, 10)` or `count(condition, 10)`, or `prev`.',
    explanation:
      'Every definition already goes through the bars, one by one. What a loop over the last bars does elsewhere is a function here: `sum`, `count`, `highest`, `barssince`. What carries over from bar to bar is `prev(x, first)`. So every program ends, and how far it looks back is known.',
    wrong: program('for i in range(10):\n    total += close[i]'),
    right: program('let total = sum(close, 10)'),
  },
  'if-statement': {
    severity: 'error',
    message: 'Nothing is done step by step: an `if` that acts is a rule.',
    hint: 'Write `enter long when …` or `exit long when …`; a value is `if … then … else …`.',
    explanation:
      'Elsewhere a program asks “if this, then buy”, once a bar. Here a rule says when it fires: `enter long when close > sma(50)`. Where only a value depends on a condition, the choice is part of a definition: `let side = if close > open then 1 else 0`.',
    wrong: program('if close > sma(50):\n    buy()'),
    right: program('enter long when close > sma(50)\n  size 95% of equity'),
  },
  'signal-assignment': {
    severity: 'error',
    message: 'Orders come from rules, not from a column of signals: `{found}`.',
    hint: 'Write `enter long when …` with a size, or `exit long when …`.',
    explanation:
      'AFL sets `Buy` and `Sell`, freqtrade a column `enter_long`. A rule says the same and also how much, at which price and with which stop.',
    wrong: program('enter long when close > sma(20)\n  size 95% of equity\nSell = close < sma(20)'),
    right: program(
      'enter long when close > sma(20)\n  size 95% of equity\nexit long when close < sma(20)',
    ),
  },
  'order-sentence': {
    severity: 'error',
    message: 'An order is a rule with its condition: `{found}`.',
    hint: 'Write `enter long when …` with a size, or `exit long when …`; `at` says how it is filled.',
    explanation:
      'EasyLanguage writes “Buy next bar at market”. A rule fires on a bar’s close and its order works from the next bar on, so `at market` is the next open and need not be written. Limits and stops: `at limit P`, `at stop P`.',
    wrong: program('Buy next bar at market'),
    right: program('enter long when close > sma(20)\n  size 95% of equity\n  at market'),
  },
  'entry-call': {
    severity: 'error',
    message: 'An entry is a rule, not a call: `{found}`.',
    hint: 'Write `enter long when …` and its size, such as `size 95% of equity`.',
    explanation:
      '`strategy.entry`, `self.buy` and `OrderSend` act where the program passes by. A rule stands by itself: its condition, its size, its price, its stop. One rule has one order at a time, so it does not buy again on each bar on which the condition holds.',
    wrong: program('strategy.entry("Long", strategy.long)'),
    right: program('enter long "Long" when close crosses above sma(50)\n  size 95% of equity'),
  },
  'exit-call': {
    severity: 'error',
    message: 'An exit is a rule, not a call: `{found}`.',
    hint: 'Write `exit long when …`, or `exit "tag" when …` for what one rule bought.',
    explanation:
      '`exit long` closes all that is long; `exit "tag"` what the rule with that tag bought. Nothing happens while there is no position, so the rule need not ask for one.',
    wrong: program(
      'enter long "Long" when close > sma(50)\n  size 95% of equity\nstrategy.close("Long")',
    ),
    right: program(
      'enter long "Long" when close > sma(50)\n  size 95% of equity\nexit "Long" when close < sma(50)',
    ),
  },
  'protection-call': {
    severity: 'error',
    message: 'A stop or target belongs to the rule that enters: `{found}`.',
    hint: 'Add a line such as `stop entry_price - 2 * atr(14)` below the size.',
    explanation:
      '`strategy.exit` and `SetStopLoss` set protection for whatever is open. Here each entry has its own: `stop` and `target` are prices, worked out from `entry_price` when the order fills. An amount of money, ticks or points is turned into a price: `entry_price - 5`.',
    wrong: program('enter long when close > sma(50)\n  size 95% of equity\nSetStopLoss(500)'),
    right: program(
      'enter long when close > sma(50)\n  size 95% of equity\n  stop entry_price - 2 * atr(14)',
    ),
  },
  'input-call': {
    severity: 'error',
    message: 'What a run may set is a `param`: `{found}`.',
    hint: 'Write `param name = 14 in 5..50`.',
    explanation:
      'A parameter has a name, a default and mostly a range. The range binds everyone, a `step` after it is for optimisers. Its unit is that of the default: `14`, `2%`, `10 bars`.',
    wrong: program(
      'length = input.int(14, "Length", minval=5, maxval=50)\nplot sma(close, length)',
    ),
    right: program('param length = 14 in 5..50\nplot sma(close, length)'),
  },
  'input-declaration': {
    severity: 'error',
    message: 'Inputs are written one by one, as `param`: `{found}`.',
    hint: 'Write `param name = 14 in 5..50` for each.',
    explanation:
      'EasyLanguage lists `Inputs: Length(14)`, MQL declares `input int Length = 14`. Here each is a `param` with its default and mostly a range.',
    wrong: program('Inputs: Length(14), Width(2);\nplot sma(close, Length) * Width'),
    right: program('param Length = 14\nparam Width = 2\nplot sma(close, Length) * Width'),
  },
  'variable-declaration': {
    severity: 'error',
    message: 'There are no variables, only definitions: `{found}`.',
    hint: 'Write `let name = …`; what carries over from bar to bar is `prev(name, first)`.',
    explanation:
      'A definition has one value on each bar and is not changed afterwards. What other languages keep in a variable is said by how it follows from the bar before: `let streak = if close < close[1] then prev(streak, 0) + 1 else 0`.',
    wrong: program('var float half = close / 2\nplot half'),
    right: program('let half = close / 2\nplot half'),
  },
  'column-assignment': {
    severity: 'error',
    message: 'A new stream is a definition of its own: `{found}`.',
    hint: 'Write `let name = …`.',
    explanation:
      'Elsewhere a column is added to a table or a field to an object. A `let` is enough: its name is known in the whole file, before it and after it.',
    wrong: program("df['mean'] = sma(close, 20)\nplot mean"),
    right: program('let mean = sma(close, 20)\nplot mean'),
  },
  reassignment: {
    severity: 'error',
    message: '`{name}` cannot be given another value: a definition stays as it is.',
    hint: 'Write how it follows from the bar before: `let {name} = if … then … else prev({name}, 0)`.',
    explanation:
      'Order plays no role here, so “first this, then that” cannot be said. A value that is kept, counted or reset is one definition with all its cases: `let count = if up then prev(count, 0) + 1 else 0`.',
    wrong: program('let count = 0\ncount := count + 1'),
    right: program('let count = prev(count, 0) + 1'),
  },
  'plot-call': {
    severity: 'error',
    message: 'A plot is no call and has no colours: `{found}`.',
    hint: 'Write `plot value "Label"`; `in pane "Name"` gives it a pane of its own.',
    explanation:
      'What is plotted stands behind `plot`, several with commas between them. The page chooses colours that can be told apart, in light and dark.',
    wrong: program('plot(sma(close, 20), title="Mean", color=color.red)'),
    right: program('plot sma(close, 20) "Mean"'),
  },
  'drawing-call': {
    severity: 'error',
    message: 'Nothing is drawn or printed by calls: `{found}`.',
    hint: 'Use `plot` for lines; what the strategy did is in its report.',
    explanation:
      'A strategy computes and decides. Lines are plotted with `plot`, conditions as `plot if condition then 1 else 0`. Orders, fills and their reasons are in the report without being asked for.',
    wrong: program('plotshape(close > open, style=shape.triangleup)'),
    right: program('plot if close > open then 1 else 0'),
  },
} as const satisfies Record<string, CatalogueEntry>
