import type { Parameter } from '../../language/check/typed.ts'
import { assertNever } from '../assert.ts'
import { type Graph, type NodeId, type Operation, operandsOf, outputsOf } from '../graph.ts'
import { isExternCall, primitive } from '../primitives.ts'

/** Which results must be tested, and whose knowledge can be relied on. */
export interface Finiteness {
  /** By node: the result may be infinite, and then counts as unknown, here where it is made. */
  readonly tested: readonly boolean[]
  /** By node: on its own way back to itself, so that the next tick waits for it. */
  readonly circular: readonly boolean[]
  /** By node: no test, here or in what it reads, can make it unknown against `from`. */
  readonly dependable: readonly boolean[]
}

/** |x| < 2^most, and x is a whole multiple of 2^grain (so |x| >= 2^grain where it is not 0). */
interface Size {
  readonly most: number
  readonly grain: number
  readonly zero: boolean
}

const LARGEST = 1024
const SMALLEST = -1074
const ANY: Size = { most: LARGEST, grain: SMALLEST, zero: true }

/** Bars hold 0 or 2^-64 <= |x| < 2^64, as doubles: whole multiples of 2^-116. */
const BAR: Size = { most: 64, grain: -116, zero: true }

/**
 * Every result that is not finite is unknown. Testing each would cost a compare a node; sizes of
 * what bars, parameters and literals can hold prove most tests away. What is fed back may grow
 * without bound and keeps its tests, as does a division whose divisor may be zero.
 */
export function finiteness(graph: Graph, parameters: readonly Parameter[]): Finiteness {
  const sizes: Size[] = []
  const spared = sparedZero(graph)
  const tested = graph.nodes.map(({ operation }, id) => {
    const raw = sizeOf(operation, id, sizes, parameters)
    sizes.push(raw.most < LARGEST ? raw : ANY)
    return needsTest(operation, raw, spared.has(id) ? [] : sizes)
  })
  const caught = caughtLater(graph, tested)
  return {
    tested: tested.map((test, id) => test && !caught[id]),
    circular: circular(graph),
    dependable: dependable(graph, tested),
  }
}

/** Nodes that read what is fed back and that what is fed back reads. */
function circular({ nodes }: Graph): readonly boolean[] {
  const behind: boolean[] = []
  const ahead = nodes.map(() => false)
  nodes.forEach(({ operation }, id) => {
    const back = operation.kind === 'delay' && operation.source >= id
    if (back) ahead[operation.source] = true
    behind.push(back || operandsOf(operation).some((operand) => behind[operand]))
  })
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (ahead[id]) for (const operand of operandsOf(nodes[id]!.operation)) ahead[operand] = true
  }
  return nodes.map((_, id) => behind[id]! && ahead[id]!)
}

/** Nodes that are read only where they divide by no zero: `if d == 0 then 0 else x / d`. */
function sparedZero(graph: Graph): ReadonlySet<NodeId> {
  const read = new Set(outputsOf(graph))
  for (const { operation } of graph.nodes) {
    if (operation.kind !== 'choose') for (const id of operandsOf(operation)) read.add(id)
    else {
      const { left, right, whenTrue, whenFalse } = operation
      if (!isSpared(graph, left, whenTrue)) read.add(left)
      if (!isSpared(graph, right, whenFalse)) read.add(right)
    }
  }
  return new Set([...graph.nodes.keys()].filter((id) => !read.has(id)))
}

function isSpared({ nodes }: Graph, quotient: NodeId, rail: NodeId): boolean {
  const { operation } = nodes[quotient]!
  if (operation.kind !== 'arithmetic' || operation.op !== '/') return false
  const divisor = nodes[operation.right]!.operation
  const isZero = (id: NodeId) => {
    const found = nodes[id]!.operation
    return found.kind === 'number' && found.value === 0
  }
  // The difference of doubles is zero only where they are equal.
  const parts = divisor.kind === 'arithmetic' && divisor.op === '-' ? divisor : undefined
  const excludes = (test: NodeId): boolean => {
    const found = nodes[test]!.operation
    if (found.kind === 'both') return excludes(found.left) || excludes(found.right)
    if (found.kind !== 'compare' || !UNEQUAL.has(found.op)) return false
    const { left, right } = found
    if (left === operation.right) return isZero(right)
    if (right === operation.right) return isZero(left)
    if (parts === undefined) return false
    return left === parts.left
      ? right === parts.right
      : left === parts.right && right === parts.left
  }
  return excludes(rail)
}

const UNEQUAL: ReadonlySet<string> = new Set(['<>', '<', '>'])

/**
 * Nodes that nothing reads but what ends in a test: no sum, difference, product or dividend of what
 * is not finite gives a finite result, so that test finds what theirs would.
 */
function caughtLater(graph: Graph, tested: readonly boolean[]): readonly boolean[] {
  const { nodes } = graph
  const caught = nodes.map(() => true)
  const seen = (id: NodeId) => {
    caught[id] = false
  }
  outputsOf(graph).forEach(seen)
  // Their sources may stand later.
  for (const { operation } of nodes) if (operation.kind === 'delay') seen(operation.source)
  for (let id = nodes.length - 1; id >= 0; id--) {
    const { operation } = nodes[id]!
    const passing = passedOn(operation)
    const ends = operation.kind === 'arithmetic' ? tested[id] : caught[id]
    for (const operand of operandsOf(operation)) {
      if (!ends || !passing.includes(operand)) seen(operand)
    }
  }
  return caught
}

/** The operands that, where they are not finite, leave the result so as well, if they are it. */
function passedOn(operation: Operation): readonly NodeId[] {
  if (operation.kind === 'negate') return [operation.operand]
  if (operation.kind === 'choose') return [operation.left, operation.right]
  if (operation.kind !== 'arithmetic') return []
  const { op, left, right } = operation
  if (op !== '/') return [left, right]
  return left === right ? [] : [left]
}

function sizeOf(
  operation: Operation,
  id: NodeId,
  sizes: readonly Size[],
  parameters: readonly Parameter[],
): Size {
  const of = (operand: NodeId) => sizes[operand]!
  switch (operation.kind) {
    case 'number':
      return literal(operation.value)
    case 'parameter':
      return parameterSize(parameters[operation.index]!)
    case 'column':
      return BAR
    case 'index':
    case 'arrived':
    case 'warmup':
      return { most: 53, grain: 0, zero: true }
    case 'sample':
      return of(operation.source)
    case 'delay':
      return operation.source < id ? of(operation.source) : ANY
    case 'negate':
      return of(operation.operand)
    case 'arithmetic':
      return result(operation.op, of(operation.left), of(operation.right))
    case 'choose':
    case 'coalesce':
    case 'extreme':
      return either(of(operation.left), of(operation.right))
    case 'call':
      return callSize(operation, operation.inputs.map(of))
    case 'account':
    case 'fill':
      return ANY
    default:
      return { most: 1, grain: 0, zero: true }
  }
}

function literal(value: number): Size {
  if (!Number.isFinite(value) || value === 0) return { most: 0, grain: 0, zero: true }
  return { most: exponent(value) + 1, grain: exponent(value) - 52, zero: false }
}

/** The e of 2^e <= |value| < 2^(e+1), from the bits, so that every engine says the same. */
function exponent(value: number): number {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const biased = (bits.getUint32(0) >>> 20) & 0x7ff
  return biased === 0 ? SMALLEST : biased - 1023
}

function parameterSize({ min, max, integer }: Parameter): Size {
  if (min === undefined || max === undefined) return ANY
  const most = Math.max(exponent(min === 0 ? 1 : min), exponent(max === 0 ? 1 : max)) + 2
  const zero = min <= 0 && max >= 0
  if (integer) return { most, grain: 0, zero }
  if (zero) return { most, grain: SMALLEST, zero }
  return { most, grain: Math.min(exponent(min), exponent(max)) - 54, zero }
}

function result(op: '+' | '-' | '*' | '/', left: Size, right: Size): Size {
  switch (op) {
    case '+':
    case '-':
      return {
        most: Math.max(left.most, right.most) + 1,
        grain: Math.min(left.grain, right.grain),
        zero: true,
      }
    case '*': {
      const grain = Math.max(left.grain + right.grain, SMALLEST)
      const zero = left.zero || right.zero || left.grain + right.grain < SMALLEST
      return { most: left.most + right.most, grain, zero }
    }
    case '/': {
      // The quotient has 53 bits from its own first one on.
      const grain = Math.max(left.grain - right.most - 53, SMALLEST)
      const zero = left.zero || left.grain - right.most < SMALLEST
      return { most: left.most - right.grain + 1, grain, zero }
    }
    default:
      return assertNever(op)
  }
}

function either(left: Size, right: Size): Size {
  return {
    most: Math.max(left.most, right.most),
    grain: Math.min(left.grain, right.grain),
    zero: left.zero || right.zero,
  }
}

/**
 * A primitive that promises a result stays finite over moderate inputs: at most squares of them
 * are added up, and what has their unit is no larger than a sum of them. Others are tested.
 */
function callSize(operation: Operation & { kind: 'call' }, inputs: readonly Size[]): Size {
  if (isExternCall(operation.primitive)) return ANY
  const { optional, result } = primitive(operation.primitive)
  const most = inputs.reduce((largest, input) => Math.max(largest, input.most), 1)
  const squares = 2 * most + 64
  if (optional || squares >= LARGEST) return ANY
  const linear = 'unit' in result && result.unit === 'same'
  return { most: linear ? most + TICKS : squares, grain: SMALLEST, zero: true }
}

/** There will be no more than 2^32. */
const TICKS = 32

/** `sizes`: none where a divisor of zero is of no account. */
function needsTest(operation: Operation, raw: Size, sizes: readonly Size[]): boolean {
  if (operation.kind === 'call') return raw.most >= LARGEST
  if (operation.kind !== 'arithmetic') return false
  if (operation.op === '/' && sizes[operation.right]?.zero === true) return true
  return raw.most >= LARGEST
}

/** Everything that a test can reach, through delays too, is not to be depended on. */
function dependable(graph: Graph, tested: readonly boolean[]): readonly boolean[] {
  const found = tested.map((test) => !test)
  for (let changed = true; changed; ) {
    changed = false
    graph.nodes.forEach(({ operation }, id) => {
      if (!found[id] || operandsOf(operation).every((operand) => found[operand])) return
      found[id] = false
      changed = true
    })
  }
  return found
}
