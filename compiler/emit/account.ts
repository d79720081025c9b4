import { type Graph, isRail, type NodeId } from '../graph.ts'
import type { Storage } from '../passes/storage.ts'
import { type Frame, frame, NO_STORAGE, type Plan, useColumn } from './frame.ts'
import { flagText, type Kernel } from './kernel.ts'
import type { MemoryMap } from './memory.ts'
import {
  baseStatements,
  block,
  delayStatements,
  entryStatements,
  exitStatements,
  nodeStatements,
} from './statements.ts'
import { annotation, code, type Dialect, type Line } from './text.ts'

/** What the functions that see the account are printed from. */
export interface AccountParts {
  readonly plan: Plan
  readonly dialect: Dialect
  readonly memory: MemoryMap
  readonly market: Kernel
  readonly storage: Storage
}

/** `decide(i, account)`: account rules on top of the market's bits. */
export function decideText(parts: AccountParts): readonly Line[] {
  const { plan, dialect, memory, storage } = parts
  const { graph, schedule } = plan
  const asking = graph.rules.flatMap((rule, index) =>
    isUp(graph, rule.rest) ? [] : [{ index, rest: rule.rest }],
  )
  const current = accountFrame(parts, storage, schedule.account, [
    ...asking.map(({ rest }) => rest),
    ...schedule.registers,
  ])
  const bit = (index: number) => String(1 << index)
  const mask = asking.reduce((bits, { index }) => bits | (1 << index), 0)
  const nodes = nodeStatements(current)
  const rules = asking.flatMap(({ index, rest }) =>
    code(
      `if ((market & ${bit(index)}) !== 0 && ${current.value(rest)}) fired |= ${bit(index)}`,
      graph.nodes[rest]!.span,
    ),
  )
  const registers = schedule.registers.flatMap((id) =>
    code(`memory[${memory.registers.get(id)}] = ${current.value(id)}`),
  )
  const delays = delayStatements(current)
  const cells = memory.cells.get(storage)!
  const early =
    schedule.everyBar || asking.length === 0 ? '' : `if ((market & ${mask}) === 0) return market`
  const number = annotation(dialect, 'number')
  return block(`function decide(i${number}, account${annotation(dialect, 'Account')})${number}`, [
    ...code(`const market = signals[i]${dialect.typed ? '!' : ''}`),
    ...(early === '' ? [] : code(early)),
    ...entryStatements(current, cells),
    ...baseStatements(current),
    ...nodes,
    ...code(`let fired = market${mask === 0 ? '' : ` & ${~mask}`}`),
    ...rules,
    ...registers,
    ...delays,
    ...exitStatements(current, cells),
    ...code('return fired'),
  ])
}

/** `freeze(rule, i, account, out, at)`: the values that an order keeps from its signal bar. */
export function freezeText(parts: AccountParts): readonly Line[] {
  const { plan, dialect } = parts
  const { graph, schedule } = plan
  const cases = graph.rules.flatMap((rule, index) => {
    const { freeze, leaves } = schedule.clauses[index]!
    const values = [rule.size, rule.price, rule.limit, ...leaves]
    const current = accountFrame(
      parts,
      NO_STORAGE,
      freeze,
      values.filter((id) => id !== undefined),
    )
    const nodes = nodeStatements(current)
    const stores = values.flatMap((id, slot) => {
      const value = id === undefined ? 'NaN' : asNumber(graph, id, current.value(id))
      const span = id === undefined ? undefined : graph.nodes[id]!.span
      return code(`out[at${slot === 0 ? '' : ` + ${slot}`}] = ${value}`, span)
    })
    return block(`if (rule === ${index})`, [
      ...entryStatements(current, new Map()),
      ...baseStatements(current),
      ...nodes,
      ...stores,
    ])
  })
  const number = annotation(dialect, 'number')
  const parameters = [
    `rule${number}`,
    `i${number}`,
    `account${annotation(dialect, 'Account')}`,
    `out${annotation(dialect, 'Float64Array')}`,
    `at${number}`,
  ].join(', ')
  return block(`function freeze(${parameters})${annotation(dialect, 'void')}`, cases)
}

/** `stop`, `after` or `target`: a clause over its frozen values, once the fill is known. */
export function clauseText(
  { plan, dialect }: { readonly plan: Plan; readonly dialect: Dialect },
  clause: 'stop' | 'after' | 'target',
): readonly Line[] {
  const { graph, schedule } = plan
  const cases = graph.rules.flatMap((rule, index) => {
    const root = rule[clause]
    if (root === undefined) return []
    const { leaves, [clause]: nodes } = schedule.clauses[index]!
    const elsewhere = (id: NodeId) => {
      const slot = `frozen[at + ${leaves.indexOf(id) + 3}]${dialect.typed ? '!' : ''}`
      return isNumber(graph, id) ? slot : `${slot} === 1`
    }
    const current = frame({
      plan,
      dialect,
      nodes,
      storage: NO_STORAGE,
      guarded: true,
      outputs: [root],
      elsewhere,
      isFrozen: (id) => leaves.includes(id),
    })
    return block(`if (rule === ${index})`, [
      ...nodeStatements(current),
      ...code(`return ${asNumber(graph, root, current.value(root))}`, graph.nodes[root]!.span),
    ])
  })
  const number = annotation(dialect, 'number')
  const frozen = `frozen${annotation(dialect, 'Float64Array')}`
  const last = clause === 'stop' ? '' : `, r${number}`
  const head = `function ${clause}(rule${number}, ${frozen}, at${number}, entryPrice${number}${last})`
  return block(`${head}${number}`, [...cases, ...code('return NaN')])
}

/** A function that sees bar i and the account there. */
function accountFrame(
  { plan, dialect, memory, market }: AccountParts,
  storage: Storage,
  nodes: readonly NodeId[],
  outputs: readonly NodeId[],
): Frame {
  const current: Frame = frame({
    plan,
    dialect,
    nodes,
    storage,
    guarded: true,
    outputs,
    elsewhere: (id) => {
      const register = memory.registers.get(id)
      if (register !== undefined) return `memory[${register}]${dialect.typed ? '!' : ''}`
      return flagText(market, id, (column) => useColumn(current.used, column))
    },
    columnOf: (id) => market.columns.get(id),
  })
  return current
}

function asNumber(graph: Graph, id: NodeId, value: string): string {
  return isNumber(graph, id) ? value : `(${value}) ? 1 : 0`
}

function isNumber(graph: Graph, id: NodeId): boolean {
  return !isRail(graph.nodes[id]!.operation)
}

function isUp(graph: Graph, id: NodeId): boolean {
  const { operation } = graph.nodes[id]!
  return operation.kind === 'flag' && operation.value
}
