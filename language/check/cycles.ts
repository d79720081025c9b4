import { type Checker, report } from './context.ts'
import { components } from './dependencies.ts'
import { operands } from './operands.ts'
import type { Definition, TypedExpr } from './typed.ts'

/** Tells of every definition that needs its own value of the same bar: only `prev` may loop. */
export function checkCycles(checker: Checker): void {
  const needs = new Map<Definition, readonly Definition[]>()
  const next = (definition: Definition): readonly Definition[] => {
    const known = needs.get(definition)
    if (known !== undefined) return known
    const found = neededNow(checker, definition)
    needs.set(definition, found)
    return found
  }
  for (const members of components(checker.definitions, next)) {
    const [only] = members
    if (members.length === 1 && !next(only!).includes(only!)) continue
    reportCycle(checker, new Set(members), next)
  }
}

/** Definitions whose value of the same bar is needed: what stands under `prev` is not. */
export function neededNow(checker: Checker, definition: Definition): readonly Definition[] {
  const found = new Set<Definition>()
  const visit = (expr: TypedExpr): void => {
    if (checker.previous.has(expr)) return
    if (expr.kind === 'reference') found.add(expr.definition)
    for (const operand of operands(expr)) visit(operand)
  }
  visit(definition.expr)
  return [...found]
}

function reportCycle(
  checker: Checker,
  members: ReadonlySet<Definition>,
  next: (definition: Definition) => readonly Definition[],
): void {
  const ordered = [...members].sort(
    (a, b) => Number(b.visible) - Number(a.visible) || a.span.start - b.span.start,
  )
  const start = ordered[0]!
  const path = pathBack(start, members, next)
  const shown = path.filter(({ visible }) => visible)
  const names = (shown.length > 0 ? shown : path).map(({ name }) => name)
  const cycle = [...names, names[0]!].join(' → ')
  const labels = shown.slice(1).map(({ name, span }) => ({ span, message: `through \`${name}\`` }))
  report(checker, undefined, 'cycle', start.span, { cycle, name: start.name }, { labels })
}

/** The definitions on a shortest way from `start` back to itself, `start` first. */
function pathBack(
  start: Definition,
  members: ReadonlySet<Definition>,
  next: (definition: Definition) => readonly Definition[],
): readonly Definition[] {
  const from = new Map<Definition, Definition>()
  const queue = [start]
  for (const at of queue) {
    for (const to of next(at)) {
      if (to === start) {
        const path: Definition[] = []
        for (let step = at; step !== start; step = from.get(step)!) path.push(step)
        return [start, ...path.reverse()]
      }
      if (!members.has(to) || from.has(to)) continue
      from.set(to, at)
      queue.push(to)
    }
  }
  return [start]
}
