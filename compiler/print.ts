import type { Graph, GraphRule, Node, Operation } from './graph.ts'
import { colors } from './passes/color.ts'

/** A graph as text, one node a line: number, colour, operation, the name it was given. */
export function graphText(graph: Graph): string {
  const found = colors(graph)
  const nodes = graph.nodes.map((node, id) => {
    const left = `${String(id).padStart(4)}  ${found[id]!.padEnd(8)}  ${operationText(node)}`
    return node.name === undefined ? left : `${left.padEnd(60)}  ; ${node.name}`
  })
  const rules = graph.rules.map((rule, at) => `rule ${at}: ${ruleText(rule)}`)
  return [
    ...nodes,
    ...graph.requires.map((id) => `require ${id}`),
    ...rules,
    ...graph.plots.map((id) => `plot ${id}`),
    '',
  ].join('\n')
}

function operationText({ operation }: Node): string {
  const { kind, ...parts } = operation
  return [wordOf(operation) ?? kind, ...Object.entries(parts).flatMap(partText)].join(' ')
}

/** An operator says more than its kind. */
function wordOf(operation: Operation): string | undefined {
  if (operation.kind === 'call') return operation.primitive
  return 'op' in operation ? operation.op : undefined
}

function partText([name, value]: [string, unknown]): readonly string[] {
  if (name === 'op' || name === 'primitive' || value === undefined) return []
  if (name === 'from') return [`from ${value}`]
  if (Array.isArray(value)) return value.length === 0 ? [] : [`(${value.join(' ')})`]
  return [String(value)]
}

function ruleText(rule: GraphRule): string {
  return Object.entries(rule)
    .map(([name, id]) => `${name} ${id}`)
    .join(', ')
}
