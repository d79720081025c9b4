import type { CstNode } from 'chevrotain'
import type {
  CostItem,
  CostsStatement,
  EnterClause,
  ExitClause,
  Expiry,
  Expr,
  Name,
  OrderSpec,
  RebalanceClause,
  RiskLimit,
  SizeSpec,
  TestItem,
  WrittenClock,
} from './ast.ts'
import {
  child,
  children,
  type Lowering,
  leaf,
  leaves,
  nameOf,
  optionalName,
  placeOf,
} from './cst.ts'
import {
  around,
  lowerClock,
  lowerDate,
  lowerExpression,
  lowerOperand,
  lowerRate,
  lowerTime,
} from './lower-expressions.ts'
import { tellStray } from './strays.ts'
import * as T from './tokens.ts'

/**
 * The expression under a label of a rule; missing at the rule's end where it is not written, or
 * at `otherwise` where nothing of the rule is.
 */
export function expressionIn(
  node: CstNode,
  label: string,
  lowering: Lowering,
  otherwise = 0,
): Expr {
  return lowerExpression(child(node, label), placeOf(node, otherwise).end, lowering)
}

/** The expression under a label, or nothing where that part is not written. */
export function optionalIn(node: CstNode, label: string, lowering: Lowering): Expr | undefined {
  return child(node, label) === undefined ? undefined : expressionIn(node, label, lowering)
}

/** `when …` of a rule; missing at `otherwise` where it is left out. */
export function conditionIn(node: CstNode, otherwise: number, lowering: Lowering): Expr {
  const condition = child(node, 'condition')
  return lowerExpression(
    condition && child(condition, 'expression'),
    condition === undefined ? otherwise : placeOf(condition, otherwise).end,
    lowering,
  )
}

// ── enter, exit ────────────────────────────────────────────────────────────────────────────────

/** The clauses of an `enter`, in written order; what cannot be read is told and left out. */
export function lowerEnterClause(node: CstNode, lowering: Lowering): EnterClause | undefined {
  const [rule, part] = partOf(node)
  if (part === undefined) return undefined
  const span = placeOf(part, 0)
  switch (rule) {
    case 'order':
    case 'expire':
      return lowerExitClause(node, lowering)
    case 'size':
      return { kind: 'size', size: lowerSize(part, lowering), span }
    case 'stopClause': {
      const price = expressionIn(part, 'price', lowering)
      const after = optionalIn(part, 'after', lowering)
      const trailing = leaf(part, 'word_trailing') !== undefined
      return { kind: 'stop', price, trailing, ...(after && { after }), span }
    }
    case 'target':
      return { kind: 'target', price: expressionIn(part, 'expression', lowering), span }
    case 'upTo':
      return { kind: 'up-to', entries: expressionIn(part, 'expression', lowering), span }
    case 'stray':
      tellStray(part, 'enter', lowering)
      return undefined
    default:
      throw new Error(`no clause of enter: ${rule}`)
  }
}

/** A clause of an exit: how its order is given, and how long it works. */
export function lowerExitClause(node: CstNode, lowering: Lowering): ExitClause | undefined {
  const [rule, part] = partOf(node)
  if (part === undefined) return undefined
  const span = placeOf(part, 0)
  if (rule === 'order') {
    const order = lowerOrder(part, lowering)
    return order && { kind: 'at', order, span }
  }
  const expiry = lowerExpiry(part, lowering)
  return expiry && { kind: 'expire', expiry, span }
}

/** The one rule that a choice between rules holds, with its name. */
function partOf(node: CstNode): [string, CstNode | undefined] {
  for (const rule in node.children) return [rule, child(node, rule)]
  return ['', undefined]
}

/** `at …`; undefined where recovery left out what follows `at`. */
function lowerOrder(node: CstNode, lowering: Lowering): OrderSpec | undefined {
  switch (leaf(node, 'form')?.tokenType) {
    case T.Market:
      return { kind: 'market' }
    case T.OpenWord:
      return { kind: 'open' }
    case T.CloseWord:
      return { kind: 'close' }
    case T.Limit:
      return { kind: 'limit', price: expressionIn(node, 'price', lowering) }
    case T.Touch:
      return { kind: 'touch', price: expressionIn(node, 'price', lowering) }
    case T.Stop: {
      const price = expressionIn(node, 'price', lowering)
      const limit = optionalIn(node, 'limit', lowering)
      return { kind: 'stop', price, ...(limit && { limit }) }
    }
    default:
      return undefined
  }
}

function lowerSize(node: CstNode, lowering: Lowering): SizeSpec {
  const { end } = placeOf(node, 0)
  const value = expressionIn(node, 'expression', lowering)
  const of = nameOf(leaf(node, 'base'), end)
  if (leaf(node, 'word_risk')) return { kind: 'risk', fraction: value, of }
  if (leaf(node, 'word_to')) return { kind: 'volatility', target: value }
  if (leaf(node, 'word_of')) return { kind: 'fraction', fraction: value, of }
  if (leaf(node, 'word_shares') ?? leaf(node, 'word_share')) {
    return { kind: 'shares', quantity: value }
  }
  const hedge = optionalIn(node, 'ratio', lowering)
  const each = leaf(node, 'word_each') !== undefined
  return { kind: 'money', amount: value, each, ...(hedge && { hedge }) }
}

function lowerExpiry(node: CstNode, lowering: Lowering): Expiry | undefined {
  if (leaf(node, 'word_day')) return { kind: 'day' }
  if (leaf(node, 'word_gtc')) return { kind: 'gtc' }
  if (leaf(node, 'word_ioc')) return { kind: 'ioc' }
  if (leaf(node, 'word_fok')) return { kind: 'fok' }
  if (leaf(node, 'word_gtd')) {
    const till = child(node, 'goodTill')
    const day = till && leaf(till, 'date')
    const time = till && leaf(till, 'time')
    return {
      kind: 'gtd',
      ...(day && { day: lowerDate(day, lowering) }),
      ...(time && { time: lowerTime(time, lowering) }),
    }
  }
  if (leaf(node, 'word_after')) {
    return { kind: 'after', bars: expressionIn(node, 'expression', lowering) }
  }
  return undefined
}

// ── rebalance ──────────────────────────────────────────────────────────────────────────────────

/** The clauses of a `rebalance`. */
export function lowerRebalanceClause(
  node: CstNode,
  lowering: Lowering,
): RebalanceClause | undefined {
  const [rule, part] = partOf(node)
  if (rule === 'word_otherwise') {
    const span = placeOf(node, 0)
    const symbol = leaf(child(node, 'symbol') ?? node, 'word')
    return { kind: 'otherwise', symbol: nameOf(symbol, span.end), span }
  }
  if (part === undefined) return undefined
  const span = placeOf(part, 0)
  switch (rule) {
    case 'hold': {
      const top = optionalIn(part, 'top', lowering)
      const by = optionalIn(part, 'by', lowering)
      const where = optionalIn(part, 'where', lowering)
      return { kind: 'hold', ...(top && { top }), ...(by && { by }), ...(where && { where }), span }
    }
    case 'weight': {
      if (leaf(part, 'word_equal')) return { kind: 'weight', scheme: 'equal', span }
      const scheme = leaf(part, 'word_inverse')
        ? 'inverse'
        : leaf(part, 'word_proportional')
          ? 'proportional'
          : 'expression'
      return { kind: 'weight', scheme, value: expressionIn(part, 'expression', lowering), span }
    }
    case 'maxEach':
      return { kind: 'max-each', fraction: expressionIn(part, 'expression', lowering), span }
    case 'stray':
      tellStray(part, 'rebalance', lowering)
      return undefined
    default:
      throw new Error(`no clause of rebalance: ${rule}`)
  }
}

// ── risk, costs ────────────────────────────────────────────────────────────────────────────────

/** One line of a `risk` block. */
export function lowerLimit(node: CstNode, lowering: Lowering): RiskLimit | undefined {
  const stray = child(node, 'stray')
  if (stray !== undefined) {
    tellStray(stray, 'risk', lowering)
    return undefined
  }
  const span = placeOf(node, 0)
  const subject = optionalName(leaf(node, 'subject'))
  const named = subject && { subject }
  if (leaf(node, 'word_halt')) {
    return { kind: 'halt', ...named, when: conditionIn(node, span.end, lowering), span }
  }
  const amount = expressionIn(node, 'amount', lowering)
  if (leaf(node, 'word_cooldown')) {
    return { kind: 'cooldown', amount, after: expressionIn(node, 'after', lowering), span }
  }
  const of = optionalName(leaf(node, 'of'))
  const per = optionalName(leaf(node, 'per'))
  return { kind: 'max', ...named, amount, ...(of && { of }), ...(per && { per }), span }
}

/** A `costs` block, as a statement or in a test. */
export function lowerCosts(node: CstNode, lowering: Lowering): CostsStatement {
  const items = children(node, 'cost').map((item) => lowerCost(item, lowering))
  return {
    kind: 'costs',
    items: items.filter((item) => item !== undefined),
    span: placeOf(node, 0),
  }
}

function lowerCost(node: CstNode, lowering: Lowering): CostItem | undefined {
  const span = placeOf(node, 0)
  const commission = child(node, 'commission')
  if (commission !== undefined) return lowerCommission(commission, lowering)
  const most = child(node, 'maxVolume')
  if (most !== undefined)
    return { kind: 'max-volume', amount: lowerRate(child(most, 'rate'), span.end, lowering), span }
  const rate = lowerRate(child(node, 'rate'), span.end, lowering)
  if (leaf(node, 'word_borrow')) {
    const schedule = optionalName(leaf(node, 'word_ibkr'))
    return { kind: 'borrow', ...(schedule && { schedule }), rate, span }
  }
  if (leaf(node, 'word_slippage')) {
    const [first, last] = leaves(node, 'model').map((token) => nameOf(token, 0))
    const model = last === undefined ? first : volumeShare(first!, last)
    const unit = optionalName(leaf(node, 'unit'))
    return { kind: 'slippage', ...(model && { model }), amount: rate, ...(unit && { unit }), span }
  }
  const stray = child(node, 'stray')
  if (stray !== undefined) tellStray(stray, 'costs', lowering)
  return undefined
}

function volumeShare(first: Name, last: Name): Name {
  return { text: 'volume share', span: around(first.span, last.span) }
}

function lowerCommission(node: CstNode, lowering: Lowering): CostItem {
  const span = placeOf(node, 0)
  const schedule = leaves(node, 'schedule').map((token) => nameOf(token, span.end))
  if (schedule.length > 0) return { kind: 'commission', schedule, span }
  const amount = lowerRate(child(node, 'rate'), span.end, lowering)
  const per = optionalName(leaf(node, 'per'))
  return { kind: 'commission-rate', amount, ...(per && { per }), span }
}

// ── test ───────────────────────────────────────────────────────────────────────────────────────

/** One line of a `test` block. */
export function lowerTestItem(node: CstNode, lowering: Lowering): TestItem | undefined {
  const [rule, part] = partOf(node)
  if (part === undefined) return undefined
  const span = placeOf(part, 0)
  switch (rule) {
    case 'series':
      return {
        kind: 'series',
        column: nameOf(leaf(part, 'column'), span.start),
        ...clockOf(part, lowering),
        values: children(part, 'seriesValue').map((value) => {
          const repeat = optionalIn(value, 'repeat', lowering)
          return {
            value: expressionIn(value, 'expression', lowering, span.end),
            ...(repeat && { repeat }),
          }
        }),
        span,
      }
    case 'pricesFrom':
      return {
        kind: 'prices',
        ...clockOf(part, lowering),
        path: nameOf(leaf(part, 'path'), span.end),
        span,
      }
    case 'withClause':
      return {
        kind: 'with',
        parameters: children(part, 'setting').map((setting) => ({
          name: nameOf(leaf(setting, 'word'), placeOf(setting, span.end).start),
          value: expressionIn(setting, 'expression', lowering, span.end),
        })),
        span,
      }
    case 'costs':
      return lowerCosts(part, lowering)
    case 'expect':
      return lowerExpect(part, lowering)
    case 'stray':
      tellStray(part, 'test', lowering)
      return undefined
    default:
      throw new Error(`no line of a test: ${rule}`)
  }
}

/** Whose bars a line of a test has, where they are not the strategy's own. */
function clockOf(node: CstNode, lowering: Lowering): { readonly clock?: WrittenClock } {
  const clock = child(node, 'clock')
  if (clock === undefined) return {}
  return { clock: { ...lowerClock(clock, lowering), span: placeOf(clock, 0) } }
}

type Expectation = Extract<TestItem, { kind: 'expect' }>
type Compare = NonNullable<Expectation['compare']>

function lowerExpect(node: CstNode, lowering: Lowering): Expectation {
  const span = placeOf(node, 0)
  const value = expressionIn(node, 'expression', lowering)
  const bar = child(node, 'bar')
  const at = bar && { at: lowerOperand(bar, span.end, lowering) }
  const sign = leaf(node, 'comparison')
  if (sign !== undefined) {
    const to = expressionIn(node, 'to', lowering)
    return { kind: 'expect', value, ...at, compare: { op: sign.image as Compare['op'], to }, span }
  }
  const tolerance = optionalIn(node, 'tolerance', lowering)
  if (tolerance !== undefined) {
    const of = expressionIn(node, 'of', lowering)
    return { kind: 'expect', value, ...at, within: { tolerance, of }, span }
  }
  // `expect a == b` compares; the two sides are shown apart when it fails.
  if (value.kind === 'binary' && isComparison(value.op)) {
    const compare = { op: value.op, to: value.right }
    return { kind: 'expect', value: value.left, ...at, compare, span }
  }
  return { kind: 'expect', value, ...at, span }
}

function isComparison(operator: string): operator is Compare['op'] {
  return ['==', '!=', '<', '<=', '>', '>='].includes(operator)
}
