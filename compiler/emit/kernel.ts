import type { NodeId } from '../graph.ts'
import { isRail } from '../graph.ts'
import type { Stage } from '../passes/schedule.ts'
import { type Storage, storageOf } from '../passes/storage.ts'
import { isNeverMasked, stepText } from '../primitives.ts'
import { type Frame, frame, type Plan, useColumn } from './frame.ts'
import { constantText, type MemoryMap, paramsOf, sumText } from './memory.ts'
import { startName } from './names.ts'
import {
  baseStatements,
  block,
  delayStatements,
  entryStatements,
  exitStatements,
  nodeStatements,
} from './statements.ts'
import { formulaText } from './step.ts'
import { annotation, code, type Dialect, type Line } from './text.ts'

/** Kernels over the market: one for signals and exported columns, one for plots. */
export interface Kernel {
  /** `market` or `plots`; begins the names of its arrays. */
  readonly name: string
  readonly stages: readonly StageStorage[]
  /** Number columns, by the node they hold. */
  readonly columns: ReadonlyMap<NodeId, string>
  /** Rails as bits of whole-number columns. */
  readonly flags: ReadonlyMap<NodeId, { readonly column: string; readonly bit: number }>
}

interface StageStorage {
  readonly stage: Stage
  readonly storage: Storage
}

/** Decides the storage of a kernel's stages and the columns that they leave. */
export function kernel(
  plan: Plan,
  name: string,
  stages: readonly Stage[],
  exported: ReadonlySet<NodeId>,
): Kernel {
  const { graph, colors, finiteness } = plan
  const columns = new Map<NodeId, string>()
  const flags = new Map<NodeId, { readonly column: string; readonly bit: number }>()
  const stored = stages.map((stage, at) => {
    const left = stage.nodes.filter((id) => exported.has(id) || stage.passed.includes(id))
    for (const id of left.filter((each) => !isRail(graph.nodes[each]!.operation))) {
      columns.set(id, `${name}_c${id}`)
    }
    left
      .filter((id) => isRail(graph.nodes[id]!.operation))
      .forEach((id, index) => {
        flags.set(id, { column: `${name}_f${at}_${index >> 5}`, bit: index & 31 })
      })
    const prefix = `${name}${at}`
    return { stage, storage: storageOf({ graph, colors, finiteness, nodes: stage.nodes, prefix }) }
  })
  return { name, stages: stored, columns, flags }
}

/** A rail that another function left in a column. */
export function flagText(
  { flags }: Kernel,
  id: NodeId,
  columnName: (name: string) => string,
): string | undefined {
  const flag = flags.get(id)
  if (flag === undefined) return undefined
  return `(${columnName(flag.column)}[i] & ${1 << flag.bit}) !== 0`
}

/** What the last stage of a kernel writes besides its columns. */
export interface KernelOutput {
  readonly nodes: readonly NodeId[]
  readonly statements: (frame: Frame) => readonly Line[]
  /** Constants that the loop must be past before it may leave out its guards. */
  readonly starts: readonly string[]
}

/** The functions of one kernel and `name(from, to)`, which calls them over a range of bars. */
export function kernelText(
  plan: Plan,
  dialect: Dialect,
  memory: MemoryMap,
  made: Kernel,
  output: KernelOutput,
): readonly Line[] {
  const last = made.stages.length - 1
  const calls: Line[] = []
  const functions = made.stages.flatMap(({ stage, storage }, at) => {
    const finish = at === last ? output : NOTHING
    const starts = [...new Set([...stageStarts(plan, stage, storage), ...finish.starts])]
    const name = `${made.name}${at}`
    calls.push(...(starts.length === 0 ? code(`${name}_settled(from, to)`) : code(rangeText(name))))
    const print = (guarded: boolean) =>
      loopText({ plan, dialect, memory, made, stage, storage, guarded, finish, name })
    return starts.length === 0
      ? print(false)
      : [
          ...code(`const ${name}_start = Math.max(${[...starts, 0].join(', ')})`),
          ...print(true),
          ...print(false),
        ]
  })
  const range = `from${annotation(dialect, 'number')}, to${annotation(dialect, 'number')}`
  const head = `function ${made.name}_run(${range})${annotation(dialect, 'void')}`
  return [...functions, ...block(head, calls)]
}

const NOTHING: KernelOutput = { nodes: [], statements: () => [], starts: [] }

/** Guards up to the tick where all is known, none from there on. */
function rangeText(name: string): string {
  return [
    `const ${name}_middle = from >= ${name}_start ? from : to > ${name}_start ? ${name}_start : to`,
    `if (from < ${name}_middle) ${name}_guarded(from, ${name}_middle)`,
    `if (${name}_middle < to) ${name}_settled(${name}_middle, to)`,
  ].join('\n')
}

/** First ticks at which what the settled loop does not ask for is there. */
function stageStarts(plan: Plan, stage: Stage, storage: Storage): readonly string[] {
  const starts: string[] = []
  for (const id of stage.nodes) {
    const { operation } = plan.graph.nodes[id]!
    if (operation.kind === 'delay' && storage.delays.get(id)?.kind === 'column') {
      starts.push(constantText(plan, operation.ticks))
    }
    if (operation.kind !== 'call' || storage.calls.get(id)?.stepping !== 'exact') continue
    const from = constantText(plan, operation.from!)
    starts.push(isNeverMasked(operation.primitive) ? from : startName(id))
    const { window } = stepText(operation.primitive)
    if (window !== undefined) starts.push(sumText(from, formulaText(window, paramsOf(plan, id))))
  }
  return starts.filter((start) => start !== '0')
}

function loopText(request: {
  readonly plan: Plan
  readonly dialect: Dialect
  readonly memory: MemoryMap
  readonly made: Kernel
  readonly stage: Stage
  readonly storage: Storage
  readonly guarded: boolean
  readonly finish: KernelOutput
  readonly name: string
}): readonly Line[] {
  const { plan, dialect, memory, made, stage, storage, guarded, finish, name } = request
  const left = stage.nodes.filter((id) => made.columns.has(id) || made.flags.has(id))
  const current = frame({
    plan,
    dialect,
    nodes: stage.nodes,
    storage,
    guarded,
    outputs: [...finish.nodes, ...left],
    elsewhere: (id) => flagText(made, id, (column) => useColumn(current.used, column)),
    columnOf: (id) => made.columns.get(id),
  })
  const body = [
    ...nodeStatements(current),
    ...columnStatements(current, made, left),
    ...finish.statements(current),
    ...delayStatements(current),
  ]
  const cells = memory.cells.get(storage)!
  const loop = block('for (let i = from; i < to; i++)', [...baseStatements(current), ...body])
  const range = `from${annotation(dialect, 'number')}, to${annotation(dialect, 'number')}`
  const head = `function ${name}_${guarded ? 'guarded' : 'settled'}(${range})`
  return block(`${head}${annotation(dialect, 'void')}`, [
    ...entryStatements(current, cells),
    ...loop,
    ...exitStatements(current, cells),
  ])
}

function columnStatements(current: Frame, made: Kernel, left: readonly NodeId[]): readonly Line[] {
  const bits = new Map<string, string[]>()
  const lines = left.flatMap((id): readonly Line[] => {
    const flag = made.flags.get(id)
    const value = current.value(id)
    if (flag === undefined)
      return code(`${useColumn(current.used, made.columns.get(id)!)}[i] = ${value}`)
    const terms = bits.get(flag.column) ?? []
    bits.set(flag.column, [...terms, `(${value} ? ${1 << flag.bit} : 0)`])
    return []
  })
  const words = [...bits].flatMap(([column, terms]) =>
    code(`${useColumn(current.used, column)}[i] = ${terms.join(' | ')}`),
  )
  return [...lines, ...words]
}

/** Names of all columns of a kernel, with what makes each. */
export function columnNames(made: Kernel): readonly { name: string; type: string }[] {
  const words = new Set([...made.flags.values()].map(({ column }) => column))
  return [
    ...[...made.columns.values()].map((name) => ({ name, type: 'Float64Array' })),
    ...[...words].map((name) => ({ name, type: 'Int32Array' })),
  ]
}
