import type { Warmup } from '../../language/check/typed.ts'
import { assertNever } from '../assert.ts'
import type { Origin } from '../builder.ts'
import type { NodeId, Operation } from '../graph.ts'
import type { Lowering } from './lower.ts'

/** A warm-up formula as a constant node. */
export function lowerWarmup({ build, number }: Lowering, warmup: Warmup, { span }: Origin): NodeId {
  const add = (operation: Operation) => build.add(operation, { span })
  const ticks = (value: number) => add({ kind: 'number', value })
  const visit = (formula: Warmup): NodeId => {
    switch (formula.kind) {
      case 'ticks':
        return ticks(formula.ticks)
      case 'value':
        return number(formula.expr)
      case 'primitive':
        return add({
          kind: 'warmup',
          primitive: formula.name,
          params: formula.params.map(number),
        })
      case 'sum':
        return joined(formula.terms, (left, right) => ({
          kind: 'arithmetic',
          op: '+',
          left,
          right,
        }))
      case 'max':
        return joined(formula.terms, (left, right) => ({ kind: 'extreme', op: 'max', left, right }))
      case 'min':
        return joined(formula.terms, (left, right) => ({ kind: 'extreme', op: 'min', left, right }))
      default:
        return assertNever(formula)
    }
  }
  const joined = (
    terms: readonly Warmup[],
    join: (left: NodeId, right: NodeId) => Operation,
  ): NodeId => {
    const [first, ...others] = terms.map(visit)
    if (first === undefined) return ticks(0)
    return others.reduce((left, right) => add(join(left, right)), first)
  }
  return visit(warmup)
}
