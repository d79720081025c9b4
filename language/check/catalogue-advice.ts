import type { CatalogueEntry } from '../catalogue.ts'
import { program, rule } from '../example.ts'

/** What is right by its types and cannot be meant; each is told only where it is certain. */
export const ADVICE_CATALOGUE = {
  'extreme-with-now': {
    severity: 'warning',
    message: '`{text}` is {how} true: `{extreme}` includes the bar it is compared with.',
    hint: 'Write `{extreme}[1]` for the extreme of the bars before.',
    explanation:
      'The highest high of twenty bars counts this bar among them, so no price of this bar is above it. A breakout is measured against the bars before: `close > highest(high, 20)[1]`. This off-by-one is the most frequent reason why a breakout never trades.',
    wrong: rule('size 95% of equity').replace('sma(50)', 'highest(high, 20)'),
    right: rule('size 95% of equity').replace('sma(50)', 'highest(high, 20)[1]'),
  },
  'compared-with-itself': {
    severity: 'warning',
    message: 'Both sides of `{text}` are the same on every bar, so it is {how} true.',
    hint: 'Compare two different things.',
    explanation:
      'Both sides are worked out in the same way from the same streams. Mostly a length was copied and not changed, or `[1]` was forgotten.',
    wrong: program('let up = sma(20) crosses above sma(close, 20)'),
    right: program('let up = sma(20) crosses above sma(50)'),
  },
  'never-true': {
    severity: 'warning',
    message: '`{text}` is never true: {reason}.',
    hint: 'Choose another number, or compare something else.',
    explanation:
      'Some streams have bounds by what they are: `rsi` stays between 0 and 100, a volume is not negative, no close is above its bar’s high. A condition outside of them holds on no bar, and the rule that needs it never fires.',
    wrong: program('let hot = rsi(14) > 100'),
    right: program('let hot = rsi(14) > 80'),
  },
  'always-true': {
    severity: 'warning',
    message: '`{text}` is true wherever it is known: {reason}.',
    hint: 'Remove it, or choose another number.',
    explanation:
      'Some streams have bounds by what they are: a volume is not negative, a high is not below its close. A condition that always holds decides nothing, and often another number was meant.',
    wrong: program('let traded = volume >= 0'),
    right: program('let traded = volume > 0'),
  },
  'never-together': {
    severity: 'warning',
    message: '`{first}` and `{second}` exclude each other, so this `and` is never true.',
    hint: 'Write `or` where one of them is enough, or correct one of the two.',
    explanation:
      'Both parts of an `and` must hold on the same bar. “Below 30 or above 70” is said with `or`; “first below 30, later above 70” is two conditions at two times.',
    wrong: program('let extreme = rsi(14) < 30 and rsi(14) > 70'),
    right: program('let extreme = rsi(14) < 30 or rsi(14) > 70'),
  },
  'one-always': {
    severity: 'warning',
    message:
      'One of `{first}` and `{second}` holds wherever they are known, so this `or` decides nothing.',
    hint: 'Write `and` where both are meant.',
    explanation:
      'What is not above 30 is below 70. Where a value is to lie between two others, both conditions must hold: `x > 30 and x < 70`.',
    wrong: program('let middle = rsi(14) > 30 or rsi(14) < 70'),
    right: program('let middle = rsi(14) > 30 and rsi(14) < 70'),
  },
  'exact-equality': {
    severity: 'warning',
    message: '`{text}` is computed, and hardly ever equal to something to the last digit.',
    hint: 'Use `crosses above`, or a small distance: `abs(a - b) < 0.01`.',
    explanation:
      'Averages and the like are rounded in their last digits, so two of them that look equal are not. “Is equal” mostly means that they meet, which is a crossing, or that they are close, which is a distance.',
    wrong: program('let meet = sma(20) == sma(50)'),
    right: program('let meet = sma(20) crosses above sma(50)'),
  },
  'percent-missing': {
    severity: 'warning',
    message: '`{name}` is a ratio, so `{text}` means {percent}.',
    hint: 'Write `{replacement}`, if that is meant.',
    explanation:
      'A change of two per cent is `2%` or `0.02`. As a plain number 2 is two hundred per cent, which a bar hardly ever moves.',
    wrong: program('let jump = returns > 2'),
    right: program('let jump = returns > 2%'),
  },
  'constant-crossing': {
    severity: 'warning',
    message: '`{left}` and `{right}` never change, so they cannot cross.',
    hint: 'Use the averages and not their lengths: `sma(fast) crosses above sma(slow)`.',
    explanation:
      'Parameters and numbers are the same on every bar. What crosses are streams: two averages, a price and a level.',
    wrong: program(
      'param fast = 10 in 5..50\nparam slow = 30 in 20..90\nlet up = fast crosses above slow',
    ),
    right: program(
      'param fast = 10 in 5..50\nparam slow = 30 in 20..90\nlet up = sma(fast) crosses above sma(slow)',
    ),
  },
  'stop-wrong-side': {
    severity: 'error',
    message: 'The stop of a {side} lies {due} its entry, and `{text}` lies {lies} it.',
    hint: 'Swap the sign, or the side of the rule.',
    explanation:
      'A stop limits a loss: a long is sold when the price falls to it, a short is bought back when the price rises to it. On the other side of the entry it would be reached at once, and each trade would end on the bar it began on.',
    wrong: rule('size 95% of equity\nstop entry_price + 2 * atr(14)'),
    right: rule('size 95% of equity\nstop entry_price - 2 * atr(14)'),
  },
  'target-wrong-side': {
    severity: 'error',
    message: 'The target of a {side} lies {due} its entry, and `{text}` lies {lies} it.',
    hint: 'Swap the sign, or the side of the rule.',
    explanation:
      'A target takes a profit: a long is sold when the price rises to it, a short is bought back when the price falls to it. On the other side of the entry it would be reached at once.',
    wrong: rule('size 95% of equity\nstop entry_price - atr(14)\ntarget entry_price - 2R'),
    right: rule('size 95% of equity\nstop entry_price - atr(14)\ntarget entry_price + 2R'),
  },
  'size-percent-missing': {
    severity: 'error',
    message: '`{text}` of the equity is {percent} of it.',
    hint: 'Write `{replacement}`.',
    explanation:
      'A part of the equity is a percentage: `95% of equity`, `risk 1% of equity`. Without the sign 95 is ninety-five times all you have.',
    wrong: rule('size 95 of equity'),
    right: rule('size 95% of equity'),
  },
  'size-over-equity': {
    severity: 'warning',
    message: '`{text}` of the equity is more than there is: the rest would be borrowed.',
    hint: 'Choose at most 100%, or give the leverage a name with `param` where it is meant.',
    explanation:
      'More than the whole equity needs a margin account, costs interest and can lose more than was put in. A size that comes from a parameter, `param leverage = 150% in 100%..200%`, says that it is meant.',
    wrong: rule('size 150% of equity'),
    right: rule('size 95% of equity'),
  },
  'risk-over-equity': {
    severity: 'warning',
    message: 'A loss of `{text}` of the equity is more than there is.',
    hint: 'Choose a small part, such as `risk 1% of equity`.',
    explanation:
      'A size by risk buys as much as loses that part of the equity at the stop. Most who trade by risk stay near one per cent a trade.',
    wrong: rule('size risk 120% of equity\nstop entry_price - atr(14)'),
    right: rule('size risk 1% of equity\nstop entry_price - atr(14)'),
  },
  'exit-without-entry': {
    severity: 'warning',
    message: 'No rule enters {side}, so this exit never has anything to close.',
    hint: 'Add a rule `enter {side} when …`, or remove this one.',
    explanation:
      'A strategy closes what its own rules have opened. An exit of the side that no rule enters waits for ever; often `long` and `short` were mixed up.',
    wrong: program(
      'enter short when close < sma(50)\n  size 95% of equity\nexit long when close > sma(50)',
    ),
    right: program(
      'enter short when close < sma(50)\n  size 95% of equity\nexit short when close > sma(50)',
    ),
  },
  'unused-parameter': {
    severity: 'warning',
    message: 'Nothing reads the parameter `{name}`: whatever it is set to, the result is the same.',
    hint: 'Use it where it was meant, or remove it.',
    explanation:
      'A setting that is declared and not wired in looks like a safeguard and is none; an optimiser tries all its values for nothing. Often a number is still written out where the parameter was meant.',
    wrong: program(
      'param loss = 2% in 1%..5%\nenter long when close > open\n  size 10 shares\n  stop entry_price * 97%',
    ),
    right: program(
      'param loss = 2% in 1%..5%\nenter long when close > open\n  size 10 shares\n  stop entry_price * (1 - loss)',
    ),
  },
  'require-false': {
    severity: 'warning',
    message: 'With the defaults `{text}` does not hold, so a run without settings is refused.',
    hint: 'Choose defaults that keep to it.',
    explanation:
      '`require` says which combinations of parameters make sense. The defaults are the first that everybody tries, so they should be one of them.',
    wrong: program(
      'param fast = 30 in 5..50\nparam slow = 20 in 20..200\nrequire fast < slow\nplot sma(fast) - sma(slow)',
    ),
    right: program(
      'param fast = 20 in 5..50\nparam slow = 30 in 20..200\nrequire fast < slow\nplot sma(fast) - sma(slow)',
    ),
  },
  'price-with-oscillator': {
    severity: 'error',
    message: 'One cannot {verb} `{left}` and `{right}`: the one is {leftIs}, the other {rightIs}.',
    hint: 'Compare an oscillator with a number on its scale, as in `rsi(14) > 70`.',
    explanation:
      'A price is in money, an oscillator such as `rsi` runs from 0 to 100 whatever the price. Comparing the two is true for cheap stocks and false for dear ones. An average of the oscillator can be compared with it: `rsi(14) > sma(rsi(14), 10)`.',
    wrong: program('let low_rsi = close > rsi(14)'),
    right: program('let low_rsi = rsi(14) < 30'),
  },
  'price-with-volume': {
    severity: 'error',
    message: 'One cannot {verb} `{left}` and `{right}`: the one is {leftIs}, the other {rightIs}.',
    hint: 'Compare a volume with a volume, as in `volume > 2 * sma(volume, 20)`.',
    explanation:
      'A volume counts shares, a price says what one costs. Their product is money: `close * volume` is what was traded.',
    wrong: program('let busy = volume > sma(close, 20)'),
    right: program('let busy = volume > sma(volume, 20)'),
  },
  'price-with-money': {
    severity: 'error',
    message: 'One cannot {verb} `{left}` and `{right}`: the one is {leftIs}, the other {rightIs}.',
    hint: 'Compare prices with prices, such as `entry_price`, and money with money.',
    explanation:
      'A price is money a share; a profit or the equity is money. A move of the price is compared with a move of the price: `close - entry_price > 2 * atr(14)`.',
    wrong: program(
      'enter long when close > open\n  size 10 shares\nexit long when open_profit > 2 * atr(14)',
    ),
    right: program(
      'enter long when close > open\n  size 10 shares\nexit long when close - entry_price > 2 * atr(14)',
    ),
  },
  'money-with-percent': {
    severity: 'error',
    message: 'One cannot {verb} `{left}` and `{right}`: the one is {leftIs}, the other {rightIs}.',
    hint: 'Say what the percentage is of, as in `open_profit > 2% * equity`.',
    explanation:
      'A profit is money. Two per cent of the equity is `2% * equity`; two per cent of the price paid is a move of the price: `close > entry_price * (1 + 2%)`.',
    wrong: program(
      'enter long when close > open\n  size 10 shares\nexit long when open_profit > 2%',
    ),
    right: program(
      'enter long when close > open\n  size 10 shares\nexit long when open_profit > 2% * equity',
    ),
  },
  'price-with-percent': {
    severity: 'error',
    message: 'One cannot {verb} `{left}` and `{right}`: the one is {leftIs}, the other {rightIs}.',
    hint: 'Say what the percentage is of, as in `close - open > 2% * open`.',
    explanation:
      'A percentage is of something, and a difference of prices is in money. A move in per cent is a move divided by a price, `close / open - 1 > 2%`, or compared with a part of one.',
    wrong: program('let jump = close - open > 2%'),
    right: program('let jump = close - open > 2% * open'),
  },
  'oscillator-percent': {
    severity: 'error',
    message: 'One cannot {verb} `{left}` and `{right}`: the one is {leftIs}, the other {rightIs}.',
    hint: 'Write the number without `%`: an oscillator runs from 0 to 100.',
    explanation:
      'As a ratio `70%` is 0.7, and an oscillator is nearly always above that. The scale of `rsi` and its like runs from 0 to 100 without per cent: it is compared with plain numbers.',
    wrong: program('let hot = rsi(14) > 70%'),
    right: program('let hot = rsi(14) > 70'),
  },
} as const satisfies Record<string, CatalogueEntry>
