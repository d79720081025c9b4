import { CompilerError } from '../assert.ts'
import type { NodeId, Operation } from '../graph.ts'
import type { CallStorage } from '../passes/storage.ts'
import { isNeverMasked, isPure } from '../primitives.ts'
import { columnText, maskName } from './expression.ts'
import type { Frame } from './frame.ts'
import { startName, warmupName } from './names.ts'
import { inlinedStep } from './step.ts'
import { annotation } from './text.ts'

type Call = Operation & { kind: 'call' }

/** The statements that step a call and leave its result in its local. */
export function callText(frame: Frame, id: NodeId): readonly string[] {
  const { graph } = frame.plan
  const { operation } = graph.nodes[id]!
  if (operation.kind !== 'call') throw new CompilerError(`node ${id} is no call`)
  const storage = frame.storage.calls.get(id) ?? STATELESS
  const name = frame.name(id)
  const { body, result } = step(frame, id, operation, storage)
  if (storage.stepping === 'exact' && !frame.guarded) {
    return [...body, ...assignment(frame, id, `const ${name} =`, result)]
  }
  const declaration = `let ${name}${annotation(frame.dialect, 'number')} = NaN`
  const inputs = [...new Set(operation.inputs.map((input) => frame.value(input)))]
  const lines = [...body, ...masked(frame, id, operation, storage, result)]
  const condition =
    storage.stepping === 'exact'
      ? operation.from === undefined || isZero(frame, operation.from)
        ? []
        : [`i >= ${frame.value(operation.from)}`]
      : inputs.filter((input) => /[a-z]/.test(input)).map((input) => `${input} === ${input}`)
  return condition.length === 0
    ? [declaration, ...lines]
    : [declaration, `if (${condition.join(' && ')}) {`, ...lines.map((line) => `  ${line}`), '}']
}

/** Calls outside the loops: pure, over constants or a coming fill. */
const STATELESS: CallStorage = { stepping: 'asking', fields: new Map() }

function step(frame: Frame, id: NodeId, operation: Call, storage: CallStorage) {
  if (storage.machine !== undefined) {
    const inputs = operation.inputs.map((input) => frame.value(input))
    const counting = storage.counter === undefined ? [] : [`${storage.counter} += 1`]
    // It is stepped here, also where the result is masked.
    const stepped = `const y${id} = ${storage.machine}(${inputs.join(', ')})`
    return { body: [...counting, stepped], result: `y${id}` }
  }
  const inlined = inlinedStep({
    primitive: operation.primitive,
    steady: storage.stepping === 'exact' && !frame.guarded,
    suffix: `_${id}`,
    arguments: [...operation.inputs, ...operation.params].map((operand) => frame.value(operand)),
    field: (name) => storage.fields.get(name)!,
    window: (ticksAgo) => windowText(frame, operation, storage, ticksAgo),
  })
  const { counter, window } = storage
  const counting = counter === undefined ? [] : [`${counter} += 1`]
  const remembering =
    storage.stepping === 'asking' && window?.kind === 'ring'
      ? [
          `${window.name}[${counter} & ${maskName(window.name)}] = ${frame.value(operation.inputs[0]!)}`,
        ]
      : []
  return { body: [...counting, ...remembering, ...inlined.body], result: inlined.result }
}

function windowText(frame: Frame, operation: Call, storage: CallStorage, ticksAgo: string): string {
  const { window, counter, stepping } = storage
  const { typed } = frame.dialect
  const distance = /^\$?\w+\$?$/.test(ticksAgo) ? ticksAgo : `(${ticksAgo})`
  if (window?.kind === 'ring') {
    const now = stepping === 'exact' ? 'i' : counter
    const read = `${window.name}[(${now} - ${distance}) & ${maskName(window.name)}]${typed ? '!' : ''}`
    // A ring of its own holds nothing but what was stepped.
    return stepping === 'asking' ? read : sinceStart(frame, operation, distance, read)
  }
  return sinceStart(frame, operation, distance, columnText(frame, operation.inputs[0]!, distance))
}

/** What lies before the first stepped tick reads as 0. */
function sinceStart(frame: Frame, operation: Call, distance: string, read: string): string {
  if (!frame.guarded) return read
  return `(i - ${distance} >= ${frame.value(operation.from!)} ? ${read} : 0)`
}

/** The result, once as many steps were made as the primitive needs to warm up. */
function masked(
  frame: Frame,
  id: NodeId,
  { primitive }: Call,
  storage: CallStorage,
  result: string,
): readonly string[] {
  const lines = assignment(frame, id, `${frame.name(id)} =`, result)
  if (isPure(primitive) || isNeverMasked(primitive)) return lines
  const warm =
    storage.stepping === 'exact'
      ? `i >= ${startName(id)}`
      : `${storage.counter} > ${warmupName(id)}`
  return lines.length === 1
    ? [`if (${warm}) ${lines[0]}`]
    : [`if (${warm}) {`, ...lines.map((line) => `  ${line}`), '}']
}

/** Assigns a result; where it may be infinite that counts as unknown. */
export function assignment(
  frame: Frame,
  id: NodeId,
  target: string,
  result: string,
): readonly string[] {
  const { tested, circular } = frame.plan.finiteness
  if (!tested[id]) return [`${target} ${result}`]
  const raw = `raw${id}`
  // Without a jump: to what is finite this adds a zero of its own sign, to what is not, NaN. Where
  // the next tick waits for the result a jump is quicker, for it is always guessed.
  const masked = circular[id] ? `${raw} - ${raw} === 0 ? ${raw} : NaN` : `${raw} + ${raw} * 0`
  return [`const ${raw} = ${result}`, `${target} ${masked}`]
}

function isZero(frame: Frame, id: NodeId): boolean {
  const { operation } = frame.plan.graph.nodes[id]!
  return operation.kind === 'number' && operation.value === 0
}
