import type { CatalogueEntry } from '../catalogue.ts'
import { program, rule } from '../example.ts'

/** Mistakes about orders: groups, stops that trail, parts that leave. */
export const ORDER_CATALOGUE = {
  'oca-alone': {
    severity: 'warning',
    message: 'A group of one rule cancels nothing.',
    hint: 'Name the rules whose orders cancel one another: `oca "up", "down"`.',
    explanation:
      'The first fill of a group takes back the waiting orders of the others. With one rule in it there are no others.',
    wrong: program('enter long "a" when close > open\n  size 10 shares\noca "a"'),
    right: program(
      'enter long "a" when close > open\n  size 10 shares\nenter short "b" when close < open\n  size 10 shares\noca "a", "b"',
    ),
  },
  'oca-repeated': {
    severity: 'error',
    message: 'The rule "{tag}" is in a group already.',
    hint: 'Make one group of all that cancel one another.',
    explanation:
      'A broker knows one group for an order. Where two groups share a rule, every order of both would in truth hang on it: so write them as one.',
    wrong: program(
      'enter long "a" when close > open\n  size 10 shares\nenter short "b" when close < open\n  size 10 shares\nenter short "c" when close < low[1]\n  size 10 shares\noca "a", "b"\noca "a", "c"',
    ),
    right: program(
      'enter long "a" when close > open\n  size 10 shares\nenter short "b" when close < open\n  size 10 shares\noca "a", "b"',
    ),
  },
  'after-without-trailing': {
    severity: 'error',
    message: '`after` is for stops that trail.',
    hint: 'Write `stop trailing …`, or leave `after` out.',
    explanation:
      'A stop that stays where it is works from the fill on. Only one that follows the price can begin to do so later.',
    wrong: rule('size 10 shares\nstop close - 3 after 1R'),
    right: rule('size 10 shares\nstop trailing close - 3 after 1R'),
  },
  'gtd-without-price': {
    severity: 'error',
    message: '`expire gtd` is for orders that wait for a price.',
    hint: 'Remove `expire`, or write `at limit …`, `at stop …` or `at touch …`.',
    explanation:
      'An order at the market fills at the next open, and one for an open or a close is for that one alone. Only what waits for its price can wait until a date.',
    wrong: rule('size 10 shares\nexpire gtd 2024-03-28'),
    right: rule('at limit close * 98%\nsize 10 shares\nexpire gtd 2024-03-28'),
  },
  'gtd-within-bar': {
    severity: 'error',
    message: 'A {what} lies within a bar of `{bars}`, which cannot tell when it comes.',
    hint: 'Write {fix}, or take shorter bars.',
    explanation:
      'An order works in the bars that end by its date and time. Bars of a day know days, shorter ones also times of day; of longer ones a number is counted.',
    wrong: rule('at limit close * 98%\nsize 10 shares\nexpire gtd 2024-03-28 15:30'),
    right: rule('at limit close * 98%\nsize 10 shares\nexpire gtd 2024-03-28'),
  },
  'distance-due': {
    severity: 'error',
    message: 'How far ahead is a distance of prices, and `{text}` is {is}.',
    hint: 'Write a distance from the entry, such as `{example}`.',
    explanation:
      'A trailing stop begins to move once the trade has closed so far ahead of its entry: `1R`, `2 * atr(14)`, `entry_price * 2%`.',
    wrong: rule('size 10 shares\nstop trailing close - 3 after 2%'),
    right: rule('size 10 shares\nstop trailing close - 3 after entry_price * 2%'),
  },
  'portion-due': {
    severity: 'error',
    message: 'What leaves is a part, and `{text}` is {is}.',
    hint: 'Write `half of`, `30% of` or `1/3 of`.',
    explanation:
      'An exit ends all of a trade, or a part of it that is said as a fraction of what the trade holds.',
    wrong: program(
      'enter long when close > open\n  size 10 shares\nexit close of long when close < open',
    ),
    right: program(
      'enter long when close > open\n  size 10 shares\nexit half of long when close < open',
    ),
  },
} as const satisfies Record<string, CatalogueEntry>
