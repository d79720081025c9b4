import { needed } from '../builder.ts'
import { type NodeId, outputsOf } from '../graph.ts'
import { storageOf } from '../passes/storage.ts'
import { isNeverMasked, stepText } from '../primitives.ts'
import { clauseText, decideText, freezeText } from './account.ts'
import { frame, NO_STORAGE, type Plan, useColumn } from './frame.ts'
import { columnNames, type Kernel, type KernelOutput, kernel, kernelText } from './kernel.ts'
import { constantText, memoryMap, paramsOf, sumText } from './memory.ts'
import { startName, warmupName } from './names.ts'
import { block, nodeStatements } from './statements.ts'
import { formulaText } from './step.ts'
import { annotation, code, type Dialect, type Line } from './text.ts'

/** `bind(parameters, bars, math)`: constants, state, columns and the functions over them. */
export function bindText(plan: Plan, dialect: Dialect): readonly Line[] {
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
  const storages = [...market.stages, ...plots.stages].map((stage) => stage.storage)
  const memory = memoryMap(plan, [...storages, storage], schedule.registers)
  const parts = { plan, dialect, memory, market, storage }
  const parameters = [
    `parameters${annotation(dialect, 'Float64Array')}`,
    `bars${annotation(dialect, 'Bars')}`,
    `math${annotation(dialect, 'DeterministicMath')}`,
  ].join(', ')
  return block(`function bind(${parameters})${annotation(dialect, 'Bound')}`, [
    ...constantsText(plan, dialect, outputsOf({ ...graph, requires: [] })),
    ...warmups(plan),
    ...code(memory.statements.join('\n')),
    ...marketColumns(dialect, market),
    ...plotColumns(plan, dialect, plots),
    ...kernelText(plan, dialect, memory, market, signalOutput(plan)),
    ...(graph.plots.length === 0 ? [] : kernelText(plan, dialect, memory, plots, plotOutput(plan))),
    ...decideText(parts),
    ...freezeText(parts),
    ...clauseText(parts, 'stop'),
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

/** First ticks and step counts of calls that are masked at first. */
function warmups(plan: Plan): readonly Line[] {
  const { graph, schedule } = plan
  const stages = [...schedule.market, ...schedule.plots].flatMap(({ nodes }) => nodes)
  const lines = new Map<string, Line>()
  for (const id of [...stages, ...schedule.account]) {
    const { operation, span } = graph.nodes[id]!
    if (operation.kind !== 'call' || isNeverMasked(operation.primitive)) continue
    const formula = formulaText(stepText(operation.primitive).warmup, paramsOf(plan, id))
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
function marketColumns(dialect: Dialect, market: Kernel): readonly Line[] {
  const [number, nothing] = [annotation(dialect, 'number'), annotation(dialect, 'void')]
  const columns = [{ name: 'signals', type: 'Int32Array' }, ...columnNames(market)]
  return [
    ...columns.flatMap(({ name, type }) => code(`let ${name} = new ${type}(0)`)),
    ...block(`function reserve(capacity${number})${nothing}`, [
      ...code('if (capacity <= signals.length) return'),
      ...columns.flatMap((column) => code(growth(column))),
      ...code('bound.signals = signals'),
    ]),
    ...block(`function advance(from${number}, to${number})${nothing}`, [
      ...code('if (to > signals.length) reserve(Math.max(to, 2 * signals.length))'),
      ...code('market_run(from, to)'),
    ]),
  ]
}

/** The same for plots, which take no room until they are asked for. */
function plotColumns(plan: Plan, dialect: Dialect, plots: Kernel): readonly Line[] {
  const [number, nothing] = [annotation(dialect, 'number'), annotation(dialect, 'void')]
  const empty = plan.graph.plots.map(() => 'new Float64Array(0)').join(', ')
  const advance = `function advancePlots(from${number}, to${number})${nothing}`
  const declaration = code(`const plots${annotation(dialect, 'Float64Array[]')} = [${empty}]`)
  if (plan.graph.plots.length === 0) return [...declaration, ...block(advance, [])]
  const first = `plots[0]${dialect.typed ? '!' : ''}.length`
  const columns = columnNames(plots)
  return [
    ...declaration,
    ...columns.flatMap(({ name, type }) => code(`let ${name} = new ${type}(0)`)),
    ...block(advance, [
      ...block(`if (to > ${first})`, [
        ...code('const capacity = Math.max(to, signals.length)'),
        ...code('plots.forEach((column, k) => {'),
        ...code('  plots[k] = longer(column, new Float64Array(capacity))'),
        ...code('})'),
        ...columns.flatMap((column) => code(growth(column))),
      ]),
      ...code('plots_run(from, to)'),
    ]),
  ]
}

function growth({ name, type }: { readonly name: string; readonly type: string }): string {
  return `${name} = longer(${name}, new ${type}(capacity))`
}

function returned(plan: Plan, dialect: Dialect): readonly Line[] {
  const { rules } = plan.graph
  const list = (texts: readonly string[]) => `[${texts.join(', ')}]`
  const expiry = (id: NodeId | undefined) =>
    id === undefined ? 'Infinity' : constantText(plan, id)
  return [
    // Plain fields: an accessor would give every run's object a shape of its own.
    ...block(`const bound${annotation(dialect, 'Bound')} =`, [
      ...code('signals, plots,'),
      ...code(`gates: ${list(rules.map(({ gate }) => constantText(plan, gate)))},`),
      ...code(`entries: ${list(rules.map(({ entries }) => constantText(plan, entries)))},`),
      ...code(`expireBars: ${list(rules.map(({ expireBars }) => expiry(expireBars)))},`),
      ...code('memory, reserve, advance, advancePlots, decide, freeze, stop, target,'),
    ]),
    ...code('reserve(bars.time.length)'),
    ...code('return bound'),
  ]
}
