import type { CstNode, IToken, TokenType } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import type { Span } from '../diagnostic.ts'
import type { Argument, BinaryOperator, DurationUnit, Expr, Literal, WrittenClock } from './ast.ts'
import { child, children, type Lowering, leaf, leaves, nameOf, placeOf, textOf } from './cst.ts'
import { spanOf } from './slips.ts'
import * as T from './tokens.ts'

/** How tightly operators bind, loosest first; unary minus and postfixes bind tighter still. */
const PRECEDENCE: ReadonlyMap<TokenType, number> = new Map(
  [
    [T.Or],
    [T.And],
    [T.Equals, T.NotEquals, T.Less, T.AtMost, T.Greater, T.AtLeast, T.Assign, T.Crosses, T.Is],
    [T.Default],
    [T.Plus, T.Minus],
    [T.Times, T.Divide, T.PercentSign, T.Caret],
  ].flatMap((row, i) => row.map((operator): [TokenType, number] => [operator, i + 1])),
)
const COMPARISON = 3

/** The expression of a rule `expression`; `missing`, at `otherwise`, where there is none. */
export function lowerExpression(
  node: CstNode | undefined,
  otherwise: number,
  lowering: Lowering,
): Expr {
  if (node === undefined) return missing(otherwise)
  const chain: Chain = {
    operands: children(node, 'operand'),
    operators: leaves(node, 'operator'),
    directions: leaves(node, 'direction'),
    next: 0,
    crossed: 0,
    otherwise: placeOf(node, otherwise).end,
    lowering,
  }
  return climb(chain, 0)
}

/** An expression as it is read: operands with the operators between them. */
interface Chain {
  readonly operands: readonly CstNode[]
  readonly operators: readonly IToken[]
  /** `above` or `below` for each `crosses`, in order. */
  readonly directions: readonly IToken[]
  /** The operand to be read next; the operator before it has the index one less. */
  next: number
  crossed: number
  /** Where what is missing is missing. */
  readonly otherwise: number
  readonly lowering: Lowering
}

/** Precedence climbing: `left` and every operator after it that binds tighter than `floor`. */
function climb(chain: Chain, floor: number, left: Expr = prefixed(chain, 0)): Expr {
  let result = left
  let compared: Expr | undefined
  for (;;) {
    const operator = chain.operators[chain.next - 1]
    const precedence = operator === undefined ? 0 : PRECEDENCE.get(operator.tokenType)!
    if (operator === undefined || precedence <= floor) return result
    const direction =
      operator.tokenType === T.Crosses ? chain.directions[chain.crossed++] : undefined
    const right = climb(chain, precedence)
    if (precedence === COMPARISON) {
      if (compared && compared.kind !== 'missing') tellChained(chain, compared, operator, right)
      compared = right
    }
    result = combine(chain, operator, direction, result, right)
  }
}

/** An operand with its prefixes from the k-th on. */
function prefixed(chain: Chain, k: number): Expr {
  const node = chain.operands[chain.next]
  const prefix = node === undefined ? undefined : leaves(node, 'prefix')[k]
  if (prefix === undefined) {
    chain.next++
    return node === undefined
      ? missing(chain.otherwise)
      : lowerOperand(node, chain.otherwise, chain.lowering)
  }
  const inner = prefixed(chain, k + 1)
  const isNot = prefix.tokenType === T.Not
  // `not` covers whatever binds tighter than `and`.
  const operand = isNot ? climb(chain, COMPARISON - 1, inner) : inner
  const span = around(spanOf(prefix), operand.span)
  return { kind: 'unary', op: isNot ? 'not' : '-', operand, span }
}

function combine(
  chain: Chain,
  operator: IToken,
  direction: IToken | undefined,
  left: Expr,
  right: Expr,
): Expr {
  const { report, source } = chain.lowering
  const span = around(left.span, spanOf(operator), right.span)
  switch (operator.tokenType) {
    case T.Crosses: {
      const word = direction?.tokenType === T.Below ? 'below' : 'above'
      return { kind: 'crosses', direction: word, left, right, span }
    }
    case T.Is: {
      if (right.kind === 'name') return { kind: 'is', mode: left, state: right, span }
      if (right.kind !== 'missing') report(diagnose('state-due', right.span))
      const state = { text: '', span: right.span }
      return { kind: 'is', mode: left, state, span }
    }
    case T.Assign:
      report(
        diagnose(
          'equals-for-comparison',
          spanOf(operator),
          {},
          {
            fix: { title: 'Write `==`', span: spanOf(operator), replacement: '==' },
          },
        ),
      )
      return { kind: 'binary', op: '==', left, right, span }
    case T.PercentSign:
    case T.Caret: {
      const name = operator.tokenType === T.Caret ? 'pow' : 'mod'
      const written = (part: Expr): string => source.slice(part.span.start, part.span.end)
      const replacement = `${name}(${written(left)}, ${written(right)})`
      report(
        diagnose(
          'no-such-operator',
          spanOf(operator),
          { found: operator.image, name },
          {
            fix: { title: `Write \`${name}\``, span, replacement },
          },
        ),
      )
      return {
        kind: 'call',
        callee: { kind: 'name', text: name, span: spanOf(operator) },
        args: [{ value: left }, { value: right }],
        span,
      }
    }
    default:
      return { kind: 'binary', op: operator.image as BinaryOperator, left, right, span }
  }
}

function tellChained(chain: Chain, shared: Expr, operator: IToken, right: Expr): void {
  const middle = chain.lowering.source.slice(shared.span.start, shared.span.end)
  const at = { start: shared.span.end, end: shared.span.end }
  chain.lowering.report(
    diagnose(
      'chained-comparison',
      spanOf(operator),
      { middle, operator: operator.image },
      {
        labels: [{ span: shared.span, message: 'it is compared twice' }],
        ...(right.kind === 'missing'
          ? {}
          : { fix: { title: 'Compare twice', span: at, replacement: ` and ${middle}` } }),
      },
    ),
  )
}

// ── Operands ───────────────────────────────────────────────────────────────────────────────────

/** One value with its postfixes, prefixes left out. */
export function lowerOperand(node: CstNode, otherwise: number, lowering: Lowering): Expr {
  let result = lowerAtom(node, otherwise, lowering)
  // What follows brackets goes with all that is in them: it begins where they begin.
  const bracket = leaf(node, 'left_paren')
  const start = bracket === undefined ? undefined : spanOf(bracket).start
  for (const suffix of children(node, 'suffix')) {
    result = lowerSuffix(result, start ?? result.span.start, suffix, lowering)
  }
  return result
}

function lowerAtom(node: CstNode, otherwise: number, lowering: Lowering): Expr {
  if (node.children.number !== undefined) return lowerNumber(node, otherwise, lowering)
  const literal = leaf(node, 'literal')
  if (literal !== undefined) return lowerLiteral(literal, lowering)
  const end = placeOf(node, otherwise).end
  const inner = child(node, 'expression')
  if (inner !== undefined) return lowerExpression(inner, end, lowering)
  const conditional = child(node, 'conditional')
  if (conditional !== undefined) return lowerConditional(conditional, end, lowering)
  const record = child(node, 'record')
  if (record !== undefined) return lowerRecord(record, end, lowering)
  return missing(end)
}

function lowerNumber(node: CstNode, otherwise: number, lowering: Lowering): Expr {
  const number = leaf(node, 'number')
  const unit = leaf(node, 'unit')
  if (number === undefined) return missing(placeOf(node, otherwise).end)
  const value = finite(number, number.image, lowering)
  if (unit === undefined) return { kind: 'number', value, unit: '', span: spanOf(number) }
  const span = around(spanOf(number), spanOf(unit))
  return unit.tokenType === T.Bars
    ? { kind: 'number', value, unit: 'bars', span }
    : { kind: 'money', value, currency: unit.image, span }
}

/** What a rule `rate` says: a number, a percentage or money. */
export function lowerRate(node: CstNode | undefined, otherwise: number, lowering: Lowering): Expr {
  return node === undefined ? missing(otherwise) : lowerOperand(node, otherwise, lowering)
}

function lowerLiteral(token: IToken, lowering: Lowering): Expr {
  const span = spanOf(token)
  switch (token.tokenType) {
    case T.Percent:
      return {
        kind: 'number',
        value: finite(token, token.image.slice(0, -1), lowering),
        unit: '%',
        span,
      }
    case T.RMultiple:
      return {
        kind: 'number',
        value: finite(token, token.image.slice(0, -1), lowering),
        unit: 'R',
        span,
      }
    case T.Duration: {
      const [, digits, unit] = /^([\d.]+)(\w+)$/.exec(token.image)!
      const value = finite(token, digits!, lowering)
      return { kind: 'duration', value, unit: unit as DurationUnit, span }
    }
    case T.TimeLiteral:
      return lowerTime(token, lowering)
    case T.DateLiteral:
      return lowerDate(token, lowering)
    case T.Text:
      return { kind: 'text', value: textOf(token), span }
    case T.True:
    case T.False:
      return { kind: 'bool', value: token.tokenType === T.True, span }
    default:
      return { kind: 'name', text: token.image, span }
  }
}

function finite(token: IToken, digits: string, lowering: Lowering): number {
  const value = Number(digits)
  if (Number.isFinite(value)) return value
  lowering.report(diagnose('number-too-large', spanOf(token)))
  return 0
}

export function lowerTime(token: IToken, lowering: Lowering): Literal<'time'> {
  return { kind: 'time', minutes: minutesOf(token, lowering), span: spanOf(token) }
}

export function lowerDate(token: IToken, lowering: Lowering): Literal<'date'> {
  const span = spanOf(token)
  const text = token.image
  if (!isDate(text)) lowering.report(diagnose('no-such-date', span, { found: text }))
  return { kind: 'date', text, span }
}

function minutesOf(token: IToken, lowering: Lowering): number {
  const [hours, minutes] = token.image.split(':').map(Number)
  if (hours! <= 24 && minutes! < 60 && hours! * 60 + minutes! <= 24 * 60) {
    return hours! * 60 + minutes!
  }
  lowering.report(diagnose('no-such-time', spanOf(token), { found: token.image }))
  return 0
}

function isDate(text: string): boolean {
  const [year, month, day] = text.split('-').map(Number)
  const leap = (year! % 4 === 0 && year! % 100 !== 0) || year! % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month! - 1] ?? 0
  return day! >= 1 && day! <= days
}

function lowerConditional(node: CstNode, otherwise: number, lowering: Lowering): Expr {
  const [condition, whenTrue, whenFalse] = children(node, 'expression')
  const span = placeOf(node, otherwise)
  return {
    kind: 'if',
    condition: lowerExpression(condition, span.end, lowering),
    whenTrue: lowerExpression(whenTrue, span.end, lowering),
    whenFalse: lowerExpression(whenFalse, span.end, lowering),
    span,
  }
}

function lowerRecord(node: CstNode, otherwise: number, lowering: Lowering): Expr {
  const span = placeOf(node, otherwise)
  const values = children(node, 'expression')
  const fields = children(node, 'label').map((label, i) => ({
    name: nameOf(leaf(label, 'word'), span.end),
    value: lowerExpression(values[i], span.end, lowering),
  }))
  return { kind: 'record', fields, span }
}

function lowerSuffix(object: Expr, start: number, node: CstNode, lowering: Lowering): Expr {
  const place = placeOf(node, object.span.end)
  const span = { start, end: Math.max(object.span.end, place.end) }
  if (node.children.left_square) {
    const index = lowerExpression(child(node, 'expression'), place.end, lowering)
    return { kind: 'index', object, index, span }
  }
  if (node.children.dot) {
    return { kind: 'member', object, field: nameOf(leaf(node, 'field'), place.end), span }
  }
  if (node.children.call) {
    const args = children(node, 'argument').map((argument) =>
      lowerArgument(argument, place.end, lowering),
    )
    return { kind: 'call', callee: object, args, span }
  }
  return { kind: 'at', object, ...lowerClock(child(node, 'clock'), lowering), span }
}

/** The instrument, the timeframe or both of an `@`. */
export function lowerClock(
  node: CstNode | undefined,
  lowering: Lowering,
): Omit<WrittenClock, 'span'> {
  if (node === undefined) return {}
  const symbol = leaf(child(node, 'symbol') ?? node, 'word')
  const timeframe = leaf(node, 'timeframe')
  return {
    ...(symbol && { instrument: nameOf(symbol, 0) }),
    ...(timeframe && { timeframe: lowerLiteral(timeframe, lowering) }),
  }
}

function lowerArgument(node: CstNode, otherwise: number, lowering: Lowering): Argument {
  const end = placeOf(node, otherwise).end
  const label = child(node, 'label')
  const value = lowerExpression(child(node, 'expression'), end, lowering)
  return label === undefined ? { value } : { name: nameOf(leaf(label, 'word'), end), value }
}

function missing(at: number): Expr {
  return { kind: 'missing', span: { start: at, end: at } }
}

/** The smallest span that holds all of them. */
export function around(...spans: readonly Span[]): Span {
  return {
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  }
}
