import type { Graph } from '../graph.ts'
import type { Machine } from '../passes/storage.ts'
import { isExternCall } from '../primitives.ts'
import type { Plan } from './frame.ts'
import type { Kernel } from './kernel.ts'
import { paramsOf } from './memory.ts'
import { block } from './statements.ts'
import { externText } from './step.ts'
import { annotation, code, type Dialect, type Line } from './text.ts'

/** Whether anything in a graph is computed by an extern. */
export function hasExterns({ nodes }: Graph): boolean {
  return nodes.some(
    ({ operation }) => operation.kind === 'call' && isExternCall(operation.primitive),
  )
}

/** The externs that a kernel and those of its clocks step. */
export function machinesOf({ stages, clocks }: Kernel): readonly Machine[] {
  const own = stages.flatMap(({ storage }) => storage.machines)
  return [...own, ...clocks.flatMap(machinesOf)]
}

/**
 * The machines of a kernel, and what brings fresh ones to where the kernel goes on: they are
 * stepped over the bars before. Their state is their own and in no snapshot; the rest of `memory`
 * comes to the same as it was, so what was restored there stays.
 */
export function replayText(plan: Plan, dialect: Dialect, made: Kernel): readonly Line[] {
  const machines = machinesOf(made)
  if (machines.length === 0) return []
  const { name } = made
  const started = ({ call }: Machine) => {
    const { operation } = plan.graph.nodes[call]!
    const params = paramsOf(plan, call).join(', ')
    const extern = operation.kind === 'call' ? externText(operation.primitive, dialect) : ''
    return `${extern}.start(${params})`
  }
  return [
    ...machines.flatMap((machine) => code(`let ${machine.name} = ${started(machine)}`)),
    ...code(`const ${name}_fresh = memory.slice()`),
    ...code(`let ${name}_reached = 0`),
    ...block(
      `function ${name}_replay(to${annotation(dialect, 'number')})${annotation(dialect, 'void')}`,
      [
        ...machines.flatMap((machine) => code(`${machine.name} = ${started(machine)}`)),
        ...code('const kept = memory.slice()'),
        ...code(`memory.set(${name}_fresh)`),
        ...code(`${name}_run(0, to)`),
        ...code('memory.set(kept)'),
      ],
    ),
  ]
}

/** Runs a kernel over a range of bars, its machines brought there where they are elsewhere. */
export function runText(made: Kernel): readonly Line[] {
  const run = code(`${made.name}_run(from, to)`)
  if (machinesOf(made).length === 0) return run
  return [
    ...code(`if (from !== ${made.name}_reached) ${made.name}_replay(from)`),
    ...run,
    ...code(`${made.name}_reached = to`),
  ]
}
