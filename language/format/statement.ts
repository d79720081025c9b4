import type {
  EnterStatement,
  ExitStatement,
  FunctionStatement,
  Header,
  LetStatement,
  ModeArc,
  ParamStatement,
  Program,
  Statement,
} from '../syntax/ast.ts'
import { clauseLines, part } from './clause.ts'
import { type Document, group, LINE, nest } from './document.ts'
import { bracketed, expression, listed, value } from './expression.ts'
import { block, indentedComments, type Line, lines } from './lines.ts'
import type { TokenStream } from './token-stream.ts'

/** Statements that need no empty line between them have the same group. */
const GROUPS = {
  strategy: 'header',
  portfolio: 'header',
  library: 'header',
  import: 'import',
  timeframe: 'setting',
  session: 'setting',
  instrument: 'setting',
  universe: 'setting',
  param: 'param',
  require: 'param',
  let: 'let',
  function: 'function',
  mode: 'mode',
  enter: 'enter',
  exit: 'exit',
  cancel: 'exit',
  oca: 'oca',
  rebalance: 'rebalance',
  plot: 'shown',
  fill: 'shown',
  mark: 'shown',
  alert: 'shown',
  risk: 'risk',
  costs: 'costs',
  test: 'test',
} as const satisfies Record<(Statement | Header)['kind'], string>

/** The lines of a whole file. */
export function programLines(
  { header, statements }: Program,
  tokens: TokenStream,
): readonly Line[] {
  const written = header === undefined ? statements : [header, ...statements]
  return [...written]
    .sort((a, b) => a.span.start - b.span.start)
    .map((item) => ({
      group: GROUPS[item.kind],
      print: () => statement(item, tokens),
    }))
}

function statement(item: Statement | Header, tokens: TokenStream): Document {
  switch (item.kind) {
    case 'strategy':
    case 'portfolio':
    case 'library':
    case 'import':
    case 'session':
    case 'instrument':
    case 'universe':
    case 'oca':
      return tokens.phrase(item.span.end)
    case 'timeframe':
      return [tokens.take('timeframe'), value(item.value, tokens)]
    case 'param':
      return param(item, tokens)
    case 'require':
      return [tokens.take('require'), value(item.condition, tokens)]
    case 'let':
      return definition(item, tokens)
    case 'function':
      return functionStatement(item, tokens)
    case 'mode': {
      const arcs = item.arcs.map((arc): Line => ({ print: () => modeArc(arc, tokens) }))
      return [tokens.phrase(item.name.span.end), ' ', block(arcs, tokens)]
    }
    case 'enter':
      return enter(item, tokens)
    case 'exit':
      return exit(item, tokens)
    case 'cancel':
    case 'mark':
    case 'alert':
      return nest([tokens.take(item.kind), ' ', tokens.take(), part('when', item.when, tokens)])
    case 'rebalance':
      return [tokens.phrase(item.period.span.end), under(clauseLines(item.clauses, tokens), tokens)]
    case 'plot': {
      const items = [tokens.take('plot'), listed(item.items, plotItem, tokens)]
      return nest([items, tokens.rest(item.span.end)])
    }
    case 'fill':
      return [tokens.take('fill'), value(item.from, tokens), part('to', item.to, tokens)]
    case 'risk':
      return [tokens.take('risk'), ' ', block(clauseLines(item.limits, tokens), tokens)]
    case 'costs':
      return [tokens.take('costs'), ' ', block(clauseLines(item.items, tokens), tokens)]
    case 'test': {
      const head = nest([tokens.take('test'), ' ', tokens.take()])
      return [head, ' ', block(clauseLines(item.items, tokens), tokens)]
    }
  }
}

function param({ value: expr, range }: ParamStatement, tokens: TokenStream) {
  const name = [tokens.take('param'), ' ', tokens.take(), tokens.column('param')]
  const head = [name, ' ', tokens.take('=')]
  const set = value(expr, tokens)
  if (range === undefined) return nest([head, set])
  const bounds = [
    [LINE, tokens.take('in'), value(range.from, tokens)],
    [tokens.take('..'), expression(range.to, tokens), part('step', range.step, tokens)],
  ]
  return nest([head, set, group(bounds)])
}

function definition(item: LetStatement, tokens: TokenStream): Document {
  const word = tokens.take('let')
  const name =
    item.pattern.kind === 'name'
      ? [tokens.take(item.pattern.name.text), tokens.column('let')]
      : bracketed(item.pattern.fields, patternField, tokens)
  return [nest([word, ' ', name, ' ', tokens.take('=')]), value(item.value, tokens)]
}

type PatternField = Extract<LetStatement['pattern'], { kind: 'fields' }>['fields'][number]

function patternField({ field, name }: PatternField, tokens: TokenStream): Document {
  const taken = tokens.take(field.text)
  return field.span.start === name.span.start
    ? taken
    : [taken, tokens.take(':'), ' ', tokens.take(name.text)]
}

function functionStatement(item: FunctionStatement, tokens: TokenStream): Document {
  const head = [
    nest([tokens.take('fn'), ' ', tokens.take(item.name.text)]),
    bracketed(item.parameters, parameter, tokens),
    ' ',
  ]
  if (tokens.next === '=') return [head, tokens.take('='), value(item.result, tokens)]
  const body: readonly Line[] = [
    ...item.lets.map((one) => ({ print: () => definition(one, tokens) })),
    { print: () => [tokens.take('return'), value(item.result, tokens)] },
  ]
  return [head, block(body, tokens)]
}

function parameter(
  { name, annotation, defaultValue }: FunctionStatement['parameters'][number],
  tokens: TokenStream,
): Document {
  return [
    tokens.take(name.text),
    annotation === undefined ? [] : [tokens.take(':'), ' ', tokens.take(annotation.text)],
    part('=', defaultValue, tokens),
  ]
}

function modeArc({ from, to, when, forBars, span }: ModeArc, tokens: TokenStream): Document {
  const states = [tokens.take('from'), ' ', tokens.take(from.text)]
  const change = [' ', tokens.take('to'), ' ', tokens.take(to.text), part('when', when, tokens)]
  return [states, change, part('for', forBars, tokens), tokens.rest(span.end)]
}

function enter({ legs, tag, when, clauses }: EnterStatement, tokens: TokenStream): Document {
  const head = [tokens.take('enter'), listed(legs, leg, tokens)]
  const label = tag === undefined ? [] : [' ', tokens.take()]
  return [
    nest([head, label, part('when', when, tokens)]),
    under(clauseLines(clauses, tokens), tokens),
  ]
}

function leg({ span }: EnterStatement['legs'][number], tokens: TokenStream): Document {
  return tokens.phrase(span.end)
}

function exit({ portion, tag, when, clauses }: ExitStatement, tokens: TokenStream): Document {
  const word = tokens.take('exit')
  const share = portion === undefined ? [] : [value(portion, tokens), ' ', tokens.take('of')]
  const target = [' ', tokens.take(), tag === undefined ? [] : [' ', tokens.take()]]
  const head = nest([word, share, target, part('when', when, tokens)])
  return [head, under(clauseLines(clauses, tokens), tokens)]
}

/** The lines that belong to a rule, and the comments that are indented like them. */
function under(clauses: readonly Line[], tokens: TokenStream): Document {
  return nest([lines(clauses, 'none', tokens), indentedComments(tokens)])
}

type PlotItem = Extract<Statement, { kind: 'plot' }>['items'][number]

function plotItem({ value: expr, label }: PlotItem, tokens: TokenStream): Document {
  return [expression(expr, tokens), label === undefined ? [] : [' ', tokens.take()]]
}
