import type { AccountStream, ArithmeticOperator, MarketStream } from '../language/check/typed.ts'
import type { Span } from '../language/diagnostic.ts'
import { assertNever } from './assert.ts'

/** Position of a node in `Graph.nodes`. */
export type NodeId = number

/**
 * A dataflow graph. What has a past, or is read from bars, says on which clock (absent: the
 * strategy's own, 0); all else is on that of its operands. A *number* node holds NaN where it is unknown. Three-valued
 * bools do not exist here: each is two *rails*, plain bools "known true" and "known false".
 */
export type Operation =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'parameter'; readonly index: number }
  | {
      readonly kind: 'column'
      readonly name: Exclude<MarketStream, 'bar_index'>
      readonly clock?: number
    }
  | { readonly kind: 'index'; readonly clock?: number }
  /** How many bars of the clock `of` are complete. */
  | { readonly kind: 'arrived'; readonly of: number; readonly clock?: number }
  /** The source, on the clock `of`, at its last complete bar. */
  | {
      readonly kind: 'sample'
      readonly source: NodeId
      readonly of: number
      readonly clock?: number
    }
  | { readonly kind: 'account'; readonly name: AccountStream }
  | { readonly kind: 'fill'; readonly name: 'entry_price' | 'R' }
  /** The source `ticks` ago. The only operation whose operand may stand later in the graph. */
  | {
      readonly kind: 'delay'
      readonly source: NodeId
      readonly ticks: NodeId
      readonly clock?: number
    }
  | { readonly kind: 'negate'; readonly operand: NodeId }
  | {
      readonly kind: 'arithmetic'
      readonly op: ArithmeticOperator
      readonly left: NodeId
      readonly right: NodeId
    }
  /** left where the first rail is up, right where the second is, else unknown. */
  | {
      readonly kind: 'choose'
      readonly whenTrue: NodeId
      readonly whenFalse: NodeId
      readonly left: NodeId
      readonly right: NodeId
    }
  | { readonly kind: 'coalesce'; readonly left: NodeId; readonly right: NodeId }
  | {
      readonly kind: 'call'
      readonly primitive: string
      readonly inputs: readonly NodeId[]
      readonly params: readonly NodeId[]
      /**
       * Present: every input is known exactly from this tick on (a constant), so the primitive is
       * stepped there without asking.
       */
      readonly from?: NodeId
      readonly clock?: number
    }
  /** The larger or smaller of two warm-ups. */
  | {
      readonly kind: 'extreme'
      readonly op: 'max' | 'min'
      readonly left: NodeId
      readonly right: NodeId
    }
  /** A primitive's warm-up for its params. */
  | { readonly kind: 'warmup'; readonly primitive: string; readonly params: readonly NodeId[] }
  // Rails
  | { readonly kind: 'flag'; readonly value: boolean }
  /** `<>` is "known and different". */
  | {
      readonly kind: 'compare'
      readonly op: '<' | '<=' | '>' | '>=' | '==' | '<>'
      readonly left: NodeId
      readonly right: NodeId
    }
  | { readonly kind: 'known'; readonly operand: NodeId }
  | { readonly kind: 'opposite'; readonly operand: NodeId }
  | { readonly kind: 'both' | 'either'; readonly left: NodeId; readonly right: NodeId }

export type OperationKind = Operation['kind']

export interface Node {
  readonly operation: Operation
  /** The strategy's text that it comes from, for the source map. */
  readonly span: Span
  /** The name it was given there, for comments. */
  readonly name?: string
}

/** What the graph is for; every field is a node. */
export interface GraphRule {
  /** Rail: the condition is known true. */
  readonly fires: NodeId
  /** Rail over the market alone: `fires` is impossible where this is down. */
  readonly may: NodeId
  /** Rail: where `may` is up, `fires` is the same as this. */
  readonly rest: NodeId
  /** Constant: first tick at which the rule may fire. */
  readonly gate: NodeId
  /** Constants. */
  readonly entries: NodeId
  readonly expireBars?: NodeId
  readonly size?: NodeId
  readonly price?: NodeId
  readonly limit?: NodeId
  readonly stop?: NodeId
  readonly after?: NodeId
  /** Constant. */
  readonly portion?: NodeId
  readonly target?: NodeId
}

export interface Graph {
  /** Operands before their users, save what a delay feeds back. */
  readonly nodes: readonly Node[]
  /** Rails over constants. */
  readonly requires: readonly NodeId[]
  readonly rules: readonly GraphRule[]
  readonly plots: readonly NodeId[]
}

export function isRail({ kind }: Operation): boolean {
  switch (kind) {
    case 'flag':
    case 'compare':
    case 'known':
    case 'opposite':
    case 'both':
    case 'either':
      return true
    case 'number':
    case 'parameter':
    case 'column':
    case 'index':
    case 'arrived':
    case 'sample':
    case 'account':
    case 'fill':
    case 'delay':
    case 'negate':
    case 'arithmetic':
    case 'choose':
    case 'coalesce':
    case 'call':
    case 'extreme':
    case 'warmup':
      return false
    default:
      return assertNever(kind)
  }
}

/** The same operation over other nodes. */
export function withOperands(operation: Operation, change: (id: NodeId) => NodeId): Operation {
  switch (operation.kind) {
    case 'number':
    case 'parameter':
    case 'column':
    case 'index':
    case 'arrived':
    case 'account':
    case 'fill':
    case 'flag':
      return operation
    case 'sample':
      return { ...operation, source: change(operation.source) }
    case 'delay':
      return { ...operation, source: change(operation.source), ticks: change(operation.ticks) }
    case 'negate':
    case 'known':
    case 'opposite':
      return { ...operation, operand: change(operation.operand) }
    case 'arithmetic':
    case 'coalesce':
    case 'extreme':
    case 'compare':
    case 'both':
    case 'either':
      return { ...operation, left: change(operation.left), right: change(operation.right) }
    case 'choose':
      return {
        ...operation,
        whenTrue: change(operation.whenTrue),
        whenFalse: change(operation.whenFalse),
        left: change(operation.left),
        right: change(operation.right),
      }
    case 'call':
      return {
        ...operation,
        inputs: operation.inputs.map(change),
        params: operation.params.map(change),
        ...(operation.from !== undefined && { from: change(operation.from) }),
      }
    case 'warmup':
      return { ...operation, params: operation.params.map(change) }
    default:
      return assertNever(operation)
  }
}

/** All nodes that an operation reads, a delay's source among them. */
export function operandsOf(operation: Operation): readonly NodeId[] {
  switch (operation.kind) {
    case 'number':
    case 'parameter':
    case 'column':
    case 'index':
    case 'arrived':
    case 'account':
    case 'fill':
    case 'flag':
      return NONE
    case 'sample':
      return [operation.source]
    case 'delay':
      return [operation.source, operation.ticks]
    case 'negate':
    case 'known':
    case 'opposite':
      return [operation.operand]
    case 'arithmetic':
    case 'coalesce':
    case 'extreme':
    case 'compare':
    case 'both':
    case 'either':
      return [operation.left, operation.right]
    case 'choose':
      return [operation.whenTrue, operation.whenFalse, operation.left, operation.right]
    case 'call': {
      const { inputs, params, from } = operation
      return from === undefined ? [...inputs, ...params] : [...inputs, ...params, from]
    }
    case 'warmup':
      return operation.params
    default:
      return assertNever(operation)
  }
}

const NONE: readonly NodeId[] = []

/** The graph's outputs over other nodes; `nodes` themselves are given. */
export function withOutputs(
  graph: Graph,
  nodes: readonly Node[],
  change: (id: NodeId) => NodeId,
): Graph {
  return {
    nodes,
    requires: graph.requires.map(change),
    rules: graph.rules.map((rule) => ({
      fires: change(rule.fires),
      may: change(rule.may),
      rest: change(rule.rest),
      gate: change(rule.gate),
      entries: change(rule.entries),
      ...(rule.expireBars !== undefined && { expireBars: change(rule.expireBars) }),
      ...(rule.size !== undefined && { size: change(rule.size) }),
      ...(rule.price !== undefined && { price: change(rule.price) }),
      ...(rule.limit !== undefined && { limit: change(rule.limit) }),
      ...(rule.stop !== undefined && { stop: change(rule.stop) }),
      ...(rule.after !== undefined && { after: change(rule.after) }),
      ...(rule.portion !== undefined && { portion: change(rule.portion) }),
      ...(rule.target !== undefined && { target: change(rule.target) }),
    })),
    plots: graph.plots.map(change),
  }
}

/** Every node that an output reads, by id. */
export function outputsOf(graph: Graph): readonly NodeId[] {
  const outputs: NodeId[] = []
  withOutputs(graph, graph.nodes, (id) => {
    outputs.push(id)
    return id
  })
  return outputs
}

/** The clock that each node is on, by id. */
export function clocksOf({ nodes }: Graph): readonly number[] {
  const found: number[] = []
  for (const { operation } of nodes) found.push(clockOf(operation, found))
  return found
}

function clockOf(operation: Operation, found: readonly number[]): number {
  switch (operation.kind) {
    case 'column':
    case 'index':
    case 'arrived':
    case 'sample':
    case 'delay':
    case 'call':
      return operation.clock ?? 0
    default:
      // Constants are on none, which counts as the strategy's own.
      return operandsOf(operation).reduce((most, id) => Math.max(most, found[id] ?? 0), 0)
  }
}
