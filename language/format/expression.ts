import type { Expr } from '../syntax/ast.ts'
import { type Document, group, LINE, nest, SOFT_LINE } from './document.ts'
import type { TokenStream } from './token-stream.ts'

/** Two sides and what stands between them. */
type Operation = Extract<Expr, { kind: 'binary' | 'crosses' | 'is' }>

/** An expression, with the brackets that are written around it. */
export function expression(expr: Expr, tokens: TokenStream): Document {
  if (!tokens.encloses(expr.span)) return bare(expr, tokens)
  const open = tokens.take('(')
  const enclosed =
    isOperation(expr) && !tokens.encloses(expr.span)
      ? operation(expr, tokens)
      : expression(expr, tokens)
  return group([open, nest([SOFT_LINE, enclosed]), SOFT_LINE, tokens.take(')')])
}

/**
 * A blank and the expression behind a word or `=`. What reads best from the beginning of a line
 * begins one where it does not fit: an `if`, and what a comment stands before.
 */
export function value(expr: Expr, tokens: TokenStream): Document {
  const hangs = tokens.commented || (expr.kind === 'if' && !tokens.encloses(expr.span))
  return hangs ? group(nest([LINE, expression(expr, tokens)])) : [' ', expression(expr, tokens)]
}

/** What is listed between brackets, all on one line or each on its own. */
export function bracketed<Item>(
  items: readonly Item[],
  print: (item: Item, tokens: TokenStream) => Document,
  tokens: TokenStream,
): Document {
  const open = tokens.take()
  if (items.length === 0) return [open, tokens.take()]
  const separator = (i: number) => (i === 0 ? SOFT_LINE : [tokens.take(','), LINE])
  const parts = items.map((item, i) => [separator(i), print(item, tokens)])
  return group([open, nest(parts), SOFT_LINE, tokens.take()])
}

/** What is listed behind a word: as many on a line as fit. */
export function listed<Item>(
  items: readonly Item[],
  print: (item: Item, tokens: TokenStream) => Document,
  tokens: TokenStream,
): Document {
  const separator = (i: number) => (i === 0 ? ' ' : [tokens.take(','), LINE])
  return items.map((item, i) => group([separator(i), print(item, tokens)]))
}

function bare(expr: Expr, tokens: TokenStream): Document {
  switch (expr.kind) {
    case 'number':
    case 'money':
    case 'duration':
    case 'time':
    case 'date':
    case 'text':
    case 'bool':
    case 'name':
      return tokens.phrase(expr.span.end)
    case 'member':
      return [expression(expr.object, tokens), tokens.take('.'), tokens.take(expr.field.text)]
    case 'index': {
      const object = expression(expr.object, tokens)
      return [object, bracketed([expr.index], expression, tokens)]
    }
    case 'at': {
      const object = expression(expr.object, tokens)
      return [object, ' ', tokens.take('@'), ' ', tokens.phrase(expr.span.end)]
    }
    case 'call': {
      const callee = expression(expr.callee, tokens)
      return [callee, bracketed(expr.args, labelled, tokens)]
    }
    case 'unary':
      return [tokens.take(expr.op), expr.op === 'not' ? ' ' : '', expression(expr.operand, tokens)]
    case 'binary':
    case 'crosses':
    case 'is': {
      const [first, ...rest] = operation(expr, tokens)
      return group([first!, nest(rest)])
    }
    case 'if':
      return group(conditional(expr, tokens))
    case 'record':
      return bracketed(expr.fields, labelled, tokens)
    case 'missing':
      throw new Error('nothing is missing in a text without mistakes')
  }
}

function labelled(
  { name, value: expr }: { readonly name?: unknown; readonly value: Expr },
  tokens: TokenStream,
): Document {
  if (name === undefined) return expression(expr, tokens)
  return [tokens.take(), tokens.take(':'), value(expr, tokens)]
}

/** `if … then …` and each `else …` on lines of their own, a chain of them below one another. */
function conditional(expr: Extract<Expr, { kind: 'if' }>, tokens: TokenStream): Document[] {
  const parts = [
    [tokens.take('if'), ' ', expression(expr.condition, tokens), ' '],
    [tokens.take('then'), value(expr.whenTrue, tokens)],
    [LINE, tokens.take('else'), ' '],
  ]
  const other = expr.whenFalse
  return other.kind === 'if' && !tokens.encloses(other.span)
    ? [...parts, ...conditional(other, tokens)]
    : [...parts, expression(other, tokens)]
}

/** The first operand, then every operator with its operand: those that bind alike are one list. */
function operation(expr: Operation, tokens: TokenStream): Document[] {
  const left = expr.kind === 'is' ? expr.mode : expr.left
  const continues = isOperation(left) && family(left) === family(expr)
  const before =
    continues && !tokens.encloses(left.span) ? operation(left, tokens) : [expression(left, tokens)]
  before.push([LINE, operator(expr, tokens), ' ', operand(expr, tokens)])
  return before
}

function isOperation(expr: Expr): expr is Operation {
  return expr.kind === 'binary' || expr.kind === 'crosses' || expr.kind === 'is'
}

/** What binds equally stands in one list: there is one name for it. */
function family(expr: Operation): string {
  if (expr.kind !== 'binary') return expr.kind
  if (expr.op === '-') return '+'
  return expr.op === '/' ? '*' : expr.op
}

function operator(expr: Operation, tokens: TokenStream): Document {
  switch (expr.kind) {
    case 'binary':
      return tokens.take(expr.op)
    case 'crosses':
      return [tokens.take('crosses'), ' ', tokens.take(expr.direction)]
    case 'is':
      return tokens.take('is')
  }
}

function operand(expr: Operation, tokens: TokenStream): Document {
  const right: Expr = expr.kind === 'is' ? { kind: 'name', ...expr.state } : expr.right
  return right.kind === 'if' ? nest(expression(right, tokens)) : expression(right, tokens)
}
