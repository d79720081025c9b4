// Generated from language/TOUR.md by `npm run generate`. Do not edit.
import type { TourStep } from '../../pipeline/tour-step.ts'

export const TOUR: readonly TourStep[] = [
  {
    "title": "A strategy is a text",
    "paragraphs": [
      [
        {
          "kind": "words",
          "text": "A strategy has a name, the bars it works on, and rules. A rule is looked at when a bar has closed; its order works from the next bar on, so nothing can look ahead."
        }
      ],
      [
        {
          "kind": "words",
          "text": "This one buys with nearly everything when the close is the highest of twenty days, and sells when it is the lowest of ten. Read it aloud: it means what it says."
        }
      ],
      [
        {
          "kind": "words",
          "text": "Below the rules a "
        },
        {
          "kind": "code",
          "text": "test"
        },
        {
          "kind": "words",
          "text": " tries the strategy on bars written out by hand: "
        },
        {
          "kind": "code",
          "text": "10 x 20"
        },
        {
          "kind": "words",
          "text": " is twenty bars at 10."
        }
      ]
    ],
    "program": "/// Twenty days' high in, ten days' low out.\nstrategy \"First steps\"\n\ntimeframe 1d\n\nenter long when close == highest(close, 20)\n  size 95% of equity\n\nexit long when close == lowest(close, 10)\n\ntest \"in on the way up, out on the way down\" {\n  close 10 x 20, 11, 12, 13, 9, 8\n  expect entries == 1\n  expect exits == 1\n}\n"
  },
  {
    "title": "Names for what you see",
    "paragraphs": [
      [
        {
          "kind": "code",
          "text": "let"
        },
        {
          "kind": "words",
          "text": " names a stream: a value for every bar. Order does not matter, and neither do line breaks: write first what a reader should see first."
        }
      ],
      [
        {
          "kind": "code",
          "text": "crosses above"
        },
        {
          "kind": "words",
          "text": " is true on the bar where the one was not above the other a bar before, and now is. "
        },
        {
          "kind": "code",
          "text": "plot"
        },
        {
          "kind": "words",
          "text": " draws streams over the price."
        }
      ]
    ],
    "program": "/// Long while the fast average is above the slow one.\nstrategy \"Two averages\"\n\ntimeframe 1d\n\nlet fast = sma(close, 20)\nlet slow = sma(close, 50)\n\nenter long when fast crosses above slow\n  size 95% of equity\n\nexit long when fast crosses below slow\n\nplot fast, slow\n\ntest \"a hill\" {\n  close 10 x 50, 12 x 25, 8 x 30\n  expect entries == 1\n  expect position == 0\n}\n"
  },
  {
    "title": "Numbers that you may turn",
    "paragraphs": [
      [
        {
          "kind": "words",
          "text": "A "
        },
        {
          "kind": "code",
          "text": "param"
        },
        {
          "kind": "words",
          "text": " is a number that a run may set: with "
        },
        {
          "kind": "code",
          "text": "--param fast=12"
        },
        {
          "kind": "words",
          "text": ", or with the sliders below the text in the studio. The range after "
        },
        {
          "kind": "code",
          "text": "in"
        },
        {
          "kind": "words",
          "text": " binds everyone. "
        },
        {
          "kind": "code",
          "text": "require"
        },
        {
          "kind": "words",
          "text": " says which combinations make sense; a run of any other is refused."
        }
      ]
    ],
    "program": "/// The same with lengths that a run may set.\nstrategy \"Two averages, tunable\"\n\ntimeframe 1d\n\nparam fast = 20 in 5..60\nparam slow = 50 in 20..200 step 5\nrequire fast < slow\n\nlet fast_ma = sma(close, fast)\nlet slow_ma = sma(close, slow)\n\nenter long when fast_ma crosses above slow_ma\n  size 95% of equity\n\nexit long when fast_ma crosses below slow_ma\n\nplot fast_ma, slow_ma\n\ntest \"shorter lengths for a short hill\" {\n  close 10 x 30, 12 x 10, 8 x 20\n  with fast = 5, slow = 20\n  expect entries == 1\n}\n"
  },
  {
    "title": "The past, and never the future",
    "paragraphs": [
      [
        {
          "kind": "code",
          "text": "close[1]"
        },
        {
          "kind": "words",
          "text": " is the close a bar ago, and "
        },
        {
          "kind": "code",
          "text": "[n]"
        },
        {
          "kind": "words",
          "text": " may stand behind anything. What lies ahead cannot be written: change the "
        },
        {
          "kind": "code",
          "text": "1"
        },
        {
          "kind": "words",
          "text": " to "
        },
        {
          "kind": "code",
          "text": "-1"
        },
        {
          "kind": "words",
          "text": " and read the message."
        }
      ],
      [
        {
          "kind": "code",
          "text": "prev(x, first)"
        },
        {
          "kind": "words",
          "text": " is a definition's own value on the bar before, and "
        },
        {
          "kind": "code",
          "text": "first"
        },
        {
          "kind": "words",
          "text": " where there is none. It does all that loops and variables do elsewhere: here it counts falling closes in a row."
        }
      ]
    ],
    "program": "/// Buys the third falling close in a row.\nstrategy \"Three down days\"\n\ntimeframe 1d\n\nlet falling = close < close[1]\nlet streak  = if falling then prev(streak, 0) + 1 else 0\n\nenter long when streak == 3\n  size 95% of equity\n\nexit long when close > close[1]\n\nplot streak in pane \"Falling closes\"\n\ntest \"counts, and begins again\" {\n  close 10, 9, 8, 7, 7.5, 7\n  expect streak at bar 3 == 3\n  expect streak at bar 4 == 0\n  expect entries == 1\n}\n"
  },
  {
    "title": "Not yet known",
    "paragraphs": [
      [
        {
          "kind": "words",
          "text": "An average over two hundred bars has no value on the tenth. For every stream the warm-up is worked out, and a rule never fires before all that it reads can be known: that is why the test below sees no entry on its first bars."
        }
      ],
      [
        {
          "kind": "words",
          "text": "Some values are unknown later, too, such as a quotient by zero. What is computed from an unknown value is unknown, and "
        },
        {
          "kind": "code",
          "text": "when"
        },
        {
          "kind": "words",
          "text": " fires only on what is known to be true. "
        },
        {
          "kind": "code",
          "text": "x ?? y"
        },
        {
          "kind": "words",
          "text": " gives a default, "
        },
        {
          "kind": "code",
          "text": "known(x)"
        },
        {
          "kind": "words",
          "text": " asks. Hover over a name in the studio to see its warm-up."
        }
      ]
    ],
    "program": "/// Buys a close near the day's low, in a rising market.\nstrategy \"Near the low\"\n\ntimeframe 1d\n\nlet place  = (close - low) / (high - low)\nlet safe   = place ?? 50%\nlet rising = close > sma(close, 100)\n\nenter long when rising and safe < 20%\n  size 95% of equity\n\nexit long when safe > 80%\n\nplot safe in pane \"Place of the close\"\n\ntest \"a day without a range stands in the middle\" {\n  close 10, 10, 9\n  expect not known(place) at bar 1\n  expect safe at bar 1 == 50%\n  expect entries == 0\n}\n"
  },
  {
    "title": "Units are checked",
    "paragraphs": [
      [
        {
          "kind": "words",
          "text": "Numbers have units, and literals carry theirs: "
        },
        {
          "kind": "code",
          "text": "2%"
        },
        {
          "kind": "words",
          "text": ", "
        },
        {
          "kind": "code",
          "text": "10 bars"
        },
        {
          "kind": "words",
          "text": ", "
        },
        {
          "kind": "code",
          "text": "10000 USD"
        },
        {
          "kind": "words",
          "text": ". A price and an oscillator cannot be compared, and a percentage is of something: try "
        },
        {
          "kind": "code",
          "text": "close + 2%"
        },
        {
          "kind": "words",
          "text": " and read the message."
        }
      ],
      [
        {
          "kind": "words",
          "text": "Levels and distances differ as well. "
        },
        {
          "kind": "code",
          "text": "atr(14)"
        },
        {
          "kind": "words",
          "text": " says how far the market moves and not where it stands, so that "
        },
        {
          "kind": "code",
          "text": "close - 2 * atr(14)"
        },
        {
          "kind": "words",
          "text": " is a level and "
        },
        {
          "kind": "code",
          "text": "close > atr(14)"
        },
        {
          "kind": "words",
          "text": " a mistake."
        }
      ]
    ],
    "program": "/// Buys two average ranges below the mean, and sells at the mean.\nstrategy \"Stretched\"\n\ntimeframe 1d\n\nlet mean = sma(close, 20)\nlet far  = mean - 2 * atr(14)\n\nenter long when close < far\n  size 95% of equity\n\nexit long when close > mean\n\nplot mean, far\n\ntest \"a fall, and the way back\" {\n  open  10 x 25, 10, 4, 8, 12\n  high  11 x 25, 10, 7, 12, 12\n  low   9 x 25, 4, 4, 8, 12\n  close 10 x 25, 4, 7, 12, 12\n  expect entries == 1\n  expect exits == 1\n}\n"
  },
  {
    "title": "How much",
    "paragraphs": [
      [
        {
          "kind": "words",
          "text": "A strategy must say how much it buys, and in which unit: "
        },
        {
          "kind": "code",
          "text": "95% of equity"
        },
        {
          "kind": "words",
          "text": ", "
        },
        {
          "kind": "code",
          "text": "100 shares"
        },
        {
          "kind": "words",
          "text": ", "
        },
        {
          "kind": "code",
          "text": "10000 USD"
        },
        {
          "kind": "words",
          "text": ", or "
        },
        {
          "kind": "code",
          "text": "risk 1% of equity"
        },
        {
          "kind": "words",
          "text": ". The last one needs a stop: it buys so many shares that reaching the stop costs one per cent."
        }
      ],
      [
        {
          "kind": "words",
          "text": "Since the quantity follows from the stop, a quiet market is bought larger than a wild one."
        }
      ]
    ],
    "program": "/// One per cent at stake in each trade.\nstrategy \"Sized by risk\"\n\ntimeframe 1d\n\nparam stake = 1% in 0.25%..3%\n\nlet breakout = close > highest(high, 55)[1]\n\nenter long when breakout\n  size risk stake of equity\n  stop entry_price - 3 * atr(20)\n\nexit long when close < lowest(low, 20)[1]\n\ntest \"the stop's distance decides the quantity\" {\n  open  10 x 56, 12, 12\n  high  11 x 56, 12, 12\n  low   9 x 56, 12, 12\n  close 10 x 56, 12, 12\n  with stake = 2%\n  expect entries == 1\n  expect position > 100\n  expect position < 500\n}\n"
  },
  {
    "title": "Where to get out",
    "paragraphs": [
      [
        {
          "kind": "code",
          "text": "stop"
        },
        {
          "kind": "words",
          "text": " and "
        },
        {
          "kind": "code",
          "text": "target"
        },
        {
          "kind": "words",
          "text": " are prices that belong to an entry: live, both wait at the broker, and stay there when this machine does not. "
        },
        {
          "kind": "code",
          "text": "entry_price"
        },
        {
          "kind": "words",
          "text": " is what was paid, and "
        },
        {
          "kind": "code",
          "text": "R"
        },
        {
          "kind": "words",
          "text": " the distance from there to the stop: a target at "
        },
        {
          "kind": "code",
          "text": "entry_price + 2R"
        },
        {
          "kind": "words",
          "text": " wins twice what the stop would lose."
        }
      ],
      [
        {
          "kind": "words",
          "text": "In the list of trades, click one to see both on the candles, with the rule it came from."
        }
      ]
    ],
    "program": "/// A breakout in a bracket.\nstrategy \"Bracket\"\n\ntimeframe 1d\n\nenter long \"breakout\" when close > highest(high, 20)[1]\n  size risk 1% of equity\n  stop entry_price - 2 * atr(14)\n  target entry_price + 2R\n\nexit \"breakout\" when bars_in_trade >= 40\n\ntest \"the target is reached\" {\n  open  10 x 21, 12, 12, 16\n  high  11 x 20, 12, 12, 22, 16\n  low   9 x 20, 10, 12, 12, 16\n  close 10 x 20, 12, 12, 12, 16\n  expect entries == 1\n  expect exits == 1\n  expect equity > 101500\n}\n"
  },
  {
    "title": "Better prices, and other kinds of orders",
    "paragraphs": [
      [
        {
          "kind": "code",
          "text": "at limit P"
        },
        {
          "kind": "words",
          "text": " waits for a better price and "
        },
        {
          "kind": "code",
          "text": "at stop P"
        },
        {
          "kind": "words",
          "text": " for a worse one; without "
        },
        {
          "kind": "code",
          "text": "at"
        },
        {
          "kind": "words",
          "text": " an order fills at the next open. "
        },
        {
          "kind": "code",
          "text": "expire after 3 bars"
        },
        {
          "kind": "words",
          "text": " says how long it waits; without it, for one bar."
        }
      ],
      [
        {
          "kind": "words",
          "text": "A limit fills when the market trades beyond it, not when it merely touches: a backtest should not be luckier than you."
        }
      ]
    ],
    "program": "/// In a rising market, a bid below the close.\nstrategy \"A patient bid\"\n\ntimeframe 1d\n\nlet rising = close > sma(close, 100)\n\nenter long when rising and close < close[1]\n  at limit close - 0.5 * atr(14)\n  size 95% of equity\n  expire after 3 bars\n\nexit long when close > highest(high, 5)[1] or bars_in_trade >= 10\n\ntest \"the bid waits for the dip\" {\n  close 10 x 100, 12, 11.9, 11.9, 10, 10\n  expect entries == 1\n}\n"
  },
  {
    "title": "Both sides",
    "paragraphs": [
      [
        {
          "kind": "code",
          "text": "enter short"
        },
        {
          "kind": "words",
          "text": " sells what is not there and buys it back later; "
        },
        {
          "kind": "code",
          "text": "exit short"
        },
        {
          "kind": "words",
          "text": " closes it. An entry to one side closes what is open on the other."
        }
      ],
      [
        {
          "kind": "words",
          "text": "Rules may read the account: "
        },
        {
          "kind": "code",
          "text": "position"
        },
        {
          "kind": "words",
          "text": " in shares, "
        },
        {
          "kind": "code",
          "text": "equity"
        },
        {
          "kind": "words",
          "text": ", "
        },
        {
          "kind": "code",
          "text": "drawdown"
        },
        {
          "kind": "words",
          "text": ", "
        },
        {
          "kind": "code",
          "text": "losses_in_a_row"
        },
        {
          "kind": "words",
          "text": " and more, as of the bar's close."
        }
      ]
    ],
    "program": "/// With the trend, on either side; small after a bad run.\nstrategy \"Both sides\"\n\ntimeframe 1d\n\nlet trend = ema(close, 100)\nlet calm  = losses_in_a_row < 4\n\nenter long when close crosses above trend\n  size (if calm then 90% else 45%) of equity\n\nenter short when close crosses below trend\n  size (if calm then 50% else 25%) of equity\n\nplot trend\n\ntest \"turns round\" {\n  close 10 x 100, 12 x 5, 8 x 5\n  expect entries == 2\n  expect position < 0\n}\n"
  },
  {
    "title": "Functions of your own",
    "paragraphs": [
      [
        {
          "kind": "code",
          "text": "fn"
        },
        {
          "kind": "words",
          "text": " names a computation for any unit: of a price, of a volume. It is written out where it is called, so it costs nothing, and it may keep a memory with "
        },
        {
          "kind": "code",
          "text": "prev"
        },
        {
          "kind": "words",
          "text": ". Indicators that give several streams are records: take a field with a point."
        }
      ]
    ],
    "program": "/// Quiet, then not: a narrow band is left upwards.\nstrategy \"Out of a squeeze\"\n\ntimeframe 1d\n\nfn zscore(x, n: int) = (x - sma(x, n)) / stdev(x, n)\n\nlet band  = bollinger(close, 20)\nlet width = (band.upper - band.lower) / band.middle\nlet quiet = zscore(width, 120) < -0.5\n\nenter long when quiet[1] and close > band.upper\n  size 95% of equity\n\nexit long when close < band.middle\n\nplot band.upper, band.middle, band.lower\nplot zscore(width, 120) in pane \"Width\"\n\ntest \"a flat market is left upwards\" {\n  close 10, 11 x 120, 11.1, 11 x 30, 11.05, 12\n  expect close > band.upper\n}\n"
  },
  {
    "title": "What it costs, and off you go",
    "paragraphs": [
      [
        {
          "kind": "code",
          "text": "costs"
        },
        {
          "kind": "words",
          "text": " tells what trading takes: a backtest without them flatters whoever trades often. The report says how much of the profit they took; "
        },
        {
          "kind": "code",
          "text": "--costs none"
        },
        {
          "kind": "words",
          "text": " shows the difference."
        }
      ],
      [
        {
          "kind": "words",
          "text": "The same text now trades: "
        },
        {
          "kind": "code",
          "text": "npx strat gateway"
        },
        {
          "kind": "words",
          "text": " plays a market, "
        },
        {
          "kind": "code",
          "text": "npx strat live FILE --paper"
        },
        {
          "kind": "words",
          "text": " trades in it, and "
        },
        {
          "kind": "code",
          "text": "npx strat audit FILE"
        },
        {
          "kind": "words",
          "text": " shows that it decided as its backtest does. What more there is stands in the manual, tests/language/specs, and each indicator in stdlib/REFERENCE.md."
        }
      ]
    ],
    "program": "/// Buys a short panic in a rising market, sells when it is over.\nstrategy \"Panic, with costs\"\n\ntimeframe 1d\n\nparam oversold = 10 in 2..30\nparam patience = 10 bars in 2..30\n\nlet panic  = rsi(close, 2)\nlet rising = close > sma(close, 200)\n\nenter long when rising and panic < oversold\n  size risk 1% of equity\n  stop entry_price - 2.5 * atr(10)\n\nexit long when panic > 65 or bars_in_trade >= patience\n\ncosts {\n  commission ibkr fixed\n  slippage 2 bps\n}\n\nplot panic in pane \"RSI\"\n\ntest \"a commission is paid\" {\n  close 10, 20 x 199, 30, 29, 27, 25, 23, 22, 21, 23, 25, 25\n  costs {\n    commission 1 USD per trade\n  }\n  expect entries == 1\n  expect exits == 1\n}\n"
  }
]
