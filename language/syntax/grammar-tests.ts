import { ClauseGrammar } from './grammar-clauses.ts'
import * as T from './tokens.ts'

/** The lines of a `test` block. */
export class TestGrammar extends ClauseGrammar {
  readonly testItem = this.RULE('testItem', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.series) },
      { ALT: () => this.SUBRULE(this.pricesFrom) },
      { ALT: () => this.SUBRULE(this.withClause) },
      { ALT: () => this.SUBRULE(this.costs) },
      { ALT: () => this.SUBRULE(this.expect) },
      { ALT: () => this.SUBRULE(this.stray), IGNORE_AMBIGUITIES: true },
    ])
  })

  readonly series = this.RULE('series', () => {
    this.OR([
      { ALT: () => this.CONSUME(T.OpenWord, { LABEL: 'column' }) },
      { ALT: () => this.CONSUME(T.HighWord, { LABEL: 'column' }) },
      { ALT: () => this.CONSUME(T.LowWord, { LABEL: 'column' }) },
      { ALT: () => this.CONSUME(T.CloseWord, { LABEL: 'column' }) },
      { ALT: () => this.CONSUME(T.VolumeWord, { LABEL: 'column' }) },
    ])
    this.OPTION(() => this.SUBRULE(this.clock))
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.seriesValue) })
  })

  readonly seriesValue = this.RULE('seriesValue', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(T.Repeat)
      this.SUBRULE1(this.expression, { LABEL: 'repeat' })
    })
  })

  readonly pricesFrom = this.RULE('pricesFrom', () => {
    this.CONSUME(T.Prices)
    this.OPTION(() => this.SUBRULE(this.clock))
    this.CONSUME(T.From)
    this.CONSUME(T.Text, { LABEL: 'path' })
  })

  readonly withClause = this.RULE('withClause', () => {
    this.CONSUME(T.With)
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.setting) })
  })

  readonly setting = this.RULE('setting', () => {
    this.CONSUME(T.Identifier, { LABEL: 'word' })
    this.CONSUME(T.Assign)
    this.SUBRULE(this.expression)
  })

  readonly expect = this.RULE('expect', () => {
    this.CONSUME(T.Expect)
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(T.At)
      this.CONSUME(T.Bar)
      this.SUBRULE(this.operand, { LABEL: 'bar' })
    })
    this.OPTION1(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.Comparison, { LABEL: 'comparison' })
            this.SUBRULE1(this.expression, { LABEL: 'to' })
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.Within)
            this.SUBRULE2(this.expression, { LABEL: 'tolerance' })
            this.CONSUME(T.Of)
            this.SUBRULE3(this.expression, { LABEL: 'of' })
          },
        },
      ])
    })
  })
}
