import type { CatalogueEntry } from '../catalogue.ts'
import { program, rule } from '../example.ts'

const test = (lines: string): string =>
  program(`param n = 5 in 2..10\nlet mean = sma(close, n)\ntest "t" {\n  ${lines}\n}`)

/** Settings, parameters, rules, costs, plots, tests. */
export const RULES_CATALOGUE = {
  'timeframe-missing': {
    severity: 'error',
    message: 'The strategy does not say on which bars it works.',
    hint: 'Add a line such as `timeframe 1d`.',
    explanation:
      'The same rules mean different things on daily and on five-minute bars: a hundred of them are half a year or a day and a half. So a strategy says on which it works.',
    wrong: 'strategy "Example"\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 1d\n\nplot close\n',
  },
  'timeframe-unit': {
    severity: 'error',
    message: '`{text}` is no length of a bar.',
    hint: 'Write a whole number with a unit, as in `15m`, `1h`, `1d`, `1w`, `1mo`.',
    explanation:
      'Bars last whole seconds, minutes, hours, days, weeks or months: `30s`, `15m`, `1h`, `1d`, `1w`, `1mo`. `m` are minutes and `mo` are months.',
    wrong: 'strategy "Example"\n\ntimeframe 15\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 15m\n\nplot close\n',
  },
  'session-name': {
    severity: 'error',
    message: '`{text}` is no session.',
    hint: 'Write `session regular`, or `session extended` for every hour that the prices have.',
    explanation:
      'An exchange has its regular hours, and many trade before and after. `session regular` leaves out every bar outside the regular hours before the strategy sees it; half days and daylight saving are in the exchange’s calendar.',
    wrong: 'strategy "Example"\n\ntimeframe 5m\nsession rth\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 5m\nsession regular\n\nplot close\n',
  },
  'statement-repeated': {
    severity: 'error',
    message: '`{name}` stands here a second time.',
    hint: 'Keep one of the two.',
    explanation:
      'It holds for the whole file, so it can be said only once. Two that contradict each other would leave open which of them counts.',
    wrong: program('timeframe 1h\n\nplot close'),
    right: program('plot close'),
  },
  'clause-repeated': {
    severity: 'error',
    message: '`{name}` stands here a second time.',
    hint: 'Keep one of the two.',
    explanation:
      'Each clause says one thing about its rule or block, wherever in it it stands. Two stops or two sizes would leave open which of them counts.',
    wrong: rule('size 95% of equity\nsize 50% of equity'),
    right: rule('size 95% of equity'),
  },
  'parameter-value': {
    severity: 'error',
    message: 'A parameter’s value is a number, and `{text}` is something else.',
    hint: 'Write a number, with its unit if it has one: `14`, `2%`, `10 bars`, `30m`.',
    explanation:
      'Parameters are what a run or an optimiser may set; their defaults are written out. What is computed is a `let`.',
    wrong: program('param n = 2 * 7'),
    right: program('param n = 14'),
  },
  'range-empty': {
    severity: 'error',
    message: 'The range {from}..{to} of `{name}` holds nothing to choose from.',
    hint: 'Write the smaller end first.',
    explanation:
      'A range goes from its smallest to its largest value, both included. One that holds a single value or none is no choice; write a plain number instead.',
    wrong: program('param n = 10 in 50..5'),
    right: program('param n = 10 in 5..50'),
  },
  'range-unit': {
    severity: 'error',
    message: '`{text}` is {other}, and `{name}` is {is}.',
    hint: 'Give the default and its range the same unit.',
    explanation:
      'The default says the unit: a bare number in the range takes it, another unit does not fit. `param loss = 2% in 1%..5%` is a percentage throughout.',
    wrong: program('param patience = 10 bars in 1%..20'),
    right: program('param patience = 10 bars in 1..20'),
  },
  'default-outside': {
    severity: 'error',
    message: 'The default {value} of `{name}` is outside of its range {from}..{to}.',
    hint: 'Widen the range, or choose a default within it; per cent are written in both: `1%..5%`.',
    explanation:
      'A range binds everyone: the default, a run, an optimiser. A plain number beside a percentage is a trap, for `1` is a hundred per cent: the sign belongs to all three.',
    wrong: program('param n = 60 in 5..50'),
    right: program('param n = 50 in 5..50'),
  },
  'step-not-positive': {
    severity: 'error',
    message: 'A step of {text} leads nowhere.',
    hint: 'Write a step greater than 0.',
    explanation:
      'The step tells an optimiser which values in the range to try: `in 5..50 step 5` tries ten. A run may choose any value of the range, whatever the step.',
    wrong: program('param n = 10 in 5..50 step 0'),
    right: program('param n = 10 in 5..50 step 5'),
  },
  'library-rule': {
    severity: 'error',
    message: 'A library defines functions; it has no `{what}`.',
    hint: 'Move it into a strategy.',
    explanation:
      'Strategies use a library’s functions and decide themselves when to trade, over what, and what can be set. A rule in a library would trade in every strategy that imports it.',
    wrong: 'library "Example"\n\nexit long when close > open\n',
    right: 'library "Example"\n\nfn rising(x) = x > x[1]\n',
  },
  'size-missing': {
    severity: 'error',
    message: 'This rule does not say how much to buy or sell.',
    hint: 'Add a clause such as `size 95% of equity` or `size risk 1% of equity`.',
    explanation:
      'A size is a part of the equity, a risk (with a stop), a number of shares or an amount of money. There is no default: it is too important.',
    wrong: program('enter long when close > open'),
    right: program('enter long when close > open\n  size 95% of equity'),
  },
  'size-of': {
    severity: 'error',
    message: 'A size can be a part of `equity`, not of `{name}`.',
    hint: 'Write `of equity`.',
    explanation:
      'Equity is cash and the value of the open positions. Cash alone changes with every purchase, so that a part of it would be smaller for the second order than for the first.',
    wrong: rule('size 50% of cash'),
    right: rule('size 50% of equity'),
  },
  'size-bare': {
    severity: 'error',
    message: 'A size of `{text}` could be shares, money or per cent.',
    hint: 'Write what it is: `{text} shares`, `{text} USD`, `{text}% of equity`.',
    explanation:
      'A size of 100 may be shares, money or per cent, and too much depends on it to guess. A market order of 100% and one of 100 shares differ by a factor of hundreds.',
    wrong: rule('size 100'),
    right: rule('size 100 shares'),
  },
  'size-unit': {
    severity: 'error',
    message: 'This size is {due}, and `{text}` is {is}.',
    hint: 'Write the size with its unit: `95% of equity`, `100 shares`, `10000 USD`.',
    explanation:
      'A size is a part of the equity (`95% of equity`), a number of shares (`100 shares`), or an amount of money (`10000 USD`). A price or an oscillator is none of these.',
    wrong: rule('size close of equity'),
    right: rule('size 50% of equity'),
  },
  'stop-missing': {
    severity: 'error',
    message: '{what} is measured from the entry to the stop, and this rule has no stop.',
    hint: 'Add a clause such as `stop entry_price - 2 * atr(14)`.',
    explanation:
      '`R` is the distance from entry to stop. A size by risk buys as much as loses that part of the equity at the stop.',
    wrong: rule('size risk 1% of equity'),
    right: rule('size risk 1% of equity\nstop entry_price - 2 * atr(14)'),
  },
  'stops-missing': {
    severity: 'error',
    message: '`R` is measured from the entry to the stop, and {lacking}.',
    hint: 'Add a clause such as `stop entry_price - 2 * atr(14)` to the entry.',
    explanation:
      'In `when`, `R` is that of the open position: how far its stop was from its entry, and beside money what it would have lost there. A position without a stop has none, and the rule would never fire.',
    wrong: program(
      'enter long when close > open\n  size 10 shares\nexit half of long when open_profit > 2R',
    ),
    right: program(
      'enter long when close > open\n  size 10 shares\n  stop entry_price - 2 * atr(14)\nexit half of long when open_profit > 2R',
    ),
  },
  'stop-from-R': {
    severity: 'error',
    message: '`R` is measured with the stop, so the stop cannot be measured in `R`.',
    hint: 'Write the stop from `entry_price` and a distance.',
    explanation:
      'The stop decides what `R` is: the distance from entry to stop. A stop of `entry_price - 1R` would be measured with itself; targets and exits may use `R` freely.',
    wrong: rule('size 95% of equity\nstop entry_price - 1R'),
    right: rule('size 95% of equity\nstop entry_price - atr(14)'),
  },
  'position-price': {
    severity: 'error',
    message: 'In `{name}`, `{stream}` is the open position’s: unknown while there is none.',
    hint: 'Write the price out in this clause, or make `{name}` a function (`fn`).',
    explanation:
      'In the clauses of a rule `entry_price` is that of the order’s own fill. In a definition it is the average of the position that is open, so a stop from it would be unknown just when the first order is made.',
    wrong: program(
      'let safe = entry_price - atr(14)\nenter long when close > open\n  size 95% of equity\n  stop safe',
    ),
    right: program(
      'fn safe() = entry_price - atr(14)\nenter long when close > open\n  size 95% of equity\n  stop safe()',
    ),
  },
  'tag-repeated': {
    severity: 'error',
    message: 'Two rules have the tag "{tag}".',
    hint: 'Give each rule a tag of its own.',
    explanation:
      'A tag belongs to one rule, so that `exit "tag"` closes what that rule bought, and the report can say which rule earned what.',
    wrong: program(
      'enter long "a" when close > open\n  size 10 shares\nenter short "a" when close < open\n  size 10 shares',
    ),
    right: program(
      'enter long "a" when close > open\n  size 10 shares\nenter short "b" when close < open\n  size 10 shares',
    ),
  },
  'unknown-tag': {
    severity: 'error',
    message: 'No rule has the tag "{tag}".',
    hint: '{hint}.',
    explanation:
      'An exit with a tag closes what the rule with that tag has bought or sold. Capital letters count, as in all names; `exit long` closes whatever is long.',
    wrong: program('exit "breakout" when close < open'),
    right: program(
      'enter long "breakout" when close > open\n  size 10 shares\nexit "breakout" when close < open',
    ),
  },
  'too-many-rules': {
    severity: 'error',
    message: 'A strategy has at most 32 rules; this one has {count}.',
    hint: 'Join rules that do the same with `or`.',
    explanation:
      'What the rules decide on a bar is kept in 32 bits, one for each. Strategies with more rules than that are mostly several strategies in one file.',
    wrong: program(
      `enter long when close > open\n  size 10 shares${'\nexit long when close < open'.repeat(32)}`,
    ),
    right: program('enter long when close > open\n  size 10 shares\nexit long when close < open'),
  },
  'commission-unknown': {
    severity: 'error',
    message: 'There is no commission schedule `{text}`.',
    hint: 'Write `{meant}`, or the rate: `0.005 per share`, `0.1%`, `1 USD per trade`.',
    explanation:
      'Schedules are known by broker and name: `ibkr fixed`. For any other broker write the rate itself, as it stands on its price list.',
    wrong: program('costs { commission ibkr fix }'),
    right: program('costs { commission ibkr fixed }'),
  },
  'commission-rate': {
    severity: 'error',
    message: '`{text}` does not say what the commission is of.',
    hint: 'Write `0.005 per share`, `0.1%` or `1 USD per trade`.',
    explanation:
      'A percentage is of the amount traded; other rates are per share or per trade. A number alone could be any of them, and they differ by a factor of thousands.',
    wrong: program('costs { commission 0.005 }'),
    right: program('costs { commission 0.005 per share }'),
  },
  'slippage-unit': {
    severity: 'error',
    message: '`{text}` is no slippage.',
    hint: 'Write `1 tick`, `2 bps`, `spread 0.02`, `volume share 10%` or `volatility 10%`.',
    explanation:
      'Slippage is how much worse than the quoted price an order fills. It is counted in ticks, the smallest step of the price, or in basis points, hundredths of a per cent; as half of a spread; by what taking all of the bar’s volume would move the price, of which an order pays the square of its share, or its share with `linear`; or as a part of the mean true range of twenty bars.',
    wrong: program('costs { slippage 2% bps }'),
    right: program('costs { slippage 2 bps }'),
  },
  'borrow-rate': {
    severity: 'error',
    message: '`{text}` is no rate of borrowing.',
    hint: 'Write it as per cent a year: `borrow 3%`.',
    explanation:
      'Whoever sells short borrows the shares and pays for them, day by day, a rate a year of their value. `borrow 3%` takes the value at the close before, `borrow ibkr 3%` what Interactive Brokers takes: 102 % of it, rounded up to whole dollars.',
    wrong: program('costs { borrow 3 }'),
    right: program('costs { borrow 3% }'),
  },
  'volume-limit': {
    severity: 'error',
    message: '`{text}` is no limit on what orders take of the volume.',
    hint: 'Write it as per cent of a bar’s volume, up to 100%: `max volume 10%`.',
    explanation:
      'Nobody buys all that trades in a bar at its price. With `max volume 10%` all fills of a bar together take at most a tenth of its volume; what is over of an order works on and fills in the bars that follow, for as long as the order lives.',
    wrong: program('costs { max volume 10 }'),
    right: program('costs { max volume 10% }'),
  },
  'plot-number': {
    severity: 'error',
    message: 'A plot draws numbers, and `{text}` is none.',
    hint: 'Turn a condition into a number with `if … then 1 else 0`.',
    explanation:
      'A line is drawn through one number a bar. A condition can be drawn as a line that jumps between 0 and 1.',
    wrong: program('plot close > open'),
    right: program('plot if close > open then 1 else 0'),
  },
  'test-without-prices': {
    severity: 'error',
    message: 'This test has no closes{of} to run on.',
    hint: 'Add a line such as `close 10, 11, 12`, or `prices from "prices.csv"`.',
    explanation:
      'A test brings its own bars. From the closes alone, each bar opens at the close before, and high and low are the larger and the smaller of the two.',
    wrong: test('expect mean > 0'),
    right: test('close 1 x 10\n  expect mean > 0'),
  },
  'series-value': {
    severity: 'error',
    message: '`{text}` cannot stand here: this must be {due}.',
    hint: 'Write a number, as in `close 10 x 40, ramp(to: 12, bars: 5)`.',
    explanation:
      'The prices of a test are numbers, written out or made by `flat`, `ramp` and `walk`, and no streams, so that its reader can work out by hand what must happen; `10 x 40` is forty bars at 10. Real histories come from files.',
    wrong: test('close 1 x 2.5\n  expect mean > 0'),
    right: test('close 1 x 10\n  expect mean > 0'),
  },
  'series-lengths': {
    severity: 'error',
    message: '`{column}` has {count} values for {closes} closes.',
    hint: 'Write one value for each bar.',
    explanation:
      'Every bar of a test has one value in each column that is written. Columns that are left out are worked out from the closes.',
    wrong: test('close 1, 2, 3\n  volume 5, 5\n  expect mean > 0 at bar 2'),
    right: test('close 1 x 6\n  volume 5 x 6\n  expect mean > 0'),
  },
  'unknown-generator': {
    severity: 'error',
    message: 'No function `{text}` makes prices.',
    hint: 'Write `flat(100, 60 bars)`, `ramp(to: 110, bars: 5)` or `walk(seed: 7, bars: 500)`.',
    explanation:
      'The prices of a test are there before any stream is, so only these three functions make them.',
    wrong: test('close sma(close, 5)\n  expect mean > 0'),
    right: test('close flat(10, 20 bars)\n  expect mean > 0'),
  },
  'generator-first': {
    severity: 'error',
    message: '`{name}` goes on from the price before it, and there is none.',
    hint: 'Write a price before it: `close 100, {name}(…)`.',
    explanation:
      'A ramp leads from one price to another in equal steps. Where it begins is the price before it, so one stands there.',
    wrong: test('close ramp(to: 20, bars: 10)\n  expect mean > 0'),
    right: test('close 10, ramp(to: 20, bars: 10)\n  expect mean > 0'),
  },
  'generator-repeated': {
    severity: 'error',
    message: '`{name}` says itself how many bars it makes.',
    hint: 'Remove `x` and the number, and give `{name}` that many `bars`.',
    explanation:
      '`10 x 40` repeats a number. A function that makes prices has an argument `bars`, and what two counts together would mean is not clear.',
    wrong: test('close flat(10, 5 bars) x 4\n  expect mean > 0'),
    right: test('close flat(10, 20 bars)\n  expect mean > 0'),
  },
  'series-beside-file': {
    severity: 'error',
    message: 'The bars of this test come from a file, so `{column}` cannot be written.',
    hint: 'Remove it, or the file.',
    explanation:
      'A file brings all columns of its bars, and how many there are is known only when it is read. Prices of both kinds in one test would not fit together.',
    wrong: test('prices from "prices.csv"\n  close 1 x 10\n  expect mean > 0'),
    right: test('prices from "prices.csv"\n  expect mean > 0'),
  },
  'series-beside-finer': {
    severity: 'error',
    message:
      'The bars of this test are made of those `@ {finer}`, so `{column}` cannot be written.',
    hint: 'Remove it, or the finer ones.',
    explanation:
      'Where a test writes bars finer than the strategy’s, its own are made of them, and the order of fills within a bar is theirs: nothing can contradict.',
    wrong: test('close 1 x 10\n  close @ 1h 1 x 10\n  expect mean > 0'),
    right: test('close @ 1h 1 x 60\n  expect mean > 0'),
  },
  'series-unread': {
    severity: 'error',
    message: 'Nothing in this file reads bars `@ {text}`.',
    hint: 'Write what it reads: {known}.',
    explanation:
      'A test brings the bars that the file reads beside its own: of other instruments, of other timeframes, and finer ones, which tell the order of fills. Others would change nothing.',
    wrong: test('close 1 x 10\n  close @ QQQ 1 x 10\n  expect mean > 0'),
    right: test('close 1 x 10\n  close @ QQQ 1 x 10\n  expect mean > sma(close, n) @ QQQ - 1'),
  },
  'file-outside': {
    severity: 'error',
    message: '`{path}` is no file in the folder of the strategy.',
    hint: 'Write its path from there, with `/` between folders: "prices.csv", "data/prices.csv".',
    explanation:
      'A file reads what lies beside it or in a folder below, so that both move together and a strategy from elsewhere reads nothing else of yours.',
    wrong: test('prices from "../prices.csv"\n  expect mean > 0'),
    right: test('prices from "data/prices.csv"\n  expect mean > 0'),
  },
  'unknown-parameter': {
    severity: 'error',
    message: 'The strategy has no parameter `{name}`.',
    hint: 'Use a parameter of the file: {known}.',
    explanation:
      'A test runs with the defaults; `with` sets other values for one test. It can set what the file declares with `param`, not what is computed with `let`.',
    wrong: test('close 1 x 10\n  with length = 3\n  expect mean > 0'),
    right: test('close 1 x 10\n  with n = 3\n  expect mean > 0'),
  },
  'setting-outside': {
    severity: 'error',
    message: '`{name}` cannot be `{text}`: it is {limits}.',
    hint: 'Choose a value that the parameter allows.',
    explanation:
      'A parameter’s range binds tests too: what no run may choose, no test can try. A parameter that counts takes whole numbers only.',
    wrong: test('close 1 x 10\n  with n = 30\n  expect mean > 0'),
    right: test('close 1 x 10\n  with n = 3\n  expect mean > 0'),
  },
  'bar-outside': {
    severity: 'error',
    message: 'The test has no bar {text}: its last one is {last}.',
    hint: 'Count bars from 0.',
    explanation:
      'The first bar of a test has the number 0, so ten bars end with bar 9. Without `at bar` an expectation is of the last one.',
    wrong: test('close 1 x 10\n  expect close at bar 10 == 1'),
    right: test('close 1 x 10\n  expect close at bar 9 == 1'),
  },
} as const satisfies Record<string, CatalogueEntry>
