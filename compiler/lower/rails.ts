import type { TypedExpr } from '../../language/check/typed.ts'
import { CompilerError } from '../assert.ts'
import type { NodeId, Operation } from '../graph.ts'
import type { Lowering } from './lower.ts'

/** A three-valued bool as two plain ones; both are down where it is unknown. */
export interface Rails {
  readonly whenTrue: NodeId
  readonly whenFalse: NodeId
}

/**
 * Kleene's logic over rails. Except behind `known` and `??` no rail is ever negated, so rails are
 * monotone: raising one raises what is built on it.
 */
export function railsOf({ build, number, rails }: Lowering, expr: TypedExpr): Rails {
  const add = (operation: Operation) => build.add(operation, expr)
  const both = (left: NodeId, right: NodeId) => add({ kind: 'both', left, right })
  const either = (left: NodeId, right: NodeId) => add({ kind: 'either', left, right })
  const opposite = (operand: NodeId) => add({ kind: 'opposite', operand })

  const equalNumbers = (left: NodeId, right: NodeId): Rails => ({
    whenTrue: add({ kind: 'compare', op: '==', left, right }),
    whenFalse: add({ kind: 'compare', op: '<>', left, right }),
  })
  const equalBools = (a: Rails, b: Rails): Rails => ({
    whenTrue: either(both(a.whenTrue, b.whenTrue), both(a.whenFalse, b.whenFalse)),
    whenFalse: either(both(a.whenTrue, b.whenFalse), both(a.whenFalse, b.whenTrue)),
  })

  switch (expr.kind) {
    case 'bool':
      return {
        whenTrue: add({ kind: 'flag', value: expr.value }),
        whenFalse: add({ kind: 'flag', value: !expr.value }),
      }
    case 'compare': {
      const { op, left, right } = expr
      if (op === '==' || op === '!=') {
        const equal =
          left.type.kind === 'bool'
            ? equalBools(rails(left), rails(right))
            : equalNumbers(number(left), number(right))
        return op === '==' ? equal : swapped(equal)
      }
      const [a, b] = [number(left), number(right)]
      return {
        whenTrue: add({ kind: 'compare', op, left: a, right: b }),
        whenFalse: add({ kind: 'compare', op: INVERSE[op], left: a, right: b }),
      }
    }
    case 'not':
      return swapped(rails(expr.operand))
    case 'and':
    case 'or': {
      const [a, b] = [rails(expr.left), rails(expr.right)]
      const [up, down] = expr.kind === 'and' ? [both, either] : [either, both]
      return {
        whenTrue: up(a.whenTrue, b.whenTrue),
        whenFalse: down(a.whenFalse, b.whenFalse),
      }
    }
    case 'if': {
      const condition = rails(expr.condition)
      const [a, b] = [rails(expr.whenTrue), rails(expr.whenFalse)]
      return {
        whenTrue: either(
          both(condition.whenTrue, a.whenTrue),
          both(condition.whenFalse, b.whenTrue),
        ),
        whenFalse: either(
          both(condition.whenTrue, a.whenFalse),
          both(condition.whenFalse, b.whenFalse),
        ),
      }
    }
    case 'coalesce': {
      const [a, b] = [rails(expr.left), rails(expr.right)]
      return {
        whenTrue: either(a.whenTrue, both(opposite(a.whenFalse), b.whenTrue)),
        whenFalse: either(a.whenFalse, both(opposite(a.whenTrue), b.whenFalse)),
      }
    }
    case 'known': {
      const { operand } = expr
      const whenTrue =
        operand.type.kind === 'bool'
          ? either(rails(operand).whenTrue, rails(operand).whenFalse)
          : add({ kind: 'known', operand: number(operand) })
      return { whenTrue, whenFalse: opposite(whenTrue) }
    }
    default:
      throw new CompilerError(`${expr.kind} has no rails`)
  }
}

const INVERSE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const

function swapped({ whenTrue, whenFalse }: Rails): Rails {
  return { whenTrue: whenFalse, whenFalse: whenTrue }
}
