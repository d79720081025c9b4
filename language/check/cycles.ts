import { type Checker, report } from './context.ts'
import { components } from './dependencies.ts'
import { modeOfName } from './modes.ts'
import { operands } from './operands.ts'
import type { Definition, TypedExpr } from './typed.ts'

/** Tells of every definition that needs its own value of the same bar: only `prev` may loop. */
export function checkCycles(checker: Checker): void {
  const needs = new Map<Definition, readonly Definition[]>()
  const next = (definition: Definition): readonly Definition[] => {
    const known = needs.get(definition)
    if (known !== undefined) return known
    const found = neededNow(checker, definition).filter((one) => inside.has(one))
    needs.set(definition, found)
    return found
  }
  // Without other clocks only what was checked together can refer to itself.
  const { clocks, definitions, recursive } = checker
  const inside = new Set(clocks.length > 0 ? definitions : recursive)
  for (const members of components([...inside], next)) {
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
  const parts = (shown.length > 0 ? shown : path).map(({ name }) => modeOfName(name) ?? name)
  const names = parts.filter((name, at) => name !== parts[at - 1])
  const cycle = [...names, names[0]!].join(' → ')
  const written = shown.slice(1).filter(({ name }) => modeOfName(name) === undefined)
  const labels = written.map(({ name, span }) => ({ span, message: `through \`${name}\`` }))
  const mode = modeOfName(start.name)
  const hint = `Read it as it was on the bar before: \`prev(bars_in(${mode}), 0)\`.`
  const extra = mode === undefined ? { labels } : { labels, hint }
  report(checker, undefined, 'cycle', start.span, { cycle, name: mode ?? start.name }, extra)
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
