import type { Color } from '../../language/types.ts'
import { needed } from '../builder.ts'
import { clocksOf, type Graph, type NodeId, type Operation, operandsOf } from '../graph.ts'
import { isPure } from '../primitives.ts'

/** Which nodes are computed by which function of the module, in order. */
export interface Schedule {
  /** At bind, and again for `requires`. */
  readonly constants: readonly NodeId[]
  /** Market kernels: each stage is one loop over the bars. */
  readonly market: Family
  readonly plots: Family
  /** In `decide`; whether it has state, and so must see every bar. */
  readonly account: readonly NodeId[]
  readonly everyBar: boolean
  /** By rule. */
  readonly clauses: readonly Clauses[]
  /** Market nodes that `decide` and `freeze` read at their bar. */
  readonly exported: ReadonlySet<NodeId>
  /** Account nodes with state whose value at the signal bar `freeze` reads. */
  readonly registers: readonly NodeId[]
}

/** A kernel over the strategy's own bars, and those over the other clocks that it reads. */
export interface Family {
  readonly stages: readonly Stage[]
  readonly clocks: readonly ClockStages[]
}

export interface ClockStages {
  readonly clock: number
  /** The clock that it is sampled onto. */
  readonly parent: number
  readonly stages: readonly Stage[]
  /** What is sampled off it: nodes that leave a column behind. */
  readonly sampled: readonly NodeId[]
}

export interface Stage {
  readonly nodes: readonly NodeId[]
  /** Nodes of this stage that later stages read. */
  readonly passed: readonly NodeId[]
}

export interface Clauses {
  /** Account nodes that `freeze` computes. */
  readonly freeze: readonly NodeId[]
  /** What `freeze` stores for `stop`, `after` and `target`, from the fourth slot on. */
  readonly leaves: readonly NodeId[]
  readonly stop: readonly NodeId[]
  readonly after: readonly NodeId[]
  readonly target: readonly NodeId[]
}

/** V8 gives up on optimising functions that are much larger than this many nodes. */
const STAGE_NODES = 150

/** Sorts the graph's nodes into the functions that compute them. */
export function schedule(
  graph: Graph,
  colors: readonly Color[],
  stageNodes = STAGE_NODES,
): Schedule {
  const colored = (ids: readonly NodeId[], color: Color) => ids.filter((id) => colors[id] === color)
  const operation = (id: NodeId) => graph.nodes[id]!.operation
  const clauses = graph.rules.map((rule) => clausesOf(graph, colors, rule))
  const frozen = graph.rules.flatMap((rule, at) => [
    ...present([rule.size, rule.price, rule.limit]),
    ...clauses[at]!.leaves,
  ])
  const freezing = clauses.flatMap(({ freeze }) => freeze)
  const registers = unique([
    ...frozen,
    ...freezing.flatMap((id) => operandsOf(operation(id))),
  ]).filter((id) => colors[id] === 'account' && hasState(operation(id)))
  const rest = graph.rules.map((rule) => rule.rest)
  const account = colored(needed(graph, [...rest, ...registers]), 'account')
  const readers = [...account, ...freezing].flatMap((id) => operandsOf(operation(id)))
  const exported = new Set(
    colored([...readers, ...frozen, ...rest], 'market').filter((id) => !isBase(operation(id))),
  )
  const marketRoots = [...graph.rules.map((rule) => rule.may), ...exported]
  const clocks = clocksOf(graph)
  const family = (roots: readonly NodeId[]): Family => {
    const nodes = computed(graph, colored(needed(graph, roots), 'market'))
    const on = (clock: number) => nodes.filter((id) => clocks[id] === clock)
    const samples = nodes.flatMap((id) => {
      const made = operation(id)
      return made.kind === 'sample' || made.kind === 'arrived' ? [made] : []
    })
    const read = [...new Set(samples.map(({ of }) => of))].sort((a, b) => a - b)
    return {
      stages: staged(graph, on(0), roots, stageNodes),
      clocks: read.flatMap((clock): readonly ClockStages[] => {
        const own = samples.filter(({ of }) => of === clock)
        const sources = own.flatMap((one) => (one.kind === 'sample' ? [one.source] : []))
        const isComputed = (id: NodeId) => colors[id] === 'market' && !isBase(operation(id))
        const sampled = unique(sources).filter(isComputed)
        if (sampled.length === 0) return []
        const parent = own[0]?.clock ?? 0
        const stages = staged(graph, on(clock), sampled, stageNodes)
        return [{ clock, parent, stages, sampled }]
      }),
    }
  }
  return {
    constants: colored(needed(graph), 'constant'),
    market: family(marketRoots),
    plots: family(graph.plots),
    account,
    everyBar: account.some((id) => hasState(operation(id))),
    clauses,
    exported,
    registers,
  }
}

/** Whether a node's value depends on more than its operands at this tick. */
export function hasState(operation: Operation): boolean {
  return operation.kind === 'delay' || (operation.kind === 'call' && !isPure(operation.primitive))
}

/** What every function can read at its bar by itself. */
export function isBase({ kind }: Operation): boolean {
  return kind === 'column' || kind === 'index'
}

function clausesOf(graph: Graph, colors: readonly Color[], rule: Graph['rules'][number]): Clauses {
  const filled = (root: NodeId | undefined) =>
    root === undefined ? [] : needed(graph, [root]).filter((id) => colors[id] === 'fill')
  const [stop, after, target] = [filled(rule.stop), filled(rule.after), filled(rule.target)]
  const read = [...stop, ...after, ...target].flatMap((id) =>
    operandsOf(graph.nodes[id]!.operation),
  )
  const leaves = unique([...present([rule.stop, rule.after, rule.target]), ...read]).filter(
    (id) => colors[id] === 'market' || colors[id] === 'account',
  )
  const values = [...present([rule.size, rule.price, rule.limit]), ...leaves]
  return { freeze: withoutState(graph, colors, values), leaves, stop, after, target }
}

/** Account nodes below `roots` down to those with state, which `decide` has computed. */
function withoutState(
  graph: Graph,
  colors: readonly Color[],
  roots: readonly NodeId[],
): readonly NodeId[] {
  const fresh = (id: NodeId) => colors[id] === 'account' && !hasState(graph.nodes[id]!.operation)
  const found = new Set(roots.filter(fresh))
  for (const id of found) {
    for (const operand of operandsOf(graph.nodes[id]!.operation)) {
      if (fresh(operand)) found.add(operand)
    }
  }
  return [...found].sort((a, b) => a - b)
}

function computed(graph: Graph, ids: readonly NodeId[]): readonly NodeId[] {
  return ids.filter((id) => !isBase(graph.nodes[id]!.operation))
}

/** Cuts a kernel where nothing that feeds back would be torn apart. */
function staged(
  graph: Graph,
  ids: readonly NodeId[],
  roots: readonly NodeId[],
  stageNodes: number,
): readonly Stage[] {
  const pieces: NodeId[][] = [[]]
  let bound = -1
  for (const id of ids) {
    const piece = pieces.at(-1)!
    if (piece.length >= stageNodes && bound < id) pieces.push([id])
    else piece.push(id)
    const { operation } = graph.nodes[id]!
    if (operation.kind === 'delay') bound = Math.max(bound, operation.source)
  }
  return pieces.map((nodes, at) => {
    const rest = pieces.slice(at + 1)
    const read = rest.flatMap((piece) =>
      piece.flatMap((id) => operandsOf(graph.nodes[id]!.operation)),
    )
    // The last stage writes what the kernel is for, whichever stage computed it.
    const later = new Set(rest.length === 0 ? [] : [...read, ...roots])
    return { nodes, passed: nodes.filter((id) => later.has(id)) }
  })
}

function present(ids: readonly (NodeId | undefined)[]): readonly NodeId[] {
  return ids.filter((id) => id !== undefined)
}

function unique(ids: readonly NodeId[]): readonly NodeId[] {
  return [...new Set(ids)]
}
