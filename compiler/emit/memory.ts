import type { NodeId } from '../graph.ts'
import type { Cell, MemoryArray, RingNeed, Storage } from '../passes/storage.ts'
import { windowFormula } from '../primitives.ts'
import type { Plan } from './frame.ts'
import { constantName } from './names.ts'
import { formulaText } from './step.ts'
import { numberText } from './text.ts'

/** Where everything lies in a module's one array of state. */
export interface MemoryMap {
  /** Index by cell, for each storage. */
  readonly cells: ReadonlyMap<Storage, ReadonlyMap<string, number>>
  /** Index of the last value of a column that is sampled, by the column. */
  readonly lasts: ReadonlyMap<string, number>
  /** Index of the value at the last decided bar, by account node. */
  readonly registers: ReadonlyMap<NodeId, number>
  /** Statements that make `memory` with all that is in it. */
  readonly statements: readonly string[]
  /** How many numbers it has, as the terms of a sum, with constants as they are told. */
  terms(told: ConstantText): readonly string[]
}

/** How a formula names a constant. */
export type ConstantText = (id: NodeId) => string

/** Lays out memory: scalars first, in fixed places, then arrays whose length depends on params. */
export function memoryMap(
  plan: Plan,
  storages: readonly Storage[],
  registers: readonly NodeId[],
  sampled: readonly string[],
): MemoryMap {
  const cells = new Map<Storage, ReadonlyMap<string, number>>()
  const initial: string[] = []
  for (const storage of storages) {
    const places = new Map<string, number>()
    for (const cell of storage.cells) {
      places.set(cell.name, initial.length)
      initial.push(initialText(plan, cell))
    }
    cells.set(storage, places)
  }
  const registerAt = new Map(registers.map((id) => [id, initial.push('NaN') - 1]))
  const lasts = new Map(sampled.map((column) => [column, initial.push('NaN') - 1]))
  const arrays = storages.flatMap((storage) => storage.arrays)
  return {
    cells,
    lasts,
    registers: registerAt,
    statements: statements(plan, initial, arrays),
    terms: (told) => [
      String(initial.length),
      ...arrays.map((array) => lengthText(plan, array, told)),
    ],
  }
}

function statements(
  plan: Plan,
  initial: readonly string[],
  arrays: readonly MemoryArray[],
): readonly string[] {
  const offset = (at: number) => `at${at}`
  const told = (id: NodeId) => constantText(plan, id)
  const lines = arrays.map(
    (array, at) =>
      `const ${offset(at + 1)} = ${at === 0 ? initial.length : offset(at)} + ${lengthText(plan, array, told)}`,
  )
  const total = arrays.length === 0 ? String(initial.length) : offset(arrays.length)
  const views = arrays.map((array, at) => {
    const start = at === 0 ? initial.length : offset(at)
    const view = `const ${array.name} = memory.subarray(${start}, ${offset(at + 1)})`
    const fill = fillText(plan, array)
    return fill === '0' ? view : `${view}.fill(${fill})`
  })
  const values = initial.flatMap((text, at) => (text === '0' ? [] : [`memory[${at}] = ${text}`]))
  return [...lines, `const memory = new Float64Array(${total})`, ...views, ...values]
}

function lengthText(plan: Plan, { size }: MemoryArray, told: ConstantText): string {
  if (size.kind === 'state') return formulaText(size.length, paramsOf(plan, size.call, told))
  const needs = [...new Set(size.needs.map((need) => needText(plan, need, told)))]
  return `powerOfTwo(${needs.length === 1 ? needs[0] : `Math.max(${needs.join(', ')})`})`
}

/** One more than the ring is read back. */
function needText(plan: Plan, need: RingNeed, told: ConstantText): string {
  if (need.kind === 'ticks') return `${told(need.ticks)} + 1`
  const { operation } = plan.graph.nodes[need.call]!
  const window = operation.kind === 'call' ? windowFormula(operation.primitive) : undefined
  return `${formulaText(window ?? '0', paramsOf(plan, need.call, told))} + 1`
}

function initialText(plan: Plan, { initial, call }: Cell): string {
  return call === undefined ? initial : formulaText(initial, paramsOf(plan, call))
}

function fillText(plan: Plan, { size }: MemoryArray): string {
  return size.kind === 'ring' ? size.fill : formulaText(size.fill, paramsOf(plan, size.call))
}

/** The texts of a call's params at bind. */
export function paramsOf(
  plan: Plan,
  call: NodeId,
  told: ConstantText = (id) => constantText(plan, id),
): readonly string[] {
  const { operation } = plan.graph.nodes[call]!
  return operation.kind === 'call' ? operation.params.map(told) : []
}

/** A constant as it can be named in `bind`. */
export function constantText(plan: Plan, id: NodeId): string {
  const { operation } = plan.graph.nodes[id]!
  if (operation.kind === 'number') return numberText(operation.value)
  return operation.kind === 'flag' ? String(operation.value) : constantName(id)
}

/** A sum of ticks, most often from the first one on. */
export function sumText(from: string, ticks: string): string {
  return from === '0' ? ticks : `${from} + ${ticks}`
}
