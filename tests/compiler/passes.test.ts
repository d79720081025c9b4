import { describe, expect, test } from 'vitest'
import type { Graph, NodeId } from '../../compiler/graph.ts'
import { colors } from '../../compiler/passes/color.ts'
import { finiteness } from '../../compiler/passes/finite.ts'
import { fold } from '../../compiler/passes/fold.ts'
import { merge } from '../../compiler/passes/merge.ts'
import { schedule } from '../../compiler/passes/schedule.ts'
import { split } from '../../compiler/passes/split.ts'
import { plotted, type Sketch, sketch } from './graphs.ts'

describe('building', () => {
  test('equal operations are one node, and -0 is not 0', () => {
    const { number, column, add } = sketch()
    expect(number(1)).toBe(number(1))
    expect(number(0)).not.toBe(number(-0))
    const sum = () => add({ kind: 'arithmetic', op: '+', left: column('close'), right: number(1) })
    expect(sum()).toBe(sum())
  })
})

describe('fold', () => {
  test('computes what is constant, as the kernel would', () => {
    const { add, number, plotting } = sketch()
    const sum = add({ kind: 'arithmetic', op: '+', left: number(0.1), right: number(0.2) })
    expect(plotted(fold(plotting(sum)))).toEqual({ kind: 'number', value: 0.1 + 0.2 })
    const none = add({ kind: 'arithmetic', op: '/', left: number(1), right: number(0) })
    expect(plotted(fold(plotting(none)))).toEqual({ kind: 'number', value: Number.NaN })
  })

  test('never rearranges: (close + 1) + 2 stays two sums', () => {
    const { add, number, column, plotting } = sketch()
    const one = add({ kind: 'arithmetic', op: '+', left: column('close'), right: number(1) })
    const two = add({ kind: 'arithmetic', op: '+', left: one, right: number(2) })
    const sums = fold(plotting(two)).nodes.filter(
      ({ operation }) => operation.kind === 'arithmetic',
    )
    expect(sums).toHaveLength(2)
  })

  test('a delay by nothing is its source, and a bool read back is its rail', () => {
    const { add, number, column, plotting } = sketch()
    const same = add({ kind: 'delay', source: column('close'), ticks: number(0) })
    expect(plotted(fold(plotting(same)))).toEqual({ kind: 'column', name: 'close' })
    const up = add({ kind: 'compare', op: '<', left: column('low'), right: column('high') })
    const down = add({ kind: 'compare', op: '>=', left: column('low'), right: column('high') })
    const [left, right] = [number(1), number(0)]
    const written = add({ kind: 'choose', whenTrue: up, whenFalse: down, left, right })
    const read = add({ kind: 'compare', op: '==', left: written, right })
    expect(plotted(fold(plotting(read)))).toMatchObject({ kind: 'compare', op: '>=' })
  })
})

/** A counter that feeds itself back: x = (x one tick ago, else 0) + 1. */
function counter({ build, add, number }: Sketch): NodeId {
  const delay = build.feedback(number(1), { span: { start: 0, end: 0 } })
  const before = add({ kind: 'coalesce', left: delay, right: number(0) })
  const next = add({ kind: 'arithmetic', op: '+', left: before, right: number(1) })
  build.close(delay, next)
  return next
}

describe('merge', () => {
  test('two counters that feed themselves back are one', () => {
    const made = sketch()
    const graph = made.plotting(counter(made), counter(made))
    const merged = merge(graph)
    expect(graph.plots[0]).not.toBe(graph.plots[1])
    expect(merged.plots[0]).toBe(merged.plots[1])
  })

  test('a counter that starts elsewhere stays apart', () => {
    const made = sketch()
    const first = counter(made)
    const delay = made.build.feedback(made.number(1), { span: { start: 0, end: 0 } })
    const before = made.add({ kind: 'coalesce', left: delay, right: made.number(5) })
    const next = made.add({ kind: 'arithmetic', op: '+', left: before, right: made.number(1) })
    made.build.close(delay, next)
    const merged = merge(made.plotting(first, next))
    expect(merged.plots[0]).not.toBe(merged.plots[1])
  })
})

describe('finiteness', () => {
  test('a sum of prices needs no test, a quotient does, and what feeds back keeps its own', () => {
    const made = sketch()
    const { add, column } = made
    const sum = add({ kind: 'arithmetic', op: '+', left: column('high'), right: column('low') })
    const half = add({ kind: 'arithmetic', op: '/', left: sum, right: made.number(2) })
    const ratio = add({ kind: 'arithmetic', op: '/', left: sum, right: column('close') })
    const count = counter(made)
    const { tested, dependable } = finiteness(made.plotting(half, ratio, count), [])
    expect([sum, half, ratio, count].map((id) => tested[id])).toEqual([false, false, true, true])
    expect([half, ratio, count].map((id) => dependable[id])).toEqual([true, false, false])
  })

  test('powers of prices are tested where they could overflow', () => {
    const { add, column, plotting } = sketch()
    let power = column('close')
    const powers: NodeId[] = []
    for (let k = 0; k < 5; k++) {
      power = add({ kind: 'arithmetic', op: '*', left: power, right: power })
      powers.push(power)
    }
    const { tested } = finiteness(plotting(power), [])
    // 2^64 to the 2nd, 4th, 8th power is below 2^1024, to the 16th it is not.
    expect(powers.map((id) => tested[id])).toEqual([false, false, false, true, true])
  })
})

describe('split', () => {
  const ruled = (made: Sketch, fires: NodeId): Graph => {
    const zero = made.number(0)
    const rule = { fires, may: fires, rest: fires, gate: zero, entries: zero }
    return { ...made.plotting(), nodes: made.build.nodes, rules: [rule] }
  }
  const market = ({ add, column }: Sketch) =>
    add({ kind: 'compare', op: '<', left: column('low'), right: column('close') })
  const account = ({ add, number }: Sketch) => {
    const left = add({ kind: 'account', name: 'position' })
    return add({ kind: 'compare', op: '==', left, right: number(0) })
  }

  test('market and account: the one is the signal, the other is asked', () => {
    const made = sketch()
    const [m, a] = [market(made), account(made)]
    const fires = made.add({ kind: 'both', left: m, right: a })
    const [rule] = fold(split(ruled(made, fires))).rules
    const graph = fold(split(ruled(made, fires)))
    expect(graph.nodes[rule!.may]!.operation).toMatchObject({ kind: 'compare', op: '<' })
    expect(graph.nodes[rule!.rest]!.operation).toMatchObject({ kind: 'compare', op: '==' })
  })

  test('market or account, and what is not monotone: the market alone excludes nothing', () => {
    for (const kind of ['either', 'opposite'] as const) {
      const made = sketch()
      const [left, right] = [market(made), account(made)]
      const fires =
        kind === 'either'
          ? made.add({ kind, left, right })
          : made.add({ kind, operand: made.add({ kind: 'both', left, right }) })
      const graph = fold(split(ruled(made, fires)))
      expect(graph.nodes[graph.rules[0]!.may]!.operation).toEqual({ kind: 'flag', value: true })
    }
  })
})

describe('schedule', () => {
  test('a large kernel is cut into stages, but never through what feeds back', () => {
    const made = sketch()
    const { add, column, number } = made
    let sum = column('close')
    for (let k = 1; k <= 6; k++) {
      sum = add({ kind: 'arithmetic', op: '+', left: sum, right: number(k) })
    }
    const delay = made.build.feedback(number(1), { span: { start: 0, end: 0 } })
    let loop = add({ kind: 'coalesce', left: delay, right: sum })
    for (let k = 1; k <= 6; k++) {
      loop = add({ kind: 'arithmetic', op: '+', left: loop, right: number(k) })
    }
    made.build.close(delay, loop)
    const graph = made.plotting(loop)
    const { plots } = schedule(graph, colors(graph), 3)
    expect(plots.length).toBeGreaterThan(1)
    const stageOf = (id: NodeId) => plots.findIndex(({ nodes }) => nodes.includes(id))
    expect(stageOf(delay)).toBe(stageOf(loop))
    expect(plots[stageOf(sum)]!.passed).toContain(sum)
  })
})
