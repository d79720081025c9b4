import { type Builder, type Origin, rewrite } from '../builder.ts'
import type { Graph, NodeId, Operation } from '../graph.ts'
import { isWhole } from './known.ts'

/**
 * Computes what is known now, by the very operation that the kernel would do: no sum is
 * rearranged, so no bit changes. Rails, which are plain logic, are simplified further.
 */
export function fold(graph: Graph): Graph {
  return rewrite(graph, (operation, origin, build) => {
    const folded = simplified(operation, { build, origin })
    return typeof folded === 'number' ? folded : build.add(folded, origin)
  })
}

interface Site {
  readonly build: Builder
  readonly origin: Origin
}

/** The node that stands for the operation, or a simpler operation, or itself. */
function simplified(operation: Operation, site: Site): NodeId | Operation {
  const constant = (id: NodeId) => constantOf(site, id)
  switch (operation.kind) {
    case 'delay':
      return constant(operation.ticks) === 0 ? operation.source : operation
    case 'negate': {
      const value = constant(operation.operand)
      return value === undefined ? operation : { kind: 'number', value: -value }
    }
    case 'arithmetic': {
      const [left, right] = [constant(operation.left), constant(operation.right)]
      if (left === undefined || right === undefined) return operation
      return { kind: 'number', value: calculated(operation.op, left, right) }
    }
    case 'extreme': {
      const [left, right] = [constant(operation.left), constant(operation.right)]
      if (left === undefined || right === undefined) return extreme(operation, left, right)
      return { kind: 'number', value: Math[operation.op](left, right) }
    }
    case 'choose': {
      if (flag(site, operation.whenTrue) === true) return operation.left
      if (flag(site, operation.whenFalse) === true) return operation.right
      const never = flag(site, operation.whenTrue) === false
      if (never && flag(site, operation.whenFalse) === false) {
        return { kind: 'number', value: Number.NaN }
      }
      return operation
    }
    case 'coalesce': {
      const known = knownNow(site, operation.left)
      if (known === undefined) return operation
      return known ? operation.left : operation.right
    }
    case 'known': {
      const value = knownNow(site, operation.operand)
      return value === undefined ? operation : { kind: 'flag', value }
    }
    case 'compare':
      return comparison(operation, site)
    case 'opposite': {
      const value = flag(site, operation.operand)
      return value === undefined ? operation : { kind: 'flag', value: !value }
    }
    case 'both':
    case 'either':
      return junction(operation, site)
    default:
      return operation
  }
}

/** Warm-ups are never negative: zero is the neutral one of `max`. */
function extreme(
  operation: Operation & { kind: 'extreme' },
  left: number | undefined,
  right: number | undefined,
): NodeId | Operation {
  if (operation.left === operation.right) return operation.left
  if (operation.op === 'max' && left === 0) return operation.right
  return operation.op === 'max' && right === 0 ? operation.left : operation
}

function calculated(op: '+' | '-' | '*' | '/', left: number, right: number): number {
  const results = { '+': left + right, '-': left - right, '*': left * right, '/': left / right }
  return Number.isFinite(results[op]) ? results[op] : Number.NaN
}

function comparison(operation: Operation & { kind: 'compare' }, site: Site): NodeId | Operation {
  const right = constantOf(site, operation.right)
  if (right === undefined) return operation
  const left = constantOf(site, operation.left)
  if (left !== undefined) return { kind: 'flag', value: compared(operation.op, left, right) }
  // A bool that was written as 1 or 0 and is read back.
  const { operation: source } = site.build.nodes[operation.left]!
  if (operation.op !== '==' || source.kind !== 'choose') return operation
  const written = [constantOf(site, source.left), constantOf(site, source.right)]
  if (written[0] !== 1 || written[1] !== 0) return operation
  if (right === 1) return source.whenTrue
  return right === 0 ? source.whenFalse : operation
}

function compared(
  op: (Operation & { kind: 'compare' })['op'],
  left: number,
  right: number,
): boolean {
  const results = {
    '<': left < right,
    '<=': left <= right,
    '>': left > right,
    '>=': left >= right,
    '==': left === right,
    '<>': left < right || left > right,
  }
  return results[op]
}

function junction(
  { kind, left, right }: Operation & { kind: 'both' | 'either' },
  site: Site,
): NodeId | Operation {
  const decisive = kind === 'either'
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const value = flag(site, one)
    if (value !== undefined) return value === decisive ? one : other
  }
  return left === right ? left : { kind, left, right }
}

function constantOf({ build }: Site, id: NodeId): number | undefined {
  const { operation } = build.nodes[id]!
  return operation.kind === 'number' ? operation.value : undefined
}

function flag({ build }: Site, id: NodeId): boolean | undefined {
  const { operation } = build.nodes[id]!
  return operation.kind === 'flag' ? operation.value : undefined
}

/** Whether a number is known at every tick, or at none; undefined where that is not settled. */
function knownNow({ build }: Site, id: NodeId): boolean | undefined {
  const { operation } = build.nodes[id]!
  if (operation.kind === 'number') return !Number.isNaN(operation.value)
  if (operation.kind === 'column') return isWhole(operation.name) ? true : undefined
  return operation.kind === 'index' ? true : undefined
}
