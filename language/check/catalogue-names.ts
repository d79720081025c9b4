import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

/** Names, functions and their arguments, definitions that need themselves. */
export const NAMES_CATALOGUE = {
  'unknown-name': {
    severity: 'error',
    message: 'There is no `{name}`.',
    hint: '{hint}.',
    explanation:
      'A name is a stream of the market or the account, a function of the library, or what the file itself defines with `let`, `param` or `fn`. The order of definitions does not matter.',
    wrong: program('let trend = close > smaa(50)'),
    right: program('let trend = close > sma(50)'),
  },
  'base-name': {
    severity: 'error',
    message: '`{name}` is a stream of the market or the account and keeps its meaning.',
    hint: 'Choose another name.',
    explanation:
      'Names of the base streams are the same in every strategy, so that a reader need not look them up. Functions of the library may be replaced by your own: a new library function never breaks an old strategy.',
    wrong: program('let volume = 100'),
    right: program('let my_volume = 100'),
  },
  'duplicate-name': {
    severity: 'error',
    message: '`{name}` is already defined.',
    hint: 'Rename this {what}, or remove it.',
    explanation:
      'A name means one thing in the whole file: there is no assignment and no order of definitions that could decide which one holds.',
    wrong: program('let trend = sma(50)\nlet trend = sma(200)'),
    right: program('let trend = sma(50)\nlet slow_trend = sma(200)'),
  },
  cycle: {
    severity: 'error',
    message: '`{name}` needs its own value of the same bar: {cycle}.',
    hint: 'Use the value of the bar before, with a first value to begin from: `prev({name}, 0)`.',
    explanation:
      'A definition may refer to itself only through `prev`, which gives the value of the bar before, and its second argument on the first bar. `count[1]` alone would have no value to begin with and would never have one.',
    wrong: program('let count = count + 1'),
    right: program('let count = prev(count, 0) + 1'),
  },
  'recursive-function': {
    severity: 'error',
    message: 'A function cannot call itself: {cycle}.',
    hint: 'Write the repetition over bars with `prev`.',
    explanation:
      'Functions are written out at each call, so that every program ends, within time and memory known before it runs. What goes on from bar to bar is a definition with `prev`.',
    wrong: program('fn f(x) = f(x) + 1\nlet y = f(close)'),
    right: program('fn f(x) = x + 1\nlet y = f(close)'),
  },
  'recursive-record': {
    severity: 'error',
    message: '`{name}` is a record that refers to itself.',
    hint: 'Define its fields one by one with `let`, and let those refer to themselves.',
    explanation:
      'A definition that uses its own value of the bar before must be a single stream, so that its unit can be found. Streams that need one another may do so as separate definitions.',
    wrong: program('let pair = {a: prev(pair, 0), b: close}'),
    right: program('let a = prev(a, 0) + 1\nlet pair = {a: a, b: close}'),
  },
  'restless-type': {
    severity: 'error',
    message: '`{name}` would be {first} on one bar and {second} on the next.',
    hint: 'Make its first value and what is computed from it the same kind of value.',
    explanation:
      'A definition that refers to itself must keep its unit from bar to bar: a price that is multiplied with a price every bar never settles.',
    wrong: program('let y = prev(y, 1) * close'),
    right: program('let y = prev(y, 1) * (1 + returns)'),
  },
  'function-without-call': {
    severity: 'error',
    message: '`{name}` is a function and has no value of its own.',
    hint: 'Call it with its arguments, as in `{name}(…)`.',
    explanation:
      'A function becomes a stream when it is called with its arguments: `atr(14)`. The name alone is only the recipe.',
    wrong: program('let range = atr'),
    right: program('let range = atr(14)'),
  },
  'not-a-function': {
    severity: 'error',
    message: '`{text}` is no function.',
    hint: 'Write `[n]` for its value n bars ago, or call a function.',
    explanation:
      'Round brackets call a function. The past of a stream stands in square brackets: `close[1]` is the close of the bar before.',
    wrong: program('let before = close(1)'),
    right: program('let before = close[1]'),
  },
  'library-prefix': {
    severity: 'error',
    message: 'Functions of the library have no prefix: `{text}` is `{name}` here.',
    hint: 'Write `{name}`.',
    explanation:
      'Other languages group functions as `ta.sma`, `math.max` or `talib.SMA`. Here each has one plain name in small letters, and the reference of the library lists them all.',
    wrong: program('let mean = ta.sma(close, 20)'),
    right: program('let mean = sma(close, 20)'),
  },
  'missing-argument': {
    severity: 'error',
    message: '`{callee}` lacks its argument `{name}`.',
    hint: 'Call it as `{signature}`; what bears a `?` may be left out.',
    explanation:
      'Arguments stand in the order of the function’s definition, or are named: `bollinger(close, length: 20)`. A source may be left out where the function has a natural one: `rsi(14)`.',
    wrong: program('let mean = ema(close)'),
    right: program('let mean = ema(close, 20)'),
  },
  'too-many-arguments': {
    severity: 'error',
    message: '`{callee}` has no argument for this.',
    hint: 'Call it as `{signature}`; what bears a `?` may be left out.',
    explanation:
      'The message shows every argument the function takes, in order; what bears a `?` may be left out. Often an argument belongs to another function nearby, or a comma stands for a decimal point.',
    wrong: program('let range = atr(14, 2)'),
    right: program('let range = 2 * atr(14)'),
  },
  'unknown-argument': {
    severity: 'error',
    message: '`{callee}` has no argument named `{name}`.',
    hint: 'Call it as `{signature}`; what bears a `?` may be left out.',
    explanation:
      'An argument may be given by the name that the function’s definition gives it, as in `bollinger(close, length: 20)`. The message shows all names; other platforms often call the same thing otherwise.',
    wrong: program('fn above(x, margin) = x > close + margin\nlet a = above(open, marginn: 1)'),
    right: program('fn above(x, margin) = x > close + margin\nlet a = above(open, margin: 1)'),
  },
  'argument-twice': {
    severity: 'error',
    message: 'The argument `{name}` of `{callee}` is given twice.',
    hint: 'Remove one of the two.',
    explanation:
      'An argument stands either in its place or under its name. When the first arguments are given by their places, the names are for those that follow.',
    wrong: program('fn above(x, margin) = x > close + margin\nlet a = above(open, 1, x: high)'),
    right: program('fn above(x, margin) = x > close + margin\nlet a = above(open, margin: 1)'),
  },
  'unknown-type': {
    severity: 'error',
    message: '`{name}` is no type.',
    hint: 'Use one of {types}, or leave the annotation out.',
    explanation:
      'Annotations such as `x: price` are optional. They tell the reader what a parameter is, and the call what it may give; the message lists all there are.',
    wrong: program('fn twice(x: prize) = 2 * x\nlet y = twice(close)'),
    right: program('fn twice(x: price) = 2 * x\nlet y = twice(close)'),
  },
  'unknown-field': {
    severity: 'error',
    message: '`{text}` has no field `{field}`.',
    hint: 'Use one of {fields}.',
    explanation:
      'A record is a group of named streams, such as the three lines of `bollinger`. Its fields are read with a point, `band.upper`, or several at once: `let {upper, lower} = bollinger(20)`.',
    wrong: program('let band = {top: high, bottom: low}\nlet x = band.topp'),
    right: program('let band = {top: high, bottom: low}\nlet x = band.top'),
  },
  'not-a-record': {
    severity: 'error',
    message: '`{text}` is {is} and has no fields.',
    hint: 'Remove `.{field}`, or take it from a record.',
    explanation:
      'Only records have fields: those you write yourself, as in `{line: a, signal: b}`, and what functions such as `macd` or `bollinger` give. A stream is a single value on each bar.',
    wrong: program('let x = close.high'),
    right: program('let x = high'),
  },
  'record-whole': {
    severity: 'error',
    message: '`{text}` is a record of several streams; one is due here.',
    hint: 'Choose a field, as in `{text}.{first}`; there are {fields}.',
    explanation:
      'A record is several streams at once and cannot be computed with or compared as a whole. Choose the one you mean by its field.',
    wrong: program('let band = bollinger(close, 20)\nlet x = close > band'),
    right: program('let band = bollinger(close, 20)\nlet x = close > band.upper'),
  },
  'too-large': {
    severity: 'error',
    message: 'Written out, this makes the program larger than a program may be.',
    hint: 'Give intermediate results a name with `let`, or call fewer functions inside functions.',
    explanation:
      'Functions are written out at each call. Functions that call others several times multiply; a program may not grow past a fixed size, so that it compiles in a moment.',
    wrong: program(
      [
        'fn a(x) = x + x / 3 + x / 5 + x / 7',
        ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
          const inner = 'abcdefg'[index]
          return `fn ${name}(x) = ${inner}(x) + ${inner}(x / 2) + ${inner}(x / 3) + ${inner}(x / 4)`
        }),
        'let y = h(close)',
      ].join('\n'),
    ),
    right: program('fn a(x) = x + x / 3\nfn b(x) = a(x) + a(x / 2)\nlet y = b(close)'),
  },
  'not-yet': {
    severity: 'error',
    message: 'This version does not have {what} yet.',
    hint: 'Remove it for now.',
    explanation:
      'The language knows it and reads it; this version cannot run it, and refuses instead of running something else.',
    wrong: program('let paid = raw_close'),
    right: program('let paid = close'),
  },
} as const satisfies Record<string, CatalogueEntry>
