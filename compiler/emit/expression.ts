import { assertNever, CompilerError } from '../assert.ts'
import type { NodeId, Operation } from '../graph.ts'
import { choiceSince, type Since } from '../passes/known.ts'
import { type Frame, useVisible } from './frame.ts'
import { warmupFormula } from './step.ts'
import { numberText } from './text.ts'

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
    case 'arrived':
      return arrivedText(frame, operation.of)
    case 'sample':
      return sampleText(frame, operation.source, operation.of)
    case 'delay':
      return delayText(frame, id, operation.source, operation.ticks)
    case 'negate':
      return `-${value(operation.operand)}`
    case 'arithmetic':
      return `${value(operation.left)} ${operation.op} ${value(operation.right)}`
    case 'choose': {
      const [left, right] = [value(operation.left), value(operation.right)]
      if (isSettled(frame, choiceSince(frame.plan.graph, operation, frame.plan.since))) {
        return numeralText(frame, operation) ?? `${value(operation.whenTrue)} ? ${left} : ${right}`
      }
      return `${value(operation.whenTrue)} ? ${left} : ${value(operation.whenFalse)} ? ${right} : NaN`
    }
    case 'coalesce': {
      const left = value(operation.left)
      if (isSettled(frame, frame.plan.since[operation.left])) return left
      return `${left} === ${left} ? ${left} : ${value(operation.right)}`
    }
    case 'extreme':
      return `Math.${operation.op}(${value(operation.left)}, ${value(operation.right)})`
    case 'warmup':
      return warmupFormula(operation.primitive, operation.params.map(value), frame.dialect)
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

/** A choice of two numerals by one comparison is reckoned: no jump that cannot be guessed. */
function numeralText(
  frame: Frame,
  { whenTrue, left, right }: Operation & { kind: 'choose' },
): string | undefined {
  const [test, one, other] = [whenTrue, left, right].map(
    (id) => frame.plan.graph.nodes[id]!.operation,
  )
  if (test?.kind !== 'compare' || one?.kind !== 'number' || other?.kind !== 'number')
    return undefined
  const step = one.value - other.value
  const isExact =
    Object.is(other.value + step, one.value) && Object.is(other.value + 0 * step, other.value)
  if (!isExact) return undefined
  const up = `+${frame.value(whenTrue)}`
  const steps = step === 1 ? up : `${numberText(step)} * ${up}`
  // Added to 0 a step down gives no -0.
  return other.value === 0 && step > 0 ? steps : `${numberText(other.value)} + ${steps}`
}

/** Whether what is known since then is known at every tick that the function goes through. */
function isSettled(frame: Frame, since: Since): boolean {
  return since !== undefined && (since.length === 0 || !frame.guarded)
}

/** How many bars of a clock are complete at the current tick. */
function arrivedText(frame: Frame, clock: number): string {
  const read = `${useVisible(frame.used, clock, frame.dialect)}[i]`
  return frame.dialect.typed ? `${read}!` : read
}

/** A node of another clock at its last complete bar. */
function sampleText(frame: Frame, source: NodeId, clock: number): string {
  const { graph, colors } = frame.plan
  const arrived = arrivedText(frame, clock)
  const read = () => `${frame.column(source)}[${arrived} - 1]${frame.dialect.typed ? '!' : ''}`
  const isIndex = graph.nodes[source]!.operation.kind === 'index'
  const value =
    colors[source] === 'constant' ? frame.value(source) : isIndex ? `${arrived} - 1` : read()
  return `${arrived} > 0 ? ${value} : NaN`
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
