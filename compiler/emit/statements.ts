import { isRail, type NodeId } from '../graph.ts'
import { assignment, callText } from './call.ts'
import { expressionText, maskName } from './expression.ts'
import type { Frame } from './frame.ts'
import { code, commentText, indented, type Line } from './text.ts'

/** The statements of one tick: every node of the frame in order, rings written as they go. */
export function nodeStatements(frame: Frame): readonly Line[] {
  const here = new Set(frame.nodes)
  const foreign = [...frame.storage.rings.keys()].filter((id) => !here.has(id))
  return [
    ...foreign.flatMap((id) => code(ringText(frame, id))),
    ...frame.nodes.flatMap((id) => nodeStatement(frame, id)),
  ]
}

function ringText(frame: Frame, id: NodeId): string {
  const ring = frame.storage.rings.get(id)
  return ring === undefined ? '' : `${ring}[i & ${maskName(ring)}] = ${frame.value(id)}`
}

function nodeStatement(frame: Frame, id: NodeId): readonly Line[] {
  const { graph } = frame.plan
  const { operation, span, name } = graph.nodes[id]!
  const local = frame.name(id)
  const remembered = frame.storage.rings.has(id) ? [ringText(frame, id)] : []
  const label = name === undefined ? '' : ` in ${commentText(name)}`
  if (operation.kind === 'call') {
    const comment = `// ${operation.primitive}${label}`
    return [comment, ...callText(frame, id), ...remembered].flatMap((text) => code(text, span))
  }
  if (frame.isInline(id) || operation.kind === 'number' || operation.kind === 'flag') return []
  const declared = isRail(operation)
    ? [`const ${local} = ${expressionText(frame, id)}`]
    : assignment(frame, id, `const ${local} =`, expressionText(frame, id))
  return [...declared, ...remembered].flatMap((text) => code(text, span))
}

/** What one-tick delays remember for the next tick; last, when all values are there. */
export function delayStatements(frame: Frame): readonly Line[] {
  const lines: Line[] = []
  for (const [id, storage] of frame.storage.delays) {
    const { operation, span } = frame.plan.graph.nodes[id]!
    if (storage.kind !== 'cell' || operation.kind !== 'delay') continue
    lines.push({ text: `${storage.name} = ${frame.value(operation.source)}`, span })
  }
  return lines
}

/** Declarations of the base values that a tick's statements read. */
export function baseStatements(frame: Frame): readonly Line[] {
  return [...frame.used.bases].map(([id, text]) => ({
    text: `const ${frame.name(id)} = ${text}`,
    span: frame.plan.graph.nodes[id]!.span,
  }))
}

/** Columns, rings' masks and scalars, as a function needs them when it is entered. */
export function entryStatements(
  frame: Frame,
  cellAt: ReadonlyMap<string, number>,
): readonly Line[] {
  const { storage, used, dialect } = frame
  const columns = [...used.columns].map(([name, text]) => `const ${name} = ${text}`)
  const masks = storage.arrays
    .filter(({ size }) => size.kind === 'ring')
    .map(({ name }) => `const ${maskName(name)} = ${name}.length - 1`)
  const cells = storage.cells.map(({ name, whole }) => {
    const read = `memory[${cellAt.get(name)}]${dialect.typed ? '!' : ''}`
    return `let ${name} = ${whole ? `${read} | 0` : read}`
  })
  return [...columns, ...masks, ...cells].flatMap((text) => code(text))
}

/** Scalars back to memory. */
export function exitStatements(frame: Frame, cellAt: ReadonlyMap<string, number>): readonly Line[] {
  return frame.storage.cells.flatMap(({ name }) => code(`memory[${cellAt.get(name)}] = ${name}`))
}

/** A braced block. */
export function block(head: string, lines: readonly Line[]): readonly Line[] {
  return [...code(`${head} {`), ...indented(lines), ...code('}')]
}
