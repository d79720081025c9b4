import type { IParserConfig } from 'chevrotain'
import { TestGrammar } from './grammar-tests.ts'
import { resumeAtLandmarks } from './recovery.ts'
import * as T from './tokens.ts'

/**
 * The grammar of a whole file, one rule a statement. Two tokens of lookahead decide everything.
 */
export class Grammar extends TestGrammar {
  constructor(config: IParserConfig) {
    super(config)
    this.performSelfAnalysis()
    resumeAtLandmarks(this)
  }

  readonly program = this.RULE('program', () => {
    this.MANY(() => this.SUBRULE(this.statement))
  })

  readonly statement = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.header) },
      { ALT: () => this.SUBRULE(this.timeframe) },
      { ALT: () => this.SUBRULE(this.session) },
      { ALT: () => this.SUBRULE(this.instrument) },
      { ALT: () => this.SUBRULE(this.universe) },
      { ALT: () => this.SUBRULE(this.import) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.require) },
      { ALT: () => this.SUBRULE(this.let) },
      { ALT: () => this.SUBRULE(this.function) },
      { ALT: () => this.SUBRULE(this.mode) },
      { ALT: () => this.SUBRULE(this.enter) },
      { ALT: () => this.SUBRULE(this.exit) },
      { ALT: () => this.SUBRULE(this.cancel) },
      { ALT: () => this.SUBRULE(this.oca) },
      { ALT: () => this.SUBRULE(this.rebalance) },
      { ALT: () => this.SUBRULE(this.plot) },
      { ALT: () => this.SUBRULE(this.mark) },
      { ALT: () => this.SUBRULE(this.fill) },
      { ALT: () => this.SUBRULE(this.alert) },
      { ALT: () => this.SUBRULE(this.risk) },
      { ALT: () => this.SUBRULE(this.costs) },
      { ALT: () => this.SUBRULE(this.test) },
      { ALT: () => this.SUBRULE(this.strayStatement) },
    ])
  })

  // ── What the file is about ───────────────────────────────────────────────────────────────────

  readonly header = this.RULE('header', () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Strategy, { LABEL: 'form' }) },
      { ALT: () => this.CONSUME(T.Portfolio, { LABEL: 'form' }) },
      { ALT: () => this.CONSUME(T.Library, { LABEL: 'form' }) },
    ])
    this.CONSUME(T.Text, { LABEL: 'title' })
  })

  readonly timeframe = this.RULE('timeframe', () => {
    this.CONSUME(T.Timeframe)
    this.SUBRULE(this.expression)
  })

  readonly session = this.RULE('session', () => {
    this.CONSUME(T.Session)
    this.CONSUME(T.Identifier, { LABEL: 'name' })
  })

  readonly instrument = this.RULE('instrument', () => {
    this.CONSUME(T.Instrument)
    this.SUBRULE(this.symbol)
    this.OPTION({
      GATE: () => this.LA(1).tokenType === T.Name,
      DEF: () => this.CONSUME(T.Identifier, { LABEL: 'type' }),
    })
    this.OPTION1(() => {
      this.CONSUME(T.On)
      this.CONSUME1(T.Identifier, { LABEL: 'exchange' })
    })
    this.OPTION2(() => {
      this.CONSUME(T.In)
      this.CONSUME2(T.Identifier, { LABEL: 'currency' })
    })
  })

  readonly universe = this.RULE('universe', () => {
    this.CONSUME(T.Universe)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.From)
          this.CONSUME(T.Text, { LABEL: 'path' })
        },
      },
      {
        ALT: () => {
          this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.symbol) })
        },
      },
    ])
  })

  readonly import = this.RULE('import', () => {
    this.CONSUME(T.Import)
    this.CONSUME(T.Text, { LABEL: 'path' })
  })

  // ── Definitions ──────────────────────────────────────────────────────────────────────────────

  readonly param = this.RULE('param', () => {
    this.CONSUME(T.Param)
    this.CONSUME(T.Identifier, { LABEL: 'name' })
    this.CONSUME(T.Assign)
    this.SUBRULE(this.expression, { LABEL: 'value' })
    this.OPTION(() => {
      this.CONSUME(T.In)
      this.SUBRULE1(this.expression, { LABEL: 'from' })
      this.CONSUME(T.Range)
      this.SUBRULE2(this.expression, { LABEL: 'to' })
      this.OPTION1(() => {
        this.CONSUME(T.Step)
        this.SUBRULE3(this.expression, { LABEL: 'step' })
      })
    })
  })

  readonly require = this.RULE('require', () => {
    this.CONSUME(T.Require)
    this.SUBRULE(this.expression)
  })

  readonly let = this.RULE('let', () => {
    this.CONSUME(T.Let)
    this.OR([
      { ALT: () => this.CONSUME(T.Identifier, { LABEL: 'name' }) },
      { ALT: () => this.SUBRULE(this.pattern) },
    ])
    this.CONSUME(T.Assign)
    this.SUBRULE(this.expression)
  })

  readonly pattern = this.RULE('pattern', () => {
    this.CONSUME(T.LCurly)
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.patternField) })
    this.CONSUME(T.RCurly)
  })

  readonly patternField = this.RULE('patternField', () => {
    this.CONSUME(T.Identifier, { LABEL: 'word' })
    this.OPTION(() => {
      this.CONSUME(T.Colon)
      this.CONSUME1(T.Identifier, { LABEL: 'word' })
    })
  })

  readonly function = this.RULE('function', () => {
    this.CONSUME(T.Fn)
    this.CONSUME(T.Identifier, { LABEL: 'name' })
    this.CONSUME(T.LParen)
    this.MANY_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.parameter) })
    this.CONSUME(T.RParen)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.Assign)
          this.SUBRULE(this.expression)
        },
      },
      { ALT: () => this.SUBRULE(this.block) },
    ])
  })

  readonly block = this.RULE('block', () => {
    this.CONSUME(T.LCurly)
    this.MANY(() => {
      this.OR([{ ALT: () => this.SUBRULE(this.let) }, { ALT: () => this.SUBRULE(this.stray) }])
    })
    this.CONSUME(T.Return)
    this.SUBRULE(this.expression)
    this.CONSUME(T.RCurly)
  })

  readonly parameter = this.RULE('parameter', () => {
    this.CONSUME(T.Identifier, { LABEL: 'name' })
    this.OPTION(() => {
      this.CONSUME(T.Colon)
      this.CONSUME1(T.Identifier, { LABEL: 'annotation' })
    })
    this.OPTION1(() => {
      this.CONSUME(T.Assign)
      this.SUBRULE(this.expression)
    })
  })

  readonly mode = this.RULE('mode', () => {
    this.CONSUME(T.Mode)
    this.CONSUME(T.Identifier, { LABEL: 'name' })
    this.CONSUME(T.LCurly)
    this.MANY(() => {
      this.OR([{ ALT: () => this.SUBRULE(this.arc) }, { ALT: () => this.SUBRULE(this.stray) }])
    })
    this.CONSUME(T.RCurly)
  })

  readonly arc = this.RULE('arc', () => {
    this.CONSUME(T.From)
    this.CONSUME(T.Identifier, { LABEL: 'from' })
    this.CONSUME(T.To)
    this.CONSUME1(T.Identifier, { LABEL: 'to' })
    this.SUBRULE(this.condition)
    this.OPTION(() => {
      this.CONSUME(T.For)
      this.SUBRULE1(this.expression, { LABEL: 'for' })
      this.OPTION1(() => this.CONSUME(T.Bars))
    })
  })

  // ── Rules ────────────────────────────────────────────────────────────────────────────────────

  readonly enter = this.RULE('enter', () => {
    this.CONSUME(T.Enter)
    this.SUBRULE(this.leg)
    this.MANY(() => {
      this.CONSUME(T.Comma)
      this.SUBRULE1(this.leg)
    })
    this.OPTION(() => this.CONSUME(T.Text, { LABEL: 'tag' }))
    this.SUBRULE(this.condition)
    this.MANY1(() => this.SUBRULE(this.enterClause))
  })

  readonly leg = this.RULE('leg', () => {
    this.SUBRULE(this.side)
    this.OPTION({
      // `long close > open` lacks its `when`; `long "breakout" when` has a tag, not a symbol.
      GATE: () => {
        const next = this.LA(2).tokenType
        const tagFollows = next === T.Comma || next === T.Text
        return tagFollows || (next === T.When && this.LA(1).tokenType !== T.Text)
      },
      DEF: () => this.SUBRULE(this.symbol),
    })
  })

  readonly side = this.RULE('side', () => {
    this.OR([
      { ALT: () => this.CONSUME(T.Long, { LABEL: 'word' }) },
      { ALT: () => this.CONSUME(T.Short, { LABEL: 'word' }) },
    ])
  })

  readonly exit = this.RULE('exit', () => {
    this.CONSUME(T.Exit)
    this.OPTION({
      GATE: () => this.LA(1).tokenType !== T.Text,
      DEF: () => {
        this.SUBRULE(this.expression, { LABEL: 'portion' })
        this.CONSUME(T.Of)
      },
    })
    this.OR([
      { ALT: () => this.SUBRULE(this.side) },
      { ALT: () => this.CONSUME(T.Text, { LABEL: 'target' }) },
    ])
    this.OPTION1(() => this.CONSUME1(T.Text, { LABEL: 'tag' }))
    this.SUBRULE(this.condition)
    this.MANY(() => this.SUBRULE(this.exitClause))
  })

  readonly cancel = this.RULE('cancel', () => {
    this.CONSUME(T.Cancel)
    this.CONSUME(T.Text, { LABEL: 'tag' })
    this.SUBRULE(this.condition)
  })

  readonly oca = this.RULE('oca', () => {
    this.CONSUME(T.Oca)
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => this.CONSUME(T.Text, { LABEL: 'tag' }),
    })
    this.OPTION(() => {
      this.CONSUME(T.Reduce)
      this.OPTION1(() => {
        this.CONSUME(T.Without)
        this.CONSUME(T.Block)
      })
    })
  })

  readonly rebalance = this.RULE('rebalance', () => {
    this.CONSUME(T.Rebalance)
    this.CONSUME(T.Identifier, { LABEL: 'period' })
    this.MANY(() => this.SUBRULE(this.rebalanceClause))
  })

  // ── What is shown, told, bounded, tested ─────────────────────────────────────────────────────

  readonly plot = this.RULE('plot', () => {
    this.CONSUME(T.Plot)
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => this.SUBRULE(this.plotItem) })
    this.OPTION(() => {
      this.CONSUME(T.In)
      this.CONSUME(T.Pane)
      this.CONSUME(T.Text, { LABEL: 'pane' })
    })
  })

  readonly plotItem = this.RULE('plotItem', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => this.CONSUME(T.Text, { LABEL: 'label' }))
  })

  readonly mark = this.RULE('mark', () => {
    this.CONSUME(T.Mark)
    this.CONSUME(T.Text, { LABEL: 'text' })
    this.SUBRULE(this.condition)
  })

  readonly fill = this.RULE('fill', () => {
    this.CONSUME(T.Fill)
    this.SUBRULE(this.expression, { LABEL: 'from' })
    this.CONSUME(T.To)
    this.SUBRULE1(this.expression, { LABEL: 'to' })
  })

  readonly alert = this.RULE('alert', () => {
    this.CONSUME(T.Alert)
    this.CONSUME(T.Text, { LABEL: 'text' })
    this.SUBRULE(this.condition)
  })

  readonly risk = this.RULE('risk', () => {
    this.CONSUME(T.Risk)
    this.CONSUME(T.LCurly)
    this.MANY(() => this.SUBRULE(this.limit))
    this.CONSUME(T.RCurly)
  })

  readonly test = this.RULE('test', () => {
    this.CONSUME(T.Test)
    this.CONSUME(T.Text, { LABEL: 'title' })
    this.CONSUME(T.LCurly)
    this.MANY(() => this.SUBRULE(this.testItem))
    this.CONSUME(T.RCurly)
  })
}
