import type { TypedProgram } from '../language/check/typed.ts'
import { prune } from './builder.ts'
import type { Plan } from './emit/frame.ts'
import { memoryFormula } from './emit/memory-formula.ts'
import { moduleText } from './emit/module.ts'
import { sourceMap } from './emit/source-map.ts'
import type { Line } from './emit/text.ts'
import type { Graph } from './graph.ts'
import { programHash } from './hash.ts'
import { lower } from './lower/lower.ts'
import { moduleMeta } from './meta.ts'
import { colors } from './passes/color.ts'
import { finiteness } from './passes/finite.ts'
import { fold } from './passes/fold.ts'
import { anchor, knownSince } from './passes/known.ts'
import { merge } from './passes/merge.ts'
import { schedule } from './passes/schedule.ts'
import { split } from './passes/split.ts'

/** What a strategy compiles to: one text in two dialects, the same bytes for the same source. */
export interface Compiled {
  /** An ES module that exports what a `StrategyModule` has; `load` runs it in memory. */
  readonly javascript: string
  readonly typescript: string
  /** Of either text: they agree line by line. JSON, revision 3. */
  readonly sourceMap: string
  /** SHA-256 of the source and all that it imports, hex; line ends do not count. */
  readonly sourceHash: string
  /** How many numbers it keeps from bar to bar, over the parameters' names (`memoryFormula`). */
  readonly memory: string
}

/** Compiles a checked program; `source` is the text that its spans point into. */
export function compile(program: TypedProgram, source: string): Compiled {
  const optimized = optimize(lower(program))
  const graph = anchor(optimized, finiteness(optimized, program.parameters))
  const found = colors(graph)
  const finite = finiteness(graph, program.parameters)
  const plan: Plan = {
    graph,
    colors: found,
    finiteness: finite,
    since: knownSince(graph, finite),
    schedule: schedule(graph, found),
  }
  const hash = programHash(program, source)
  const meta = moduleMeta(program, source, {
    sourceHash: hash,
    everyBar: plan.schedule.everyBar,
    frozenSlots: plan.schedule.clauses.map(({ leaves }) => leaves.length + 3),
  })
  const javascript = moduleText(program, plan, meta, { typed: false })
  return {
    javascript: joined(javascript),
    // Most runs ask for neither of these.
    get typescript() {
      return joined(moduleText(program, plan, meta, { typed: true }))
    },
    get sourceMap() {
      return sourceMap(javascript, source)
    },
    sourceHash: hash,
    get memory() {
      return memoryFormula(
        plan,
        program.parameters.map(({ name }) => name),
      )
    },
  }
}

/** From what was written to what must be computed. */
export function optimize(lowered: Graph): Graph {
  return prune(fold(split(merge(fold(lowered)))))
}

function joined(lines: readonly Line[]): string {
  return `${lines.map((line) => line.text).join('\n')}\n`
}
