import { ExpressionGrammar } from './grammar-expressions.ts'
import * as T from './tokens.ts'

/** The clauses of `enter` and `rebalance`, and the lines of `risk` and `costs`. */
export class ClauseGrammar extends ExpressionGrammar {
  // ── enter, exit ──────────────────────────────────────────────────────────────────────────────

  readonly condition = this.RULE('condition', () => {
    this.CONSUME(T.When)
    this.SUBRULE(this.expression)
  })

  readonly order = this.RULE('order', () => {
    this.CONSUME(T.At)
    this.OR([
      { ALT: () => this.CONSUME(T.Market, { LABEL: 'form' }) },
      { ALT: () => this.CONSUME(T.OpenWord, { LABEL: 'form' }) },
      { ALT: () => this.CONSUME(T.CloseWord, { LABEL: 'form' }) },
      {
        ALT: () => {
          this.CONSUME(T.Limit, { LABEL: 'form' })
          this.SUBRULE(this.expression, { LABEL: 'price' })
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.Stop, { LABEL: 'form' })
          this.SUBRULE1(this.expression, { LABEL: 'price' })
          this.OPTION(() => {
            this.CONSUME1(T.Limit)
            this.SUBRULE2(this.expression, { LABEL: 'limit' })
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.Touch, { LABEL: 'form' })
          this.SUBRULE3(this.expression, { LABEL: 'price' })
        },
      },
    ])
  })

  readonly enterClause = this.RULE('enterClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.order) },
      { ALT: () => this.SUBRULE(this.size) },
      { ALT: () => this.SUBRULE(this.stopClause) },
      { ALT: () => this.SUBRULE(this.target) },
      { ALT: () => this.SUBRULE(this.expire) },
      { ALT: () => this.SUBRULE(this.upTo) },
      { ALT: () => this.SUBRULE(this.stray), IGNORE_AMBIGUITIES: true },
    ])
  })

  readonly exitClause = this.RULE('exitClause', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.order) }, { ALT: () => this.SUBRULE(this.expire) }])
  })

  readonly size = this.RULE('size', () => {
    this.CONSUME(T.Size)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.Risk)
          this.SUBRULE(this.expression)
          this.CONSUME(T.Of)
          this.CONSUME(T.Identifier, { LABEL: 'base' })
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.To)
          this.CONSUME(T.Volatility)
          this.SUBRULE1(this.expression)
        },
      },
      {
        ALT: () => {
          this.SUBRULE2(this.expression)
          this.OPTION(() => {
            this.OR1([
              {
                ALT: () => {
                  this.CONSUME1(T.Of)
                  this.CONSUME1(T.Identifier, { LABEL: 'base' })
                },
              },
              { ALT: () => this.CONSUME(T.Shares) },
              { ALT: () => this.CONSUME(T.Share) },
              { ALT: () => this.CONSUME(T.Each) },
              {
                ALT: () => {
                  this.CONSUME(T.Hedge)
                  this.SUBRULE3(this.expression, { LABEL: 'ratio' })
                },
              },
            ])
          })
        },
      },
    ])
  })

  readonly stopClause = this.RULE('stopClause', () => {
    this.CONSUME(T.Stop)
    this.OPTION({
      // `trailing + 1` would be a name of the user's; `trailing x`, `trailing - x` are the word.
      GATE: () => !startsMore(this.LA(2).tokenType),
      DEF: () => this.CONSUME(T.Trailing),
    })
    this.SUBRULE(this.expression, { LABEL: 'price' })
    this.OPTION1(() => {
      this.CONSUME(T.After)
      this.SUBRULE1(this.expression, { LABEL: 'after' })
    })
  })

  readonly target = this.RULE('target', () => {
    this.CONSUME(T.Target)
    this.SUBRULE(this.expression)
  })

  private readonly goodTill = this.RULE('goodTill', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.DateLiteral)
          this.OPTION(() => this.CONSUME(T.TimeLiteral))
        },
      },
      { ALT: () => this.CONSUME1(T.TimeLiteral) },
    ])
  })

  readonly expire = this.RULE('expire', () => {
    this.CONSUME(T.Expire)
    this.OR([
      { ALT: () => this.CONSUME(T.Day) },
      { ALT: () => this.CONSUME(T.Gtc) },
      { ALT: () => this.CONSUME(T.Ioc) },
      { ALT: () => this.CONSUME(T.Fok) },
      {
        ALT: () => {
          this.CONSUME(T.Gtd)
          this.SUBRULE(this.goodTill)
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.After)
          this.SUBRULE(this.expression)
          this.OPTION(() => this.CONSUME(T.Bars))
        },
      },
    ])
  })

  readonly upTo = this.RULE('upTo', () => {
    this.CONSUME(T.Up)
    this.CONSUME(T.To)
    this.SUBRULE(this.expression)
    this.CONSUME(T.Entries)
  })

  // ── rebalance ────────────────────────────────────────────────────────────────────────────────

  readonly rebalanceClause = this.RULE('rebalanceClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.hold) },
      { ALT: () => this.SUBRULE(this.weight) },
      { ALT: () => this.SUBRULE(this.maxEach) },
      {
        ALT: () => {
          this.CONSUME(T.Otherwise)
          this.SUBRULE(this.symbol)
        },
      },
      { ALT: () => this.SUBRULE(this.stray), IGNORE_AMBIGUITIES: true },
    ])
  })

  readonly hold = this.RULE('hold', () => {
    this.CONSUME(T.Hold)
    this.OPTION(() => {
      this.CONSUME(T.Top)
      this.SUBRULE(this.expression, { LABEL: 'top' })
    })
    this.OPTION1(() => {
      this.CONSUME(T.By)
      this.SUBRULE1(this.expression, { LABEL: 'by' })
    })
    this.OPTION2(() => {
      this.CONSUME(T.Where)
      this.SUBRULE2(this.expression, { LABEL: 'where' })
    })
  })

  readonly weight = this.RULE('weight', () => {
    this.CONSUME(T.Weight)
    this.OR([
      { ALT: () => this.CONSUME(T.Equal) },
      {
        ALT: () => {
          this.CONSUME(T.Inverse)
          this.SUBRULE(this.expression)
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.Proportional)
          this.CONSUME(T.To)
          this.SUBRULE1(this.expression)
        },
      },
      { ALT: () => this.SUBRULE2(this.expression) },
    ])
  })

  readonly maxEach = this.RULE('maxEach', () => {
    this.CONSUME(T.Max)
    this.SUBRULE(this.expression)
    this.CONSUME(T.Each)
  })

  // ── risk ─────────────────────────────────────────────────────────────────────────────────────

  readonly limit = this.RULE('limit', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.Max)
          this.CONSUME(T.Identifier, { LABEL: 'subject' })
          this.SUBRULE(this.expression, { LABEL: 'amount' })
          this.OPTION(() => {
            this.CONSUME(T.Of)
            this.CONSUME1(T.Identifier, { LABEL: 'of' })
          })
          this.OPTION1(() => {
            this.CONSUME(T.Per)
            this.CONSUME2(T.Identifier, { LABEL: 'per' })
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.Halt)
          this.OPTION2(() => this.CONSUME(T.Today, { LABEL: 'subject' }))
          this.SUBRULE(this.condition)
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.Cooldown)
          this.SUBRULE1(this.expression, { LABEL: 'amount' })
          this.CONSUME(T.After)
          this.SUBRULE2(this.expression, { LABEL: 'after' })
          this.OPTION3(() => this.CONSUME(T.Losses))
        },
      },
      { ALT: () => this.SUBRULE(this.stray), IGNORE_AMBIGUITIES: true },
    ])
  })

  // ── costs ────────────────────────────────────────────────────────────────────────────────────

  readonly cost = this.RULE('cost', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.commission) },
      {
        ALT: () => {
          this.CONSUME(T.Slippage)
          this.OR1({
            // `volume share` is told from a name before a rate by its second word.
            MAX_LOOKAHEAD: 2,
            DEF: [
              {
                ALT: () => {
                  this.CONSUME(T.VolumeWord, { LABEL: 'model' })
                  this.CONSUME(T.Share, { LABEL: 'model' })
                  this.SUBRULE(this.rate)
                  this.OPTION({
                    GATE: () => !this.beginsCost(),
                    DEF: () => this.CONSUME1(T.Identifier, { LABEL: 'unit' }),
                  })
                },
              },
              {
                ALT: () => {
                  this.CONSUME2(T.Identifier, { LABEL: 'model' })
                  this.SUBRULE1(this.rate)
                  this.OPTION1({
                    GATE: () => !this.beginsCost(),
                    DEF: () => this.CONSUME3(T.Identifier, { LABEL: 'unit' }),
                  })
                },
              },
              {
                ALT: () => {
                  this.SUBRULE3(this.rate)
                  this.CONSUME(T.Identifier, { LABEL: 'unit' })
                },
              },
            ],
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.Borrow)
          this.OPTION2(() => this.CONSUME(T.Ibkr))
          this.SUBRULE2(this.rate)
        },
      },
      { ALT: () => this.SUBRULE(this.maxVolume) },
      { ALT: () => this.SUBRULE(this.stray), IGNORE_AMBIGUITIES: true },
    ])
  })

  /** The next word begins the next cost: it is no unit of this one. */
  private beginsCost(): boolean {
    const type = this.LA(1).tokenType
    return [T.Commission, T.Slippage, T.Borrow, T.Max].includes(type)
  }

  readonly maxVolume = this.RULE('maxVolume', () => {
    this.CONSUME(T.Max)
    this.CONSUME(T.VolumeWord)
    this.SUBRULE(this.rate)
  })

  readonly commission = this.RULE('commission', () => {
    this.CONSUME(T.Commission)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.Ibkr, { LABEL: 'schedule' })
          this.CONSUME(T.Identifier, { LABEL: 'schedule' })
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.rate)
          this.OPTION(() => {
            this.CONSUME(T.Per)
            this.CONSUME1(T.Identifier, { LABEL: 'per' })
          })
        },
      },
    ])
  })

  /** A cost is a number as written, not an expression: `2 bps`, `0.1%`, `1 USD per trade`. */
  readonly rate = this.RULE('rate', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.NumberLiteral, { LABEL: 'number' })
          this.OPTION(() => this.CONSUME(T.Currency, { LABEL: 'unit' }))
        },
      },
      { ALT: () => this.CONSUME(T.Percent, { LABEL: 'literal' }) },
    ])
  })

  readonly costs = this.RULE('costs', () => {
    this.CONSUME(T.Costs)
    this.CONSUME(T.LCurly)
    this.MANY(() => this.SUBRULE(this.cost))
    this.CONSUME(T.RCurly)
  })
}

/** Whether a sign that follows a name continues it, so that the name was a value. */
function startsMore(type: { readonly CATEGORIES?: readonly unknown[] }): boolean {
  if (type === T.Minus || type === T.Not || type === T.LParen) return false
  return (
    type === T.Dot ||
    type === T.LSquare ||
    type === T.AtSign ||
    type === T.Crosses ||
    type === T.After ||
    (type.CATEGORIES?.includes(T.Operator) ?? false)
  )
}
