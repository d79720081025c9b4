import type { Color } from '../../language/types.ts'
import type { StateFieldText, StepText } from '../../stdlib/builtin.ts'
import type { Graph, NodeId, Operation } from '../graph.ts'
import { isExternCall, isNeverMasked, isPure, stepText } from '../primitives.ts'
import type { Finiteness } from './finite.ts'
import { isBase } from './schedule.ts'

/** What a stage keeps between ticks, and where. */
export interface Storage {
  /** Scalars: each a local during a loop and a cell of `memory` between loops. */
  readonly cells: readonly Cell[]
  /** Arrays that lie in `memory` for good. */
  readonly arrays: readonly MemoryArray[]
  readonly delays: ReadonlyMap<NodeId, DelayStorage>
  readonly calls: ReadonlyMap<NodeId, CallStorage>
  /** Rings by the node they remember, written at every tick. */
  readonly rings: ReadonlyMap<NodeId, string>
  /** Externs, which keep their state themselves. */
  readonly machines: readonly Machine[]
}

/** The local of an extern that is under way, and its call. */
export interface Machine {
  readonly name: string
  readonly call: NodeId
}

export interface Cell {
  readonly name: string
  /** Of the call whose params `initial` may name; absent: a plain number. */
  readonly call?: NodeId
  readonly initial: string
  /** Holds whole numbers that index: quick where they are kept as integers. */
  readonly whole?: boolean
}

export interface MemoryArray {
  readonly name: string
  readonly size: /** `fill`: what a tick from before the first reads as. */
    | { readonly kind: 'ring'; readonly needs: readonly RingNeed[]; readonly fill: 'NaN' | '0' }
    | {
        readonly kind: 'state'
        readonly call: NodeId
        readonly length: string
        readonly fill: string
      }
}

/** How far back a ring is read. */
export type RingNeed =
  | { readonly kind: 'ticks'; readonly ticks: NodeId }
  | { readonly kind: 'window'; readonly call: NodeId }

export type DelayStorage =
  /** One tick: a scalar. */
  | { readonly kind: 'cell'; readonly name: string }
  | { readonly kind: 'ring'; readonly name: string }
  /** The source is a column of the bars, or the same at every tick. */
  | { readonly kind: 'column' }

export interface CallStorage {
  /** Stepped at every tick from a known one on, or asking each time. */
  readonly stepping: 'exact' | 'asking'
  /** Cell that counts the steps; asking calls that mask or look back. */
  readonly counter?: string
  /** Where the window looks: a column, or a ring by tick or by step. */
  readonly window?: { readonly kind: 'column' } | { readonly kind: 'ring'; readonly name: string }
  /** Local of an extern that is under way. */
  readonly machine?: string
  /** Local or array by state field. */
  readonly fields: ReadonlyMap<string, string>
}

const NONE: CallStorage['fields'] = new Map()

export interface StorageRequest {
  readonly graph: Graph
  readonly colors: readonly Color[]
  readonly finiteness: Finiteness
  readonly nodes: readonly NodeId[]
  /** Parts the arrays of one stage from another's. */
  readonly prefix: string
}

/** Chooses where each node with a past keeps it. */
export function storageOf({ graph, colors, finiteness, nodes, prefix }: StorageRequest): Storage {
  // What bars or parameters hold is at hand for every tick. Another stage's columns are not: a
  // snapshot is `memory` alone.
  const atHand = (source: NodeId) =>
    colors[source] === 'constant' || isBase(graph.nodes[source]!.operation)
  const cells: Cell[] = []
  const arrays: MemoryArray[] = []
  const delays = new Map<NodeId, DelayStorage>()
  const calls = new Map<NodeId, CallStorage>()
  const machines: Machine[] = []
  const shared = new Map<NodeId, { readonly name: string; readonly needs: RingNeed[] }>()

  const cell = (name: string, initial: string, more: Pick<Cell, 'call' | 'whole'> = {}) => {
    cells.push({ name, initial, ...more })
    return name
  }
  const ringOf = (source: NodeId, need: RingNeed) => {
    const ring = shared.get(source) ?? { name: `${prefix}_r${source}`, needs: [] }
    shared.set(source, ring)
    ring.needs.push(need)
    return ring.name
  }

  for (const id of nodes) {
    const { operation } = graph.nodes[id]!
    if (operation.kind === 'delay') delays.set(id, delayStorage(operation, id))
    if (operation.kind === 'call') calls.set(id, callStorage(operation, id))
  }

  function delayStorage(
    { source, ticks }: Operation & { kind: 'delay' },
    id: NodeId,
  ): DelayStorage {
    if (atHand(source)) return { kind: 'column' }
    const distance = graph.nodes[ticks]!.operation
    if (distance.kind === 'number' && distance.value === 1) {
      return { kind: 'cell', name: cell(`d${id}`, 'NaN') }
    }
    return { kind: 'ring', name: ringOf(source, { kind: 'ticks', ticks }) }
  }

  function callStorage(operation: Operation & { kind: 'call' }, id: NodeId): CallStorage {
    const { primitive, inputs, from } = operation
    const dependable = inputs.every((input) => finiteness.dependable[input])
    // An account has no past before it went live: its calls count their own steps.
    const exact = from !== undefined && dependable && colors[id] === 'market'
    if (isExternCall(primitive)) {
      const machine = { name: `${prefix}_m${id}`, call: id }
      machines.push(machine)
      const counter = exact ? {} : { counter: cell(`n${id}`, '0', { whole: true }) }
      return {
        stepping: exact ? 'exact' : 'asking',
        ...counter,
        machine: machine.name,
        fields: NONE,
      }
    }
    const text = stepText(primitive)
    const counts = !exact && !isPure(primitive) && (text.window || !isNeverMasked(primitive))
    const fields = new Map(text.state.map((field) => [field.name, fieldStorage(field, id, text)]))
    const window = text.window === undefined ? undefined : windowStorage(inputs[0]!, id, exact)
    return {
      stepping: exact ? 'exact' : 'asking',
      ...(counts && { counter: cell(`n${id}`, '0', { whole: true }) }),
      ...(window && { window }),
      fields,
    }
  }

  function windowStorage(
    source: NodeId,
    call: NodeId,
    exact: boolean,
  ): NonNullable<CallStorage['window']> {
    if (!exact) {
      const name = `${prefix}_w${call}`
      arrays.push({ name, size: { kind: 'ring', needs: [{ kind: 'window', call }], fill: '0' } })
      return { kind: 'ring', name }
    }
    if (atHand(source)) return { kind: 'column' }
    return { kind: 'ring', name: ringOf(source, { kind: 'window', call }) }
  }

  function fieldStorage(field: StateFieldText, call: NodeId, { body }: StepText): string {
    if (field.kind === 'number') {
      const whole = body.includes(`[$state.${field.name}$`)
      return cell(`s${call}_${field.name}`, field.value, { call, whole })
    }
    const name = `${prefix}_s${call}_${field.name}`
    arrays.push({ name, size: { ...field, kind: 'state', call } })
    return name
  }

  for (const { name, needs } of shared.values())
    arrays.push({ name, size: { kind: 'ring', needs, fill: 'NaN' } })
  const rings = new Map([...shared].map(([source, { name }]) => [source, name]))
  return { cells, arrays, delays, calls, rings, machines }
}
