import type { CstNode } from 'chevrotain'
import type {
  EnterStatement,
  ExitStatement,
  Expr,
  FunctionStatement,
  Header,
  LetStatement,
  ModeArc,
  ParamStatement,
  Statement,
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
  textOf,
} from './cst.ts'
import {
  conditionIn,
  expressionIn,
  lowerCosts,
  lowerEnterClause,
  lowerExitClause,
  lowerLimit,
  lowerRebalanceClause,
  lowerTestItem,
  optionalIn,
} from './lower-clauses.ts'
import { spanOf } from './slips.ts'
import { tellStray, tellStrayStatement } from './strays.ts'

/** Headers and statements from the parser's raw trees, read as they come. */
export function lowerStatements(
  raw: Iterable<CstNode>,
  lowering: Lowering,
): { readonly headers: readonly Header[]; readonly statements: readonly Statement[] } {
  const headers: Header[] = []
  const statements: Statement[] = []
  for (const node of raw) {
    for (const choice of children(node, 'statement')) {
      const head = child(choice, 'header')
      if (head !== undefined) headers.push(lowerHeader(head, lowering))
      const statement = head === undefined ? lowerStatement(choice, lowering) : undefined
      if (statement !== undefined) statements.push(statement)
    }
  }
  return { headers, statements }
}

function lowerHeader(node: CstNode, lowering: Lowering): Header {
  const span = placeOf(node, 0)
  return {
    kind: leaf(node, 'form')!.image as Header['kind'],
    title: textOf(leaf(node, 'title')),
    doc: docOf(node, lowering),
    span,
  }
}

function docOf(node: CstNode, lowering: Lowering): string {
  return lowering.docs.get(placeOf(node, 0).start) ?? ''
}

function present<Item>(items: readonly (Item | undefined)[]): Item[] {
  return items.filter((item) => item !== undefined)
}

function lowerStatement(choice: CstNode, lowering: Lowering): Statement | undefined {
  const rule = Object.keys(choice.children)[0]
  const node = rule === undefined ? undefined : child(choice, rule)
  if (node === undefined) return undefined
  const span = placeOf(node, 0)
  const text = (label: string): string => textOf(leaf(node, label))
  const expression = (label = 'expression'): Expr => expressionIn(node, label, lowering)
  const when = (): Expr => conditionIn(node, span.end, lowering)
  switch (rule) {
    case 'timeframe':
      return { kind: 'timeframe', value: expression(), span }
    case 'session':
      return { kind: 'session', name: nameOf(leaf(node, 'name'), span.end), span }
    case 'instrument':
      return lowerInstrument(node)
    case 'universe': {
      const from = leaf(node, 'path')
      const symbols = symbolsIn(node)
      return { kind: 'universe', ...(from && { from: textOf(from) }), symbols, span }
    }
    case 'import':
      return { kind: 'import', path: text('path'), span }
    case 'param':
      return lowerParam(node, lowering)
    case 'require':
      return { kind: 'require', condition: expression(), span }
    case 'let':
      return lowerLet(node, lowering)
    case 'function':
      return lowerFunction(node, lowering)
    case 'mode':
      return {
        kind: 'mode',
        name: nameOf(leaf(node, 'name'), span.end),
        arcs: lowerArcs(node, lowering),
        doc: docOf(node, lowering),
        span,
      }
    case 'enter':
      return lowerEnter(node, lowering)
    case 'exit':
      return lowerExit(node, lowering)
    case 'cancel':
      return { kind: 'cancel', tag: text('tag'), when: when(), span }
    case 'oca': {
      const tags = leaves(node, 'tag').map((tag) => ({ text: textOf(tag), span: spanOf(tag) }))
      if (leaf(node, 'word_reduce') === undefined) return { kind: 'oca', tags, span }
      const onFill = leaf(node, 'word_without') ? 'reduce-unblocked' : 'reduce'
      return { kind: 'oca', tags, onFill, span }
    }
    case 'rebalance': {
      const clauses = children(node, 'rebalanceClause').map((clause) =>
        lowerRebalanceClause(clause, lowering),
      )
      const period = nameOf(leaf(node, 'period'), span.end)
      return { kind: 'rebalance', period, clauses: present(clauses), span }
    }
    case 'plot': {
      const pane = leaf(node, 'pane')
      const items = children(node, 'plotItem').map((item) => {
        const label = leaf(item, 'label')
        const value = expressionIn(item, 'expression', lowering, span.end)
        return { value, ...(label && { label: textOf(label) }) }
      })
      return { kind: 'plot', items, ...(pane && { pane: textOf(pane) }), span }
    }
    case 'mark':
    case 'alert':
      return { kind: rule, text: text('text'), when: when(), span }
    case 'fill':
      return { kind: 'fill', from: expression('from'), to: expression('to'), span }
    case 'risk': {
      const limits = children(node, 'limit').map((limit) => lowerLimit(limit, lowering))
      return { kind: 'risk', limits: present(limits), span }
    }
    case 'costs':
      return lowerCosts(node, lowering)
    case 'test': {
      const items = children(node, 'testItem').map((item) => lowerTestItem(item, lowering))
      return { kind: 'test', title: text('title'), items: present(items), span }
    }
    case 'strayStatement':
      tellStrayStatement(node, lowering)
      return undefined
    default:
      throw new Error(`no statement: ${rule}`)
  }
}

function symbolsIn(node: CstNode) {
  const { end } = placeOf(node, 0)
  return children(node, 'symbol').map((symbol) => nameOf(leaf(symbol, 'word'), end))
}

function lowerInstrument(node: CstNode): Statement {
  const span = placeOf(node, 0)
  const type = optionalName(leaf(node, 'type'))
  const exchange = optionalName(leaf(node, 'exchange'))
  const currency = optionalName(leaf(node, 'currency'))
  return {
    kind: 'instrument',
    symbol: symbolsIn(node)[0] ?? nameOf(undefined, span.end),
    ...(type && { type }),
    ...(exchange && { exchange }),
    ...(currency && { currency }),
    span,
  }
}

// ── Definitions ────────────────────────────────────────────────────────────────────────────────

function lowerParam(node: CstNode, lowering: Lowering): ParamStatement {
  const span = placeOf(node, 0)
  const step = optionalIn(node, 'step', lowering)
  const range = child(node, 'from') && {
    range: {
      from: expressionIn(node, 'from', lowering),
      to: expressionIn(node, 'to', lowering),
      ...(step && { step }),
    },
  }
  return {
    kind: 'param',
    name: nameOf(leaf(node, 'name'), span.end),
    value: expressionIn(node, 'value', lowering),
    ...range,
    doc: docOf(node, lowering),
    span,
  }
}

function lowerLet(node: CstNode, lowering: Lowering): LetStatement {
  const span = placeOf(node, 0)
  const pattern = child(node, 'pattern')
  const value = expressionIn(node, 'expression', lowering)
  const doc = docOf(node, lowering)
  if (pattern === undefined) {
    const name = nameOf(leaf(node, 'name'), Math.min(span.start + 'let'.length, span.end))
    return { kind: 'let', pattern: { kind: 'name', name }, value, doc, span }
  }
  const fields = children(pattern, 'patternField').flatMap((item) => {
    const [field, name] = leaves(item, 'word')
    if (field === undefined) return []
    return [{ field: nameOf(field, 0), name: nameOf(name ?? field, 0) }]
  })
  return { kind: 'let', pattern: { kind: 'fields', fields }, value, doc, span }
}

function lowerFunction(node: CstNode, lowering: Lowering): FunctionStatement {
  const span = placeOf(node, 0)
  const block = child(node, 'block')
  for (const stray of block === undefined ? [] : children(block, 'stray')) {
    tellStray(stray, 'fn', lowering)
  }
  const parameters = children(node, 'parameter').map((parameter) => {
    const annotation = optionalName(leaf(parameter, 'annotation'))
    const defaultValue = optionalIn(parameter, 'expression', lowering)
    return {
      name: nameOf(leaf(parameter, 'name'), placeOf(parameter, span.end).start),
      ...(annotation && { annotation }),
      ...(defaultValue && { defaultValue }),
    }
  })
  return {
    kind: 'function',
    name: nameOf(leaf(node, 'name'), span.end),
    parameters,
    lets: block === undefined ? [] : children(block, 'let').map((item) => lowerLet(item, lowering)),
    result: expressionIn(block ?? node, 'expression', lowering),
    doc: docOf(node, lowering),
    span,
  }
}

function lowerArcs(node: CstNode, lowering: Lowering): ModeArc[] {
  for (const stray of children(node, 'stray')) tellStray(stray, 'mode', lowering)
  return children(node, 'arc').map((arc) => {
    const span = placeOf(arc, placeOf(node, 0).end)
    const forBars = optionalIn(arc, 'for', lowering)
    return {
      from: nameOf(leaf(arc, 'from'), span.end),
      to: nameOf(leaf(arc, 'to'), span.end),
      when: conditionIn(arc, span.end, lowering),
      ...(forBars && { forBars }),
      span,
    }
  })
}

// ── Rules ──────────────────────────────────────────────────────────────────────────────────────

type Side = 'long' | 'short'

function lowerEnter(node: CstNode, lowering: Lowering): EnterStatement {
  const span = placeOf(node, 0)
  const legs = children(node, 'leg').flatMap((leg) => {
    const side = child(leg, 'side')
    const word = side && leaf(side, 'word')
    const symbol = symbolsIn(leg)[0]
    if (word === undefined) return []
    return [{ side: word.image as Side, ...(symbol && { symbol }), span: placeOf(leg, span.end) }]
  })
  const tag = leaf(node, 'tag')
  const clauses = children(node, 'enterClause').map((clause) => lowerEnterClause(clause, lowering))
  return {
    kind: 'enter',
    legs,
    ...(tag && { tag: textOf(tag) }),
    when: conditionIn(node, span.end, lowering),
    clauses: present(clauses),
    span,
  }
}

function lowerExit(node: CstNode, lowering: Lowering): ExitStatement | undefined {
  const span = placeOf(node, 0)
  const side = child(node, 'side')
  const word = side && leaf(side, 'word')
  const target = leaf(node, 'target')
  if (word === undefined && target === undefined) return undefined
  const portion = optionalIn(node, 'portion', lowering)
  const tag = leaf(node, 'tag')
  const clauses = children(node, 'exitClause').map((clause) => lowerExitClause(clause, lowering))
  return {
    kind: 'exit',
    ...(portion && { portion: halfOr(portion) }),
    target:
      word === undefined
        ? { kind: 'tag', tag: textOf(target) }
        : { kind: 'side', side: word.image as Side },
    ...(tag && { tag: textOf(tag) }),
    when: conditionIn(node, span.end, lowering),
    clauses: present(clauses),
    span,
  }
}

/** `half` is fifty percent. */
function halfOr(portion: Expr): Expr {
  return portion.kind === 'name' && portion.text === 'half'
    ? { kind: 'number', value: 50, unit: '%', span: portion.span }
    : portion
}
