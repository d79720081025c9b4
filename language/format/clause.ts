import type {
  CostItem,
  EnterClause,
  Expr,
  OrderSpec,
  RebalanceClause,
  RiskLimit,
  SizeSpec,
  TestItem,
} from '../syntax/ast.ts'
import { type Document, nest } from './document.ts'
import { expression, listed, value } from './expression.ts'
import { block, type Line } from './lines.ts'
import type { TokenStream } from './token-stream.ts'

/** A line of a rule or of a block. */
export type Clause = EnterClause | RebalanceClause | RiskLimit | CostItem | TestItem

/** The lines of a rule or of a block. */
export function clauseLines(clauses: readonly Clause[], tokens: TokenStream): readonly Line[] {
  return clauses.map((item) => ({ print: () => clause(item, tokens) }))
}

/** A word and the expression behind it, where there is one. */
export function part(word: string, expr: Expr | undefined, tokens: TokenStream): Document {
  return expr === undefined ? [] : [' ', tokens.take(word), value(expr, tokens)]
}

/** How an order is given: `at limit P`. */
function order(spec: OrderSpec, tokens: TokenStream): Document {
  const head = [tokens.take('at'), ' ', tokens.take(spec.kind)]
  switch (spec.kind) {
    case 'market':
    case 'open':
    case 'close':
      return head
    case 'limit':
    case 'touch':
      return [head, value(spec.price, tokens)]
    case 'stop':
      return [head, value(spec.price, tokens), part('limit', spec.limit, tokens)]
  }
}

function clause(item: Clause, tokens: TokenStream): Document {
  const { end } = item.span
  switch (item.kind) {
    case 'at':
      return order(item.order, tokens)
    case 'size':
      return [size(item.size, tokens), tokens.rest(end)]
    case 'stop': {
      const head = [tokens.take('stop'), item.trailing ? [' ', tokens.take('trailing')] : []]
      return [head, value(item.price, tokens), part('after', item.after, tokens)]
    }
    case 'target':
      return [tokens.take('target'), value(item.price, tokens)]
    case 'expire':
      return [tokens.take('expire'), expiry(item.expiry, tokens), tokens.rest(end)]
    case 'up-to': {
      const head = [tokens.take('up'), ' ', tokens.take('to')]
      return [head, value(item.entries, tokens), tokens.rest(end)]
    }
    case 'hold':
      return [
        tokens.take('hold'),
        part('top', item.top, tokens),
        part('by', item.by, tokens),
        part('where', item.where, tokens),
      ]
    case 'weight':
      return [tokens.take('weight'), weight(item, tokens)]
    case 'max-each':
      return [tokens.take('max'), value(item.fraction, tokens), tokens.rest(end)]
    case 'max':
    case 'halt':
    case 'cooldown':
      return [
        tokens.take(item.kind),
        item.subject === undefined ? [] : [' ', tokens.take(item.subject.text)],
        item.amount === undefined ? [] : value(item.amount, tokens),
        part('when', item.when, tokens),
        part('after', item.after, tokens),
        tokens.rest(end),
      ]
    case 'commission':
    case 'commission-rate':
    case 'slippage':
    case 'borrow':
    case 'max-volume':
    case 'otherwise':
    case 'prices':
      return tokens.phrase(end)
    case 'costs':
      return [tokens.take('costs'), ' ', block(clauseLines(item.items, tokens), tokens)]
    case 'series':
      return nest([
        tokens.take(),
        item.clock === undefined ? [] : [' ', tokens.phrase(item.clock.span.end)],
        tokens.column(item.kind),
        listed(item.values, repeated, tokens),
      ])
    case 'with':
      return nest([tokens.take('with'), listed(item.parameters, setting, tokens)])
    case 'expect':
      return expectation(item, tokens)
  }
}

function size(spec: SizeSpec, tokens: TokenStream): Document {
  const head = tokens.take('size')
  switch (spec.kind) {
    case 'risk':
      return [head, ' ', tokens.take('risk'), value(spec.fraction, tokens)]
    case 'fraction':
      return [head, value(spec.fraction, tokens)]
    case 'shares':
      return [head, value(spec.quantity, tokens)]
    case 'money':
      return [head, value(spec.amount, tokens), part('hedge', spec.hedge, tokens)]
    case 'volatility':
      return [head, ' ', tokens.take('to'), part('volatility', spec.target, tokens)]
  }
}

function expiry(
  spec: Extract<Clause, { kind: 'expire' }>['expiry'],
  tokens: TokenStream,
): Document {
  switch (spec.kind) {
    case 'day':
    case 'gtc':
    case 'ioc':
    case 'fok':
      return [' ', tokens.take(spec.kind)]
    case 'after':
      return part('after', spec.bars, tokens)
    case 'gtd':
      return [
        ' ',
        tokens.take('gtd'),
        [spec.day, spec.time].map((one) => (one ? value(one, tokens) : [])),
      ]
  }
}

function weight(item: Extract<Clause, { kind: 'weight' }>, tokens: TokenStream): Document {
  switch (item.scheme) {
    case 'equal':
      return [' ', tokens.take('equal')]
    case 'inverse':
      return part('inverse', item.value, tokens)
    case 'proportional':
      return [' ', tokens.take('proportional'), part('to', item.value, tokens)]
    case 'expression':
      return value(item.value!, tokens)
  }
}

type Repeated = Extract<Clause, { kind: 'series' }>['values'][number]

function repeated({ value: expr, repeat }: Repeated, tokens: TokenStream): Document {
  return [expression(expr, tokens), part('x', repeat, tokens)]
}

type Setting = Extract<Clause, { kind: 'with' }>['parameters'][number]

function setting({ name, value: expr }: Setting, tokens: TokenStream): Document {
  return [tokens.take(name.text), ' ', tokens.take('='), value(expr, tokens)]
}

function expectation(item: Extract<Clause, { kind: 'expect' }>, tokens: TokenStream): Document {
  const { at, compare, within } = item
  const head = tokens.take('expect')
  const bar = () => (at === undefined ? [] : [' ', tokens.take('at'), part('bar', at, tokens)])
  // `expect a == b at bar 3` has one expression, which may have brackets around it.
  if (compare !== undefined && (at === undefined || at.span.start > compare.to.span.start)) {
    const span = { start: item.value.span.start, end: compare.to.span.end }
    const whole = { kind: 'binary', left: item.value, op: compare.op, right: compare.to } as const
    return [head, value({ ...whole, span }, tokens), bar()]
  }
  return [
    head,
    value(item.value, tokens),
    bar(),
    compare === undefined ? [] : part(compare.op, compare.to, tokens),
    within === undefined
      ? []
      : [part('within', within.tolerance, tokens), part('of', within.of, tokens)],
  ]
}
