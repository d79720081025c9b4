import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

const rule = (lines: string): string => program(`enter long when ${lines}`)

/** What the parser can complain of. */
export const SYNTAX_CATALOGUE = {
  // ── Characters, literals ─────────────────────────────────────────────────────────────────────
  'unknown-character': {
    severity: 'error',
    message: 'The character {found} means nothing here.',
    hint: 'Remove it; names are made of letters, digits and `_`, amounts are written `10000 USD`.',
    explanation:
      'Outside of texts and comments the language uses plain letters, digits and a few signs. Other characters often come from copying out of a web page or a document.',
    wrong: program('let half = close ~'),
    right: program('let half = close / 2'),
  },
  'unclosed-text': {
    severity: 'error',
    message: 'This text is not closed: a text ends on the line it begins on.',
    hint: 'Write a `"` where the text ends.',
    explanation:
      'A text stands between two double quotes on one line, so that a forgotten quote cannot swallow the rest of the file. A quote inside it is written `\\"`.',
    wrong: program('plot close in pane "Price'),
    right: program('plot close in pane "Price"'),
  },
  'quote-style': {
    severity: 'error',
    message: 'A text stands between plain double quotes.',
    hint: 'Replace the quotes by `"`.',
    explanation:
      'Single and curly quotes look alike and are easily mixed up, so there is one kind only. Curly ones mostly come from a document or a chat that puts them in by itself.',
    wrong: program("plot close in pane 'Price'"),
    right: program('plot close in pane "Price"'),
  },
  'unit-spelling': {
    severity: 'error',
    message: '`{found}` is written `{right}`.',
    hint: 'Write `{right}`.',
    explanation:
      'Short units stand right behind their number: `2%`, `3R`, `15m`, `1h`, `1d`, `1w`, `1mo`. Words stand apart: `10 bars`, `10000 USD`.',
    wrong: 'strategy "Example"\n\ntimeframe 1 day\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 1d\n\nplot close\n',
  },
  'unknown-unit': {
    severity: 'error',
    message: '`{suffix}` is no unit, so `{found}` has no meaning.',
    hint: 'Use one of `%`, `R`, `s`, `m`, `h`, `d`, `w`, `mo`, or put a space before a word.',
    explanation:
      'Letters right behind a number are its unit. A name cannot begin with a digit, and `10x40` is written `10 x 40`.',
    wrong: program('let target_price = 10k'),
    right: program('let target_price = 10000'),
  },
  'number-format': {
    severity: 'error',
    message: 'The number `{found}` is written `{right}`.',
    hint: 'Write `{right}`.',
    explanation:
      'Numbers have a digit on both sides of the point and no separators or exponents: `0.5`, `5`, `1000`. A comma separates values.',
    wrong: program('let half = .5'),
    right: program('let half = 0.5'),
  },
  'number-too-large': {
    severity: 'error',
    message: 'This number is larger than any that can be computed with.',
    hint: 'Write a smaller number.',
    explanation:
      'Numbers are kept in double precision: 15 to 17 digits count, and nothing larger than about 300 digits has a place. Mostly a key stuck, or two numbers lost the blank between them.',
    wrong: program(`let huge = ${'9'.repeat(310)}`),
    right: program('let huge = 9000000'),
  },
  'no-such-date': {
    severity: 'error',
    message: 'There is no day {found}.',
    hint: 'Write a day of the calendar as year-month-day, such as `2024-03-28`.',
    explanation:
      'Dates are written year, month, day, each in full: `2024-03-28`. The day must be one of the calendar, leap years included.',
    wrong: rule('close > open\n  expire gtd 2024-02-30\n  size 1 shares'),
    right: rule('close > open\n  size 1 shares'),
  },
  'no-such-time': {
    severity: 'error',
    message: 'There is no time {found}.',
    hint: 'Write hours from 0 to 23 and minutes from 0 to 59, such as `09:30`.',
    explanation:
      'Times of day are written hours and minutes, from `00:00` to `24:00`, on the clock of the exchange. There is no am and pm: half past two in the afternoon is `14:30`.',
    wrong: program('let late = time_of_day > 25:30'),
    right: program('let up = close > open'),
  },
  'comment-style': {
    severity: 'error',
    message: '`{found}` begins no comment.',
    hint: 'Begin each line of a comment with `//`.',
    explanation:
      'A comment begins with `//` and ends with its line. `///` in front of a definition documents it: the text is shown where the name is used.',
    wrong: program('# the middle\nlet middle = hl2'),
    right: program('// the middle\nlet middle = hl2'),
  },

  // ── Operators ────────────────────────────────────────────────────────────────────────────────
  'operator-spelling': {
    severity: 'error',
    message: '`{found}` is written `{right}`.',
    hint: 'Write `{right}`.',
    explanation:
      'Conditions are joined with the words `and`, `or`, `not`; comparisons are `==`, `!=`, `<`, `<=`, `>`, `>=`; a definition uses `=`.',
    wrong: program('let up = close > open && close > close[1]'),
    right: program('let up = close > open and close > close[1]'),
  },
  'needless-sign': {
    severity: 'error',
    message: '`{found}` is not needed: a statement ends where the next keyword begins.',
    hint: 'Remove it.',
    explanation:
      'Statements and clauses begin with keywords, so nothing has to end them. Line breaks carry no meaning either: a long condition may go over as many lines as it likes.',
    wrong: program('let middle = hl2;'),
    right: program('let middle = hl2'),
  },
  'no-such-operator': {
    severity: 'error',
    message: 'There is no operator `{found}`: `%` is the unit of percentages.',
    hint: 'Write `{name}(a, b)`.',
    explanation:
      'The remainder of a division is `mod(a, b)` and a power is `pow(a, b)`. The sign `%` belongs right behind a number and means per cent, which a strategy needs more often.',
    wrong: program('let left_over = bar_index % 5'),
    right: program('let left_over = mod(bar_index, 5)'),
  },
  'question-mark': {
    severity: 'error',
    message: 'A choice is not written with `?`.',
    hint: 'Write `if condition then a else b`.',
    explanation:
      'A choice between two values is `if condition then a else b`, and a chain of them goes on with `else if`. `x ?? y` is something else: x where it is known and y elsewhere.',
    wrong: program('let side = close > open ? 1 : 0'),
    right: program('let side = if close > open then 1 else 0'),
  },
  'equals-for-comparison': {
    severity: 'error',
    message: '`=` defines; whether two values are equal is asked with `==`.',
    hint: 'Write `==`.',
    explanation:
      'A single `=` gives a name to a value in `let`, `param`, `fn` and `with`. A comparison is written `==`, so that the two cannot be taken for one another.',
    wrong: program('let flat = close = open'),
    right: program('let flat = close == open'),
  },
  'chained-comparison': {
    severity: 'error',
    message: 'Two comparisons cannot be chained: `{middle}` is compared twice.',
    hint: 'Write `and` and repeat the middle: `a < b and b < c`.',
    explanation:
      'In `a < b < c` the first comparison gives true or false, which is not comparable with c. Say both comparisons and join them with `and`.',
    wrong: program('let between = low < open < high'),
    right: program('let between = low < open and open < high'),
  },
  'state-due': {
    severity: 'error',
    message: 'After `is` comes the name of a state of a mode.',
    hint: 'Name a state, as in `regime is calm`; compare numbers with `==`.',
    explanation:
      '`is` asks which state a mode is in, as in `regime is calm`. Numbers are compared with `==`, and whether a value is there at all is asked with `known(x)`.',
    wrong: program('let at_ten = close is 10'),
    right: program('let at_ten = close == 10'),
  },

  // ── Brackets, size ───────────────────────────────────────────────────────────────────────────
  'unclosed-bracket': {
    severity: 'error',
    message: 'This `{open}` is never closed.',
    hint: 'Write a `{close}` where it should end.',
    explanation:
      'Every bracket needs its closing one before the next statement begins. What comes after an open bracket is read as if it still belonged to it, so the place of the message is where that can no longer be.',
    wrong: program('let average = sma(close, 20\n\nplot average'),
    right: program('let average = sma(close, 20)\n\nplot average'),
  },
  'wrong-bracket': {
    severity: 'error',
    message: '`{open}` is closed by `{right}`, but `{found}` stands here.',
    hint: 'Write `{right}`.',
    explanation:
      '`(` is closed by `)`, `[` by `]` and `{` by `}`. Round brackets call functions and group, square ones look back, braces hold records and blocks.',
    wrong: program('let before = close[1)'),
    right: program('let before = close[1]'),
  },
  'stray-bracket': {
    severity: 'error',
    message: 'This `{found}` closes nothing.',
    hint: 'Remove it, or open the bracket that it should close.',
    explanation:
      'A closing bracket needs one that it closes, in the same statement. Often an opening one was deleted together with the name before it.',
    wrong: program('let average = sma(close, 20))'),
    right: program('let average = sma(close, 20)'),
  },
  'call-bracket-due': {
    severity: 'error',
    message: 'The `(` behind `{name}` is missing.',
    hint: 'Write `{name}(` before what it is called with.',
    explanation:
      'A function is called with its arguments in brackets, as in `sma(close, 20)`. The closing one is there and the opening one is not.',
    wrong: program('let average = sma close, 20)'),
    right: program('let average = sma(close, 20)'),
  },
  'brace-due': {
    severity: 'error',
    message: 'The block behind {after} lacks {lacks}.',
    hint: 'Write the lines of the block between braces.',
    explanation:
      'The lines of `risk`, `costs`, `test`, `mode` and of a longer function stand between braces. A block without them ends with the lines that are indented.',
    wrong: program('risk\n  halt when equity < 9000 USD\n}'),
    right: program('risk {\n  halt when equity < 9000 USD\n}'),
  },
  'comma-due': {
    severity: 'error',
    message: 'A comma is missing before {found}.',
    hint: 'Write `,` between the two, or an operator where they are one value.',
    explanation:
      'The arguments of a call are separated by commas, as in `sma(close, 20)`, and so are the parameters of a function and the prices of a test.',
    wrong: program('let average = sma(close 20)'),
    right: program('let average = sma(close, 20)'),
  },
  'too-deep': {
    severity: 'error',
    message: 'Brackets and choices stand more than {limit} deep in one another here.',
    hint: 'Give names to parts of it with `let`.',
    explanation:
      'Nobody reads such an expression, and a program that did would need memory without end. A `let` for each part costs nothing when the strategy runs.',
    wrong: program(`let deep = ${'('.repeat(120)}close${')'.repeat(120)}`),
    right: program('let deep = ((close))'),
  },
  'too-long': {
    severity: 'error',
    message: 'This expression has more than {limit} operators.',
    hint: 'Give names to parts of it with `let`.',
    explanation:
      'Nobody reads such an expression. A `let` for each part costs nothing when the strategy runs: equal parts are computed once, however often they are named.',
    wrong: program(`let long_sum = close${' + close'.repeat(500)}`),
    right: program('let long_sum = 500 * close'),
  },
  'text-too-big': {
    severity: 'error',
    message: 'This file has more than {limit} characters, which no strategy has.',
    hint: 'Check that this is the file that was meant; put data into a file of its own.',
    explanation:
      'A strategy is read whole, and so its length is bounded. Prices belong into data files, which are read when the strategy runs.',
    wrong: `strategy "Example"\n//${'.'.repeat(4 * 1024 * 1024)}\n`,
    right: program('plot close'),
  },

  // ── Statements ───────────────────────────────────────────────────────────────────────────────
  'header-due': {
    severity: 'error',
    message: 'The file does not say what it is.',
    hint: 'Begin it with `strategy "Name"`, `portfolio "Name"` or `library "Name"`.',
    explanation:
      'The first statement names the file’s subject: a strategy trades one instrument or a ' +
      'few, a portfolio holds many, a library offers functions.',
    wrong: 'timeframe 1d\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 1d\n\nplot close\n',
  },
  'second-header': {
    severity: 'error',
    message: 'The file says twice what it is.',
    hint: 'Remove this line, or move what follows into a file of its own.',
    explanation:
      'One file holds one strategy, portfolio or library. Two strategies that share functions keep those in a library, which both import.',
    wrong: program('strategy "Another"'),
    right: program('plot close'),
  },
  'unknown-statement': {
    severity: 'error',
    message: 'No statement begins with `{found}`.',
    hint: 'Begin it with a keyword such as `let`, `param`, `enter`, `exit` or `plot`.',
    explanation:
      'Every statement begins with a keyword that says what it does: `let` defines, `param` is set by a run, `enter` and `exit` trade, `plot` draws, `test` tries out.',
    wrong: program('calculate the average'),
    right: program('let average = sma(close, 20)'),
  },
  'unknown-clause': {
    severity: 'error',
    message: 'No line of `{owner}` begins with `{found}`; {expected} does.',
    hint: 'Begin the line with {expected}, or remove it.',
    explanation:
      'Every clause of a statement and every line of a block begins with its keyword, so that the order of lines does not matter. The message lists the keywords that fit in this place.',
    wrong: rule('close > open\n  quantity 100\n  size 100 shares'),
    right: rule('close > open\n  size 100 shares'),
  },
  'misplaced-clause': {
    severity: 'error',
    message: '`{found}` stands alone here: it is a line of {owners}.',
    hint: 'Move it into {owners}.',
    explanation:
      'A clause follows the statement that it belongs to: a `size` or a `stop` stands below an `enter`. Indentation does not decide this; the last statement before it does.',
    wrong: program('stop close - 3'),
    right: rule('close > open\n  size 100 shares\n  stop close - 3'),
  },
  'let-due': {
    severity: 'error',
    message: 'A definition begins with `let`.',
    hint: 'Write `let {name} = …`.',
    explanation:
      'A name is defined once, with `let`; there are no variables that change. What carries ' +
      'over from bar to bar is written with `prev`.',
    wrong: program('middle = hl2'),
    right: program('let middle = hl2'),
  },
  'misspelled-word': {
    severity: 'error',
    message: '`{found}` is not known here; `{right}` is.',
    hint: 'Write `{right}`, if that was meant.',
    explanation:
      'A keyword of this place differs from what stands here in a letter or two. If it was meant as a name of your own, it stands where no name can be.',
    wrong: program('parm length = 20'),
    right: program('param length = 20 in 5..50\nplot sma(close, length)'),
  },
  unexpected: {
    severity: 'error',
    message: '{found} does not fit here: what stands before it is complete.',
    hint: 'Join the two with an operator, or remove it.',
    explanation:
      'After a complete value comes an operator, a clause or the next statement. Here stands another value, as if something between the two had been left out.',
    wrong: program('let middle = high low'),
    right: program('let middle = high - low'),
  },

  // ── What is missing ──────────────────────────────────────────────────────────────────────────
  'value-due': {
    severity: 'error',
    message: '{subject} is due{after}, but {found}.',
    hint: 'Write a value: a number, a name, a call or an expression in brackets.',
    explanation:
      'Operators, commas and keywords need a value after them: `close -` alone says nothing. A value is a number, a name, a call or an expression in brackets.',
    wrong: program('let change_today = close -'),
    right: program('let change_today = close - open'),
  },
  'name-due': {
    severity: 'error',
    message: '{subject} is due{after}, but {found}.',
    hint: 'Write a name: letters, digits and `_`, beginning with a letter.',
    explanation:
      'Definitions, parameters and fields are called by names: letters, digits and `_`, beginning with a letter. Numbers, texts and signs are no names.',
    wrong: program('let 2 = close'),
    right: program('let two = close'),
  },
  'reserved-name': {
    severity: 'error',
    message: '`{found}` is a word of the language and cannot be a name.',
    hint: 'Choose another name, such as `my_{found}`.',
    explanation:
      'The words that begin statements and clauses, and a few that join them, are reserved, so that every statement can be told by its first word. All other words, also `market`, `limit` or `day`, are free.',
    wrong: program('let target = close'),
    right: program('let my_target = close'),
  },
  'text-due': {
    severity: 'error',
    message: '{subject} is due{after}, but {found}.',
    hint: 'Write the text between double quotes.',
    explanation:
      'Titles, tags, files and labels are texts: they stand in double quotes. Without quotes a word is the name of something that has a value.',
    wrong: 'strategy Example\n\ntimeframe 1d\n\nplot close\n',
    right: 'strategy "Example"\n\ntimeframe 1d\n\nplot close\n',
  },
  'when-due': {
    severity: 'error',
    message: '{subject} is missing{after}: {found}.',
    hint: 'Write `when` and the condition.',
    explanation:
      'A rule says when it fires: `enter long when close > open`. The word `if` belongs to choices between values, `if condition then a else b`.',
    wrong: program('enter long if close > open\n  size 100 shares'),
    right: rule('close > open\n  size 100 shares'),
  },
  'branch-due': {
    severity: 'error',
    message: '{subject} is missing{after}: {found}.',
    hint: 'Write the whole choice: `if condition then a else b`.',
    explanation:
      'A choice has a value on every bar, so both branches must be given. Where one of them is “as before”, that is `prev(name, first)`; where nothing is to be done, the condition belongs into a rule.',
    wrong: program('let up = if close > open then 1'),
    right: program('let up = if close > open then 1 else 0'),
  },
  'equals-sign-due': {
    severity: 'error',
    message: '{subject} is missing{after}: {found}.',
    hint: 'Write `=` between the name and its value.',
    explanation:
      'Definitions and parameters are written with `=` between the name and its value: `let name = value`, `param name = 14`.',
    wrong: program('let middle hl2'),
    right: program('let middle = hl2'),
  },
  'something-due': {
    severity: 'error',
    message: '{subject} is due{after}, but {found}.',
    hint: 'Write {due} here.',
    explanation:
      'The statement is not complete without it. The message names what can stand in this place; the words in it are those of the language, written as shown.',
    wrong: program('enter when close > open\n  size 100 shares'),
    right: rule('close > open\n  size 100 shares'),
  },
} as const satisfies Record<string, CatalogueEntry>
