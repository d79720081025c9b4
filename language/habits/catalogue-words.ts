import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

/** Words and signs of other languages inside a line. */
export const WORDS_CATALOGUE = {
  'capital-letters': {
    severity: 'error',
    message: '`{found}` is written `{right}`, in small letters.',
    hint: 'Write `{right}`.',
    explanation:
      'Large and small letters are different letters: `close` and `Close` are two names. The words of the language and the names of its streams and functions are written small.',
    wrong: program('let up = close > open AND close > close[1]'),
    right: program('let up = close > open and close > close[1]'),
  },
  'crossing-words': {
    severity: 'error',
    message: '`{found}` is written `{right}`.',
    hint: 'Write `{right}`.',
    explanation:
      '`a crosses above b` is true on the bar on which a was not above b one bar before and now is; `crosses below` is the other way round.',
    wrong: program('let up = close crosses over sma(20)'),
    right: program('let up = close crosses above sma(20)'),
  },
  'bars-ago': {
    severity: 'error',
    message: '`{found}` is written `{right}`.',
    hint: 'Write `{right}`.',
    explanation:
      'The value of a stream some bars ago stands in square brackets: `close[1]` is that of the bar before, `close[5]` of five bars before. It may be written behind anything, also behind a call.',
    wrong: program('let before = Close of 1 day ago'),
    right: program('let before = close[1]'),
  },
  'condition-behind': {
    severity: 'error',
    message: 'The condition of a choice stands in front, not behind its value.',
    hint: 'Write `if condition then a else b`.',
    explanation:
      'Python writes `a if condition else b`. Here the condition comes first, so that a chain of choices reads from top to bottom.',
    wrong: program('let price = high if close > open else low'),
    right: program('let price = if close > open then high else low'),
  },
  'argument-sign': {
    severity: 'error',
    message: 'The name of an argument is followed by a colon: `{right}`, not `{found}`.',
    hint: 'Write `{right}`.',
    explanation:
      'The sign `=` defines a name or, in other languages, compares. An argument that is given by its name has a colon: `bollinger(close, length: 20)`.',
    wrong: program('let mean = sma(close, length=20)'),
    right: program('let mean = sma(close, length: 20)'),
  },
} as const satisfies Record<string, CatalogueEntry>
