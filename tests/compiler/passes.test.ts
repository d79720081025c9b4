import { describe, expect, test } from 'vitest'
import type { Graph, NodeId } from '../../compiler/graph.ts'
import { colors } from '../../compiler/passes/color.ts'
import { finiteness } from '../../compiler/passes/finite.ts'
import { fold } from '../../compiler/passes/fold.ts'
import { anchor, knownSince } from '../../compiler/passes/known.ts'
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
    const { tested, circular, dependable } = finiteness(made.plotting(half, ratio, count), [])
    expect([sum, half, ratio, count].map((id) => tested[id])).toEqual([false, false, true, true])
    expect([half, ratio, count].map((id) => dependable[id])).toEqual([true, false, false])
    expect([ratio, count].map((id) => circular[id])).toEqual([false, true])
  })

  test('powers of prices are tested where they could overflow', () => {
    const { add, column, plotting } = sketch()
    let power = column('close')
    const powers: NodeId[] = []
    for (let k = 0; k < 5; k++) {
      power = add({ kind: 'arithmetic', op: '*', left: power, right: power })
      powers.push(power)
    }
    const { tested } = finiteness(plotting(...powers), [])
    // 2^64 to the 2nd, 4th, 8th power is below 2^1024, to the 16th it is not.
    expect(powers.map((id) => tested[id])).toEqual([false, false, false, true, true])
  })

  test('a later test finds what is not finite, unless a divisor or a comparison hides it', () => {
    const { add, column, plotting } = sketch()
    const over = (left: NodeId, right: NodeId) => add({ kind: 'arithmetic', op: '/', left, right })
    const times = (left: NodeId, right: NodeId) => add({ kind: 'arithmetic', op: '*', left, right })
    const square = times(column('close'), column('close'))
    const eighth = times(times(square, square), times(square, square))
    const huge = times(eighth, eighth)
    const [low, high] = [column('low'), column('high')]
    const tests = (...more: NodeId[]) => finiteness(plotting(...more), []).tested[huge]
    const twice = add({ kind: 'arithmetic', op: '+', left: huge, right: huge })
    expect(tests(twice)).toBe(false)
    expect(tests(over(huge, low))).toBe(false)
    expect(tests(over(low, huge))).toBe(true)
    const above = add({ kind: 'compare', op: '>', left: huge, right: low })
    const below = add({ kind: 'compare', op: '<=', left: huge, right: low })
    const left = add({ kind: 'choose', whenTrue: above, whenFalse: below, left: high, right: low })
    expect(tests(twice, left)).toBe(true)
    expect(tests(huge)).toBe(true)
  })
})

describe('a quotient that is read where its divisor is not zero', () => {
  const share = (made: Sketch, test: '==' | '>', part: NodeId) => {
    const { add, column, number } = made
    const [high, low, close] = [column('high'), column('low'), column('close')]
    const range = add({ kind: 'arithmetic', op: '-', left: high, right: low })
    const quotient = add({ kind: 'arithmetic', op: '/', left: close, right: range })
    const [left, right] = test === '==' ? [high, low] : [range, part]
    const whenTrue = add({ kind: 'compare', op: test, left, right })
    const other = test === '==' ? '<>' : '<='
    const whenFalse = add({ kind: 'compare', op: other, left, right })
    const [yes, no] = test === '==' ? [number(0), quotient] : [quotient, number(0)]
    const choice = add({ kind: 'choose', whenTrue, whenFalse, left: yes, right: no })
    return { quotient, choice }
  }

  test('needs no test, whether the parts or the difference is asked', () => {
    for (const test of ['==', '>'] as const) {
      const made = sketch()
      const { quotient, choice } = share(made, test, made.number(0))
      expect(finiteness(made.plotting(choice), []).tested[quotient]).toBe(false)
      expect(finiteness(made.plotting(choice, quotient), []).tested[quotient]).toBe(true)
    }
    const made = sketch()
    const { quotient, choice } = share(made, '>', made.number(-1))
    expect(finiteness(made.plotting(choice), []).tested[quotient]).toBe(true)
  })

  test('is known at every tick, so that a call over it is stepped from the first on', () => {
    const made = sketch()
    const { quotient, choice } = share(made, '==', made.number(0))
    const total = (input: NodeId) =>
      made.add({ kind: 'call', primitive: 'cum', inputs: [input], params: [] })
    const anchored = (...plots: NodeId[]) => {
      const graph = made.plotting(...plots)
      return plotted(anchor(graph, finiteness(graph, [])))
    }
    expect(anchored(total(choice))).toHaveProperty('from')
    expect(anchored(total(quotient), choice)).not.toHaveProperty('from')
  })
})

describe('what is known, and since when', () => {
  test('after a delay; a choice where its rails are opposites; nothing of what feeds back', () => {
    const made = sketch()
    const { add, column, number, plotting } = made
    const ticks = number(3)
    const before = add({ kind: 'delay', source: column('close'), ticks })
    const comparing = (op: '<' | '>=' | '>') =>
      add({ kind: 'compare', op, left: before, right: column('close') })
    const choosing = (whenFalse: NodeId) =>
      add({ kind: 'choose', whenTrue: comparing('<'), whenFalse, left: ticks, right: number(0) })
    const [choice, torn] = [choosing(comparing('>=')), choosing(comparing('>'))]
    const count = counter(made)
    const graph = plotting(choice, torn, count)
    const since = knownSince(graph, finiteness(graph, []))
    expect(since[column('close')]).toEqual([])
    expect(since[choice]).toEqual([{ later: [ticks] }])
    expect(since[torn]).toBeUndefined()
    expect(since[count]).toBeUndefined()
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
    const plots = schedule(graph, colors(graph), 3).plots.stages
    expect(plots.length).toBeGreaterThan(1)
    const stageOf = (id: NodeId) => plots.findIndex(({ nodes }) => nodes.includes(id))
    expect(stageOf(delay)).toBe(stageOf(loop))
    expect(plots[stageOf(sum)]!.passed).toContain(sum)
  })
})
