import type { Clock, Rule, TypedExpr } from '../../../language/check/typed.ts'
import { seriesText } from '../../../runtime/calendar/bar-clocks.ts'
import { type Asked, sampledOn, seriesOf } from './parts.ts'

/**
 * A rule's condition as written, and what the checker put before it: that the other clocks have come
 * far enough (`language/check/ready.ts`).
 */
export function conditionOf({ when }: Rule): {
  readonly condition: TypedExpr
  readonly waits: readonly TypedExpr[]
} {
  const waits: TypedExpr[] = []
  let condition = when
  while (condition.kind === 'and' && waitOf(condition.left) !== undefined) {
    waits.push(condition.left)
    condition = condition.right
  }
  return { condition, waits }
}

/** What of other clocks has not come far enough, in a sentence; undefined where all has. */
export function waitText(rule: Rule, asked: Asked): string | undefined {
  const { run, bar } = asked
  const wait = conditionOf(rule).waits.find((one) => run.value(one, bar) !== true)
  if (wait === undefined) return undefined
  const { through, clock, last } = waitOf(wait)!
  const complete = [...through, clock].reduce(
    (seen, one) => sampledOn(asked, one).visible[seen - 1] ?? 0,
    bar + 1,
  )
  const due = (run.value(last, 0) as number) + 1
  const series = seriesText(seriesOf(clock))
  const are = complete === 1 ? 'is' : 'are'
  return `What it reads on ${series} is known once ${due} of its bars are complete; ${complete} ${are}.`
}

/** The clock that must come past its tick `last`, and those through which it is seen. */
function waitOf(expr: TypedExpr) {
  const through: Clock[] = []
  let wait = expr
  for (; wait.kind === 'at'; wait = wait.source) through.push(wait.clock)
  if (wait.kind !== 'compare') return undefined
  const { left, right } = wait
  if (left.kind !== 'arrived' || right.kind !== 'ticks') return undefined
  return { through, clock: left.clock, last: right }
}
