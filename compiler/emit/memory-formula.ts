import type { NodeId } from '../graph.ts'
import { layoutOf } from './bind.ts'
import { expressionText } from './expression.ts'
import { type Frame, frame, NO_STORAGE, type Plan } from './frame.ts'
import type { ConstantText } from './memory.ts'
import { numberText } from './text.ts'

/**
 * How many numbers a strategy keeps from bar to bar, as a formula over its parameters' names:
 * `13 + 2 * (n + 1)`. `powerOfTwo(x)` is the first power of two that is not less.
 */
export function memoryFormula(plan: Plan, parameters: readonly string[]): string {
  const times = new Map<string, number>()
  for (const term of layoutOf(plan).memory.terms(constantsNamed(plan, parameters)))
    times.set(term, (times.get(term) ?? 0) + 1)
  const sum = [...times].map(([term, n]) => (n === 1 ? term : `${n} * ${grouped(term)}`))
  return sum.join(' + ').replaceAll('Math.', '')
}

/** Constants as they follow from the parameters. */
function constantsNamed(plan: Plan, parameters: readonly string[]): ConstantText {
  const request = { plan, dialect: { typed: false }, nodes: [], outputs: [], guarded: true }
  const named: Frame = { ...frame({ ...request, storage: NO_STORAGE }), value }
  function value(id: NodeId): string {
    const { operation } = plan.graph.nodes[id]!
    if (operation.kind === 'number') return numberText(operation.value)
    if (operation.kind === 'parameter') return parameters[operation.index]!
    if (operation.kind === 'call')
      return `${operation.primitive}(${[...operation.inputs, ...operation.params].map(value).join(', ')})`
    return grouped(expressionText(named, id))
  }
  return value
}

function grouped(text: string): string {
  return /^[\w.]+(\([^()]*\))?$/.test(text) ? text : `(${text})`
}
