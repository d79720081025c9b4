import { CstParser, type IParserConfig } from 'chevrotain'
import * as T from './tokens.ts'

/**
 * Expressions. An expression is read flat, operand operator operand …; `lower-expressions.ts`
 * gives the operators their precedence, so there is one place that knows it. What cannot be read
 * at all is a `stray`: it is skipped up to the next keyword and told when the tree is made.
 */
export class ExpressionGrammar extends CstParser {
  constructor(config: IParserConfig) {
    super([...T.VOCABULARY], config)
  }

  readonly expression = this.RULE('expression', () => {
    this.SUBRULE(this.operand)
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(T.Operator, { LABEL: 'operator' }) },
        {
          ALT: () => {
            this.CONSUME(T.Crosses, { LABEL: 'operator' })
            this.OR1([
              { ALT: () => this.CONSUME(T.Above, { LABEL: 'direction' }) },
              { ALT: () => this.CONSUME(T.Below, { LABEL: 'direction' }) },
            ])
          },
        },
      ])
      this.SUBRULE1(this.operand)
    })
  })

  /** Prefixes, one value, postfixes. */
  readonly operand = this.RULE('operand', () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(T.Not, { LABEL: 'prefix' }) },
        { ALT: () => this.CONSUME(T.Minus, { LABEL: 'prefix' }) },
      ])
    })
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(T.NumberLiteral, { LABEL: 'number' })
          this.OPTION(() => {
            this.OR2([
              { ALT: () => this.CONSUME(T.Bars, { LABEL: 'unit' }) },
              { ALT: () => this.CONSUME(T.Currency, { LABEL: 'unit' }) },
            ])
          })
        },
      },
      { ALT: () => this.CONSUME(T.Percent, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.RMultiple, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.Duration, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.TimeLiteral, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.DateLiteral, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.Text, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.True, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.False, { LABEL: 'literal' }) },
      { ALT: () => this.CONSUME(T.Identifier, { LABEL: 'literal' }) },
      {
        ALT: () => {
          this.CONSUME(T.LParen)
          this.SUBRULE(this.expression)
          this.CONSUME(T.RParen)
        },
      },
      { ALT: () => this.SUBRULE(this.conditional) },
      { ALT: () => this.SUBRULE(this.record) },
    ])
    this.MANY1(() => this.SUBRULE(this.suffix))
  })

  readonly conditional = this.RULE('conditional', () => {
    this.CONSUME(T.If)
    this.SUBRULE(this.expression)
    this.CONSUME(T.Then)
    this.SUBRULE1(this.expression)
    this.CONSUME(T.Else)
    this.SUBRULE2(this.expression)
  })

  readonly record = this.RULE('record', () => {
    this.CONSUME(T.LCurly)
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        this.SUBRULE(this.label)
        this.CONSUME(T.Colon)
        this.SUBRULE(this.expression)
      },
    })
    this.CONSUME(T.RCurly)
  })

  readonly suffix = this.RULE('suffix', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.LSquare)
          this.SUBRULE(this.expression)
          this.CONSUME(T.RSquare)
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.Dot)
          this.CONSUME(T.Identifier, { LABEL: 'field' })
        },
      },
      {
        ALT: () => {
          this.CONSUME1(T.LParen, { LABEL: 'call' })
          this.MANY_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.argument) })
          this.CONSUME1(T.RParen)
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.clock)
        },
      },
    ])
  })

  /** `@ 1h`, `@ SPY`, `@ SPY 1d` */
  readonly clock = this.RULE('clock', () => {
    this.CONSUME(T.AtSign)
    this.OR([
      { ALT: () => this.CONSUME(T.Duration, { LABEL: 'timeframe' }) },
      {
        ALT: () => {
          this.SUBRULE(this.symbol)
          this.OPTION(() => this.CONSUME1(T.Duration, { LABEL: 'timeframe' }))
        },
      },
    ])
  })

  readonly argument = this.RULE('argument', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === T.Colon,
      MAX_LOOKAHEAD: 1,
      DEF: () => {
        this.SUBRULE(this.label)
        this.CONSUME(T.Colon)
      },
    })
    this.SUBRULE(this.expression)
  })

  /** The name of an argument or a record's field, which may be a reserved word. */
  readonly label = this.RULE('label', () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Identifier, { LABEL: 'word' }) },
      { ALT: () => this.CONSUME(T.Reserved, { LABEL: 'word' }) },
    ])
  })

  /** An instrument: a plain name, or a text where it holds other signs (`"BRK.B"`). */
  readonly symbol = this.RULE('symbol', () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Identifier, { LABEL: 'word' }) },
      { ALT: () => this.CONSUME(T.Text, { LABEL: 'word' }) },
    ])
  })

  // ── What cannot be read ──────────────────────────────────────────────────────────────────────

  /**
   * Inside a statement or block: up to the next keyword. It stands last in its choices and takes
   * what no other alternative does, hence the ambiguities ignored there: names like `max` begin
   * a clause in one place and nothing in another.
   */
  readonly stray = this.RULE('stray', () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Loose, { LABEL: 'first' }) },
      { ALT: () => this.SUBRULE(this.strayBraces) },
    ])
    this.MANY(() => {
      this.OR1([
        { ALT: () => this.CONSUME1(T.Loose, { LABEL: 'rest' }) },
        { ALT: () => this.SUBRULE1(this.strayBraces) },
      ])
    })
  })

  /** Between statements: whatever begins none of them. */
  readonly strayStatement = this.RULE('strayStatement', () => {
    this.AT_LEAST_ONE(() => {
      this.OR([
        { ALT: () => this.CONSUME(T.Loose, { LABEL: 'first' }) },
        { ALT: () => this.CONSUME(T.ClauseHead, { LABEL: 'first' }) },
        { ALT: () => this.SUBRULE(this.strayBraces) },
      ])
    })
  })

  readonly strayBraces = this.RULE('strayBraces', () => {
    this.CONSUME(T.LCurly, { LABEL: 'first' })
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(T.Loose) },
        { ALT: () => this.CONSUME(T.ClauseHead) },
        { ALT: () => this.CONSUME(T.StatementHead) },
        { ALT: () => this.CONSUME(T.Session) },
        { ALT: () => this.SUBRULE(this.strayBraces) },
      ])
    })
    this.CONSUME(T.RCurly)
  })
}
