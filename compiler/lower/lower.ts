import type { Definition, Rule, TypedExpr, TypedProgram } from '../../language/check/typed.ts'
import { assertNever, CompilerError } from '../assert.ts'
import { type Builder, builder, type Origin, on } from '../builder.ts'
import type { Graph, GraphRule, NodeId } from '../graph.ts'
import { circles, referencesOf } from './cycles.ts'
import { type Rails, railsOf } from './rails.ts'
import { lowerWarmup } from './warmup.ts'

/** What the parts of lowering need of one another. */
export interface Lowering {
  readonly build: Builder
  /** A number expression's node; a bool as 1, 0 or unknown. */
  number(expr: TypedExpr): NodeId
  /** A bool expression's rails. */
  rails(expr: TypedExpr): Rails
}

/**
 * Typed program to graph: references and bools disappear. Only what rules, plots and requires
 * read is there.
 */
export function lower(program: TypedProgram): Graph {
  const { build, number, rails, finish } = lowering(program.definitions)
  const zero = (rule: Rule) => build.add({ kind: 'number', value: 0 }, rule)
  const lowered: Graph = {
    nodes: build.nodes,
    requires: program.requires.map(({ condition }) => rails(condition).whenTrue),
    rules: program.rules.map((rule): GraphRule => {
      const fires = rails(rule.when).whenTrue
      const { size, order, stop, trailAfter, target, expireBars, portion } = rule
      return {
        fires,
        may: fires,
        rest: fires,
        gate: lowerWarmup({ build, number, rails }, rule.gate, rule),
        entries: rule.kind === 'enter' ? number(rule.entries) : zero(rule),
        ...(expireBars && { expireBars: number(expireBars) }),
        ...(size && { size: number(size.value) }),
        ...('price' in order && { price: number(order.price) }),
        ...('limit' in order && { limit: number(order.limit) }),
        ...(stop && { stop: number(stop) }),
        ...(trailAfter && { after: number(trailAfter) }),
        ...(portion && { portion: number(portion) }),
        ...(target && { target: number(target) }),
      }
    }),
    plots: program.plots.map(({ value }) => number(value)),
  }
  finish()
  return lowered
}

function lowering(definitions: readonly Definition[]): Lowering & { finish(): void } {
  const build = builder()
  const circle = circles(definitions)
  const numbers = new Map<TypedExpr, NodeId>()
  const railPairs = new Map<TypedExpr, Rails>()
  const open: { readonly delay: NodeId; readonly source: TypedExpr; readonly clock: number }[] = []
  const byDefinition = new Map<string, NodeId>()
  let within: Definition | undefined
  let clock = 0

  const self: Lowering = { build, number, rails }

  function number(expr: TypedExpr): NodeId {
    const found = numbers.get(expr)
    if (found !== undefined) return found
    const bool = expr.type.kind === 'bool' && expr.kind !== 'stream' && expr.kind !== 'at'
    const made = bool ? encoded(expr) : lowerNumber(expr)
    numbers.set(expr, made)
    return made
  }

  function rails(expr: TypedExpr): Rails {
    const found = railPairs.get(expr)
    if (found !== undefined) return found
    const made = lowerRails(expr)
    railPairs.set(expr, made)
    return made
  }

  /** A bool as a number, for primitives, delays and plots. */
  function encoded(expr: TypedExpr): NodeId {
    const { whenTrue, whenFalse } = rails(expr)
    const left = build.add({ kind: 'number', value: 1 }, expr)
    const right = build.add({ kind: 'number', value: 0 }, expr)
    return build.add({ kind: 'choose', whenTrue, whenFalse, left, right }, expr)
  }

  function decoded(node: NodeId, expr: TypedExpr): Rails {
    const is = (value: number) => {
      const right = build.add({ kind: 'number', value }, expr)
      return build.add({ kind: 'compare', op: '==', left: node, right }, expr)
    }
    return { whenTrue: is(1), whenFalse: is(0) }
  }

  function lowerNumber(expr: TypedExpr): NodeId {
    const add = (operation: Parameters<Builder['add']>[0]) => build.add(operation, originOf(expr))
    switch (expr.kind) {
      case 'number':
        return add({ kind: 'number', value: expr.value })
      case 'parameter':
        return add({ kind: 'parameter', index: expr.parameter.index })
      case 'stream':
        return add(
          expr.name === 'bar_index'
            ? { kind: 'index', ...on(clock) }
            : { kind: 'column', name: expr.name, ...on(clock) },
        )
      case 'account':
      case 'fill':
        return add(
          expr.kind === 'fill'
            ? { kind: 'fill', name: expr.name }
            : { kind: 'account', name: expr.name },
        )
      case 'reference':
        return entering(expr.definition, () => number(expr.definition.expr))
      case 'at':
        return sample(expr)
      case 'arrived':
        return add({ kind: 'arrived', of: expr.clock.index, ...on(clock) })
      case 'ticks':
        return lowerWarmup(self, expr.formula, expr)
      case 'lag':
        return delay(expr)
      case 'negate':
        return add({ kind: 'negate', operand: number(expr.operand) })
      case 'arithmetic': {
        const { op } = expr
        return add({ kind: 'arithmetic', op, left: number(expr.left), right: number(expr.right) })
      }
      case 'if': {
        const condition = rails(expr.condition)
        const [left, right] = [number(expr.whenTrue), number(expr.whenFalse)]
        return add({ kind: 'choose', ...condition, left, right })
      }
      case 'coalesce':
        return add({ kind: 'coalesce', left: number(expr.left), right: number(expr.right) })
      case 'call':
        return call(expr)
      case 'past':
        throw new CompilerError(`${expr.name} outside of a test`)
      case 'bool':
      case 'compare':
      case 'not':
      case 'and':
      case 'or':
      case 'known':
        return encoded(expr)
      default:
        return assertNever(expr)
    }
  }

  function lowerRails(expr: TypedExpr): Rails {
    switch (expr.kind) {
      case 'reference':
        return entering(expr.definition, () => rails(expr.definition.expr))
      case 'stream':
        return decoded(lowerNumber(expr), expr)
      case 'at':
        return decoded(sample(expr), expr)
      case 'lag':
        return decoded(delay(expr), expr)
      case 'call':
        return decoded(call(expr), expr)
      default:
        return railsOf(self, expr)
    }
  }

  function sample(expr: TypedExpr & { kind: 'at' }): NodeId {
    const outer = clock
    clock = expr.clock.index
    const source = number(expr.source)
    clock = outer
    return build.add({ kind: 'sample', source, of: expr.clock.index, ...on(outer) }, originOf(expr))
  }

  function entering<Result>(definition: Definition, work: () => Result): Result {
    const outer = within
    within = definition
    const result = work()
    within = outer
    return result
  }

  function delay(expr: TypedExpr & { kind: 'lag' }): NodeId {
    const ticks = number(expr.ticks)
    if (!feedsBack(expr)) {
      const source = number(expr.source)
      return build.add({ kind: 'delay', source, ticks, ...on(clock) }, originOf(expr))
    }
    const key = `${expr.source.kind === 'reference' ? expr.source.definition.id : open.length} ${ticks}`
    const found = expr.source.kind === 'reference' ? byDefinition.get(key) : undefined
    if (found !== undefined) return found
    const made = build.feedback(ticks, originOf(expr), clock)
    if (expr.source.kind === 'reference') byDefinition.set(key, made)
    open.push({ delay: made, source: expr.source, clock })
    return made
  }

  /**
   * Whether the source goes back to a definition that is being lowered. A lag that may be of no
   * ticks at all needs its source first, and the checker lets no circle go through such.
   */
  function feedsBack({ source, ticks }: TypedExpr & { kind: 'lag' }): boolean {
    if (within === undefined || ticks.kind !== 'number' || ticks.value < 1) return false
    const here = circle.get(within)
    return referencesOf(source).some((definition) => circle.get(definition) === here)
  }

  function call(expr: TypedExpr & { kind: 'call' }): NodeId {
    const inputs = expr.inputs.map(number)
    const params = expr.params.map(number)
    const exact = expr.inputs.every((input) => !input.optional)
    const terms = expr.inputs.map((input) => input.warmup)
    const from = exact ? lowerWarmup(self, { kind: 'max', terms }, expr) : undefined
    return build.add(
      {
        kind: 'call',
        primitive: expr.primitive,
        inputs,
        params,
        ...(from !== undefined && { from }),
        ...on(clock),
      },
      originOf(expr),
    )
  }

  function originOf({ span }: TypedExpr): Origin {
    return { span, ...(within && { name: within.name }) }
  }

  function finish(): void {
    within = undefined
    for (const { delay: made, source, clock: own } of open) {
      clock = own
      build.close(made, number(source))
    }
  }

  return { ...self, finish }
}
