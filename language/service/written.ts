import type { EnterClause, Expr, Statement, TestItem } from '../syntax/ast.ts'
import { childExpressions } from '../syntax/children.ts'

/** An expression as a statement holds it. */
export interface Written {
  readonly expr: Expr
  /** In `stop` and `target`, where `R` and `entry_price` are those of the order being written. */
  readonly awaitsFill: boolean
}

/** The outermost expressions of a statement, in written order; those of a function's lets too. */
export function writtenIn(statement: Statement): readonly Written[] {
  const parts: (Expr | undefined)[] = []
  switch (statement.kind) {
    case 'session':
    case 'instrument':
    case 'universe':
    case 'import':
    case 'oca':
    case 'costs':
      break
    case 'timeframe':
    case 'let':
      parts.push(statement.value)
      break
    case 'param':
      parts.push(statement.value, statement.range?.from, statement.range?.to, statement.range?.step)
      break
    case 'require':
      parts.push(statement.condition)
      break
    case 'function':
      parts.push(...statement.parameters.map(({ defaultValue }) => defaultValue))
      parts.push(...statement.lets.map(({ value }) => value), statement.result)
      break
    case 'mode':
      parts.push(...statement.arcs.flatMap(({ when, forBars }) => [when, forBars]))
      break
    case 'enter':
      return [plain(statement.when), ...statement.clauses.flatMap(writtenInClause)]
    case 'exit':
      parts.push(statement.portion, statement.when)
      return [
        ...parts.filter((part) => part !== undefined).map(plain),
        ...statement.clauses.flatMap(writtenInClause),
      ]
    case 'cancel':
    case 'mark':
    case 'alert':
      parts.push(statement.when)
      break
    case 'rebalance':
      for (const clause of statement.clauses) {
        if (clause.kind === 'hold') parts.push(clause.top, clause.by, clause.where)
        else if (clause.kind === 'weight') parts.push(clause.value)
        else if (clause.kind === 'max-each') parts.push(clause.fraction)
      }
      break
    case 'plot':
      parts.push(...statement.items.map(({ value }) => value))
      break
    case 'fill':
      parts.push(statement.from, statement.to)
      break
    case 'risk':
      parts.push(...statement.limits.flatMap(({ amount, when, after }) => [amount, when, after]))
      break
    case 'test':
      parts.push(...statement.items.flatMap(writtenInTest))
      break
    default: {
      const never: never = statement
      throw new Error(`no statement: ${JSON.stringify(never)}`)
    }
  }
  return parts.filter((part) => part !== undefined).map(plain)
}

function plain(expr: Expr): Written {
  return { expr, awaitsFill: false }
}

function writtenInClause(clause: EnterClause): readonly Written[] {
  switch (clause.kind) {
    case 'at':
      return orderPrices(clause.order).map(plain)
    case 'size': {
      const { size } = clause
      if (size.kind === 'shares') return [plain(size.quantity)]
      if (size.kind === 'volatility') return [plain(size.target)]
      if (size.kind !== 'money') return [plain(size.fraction)]
      return [size.amount, ...(size.hedge === undefined ? [] : [size.hedge])].map(plain)
    }
    case 'stop': {
      const { price, after } = clause
      const prices = after === undefined ? [price] : [price, after]
      return prices.map((expr) => ({ expr, awaitsFill: true }))
    }
    case 'target':
      return [{ expr: clause.price, awaitsFill: true }]
    case 'expire':
      return clause.expiry.kind === 'after' ? [plain(clause.expiry.bars)] : []
    case 'up-to':
      return [plain(clause.entries)]
    default: {
      const never: never = clause
      throw new Error(`no clause: ${JSON.stringify(never)}`)
    }
  }
}

function orderPrices(order: Extract<EnterClause, { kind: 'at' }>['order']): Expr[] {
  if (!('price' in order)) return []
  return order.kind === 'stop' && order.limit ? [order.price, order.limit] : [order.price]
}

function writtenInTest(item: TestItem): readonly (Expr | undefined)[] {
  switch (item.kind) {
    case 'series':
      return item.values.flatMap(({ value, repeat }) => [value, repeat])
    case 'with':
      return item.parameters.map(({ value }) => value)
    case 'expect': {
      const { value, at, compare, within } = item
      return [value, at, compare?.to, within?.tolerance, within?.of]
    }
    case 'prices':
    case 'costs':
      return []
    default: {
      const never: never = item
      throw new Error(`no line of a test: ${JSON.stringify(never)}`)
    }
  }
}

/** An expression and all within it, each before its parts. */
export function* deep(expr: Expr): Generator<Expr> {
  yield expr
  for (const child of childExpressions(expr)) yield* deep(child)
}
