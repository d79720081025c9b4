import { needed } from '../builder.ts'
import { type NodeId, outputsOf } from '../graph.ts'
import { storageOf } from '../passes/storage.ts'
import { isNeverMasked } from '../primitives.ts'
import { clauseText, decideText, freezeText } from './account.ts'
import { frame, NO_STORAGE, type Plan, useColumn } from './frame.ts'
import {
  columnNames,
  growth,
  type Kernel,
  type KernelOutput,
  kernel,
  kernelText,
} from './kernel.ts'
import { constantText, memoryMap, paramsOf, sumText } from './memory.ts'
import { startName, warmupName } from './names.ts'
import { hasExterns, replayText, runText } from './replay.ts'
import { block, nodeStatements } from './statements.ts'
import { warmupFormula } from './step.ts'
import { annotation, code, type Dialect, type Line } from './text.ts'

/** Kernels, and where they and the rules keep what they remember. */
export function layoutOf(plan: Plan) {
  const { graph, colors, finiteness, schedule } = plan
  const market = kernel(plan, 'market', schedule.market, schedule.exported)
  const plots = kernel(plan, 'plots', schedule.plots, new Set())
  const storage = storageOf({
    graph,
    colors,
    finiteness,
    nodes: schedule.account,
    prefix: 'account',
  })
  const kernels = [market, ...market.clocks, plots, ...plots.clocks]
  const storages = kernels.flatMap(({ stages }) => stages).map((stage) => stage.storage)
  const sampled = [market, plots].flatMap(({ clocks }) => clocks).flatMap(sampledColumns)
  const memory = memoryMap(plan, [...storages, storage], schedule.registers, sampled)
  return { market, plots, storage, memory }
}

/** `bind(parameters, bars, math)`: constants, state, columns and the functions over them. */
export function bindText(plan: Plan, dialect: Dialect): readonly Line[] {
  const { graph } = plan
  const { market, plots, storage, memory } = layoutOf(plan)
  const parts = { plan, dialect, memory, market, storage }
  const parameters = [
    `parameters${annotation(dialect, 'Float64Array')}`,
    `bars${annotation(dialect, 'Bars')}`,
    `math${annotation(dialect, 'DeterministicMath')}`,
    ...(hasExterns(graph) ? [`externs${annotation(dialect, 'Record<string, Extern>')}`] : []),
  ].join(', ')
  return block(`function bind(${parameters})${annotation(dialect, 'Bound')}`, [
    ...constantsText(plan, dialect, outputsOf({ ...graph, requires: [] })),
    ...warmups(plan, dialect),
    ...code(memory.statements.join('\n')),
    ...replayText(plan, dialect, market),
    ...replayText(plan, dialect, plots),
    ...marketColumns(plan, dialect, market),
    ...plotColumns(plan, dialect, plots),
    ...kernelText(plan, dialect, memory, market, signalOutput(plan)),
    ...(graph.plots.length === 0 ? [] : kernelText(plan, dialect, memory, plots, plotOutput(plan))),
    ...decideText(parts),
    ...freezeText(parts),
    ...clauseText(parts, 'stop'),
    ...clauseText(parts, 'after'),
    ...clauseText(parts, 'target'),
    ...returned(plan, dialect),
  ])
}

/** Statements that compute constants, wherever `parameters` and `math` are in scope. */
export function constantsText(
  plan: Plan,
  dialect: Dialect,
  roots: readonly NodeId[],
): readonly Line[] {
  const nodes = needed(plan.graph, roots).filter((id) => plan.colors[id] === 'constant')
  const storage = NO_STORAGE
  return nodeStatements(frame({ plan, dialect, nodes, storage, guarded: true, outputs: roots }))
}

/** All columns of a clock: any of them may be read from another. */
function sampledColumns({ columns }: Kernel): readonly string[] {
  return [...columns.values()]
}

/** First ticks and step counts of calls that are masked at first. */
function warmups(plan: Plan, dialect: Dialect): readonly Line[] {
  const { graph, schedule } = plan
  const families = [schedule.market, schedule.plots]
  const all = families.flatMap(({ stages, clocks }) => [stages, ...clocks.map((one) => one.stages)])
  const stages = all.flat().flatMap(({ nodes }) => nodes)
  const lines = new Map<string, Line>()
  for (const id of [...stages, ...schedule.account]) {
    const { operation, span } = graph.nodes[id]!
    if (operation.kind !== 'call' || isNeverMasked(operation.primitive)) continue
    const formula = warmupFormula(operation.primitive, paramsOf(plan, id), dialect)
    lines.set(warmupName(id), { text: `const ${warmupName(id)} = ${formula}`, span })
    if (operation.from === undefined) continue
    const from = constantText(plan, operation.from)
    lines.set(startName(id), {
      text: `const ${startName(id)} = ${sumText(from, warmupName(id))}`,
      span,
    })
  }
  return [...lines.values()]
}

/** `signals[i]`: the market's part of every rule, from its gate on. */
function signalOutput(plan: Plan): KernelOutput {
  const { rules } = plan.graph
  const gates = rules.map(({ gate }) => constantText(plan, gate))
  return {
    nodes: rules.map(({ may }) => may),
    starts: gates.filter((gate) => gate !== '0'),
    statements(current) {
      const terms = rules.map(({ may }, index) => {
        const gate = current.guarded && gates[index] !== '0' ? `i >= ${gates[index]}` : 'true'
        const tests = [gate, current.value(may)].filter((test) => test !== 'true')
        const bit = 1 << index
        return tests.length === 0 ? String(bit) : `(${tests.join(' && ')} ? ${bit} : 0)`
      })
      const signals = useColumn(current.used, 'signals')
      return code(`${signals}[i] = ${terms.length === 0 ? '0' : terms.join(' | ')}`)
    },
  }
}

function plotOutput({ graph }: Plan): KernelOutput {
  return {
    nodes: graph.plots,
    starts: [],
    statements: (current) =>
      graph.plots.flatMap((id, at) => {
        current.used.columns.set(`plot${at}`, `plots[${at}]${current.dialect.typed ? '!' : ''}`)
        return code(`plot${at}[i] = ${current.value(id)}`, graph.nodes[id]!.span)
      }),
  }
}

/** Columns that grow with the bars, and `advance`, which has the kernel fill them. */
function marketColumns(plan: Plan, dialect: Dialect, market: Kernel): readonly Line[] {
  const [number, nothing] = [annotation(dialect, 'number'), annotation(dialect, 'void')]
  const columns = [{ name: 'signals', type: 'Int32Array' }, ...columnNames(market)]
  const levels = stopLevels(plan, market)
  return [
    ...[...columns, ...market.clocks.flatMap(columnNames)].flatMap(declaration),
    ...block(`function reserve(capacity${number})${nothing}`, [
      ...code('if (capacity <= signals.length) return'),
      ...columns.flatMap((column) => code(growth(column))),
      ...code('bound.signals = signals'),
      ...(levels.length === 0 ? [] : code(`bound.levels = [${levels.join(', ')}]`)),
    ]),
    ...block(`function advance(from${number}, to${number})${nothing}`, [
      ...code('if (to > signals.length) reserve(Math.max(to, 2 * signals.length))'),
      ...runText(market),
    ]),
  ]
}

/** By rule, the column that its stop's level is in; none where no rule has one. */
function stopLevels({ graph }: Plan, { columns }: Kernel): readonly string[] {
  const levels = graph.rules.map(({ stop }) => (stop === undefined ? stop : columns.get(stop)))
  if (levels.every((column) => column === undefined)) return []
  return levels.map((column) => column ?? 'undefined')
}

/** The same for plots, which take no room until they are asked for. */
function plotColumns(plan: Plan, dialect: Dialect, plots: Kernel): readonly Line[] {
  const [number, nothing] = [annotation(dialect, 'number'), annotation(dialect, 'void')]
  const empty = plan.graph.plots.map(() => 'new Float64Array(0)').join(', ')
  const advance = `function advancePlots(from${number}, to${number})${nothing}`
  const own = code(`const plots${annotation(dialect, 'Float64Array[]')} = [${empty}]`)
  if (plan.graph.plots.length === 0) return [...own, ...block(advance, [])]
  const first = `plots[0]${dialect.typed ? '!' : ''}.length`
  const columns = columnNames(plots)
  return [
    ...own,
    ...[...columns, ...plots.clocks.flatMap(columnNames)].flatMap(declaration),
    ...block(advance, [
      ...block(`if (to > ${first})`, [
        ...code('const capacity = Math.max(to, signals.length)'),
        ...code('plots.forEach((column, k) => {'),
        ...code('  plots[k] = longer(column, new Float64Array(capacity))'),
        ...code('})'),
        ...columns.flatMap((column) => code(growth(column))),
      ]),
      ...runText(plots),
    ]),
  ]
}

function declaration({ name, type }: ReturnType<typeof columnNames>[number]): readonly Line[] {
  return code(`let ${name} = new ${type}(0)`)
}

function returned(plan: Plan, dialect: Dialect): readonly Line[] {
  const { rules } = plan.graph
  const list = (texts: readonly string[]) => `[${texts.join(', ')}]`
  const expiry = (id: NodeId | undefined) =>
    id === undefined ? 'Infinity' : constantText(plan, id)
  const portionOf = (id: NodeId | undefined) => (id === undefined ? '1' : constantText(plan, id))
  return [
    // Plain fields: an accessor would give every run's object a shape of its own.
    ...block(`const bound${annotation(dialect, 'Bound')} =`, [
      ...code('signals, plots,'),
      ...code(`gates: ${list(rules.map(({ gate }) => constantText(plan, gate)))},`),
      ...code(`entries: ${list(rules.map(({ entries }) => constantText(plan, entries)))},`),
      ...code(`expireBars: ${list(rules.map(({ expireBars }) => expiry(expireBars)))},`),
      ...code(`portions: ${list(rules.map(({ portion }) => portionOf(portion)))},`),
      ...code('levels: [],'),
      ...code('memory, reserve, advance, advancePlots, decide, freeze, stop, after, target,'),
    ]),
    ...code('reserve(bars.time.length)'),
    ...code('return bound'),
  ]
}
