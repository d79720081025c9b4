import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

/** Other timeframes and instruments: `@`. */
export const CLOCKS_CATALOGUE = {
  'finer-clock': {
    severity: 'error',
    message: 'Bars of {clock} are finer than {outer}: here one bar holds many of them.',
    hint: 'Use what takes those within a bar together, as in `highest(high @ {clock})`, or make {clock} the strategy’s own.',
    explanation:
      'With `@` the value of the last completed bar of a slower timeframe is seen. Of a finer one many bars lie within one bar here, and to take the last of them would throw the rest away. `highest`, `lowest`, `sum`, `sma` and `count` of one argument take all of them together that lie within the bar here.',
    wrong: program('let top = close @ 1m'),
    right: program('let top = highest(close @ 1m)'),
  },
  'not-finer': {
    severity: 'error',
    message:
      'Bars of {clock} are taken together here, and no bar of {outer} holds several of them.',
    hint: 'Use it on a clock that is slower than {clock}.',
    explanation:
      'An aggregate such as `highest(high @ 15m)` is of the bars of 15m within one bar. Where its name is read on a clock of another timeframe it is of those within one bar there, and a bar of 5m holds none.',
    wrong:
      'strategy "Example"\n\ntimeframe 1h\n\nlet top = highest(high @ 15m)\nlet tops = highest(top @ 5m)\n',
    right:
      'strategy "Example"\n\ntimeframe 1h\n\nlet top = highest(high @ 15m)\nlet tops = highest(high @ 5m)\n',
  },
  'account-on-clock': {
    severity: 'error',
    message: '`{text}` reads the account, which has no other timeframe and no other instrument.',
    hint: 'Move it out of `@`, as in `trend @ 1w and position == 0`.',
    explanation:
      'With `@` an expression is worked out over the bars of another timeframe or instrument. Position, cash and profit belong to the strategy’s own bars, so they stand outside.',
    wrong: program('let quiet = (close > open and position == 0) @ 1w'),
    right: program('let quiet = (close > open) @ 1w and position == 0'),
  },
  'bars-of-days': {
    severity: 'error',
    message: 'How many bars of {timeframe} `{text}` is depends on sessions and holidays.',
    hint: 'Write the number of bars, as in `10 bars`, or look on a clock of days: `close[5] @ 1d`.',
    explanation:
      '`bars` counts the bars of a length of time within a day, `bars(30m)` on bars of 5m is 6. A day has as many as its session is long, and a week has holidays.',
    wrong: program('let week_ago = close[bars(7d)]'),
    right: program('let week_ago = close[5]'),
  },
  'bars-on-clock': {
    severity: 'error',
    message: 'This counts the bars of a time with `bars` on another timeframe than {clock}.',
    hint: 'Write `bars` in the expression before the `@`, as in `sma(close, bars(1h)) @ 15m`, or a number of bars.',
    explanation:
      'A name before `@` means its whole definition on the other timeframe. An average over `bars(1h)` is twelve bars of 5m and four of 15m: which of them a name in between was to mean nobody can say.',
    wrong:
      'strategy "Example"\n\ntimeframe 5m\n\nlet lately = bars(1h)\nlet mean = sma(close, lately) @ 15m\n',
    right: 'strategy "Example"\n\ntimeframe 5m\n\nlet mean = sma(close, bars(1h)) @ 15m\n',
  },
  'mode-on-clock': {
    severity: 'error',
    message: '`{mode}` is a mode, and modes move with the strategy’s own bars.',
    hint: 'Move it out of `@`, or put `@` into the conditions of its arcs.',
    explanation:
      'A mode is in one state, which it changes at the close of the strategy’s own bars. The conditions of its arcs may read any timeframe or instrument.',
    wrong: program(
      'mode trend {\n  from down to up when close > sma(50)\n  from up to down when close < sma(50)\n}\nlet weekly = (trend is up) @ 1w',
    ),
    right: program(
      'mode trend {\n  from down to up when (close > sma(50)) @ 1w\n  from up to down when (close < sma(50)) @ 1w\n}\nlet weekly = trend is up',
    ),
  },
  'age-of-what': {
    severity: 'error',
    message: '`age` counts the bars since another clock went on, and `{text}` reads {count}.',
    hint: 'Give it one expression with one `@`, as in `age(close @ 1w)`.',
    explanation:
      'The value of a slower timeframe or of another instrument is that of its last completed bar. `age` tells how many bars ago that bar came; where nothing of the kind is read there is nothing to count, and of two it would not be known which is meant.',
    wrong: program('let stale = age(close) > 3'),
    right: program('let stale = age(close @ 1w) > 3'),
  },
  'sampled-past': {
    severity: 'warning',
    message: 'This goes back {index} of the strategy’s own bars, not of {clock}.',
    hint: 'Write `{meant}` for the value that many bars of {clock} ago.',
    explanation:
      '`@` binds what stands before it, and what stands behind it is on the strategy’s own bars again. Most bars show the same value as the bar before, so looking back there seldom says anything.',
    wrong: program('let before = (close @ 1w)[1]'),
    right: program('let before = close[1] @ 1w'),
  },
} as const satisfies Record<string, CatalogueEntry>
