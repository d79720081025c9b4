import type { MarketStream, PriceStream } from '../../language/check/typed.ts'
import type { Color } from '../../language/types.ts'
import { CompilerError } from '../assert.ts'
import { type Graph, isRail, type NodeId, operandsOf } from '../graph.ts'
import type { Finiteness } from '../passes/finite.ts'
import type { Since } from '../passes/known.ts'
import type { Schedule } from '../passes/schedule.ts'
import { isBase } from '../passes/schedule.ts'
import type { Storage } from '../passes/storage.ts'
import { expressionText } from './expression.ts'
import { constantName, localName } from './names.ts'
import { type Dialect, numberText } from './text.ts'

/** All that was decided about a program before it is printed. */
export interface Plan {
  readonly graph: Graph
  readonly colors: readonly Color[]
  readonly finiteness: Finiteness
  readonly since: readonly Since[]
  readonly schedule: Schedule
}

/** One function that is being printed. */
export interface Frame {
  readonly plan: Plan
  readonly dialect: Dialect
  /** Nodes that this function computes. */
  readonly nodes: readonly NodeId[]
  readonly storage: Storage
  /** Ticks before the warm-up may come by, so what is not yet known must be asked for. */
  readonly guarded: boolean
  /** The local that the function leaves a node in. */
  name(id: NodeId): string
  /** A node's value at the current tick. */
  value(id: NodeId): string
  /** The array that holds a node's value at every tick. */
  column(id: NodeId): string
  /** Whether a rail, or a choice within a choice, is written where it is read, being read once. */
  isInline(id: NodeId): boolean
  /** Arrays and base values that were asked for, to be declared first. */
  readonly used: {
    readonly columns: Map<string, string>
    readonly bases: Map<NodeId, string>
  }
}

export interface FrameRequest {
  readonly plan: Plan
  readonly dialect: Dialect
  readonly nodes: readonly NodeId[]
  readonly storage: Storage
  readonly guarded: boolean
  /** What the function hands out; read in addition to what its nodes read. */
  readonly outputs: readonly NodeId[]
  /** How to read, at the current tick, a node that another function computes. */
  readonly elsewhere?: (id: NodeId) => string | undefined
  /** Nodes that only `elsewhere` may answer for, even where they could be read at this tick. */
  readonly isFrozen?: (id: NodeId) => boolean
  /** The clock whose bars are walked; absent: the strategy's own. */
  readonly clock?: number
  /** Array of a node that another function computes. */
  readonly columnOf?: (id: NodeId) => string | undefined
}

/** Prepares the printing of one function. */
export function frame(request: FrameRequest): Frame {
  const { plan, dialect, nodes, storage, guarded, outputs, elsewhere, columnOf } = request
  const { graph, colors } = plan
  const here = new Set(nodes)
  const uses = new Map<NodeId, number>()
  const read = [...outputs, ...nodes.flatMap((id) => operandsOf(graph.nodes[id]!.operation))]
  for (const id of read) uses.set(id, (uses.get(id) ?? 0) + 1)
  // Another choice waits until it is known to be wanted: one jump less to guess.
  const chosen = new Set(
    nodes.flatMap((id) => {
      const { operation } = graph.nodes[id]!
      return operation.kind === 'choose' ? [operation.left, operation.right] : []
    }),
  )
  const used: Frame['used'] = { columns: new Map(), bases: new Map() }

  function name(id: NodeId): string {
    return colors[id] === 'constant' ? constantName(id) : localName(graph, id)
  }

  function value(id: NodeId): string {
    const { operation } = graph.nodes[id]!
    if (operation.kind === 'number') return numberText(operation.value)
    if (operation.kind === 'flag') return String(operation.value)
    if (request.isFrozen?.(id)) return elsewhere!(id)!
    if (operation.kind === 'index') return 'i'
    if (isBase(operation)) {
      used.bases.set(id, `${column(id)}[i]${dialect.typed ? '!' : ''}`)
      return name(id)
    }
    if (colors[id] === 'constant') return name(id)
    if (here.has(id)) return isInline(id) ? `(${expressionText(self, id)})` : name(id)
    return elsewhere?.(id) ?? `${column(id)}[i]${dialect.typed ? '!' : ''}`
  }

  function column(id: NodeId): string {
    const { operation } = graph.nodes[id]!
    if (operation.kind === 'column') {
      const { clock = 0 } = operation
      const local = clock === (request.clock ?? 0) ? operation.name : `${operation.name}${clock}`
      used.columns.set(local, `${barsText(clock, dialect)}.${columnText(operation.name, dialect)}`)
      return local
    }
    const name = columnOf?.(id)
    if (name === undefined) throw new CompilerError(`node ${id} is in no column`)
    return useColumn(used, name)
  }

  function isInline(id: NodeId): boolean {
    if (colors[id] === 'constant' || (uses.get(id) ?? 0) > 1) return false
    const { operation } = graph.nodes[id]!
    return isRail(operation) || (operation.kind === 'choose' && chosen.has(id))
  }

  const self: Frame = {
    plan,
    dialect,
    nodes,
    storage,
    guarded,
    name,
    value,
    column,
    isInline,
    used,
  }
  return self
}

/** The bars of a clock. */
export function barsText(clock: number, dialect: Dialect): string {
  return clock === 0 ? 'bars' : `${sampledText(clock, dialect)}.bars`
}

/** The series of a clock beside the bars. */
export function sampledText(clock: number, { typed }: Dialect): string {
  return typed ? `bars.clocks![${clock - 1}]!` : `bars.clocks[${clock - 1}]`
}

/** The local of how many bars of a clock are complete, by bar. */
export function useVisible(used: Frame['used'], clock: number, dialect: Dialect): string {
  const local = `seen${clock}`
  used.columns.set(local, `${sampledText(clock, dialect)}.visible`)
  return local
}

/** Which of the bars' columns it is. */
function columnText(name: ColumnName, { typed }: Dialect): string {
  if (PRICES.has(name)) return name
  return typed ? `sessions!.${name}!` : `sessions.${name}`
}

const PRICES: ReadonlySet<ColumnName> = new Set<PriceStream>([
  'open',
  'high',
  'low',
  'close',
  'volume',
  'time',
])

type ColumnName = Exclude<MarketStream, 'bar_index'>

/** The local of a column of the bound module, declared where the function is entered. */
export function useColumn(used: Frame['used'], column: string): string {
  const local = `${column}_`
  used.columns.set(local, column)
  return local
}

/** Nothing is kept between ticks. */
export const NO_STORAGE: Storage = {
  cells: [],
  arrays: [],
  delays: new Map(),
  calls: new Map(),
  rings: new Map(),
  machines: [],
}
