import { createToken, Lexer, type TokenType } from 'chevrotain'

/**
 * The vocabulary. The lexer proper knows only `Name` for every word; `WORDS` then says which
 * names are words of the language. Categories say where a token may stand.
 */

// ── Categories ─────────────────────────────────────────────────────────────────────────────────

const category = (name: string, label: string): TokenType =>
  createToken({ name, pattern: Lexer.NA, label })

/** Whatever may be used as a name: plain names and the words that mean something only in place. */
export const Identifier = category('Identifier', 'a name')
/** Reserved words, which cannot be names. */
export const Reserved = category('Reserved', 'a word of the language')
/** Reserved words that begin a statement. */
export const StatementHead = category('StatementHead', 'a statement')
/** Reserved words that begin a clause. */
export const ClauseHead = category('ClauseHead', 'a clause')
/** What begins no statement and, but for a few names (`max`, `up`), no clause: see `stray`. */
export const Loose = category('Loose', 'more')
/** Binary operators of one token; `crosses` needs a second one. */
export const Operator = category('Operator', 'an operator')
/** The operators of the comparison level that `expect` may put after `at bar N`. */
export const Comparison = category('Comparison', 'a comparison')

const CATEGORIES = [Identifier, Reserved, StatementHead, ClauseHead, Loose, Operator, Comparison]

// ── Words ──────────────────────────────────────────────────────────────────────────────────────

const words = new Map<string, TokenType>()

function word(text: string, ...categories: TokenType[]): TokenType {
  const type = createToken({
    name: `word_${text}`,
    pattern: Lexer.NA,
    categories,
    label: `\`${text}\``,
  })
  words.set(text, type)
  return type
}

const statement = (text: string): TokenType => word(text, StatementHead, Reserved)
const clause = (text: string): TokenType => word(text, ClauseHead, Reserved)
const reserved = (text: string, ...more: TokenType[]): TokenType =>
  word(text, Reserved, Loose, ...more)
const contextual = (text: string): TokenType => word(text, Identifier, Loose)

export const Strategy = statement('strategy')
export const Portfolio = statement('portfolio')
export const Library = statement('library')
export const Timeframe = statement('timeframe')
export const Instrument = statement('instrument')
export const Universe = statement('universe')
export const Import = statement('import')
export const Param = statement('param')
export const Require = statement('require')
export const Let = statement('let')
export const Fn = statement('fn')
export const Mode = statement('mode')
export const Enter = statement('enter')
export const Exit = statement('exit')
export const Cancel = statement('cancel')
export const Oca = statement('oca')
export const Rebalance = statement('rebalance')
export const Plot = statement('plot')
export const Mark = statement('mark')
export const Fill = statement('fill')
export const Alert = statement('alert')
export const Risk = statement('risk')
export const Costs = statement('costs')
export const Test = statement('test')
/** The one statement head that stays a name (`session` in an expression). */
export const Session = word('session', Identifier)

export const At = clause('at')
export const Size = clause('size')
export const Stop = clause('stop')
export const Target = clause('target')
export const Expire = clause('expire')
export const Hold = clause('hold')
export const Weight = clause('weight')
export const Otherwise = clause('otherwise')
export const Halt = clause('halt')
export const Cooldown = clause('cooldown')
export const Expect = clause('expect')
export const With = clause('with')
export const Return = clause('return')
export const From = clause('from')

export const When = reserved('when')
export const Long = reserved('long')
export const Short = reserved('short')
export const In = reserved('in')
export const For = reserved('for')
export const Of = reserved('of')
export const To = reserved('to')
export const By = reserved('by')
export const Where = reserved('where')
export const After = reserved('after')
export const Each = reserved('each')
export const Within = reserved('within')
export const Inverse = reserved('inverse')
export const Equal = reserved('equal')
export const Proportional = reserved('proportional')
export const If = reserved('if')
export const Then = reserved('then')
export const Else = reserved('else')
export const Not = reserved('not')
export const And = reserved('and', Operator)
export const Or = reserved('or', Operator)
export const Is = reserved('is', Operator)
export const Crosses = reserved('crosses')
export const True = reserved('true')
export const False = reserved('false')

export const Max = contextual('max')
export const Up = contextual('up')
export const Commission = contextual('commission')
export const Slippage = contextual('slippage')
export const Borrow = contextual('borrow')
export const OpenWord = contextual('open')
export const HighWord = contextual('high')
export const LowWord = contextual('low')
export const CloseWord = contextual('close')
export const VolumeWord = contextual('volume')
export const Prices = contextual('prices')

export const Above = contextual('above')
export const Below = contextual('below')
export const Step = contextual('step')
export const On = contextual('on')
export const Bars = contextual('bars')
export const Bar = contextual('bar')
export const Market = contextual('market')
export const Limit = contextual('limit')
export const Touch = contextual('touch')
export const Shares = contextual('shares')
export const Volatility = contextual('volatility')
export const Hedge = contextual('hedge')
export const Trailing = contextual('trailing')
export const Day = contextual('day')
export const Gtc = contextual('gtc')
export const Gtd = contextual('gtd')
export const Ioc = contextual('ioc')
export const Fok = contextual('fok')
export const Entries = contextual('entries')
export const Reduce = contextual('reduce')
export const Without = contextual('without')
export const Block = contextual('block')
export const Top = contextual('top')
export const Pane = contextual('pane')
export const Today = contextual('today')
export const Losses = contextual('losses')
export const Per = contextual('per')
export const Ibkr = contextual('ibkr')
export const Share = contextual('share')
export const Repeat = contextual('x')

/** Every word that means something to the grammar, reserved or in its place. */
export const WORDS: ReadonlyMap<string, TokenType> = words

// ── Literals, names, signs ─────────────────────────────────────────────────────────────────────

const loose = (name: string, pattern: RegExp, label: string, ...more: TokenType[]): TokenType =>
  createToken({ name, pattern, label, categories: [Loose, ...more] })
const sign = (name: string, pattern: string, ...more: TokenType[]): TokenType =>
  createToken({ name, pattern, label: `\`${pattern}\``, categories: [Loose, ...more] })

export const DateLiteral = loose('date', /\d{4}-\d{2}-\d{2}(?!\w)/, 'a date')
export const TimeLiteral = loose('time', /\d{1,2}:\d{2}(?!\w)/, 'a time')
export const Percent = loose('percent', /\d+(?:\.\d+)?%/, 'a percentage')
export const RMultiple = loose('r_multiple', /\d+(?:\.\d+)?R(?!\w)/, 'a multiple of R')
export const Duration = loose('duration', /\d+(?:\.\d+)?(?:mo|[smhdw])(?!\w)/, 'a duration')
export const NumberLiteral = loose('number', /\d+(?:\.\d+)?/, 'a number')
export const Text = loose('text', /"(?:[^"\\\r\n]|\\.)*"/, 'a text in quotes')
export const Name = loose('name', /[A-Za-z_]\w*/, 'a name', Identifier)
/** Three capitals, which are a currency right after a number and a plain name elsewhere. */
export const Currency = createToken({
  name: 'currency',
  pattern: Lexer.NA,
  label: 'a currency',
  categories: [Identifier, Loose],
})

export const Range = sign('range', '..')
export const Dot = sign('dot', '.')
export const Comma = sign('comma', ',')
export const Colon = sign('colon', ':')
export const AtSign = sign('at_sign', '@')
export const LParen = sign('left_paren', '(')
export const RParen = sign('right_paren', ')')
export const LSquare = sign('left_square', '[')
export const RSquare = sign('right_square', ']')
export const LCurly = createToken({ name: 'left_curly', pattern: '{', label: '`{`' })
export const RCurly = createToken({ name: 'right_curly', pattern: '}', label: '`}`' })
export const Equals = sign('equals', '==', Operator, Comparison)
export const NotEquals = sign('not_equals', '!=', Operator, Comparison)
export const AtMost = sign('at_most', '<=', Operator, Comparison)
export const AtLeast = sign('at_least', '>=', Operator, Comparison)
export const Less = sign('less', '<', Operator, Comparison)
export const Greater = sign('greater', '>', Operator, Comparison)
/** Defines; between two values it is a slip for `==`, which the lowering tells. */
export const Assign = sign('assign', '=', Operator)
export const Default = sign('default', '??', Operator)
export const Plus = sign('plus', '+', Operator)
export const Minus = sign('minus', '-', Operator)
export const Times = sign('times', '*', Operator)
export const Divide = sign('divide', '/', Operator)
/** Not of the language; read as an operator so that the complaint can name `mod` and `pow`. */
export const PercentSign = sign('percent_sign', '%', Operator)
export const Caret = createToken({
  name: 'caret',
  pattern: /\^|\*\*/,
  label: '`^`',
  categories: [Loose, Operator],
})
export const Question = sign('question', '?')

// ── What is written wrongly, but understood (see `slips.ts`) ───────────────────────────────────

const slip = (name: string, pattern: RegExp): TokenType => createToken({ name, pattern })

export const GluedNumber = slip('glued_number', /\d+(?:\.\d+)?[A-Za-z_]\w*/)
export const TrailingPoint = slip('trailing_point', /\d+\.(?![.\w])/)
export const LeadingPoint = slip('leading_point', /\.\d+/)
export const OpenText = slip('open_text', /"[^"\r\n]*/)
export const OddText = slip('odd_text', /'[^'\r\n]*'|[“”„«][^“”„«»"\r\n]*[“”»"]/)
export const OddOperator = slip(
  'odd_operator',
  /===|!==|:=|&&?|\|\|?|<>|=<|=>|→|≤|≥|≠|×|÷|−|–|;|!(?!=)/,
)
export const HashComment = slip('hash_comment', /#[^\r\n]*/)
export const BlockComment = slip('block_comment', /\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/)

export const DocComment = createToken({
  name: 'doc_comment',
  pattern: /\/\/\/[^\r\n]*/,
  group: 'comments',
})
export const Comment = createToken({
  name: 'comment',
  pattern: /\/\/[^\r\n]*/,
  group: 'comments',
})
const Space = createToken({
  name: 'space',
  pattern: /[ \t\r\n\f\v\u00a0\ufeff]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
})

/** In the order they are tried: dates and times before numbers, longer signs before shorter. */
const LITERALS = [
  DateLiteral,
  TimeLiteral,
  Percent,
  RMultiple,
  Duration,
  GluedNumber,
  TrailingPoint,
  NumberLiteral,
  Text,
  OpenText,
  OddText,
  Name,
]
const SIGNS = [
  Range,
  LeadingPoint,
  Dot,
  Comma,
  AtSign,
  LParen,
  RParen,
  LSquare,
  RSquare,
  LCurly,
  RCurly,
  OddOperator,
  Colon,
  Equals,
  NotEquals,
  AtMost,
  AtLeast,
  Less,
  Greater,
  Assign,
  Default,
  Caret,
  Plus,
  Minus,
  Times,
  Divide,
  PercentSign,
  Question,
]

/** What the lexer tries, in this order. */
export const LEXED: readonly TokenType[] = [
  Space,
  DocComment,
  Comment,
  BlockComment,
  HashComment,
  ...LITERALS,
  ...SIGNS,
]

/** What the grammar may speak of. */
export const VOCABULARY: readonly TokenType[] = [
  ...CATEGORIES,
  ...words.values(),
  ...LITERALS,
  ...SIGNS,
  Currency,
]
