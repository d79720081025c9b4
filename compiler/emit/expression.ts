import { assertNever, CompilerError } from '../assert.ts'
import type { NodeId } from '../graph.ts'
import { stepText } from '../primitives.ts'
import type { Frame } from './frame.ts'
import { formulaText } from './step.ts'

/** The expression that computes a node; a call is statements and stands in `call.ts`. */
export function expressionText(frame: Frame, id: NodeId): string {
  const { operation } = frame.plan.graph.nodes[id]!
  const value = (operand: NodeId) => frame.value(operand)
  switch (operation.kind) {
    case 'number':
    case 'flag':
    case 'column':
    case 'index':
      return value(id)
    case 'parameter':
      return `whole(parameters[${operation.index}]${frame.dialect.typed ? '!' : ''})`
    case 'account':
      return `account.${operation.name}`
    case 'fill':
      return operation.name === 'R' ? 'r' : 'entryPrice'
    case 'delay':
      return delayText(frame, id, operation.source, operation.ticks)
    case 'negate':
      return `-${value(operation.operand)}`
    case 'arithmetic':
      return `${value(operation.left)} ${operation.op} ${value(operation.right)}`
    case 'choose': {
      const [left, right] = [value(operation.left), value(operation.right)]
      return `${value(operation.whenTrue)} ? ${left} : ${value(operation.whenFalse)} ? ${right} : NaN`
    }
    case 'coalesce': {
      const left = value(operation.left)
      return `${left} === ${left} ? ${left} : ${value(operation.right)}`
    }
    case 'extreme':
      return `Math.${operation.op}(${value(operation.left)}, ${value(operation.right)})`
    case 'warmup':
      return formulaText(stepText(operation.primitive).warmup, operation.params.map(value))
    case 'compare': {
      const [left, right] = [value(operation.left), value(operation.right)]
      if (operation.op === '<>') return `${left} < ${right} || ${left} > ${right}`
      return `${left} ${operation.op === '==' ? '===' : operation.op} ${right}`
    }
    case 'known':
      return `${value(operation.operand)} === ${value(operation.operand)}`
    case 'opposite':
      return `!${value(operation.operand)}`
    case 'both':
      return `${value(operation.left)} && ${value(operation.right)}`
    case 'either':
      return `${value(operation.left)} || ${value(operation.right)}`
    case 'call':
      throw new CompilerError('a call is no expression')
    default:
      return assertNever(operation)
  }
}

function delayText(frame: Frame, id: NodeId, source: NodeId, ticks: NodeId): string {
  const storage = frame.storage.delays.get(id)
  if (storage === undefined) throw new CompilerError(`delay ${id} has no storage`)
  const distance = frame.value(ticks)
  if (storage.kind === 'cell') return storage.name
  if (storage.kind === 'ring') {
    const read = `${storage.name}[(i - ${distance}) & ${maskName(storage.name)}]`
    return frame.dialect.typed ? `${read}!` : read
  }
  const read = columnText(frame, source, distance)
  return frame.guarded ? `i >= ${distance} ? ${read} : NaN` : read
}

/** A node of another function, or a constant, some ticks ago. */
export function columnText(frame: Frame, source: NodeId, distance: string): string {
  const { graph, colors } = frame.plan
  if (graph.nodes[source]!.operation.kind === 'index') return `(i - ${distance})`
  if (colors[source] === 'constant') return frame.value(source)
  return `${frame.column(source)}[i - ${distance}]${frame.dialect.typed ? '!' : ''}`
}

/** The local with a ring's length less one. */
export function maskName(ring: string): string {
  return `${ring}_mask`
}
