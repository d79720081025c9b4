import type { NodeId } from '../graph.ts'
import { isRail } from '../graph.ts'
import { choiceSince, type Start } from '../passes/known.ts'
import type { Family, Stage } from '../passes/schedule.ts'
import { type Storage, storageOf } from '../passes/storage.ts'
import { isNeverMasked, isSteady, windowFormula } from '../primitives.ts'
import { barsText, type Frame, frame, type Plan, sampledText, useColumn } from './frame.ts'
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
  /** The clock whose bars it walks, and the one that it is sampled onto; 0: the strategy's own. */
  readonly clock: number
  readonly parent: number
  /** Kernels of all other clocks that it reads, some of them through others. */
  readonly clocks: readonly Kernel[]
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

/** The kernel of a family with those of its clocks. */
export function kernel(
  plan: Plan,
  name: string,
  { stages, clocks }: Family,
  exported: ReadonlySet<NodeId>,
): Kernel {
  const others = clocks.map(
    (other): Kernel => ({
      ...stored(plan, `${name}_at${other.clock}`, other.stages, new Set(other.sampled)),
      clock: other.clock,
      parent: other.parent,
      clocks: [],
    }),
  )
  return { ...stored(plan, name, stages, exported), clock: 0, parent: 0, clocks: others }
}

/** Decides the storage of a kernel's stages and the columns that they leave. */
function stored(
  plan: Plan,
  name: string,
  stages: readonly Stage[],
  exported: ReadonlySet<NodeId>,
): Pick<Kernel, 'name' | 'stages' | 'columns' | 'flags'> {
  const { graph, colors, finiteness } = plan
  const columns = new Map<NodeId, string>()
  const flags = new Map<NodeId, { readonly column: string; readonly bit: number }>()
  const parts = stages.map((stage, at) => {
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
  return { name, stages: parts, columns, flags }
}

/** A rail that another function left in a column. */
export function flagText(
  { flags }: Kernel,
  id: NodeId,
  columnName: (name: string) => string,
): string | undefined {
  const flag = flags.get(id)
  if (flag === undefined) return undefined
  // In brackets, for it may be negated.
  return `((${columnName(flag.column)}[i] & ${1 << flag.bit}) !== 0)`
}

/** What the last stage of a kernel writes besides its columns. */
export interface KernelOutput {
  readonly nodes: readonly NodeId[]
  readonly statements: (frame: Frame) => readonly Line[]
  /** Constants that the loop must be past before it may leave out its guards. */
  readonly starts: readonly string[]
}

/**
 * The functions of a kernel and of those of its clocks, and `name(from, to)` of each, which calls
 * them over a range of bars.
 */
export function kernelText(
  plan: Plan,
  dialect: Dialect,
  memory: MemoryMap,
  made: Kernel,
  output: KernelOutput,
): readonly Line[] {
  const print = (one: Kernel, finish: KernelOutput) =>
    oneKernelText({ plan, dialect, memory, family: made, made: one, output: finish })
  return [...made.clocks.flatMap((one) => print(one, NOTHING)), ...print(made, output)]
}

interface KernelRequest {
  readonly plan: Plan
  readonly dialect: Dialect
  readonly memory: MemoryMap
  /** The kernel whose clocks may be read. */
  readonly family: Kernel
  readonly made: Kernel
  readonly output: KernelOutput
}

function oneKernelText(request: KernelRequest): readonly Line[] {
  const { plan, made, output } = request
  const last = made.stages.length - 1
  const calls: Line[] = []
  const functions = made.stages.flatMap(({ stage, storage }, at) => {
    const finish = at === last ? output : NOTHING
    const starts = [...new Set([...stageStarts(plan, stage, storage), ...finish.starts])]
    const name = made.clock === 0 ? `${made.name}${at}` : `${made.name}_${at}`
    calls.push(...(starts.length === 0 ? code(`${name}_settled(from, to)`) : code(rangeText(name))))
    const print = (guarded: boolean) =>
      loopText({ ...request, stage, storage, guarded, finish, name })
    return starts.length === 0
      ? print(false)
      : [
          ...code(`const ${name}_start = Math.max(${[...starts, 0].join(', ')})`),
          ...print(true),
          ...print(false),
        ]
  })
  return [...functions, ...runText(request, calls)]
}

/**
 * Other clocks go first, as far as they are seen from here. Of what is sampled off a clock, only
 * the last value before `from` is looked at again: memory keeps it, as no column is part of it.
 */
function runText(request: KernelRequest, calls: readonly Line[]): readonly Line[] {
  const { dialect, memory, family, made } = request
  const range = `from${annotation(dialect, 'number')}, to${annotation(dialect, 'number')}`
  const head = `function ${made.name}_run(${range})${annotation(dialect, 'void')}`
  const certain = dialect.typed ? '!' : ''
  const lasts = [...memory.lasts].filter(([column]) => [...made.columns.values()].includes(column))
  const known = made.clock === 0 ? [] : lasts
  const below = family.clocks.filter((one) => one !== made && one.parent === made.clock)
  return block(head, [
    ...(made.clock === 0 ? [] : roomText(made, dialect)),
    ...known.flatMap(([column, at]) =>
      code(`if (from > 0) ${column}[from - 1] = memory[${at}]${certain}`),
    ),
    ...below.flatMap(({ name, clock }) => [
      ...code(`const seen${clock} = ${sampledText(clock, dialect)}.visible`),
      ...code(
        `${name}_run(from === 0 ? 0 : seen${clock}[from - 1]${certain}, ` +
          `to === 0 ? 0 : seen${clock}[to - 1]${certain})`,
      ),
    ]),
    ...calls,
    ...known.flatMap(([column, at]) =>
      code(`if (to > from) memory[${at}] = ${column}[to - 1]${certain}`),
    ),
  ])
}

/** Columns of another clock grow with its bars. */
function roomText(made: Kernel, dialect: Dialect): readonly Line[] {
  const columns = columnNames(made)
  const [first] = columns
  if (first === undefined) return []
  const bars = barsText(made.clock, dialect)
  return block(`if (to > ${first.name}.length)`, [
    ...code(`const capacity = Math.max(to, ${bars}.time.length)`),
    ...columns.flatMap((column) => code(growth(column))),
  ])
}

/** The statement that makes a column longer. */
export function growth({ name, type }: { readonly name: string; readonly type: string }): string {
  return `${name} = longer(${name}, new ${type}(capacity))`
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
    starts.push(...knowing(plan, id).map((start) => startText(plan, start)))
    if (operation.kind !== 'call' || storage.calls.get(id)?.stepping !== 'exact') continue
    const from = constantText(plan, operation.from!)
    const known = isNeverMasked(operation.primitive) ? from : startName(id)
    starts.push(isSteady(operation.primitive) ? sumText(known, '1') : known)
    const window = windowFormula(operation.primitive)
    if (window !== undefined) starts.push(sumText(from, formulaText(window, paramsOf(plan, id))))
  }
  return starts.filter((start) => start !== '0')
}

/** When a node's operands are known so that the settled loop asks less of them. */
function knowing({ graph, since }: Plan, id: NodeId): readonly Start[] {
  const { operation } = graph.nodes[id]!
  if (operation.kind === 'coalesce') return since[operation.left] ?? []
  return operation.kind === 'choose' ? (choiceSince(graph, operation, since) ?? []) : []
}

function startText(plan: Plan, { call, later }: Start): string {
  const ticks = later.map((each) => constantText(plan, each))
  return call === undefined ? ticks.join(' + ') : [startName(call), ...ticks].join(' + ')
}

function loopText(
  request: KernelRequest & {
    readonly stage: Stage
    readonly storage: Storage
    readonly guarded: boolean
    readonly finish: KernelOutput
    readonly name: string
  },
): readonly Line[] {
  const { plan, dialect, memory, family, made, stage, storage, guarded, finish, name } = request
  const left = stage.nodes.filter((id) => made.columns.has(id) || made.flags.has(id))
  const current = frame({
    plan,
    dialect,
    nodes: stage.nodes,
    storage,
    guarded,
    outputs: [...finish.nodes, ...left],
    elsewhere: (id) => flagText(made, id, (column) => useColumn(current.used, column)),
    clock: made.clock,
    columnOf: (id) => columnOf(family, id),
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

/** The column that a kernel, or one of its clocks, leaves a node in. */
export function columnOf({ columns, clocks }: Kernel, id: NodeId): string | undefined {
  return columns.get(id) ?? clocks.map((one) => one.columns.get(id)).find((name) => name)
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
