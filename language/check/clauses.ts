import type { Span } from '../diagnostic.ts'
import type { EnterClause, Expiry } from '../syntax/ast.ts'
import { type Checker, type Env, report } from './context.ts'
import { requireCount } from './counts.ts'
import { checkStream } from './expression.ts'
import { numberNode } from './node.ts'
import { isIntraday } from './orders.ts'
import type { Rule, TypedOrder } from './typed.ts'

/** A rule's clauses, each once: a second one of a kind is told. */
export function clausesByKind<C extends EnterClause>(
  checker: Checker,
  clauses: readonly C[],
): ReadonlyMap<C['kind'], C> {
  const found = new Map<C['kind'], C>()
  for (const clause of clauses) {
    const first = found.get(clause.kind)
    if (first === undefined) found.set(clause.kind, clause)
    else {
      const name = clause.kind === 'up-to' ? 'up to' : clause.kind
      const labels = [{ span: first.span, message: 'the first' }]
      report(checker, undefined, 'clause-repeated', clause.span, { name }, { labels })
    }
  }
  return found
}

/** How long a rule's order works; `at`: where that is told of that has no clause. */
export function checkExpiry(
  checker: Checker,
  clause: Extract<EnterClause, { kind: 'expire' }> | undefined,
  order: TypedOrder,
  at: Span,
  env: Env,
): Pick<Rule, 'expireBars' | 'immediacy' | 'bySession' | 'goodTill'> {
  const written: Expiry = clause?.expiry ?? { kind: 'day' }
  const span = clause?.span ?? at
  const intraday = isIntraday(checker)
  if (written.kind !== 'gtd' && intraday && (order.kind === 'close' || order.kind === 'open'))
    return bySession(checker)
  const one = { expireBars: numberNode(1, span) }
  switch (written.kind) {
    case 'gtc':
      return {}
    case 'ioc':
    case 'fok':
      return { ...one, immediacy: written.kind }
    case 'gtd':
      return checkGoodTill(checker, written, order, span, env)
    case 'after': {
      const bars = checkStream(checker, written.bars, { ...env, place: 'order' })
      const role = 'The number of bars after which the order expires'
      const terms = { minimum: 1, role }
      return { expireBars: requireCount(checker, env, bars, written.bars.span, terms) }
    }
    case 'day':
  }
  if (!intraday) return one
  return clause === undefined && order.kind === 'market' ? {} : bySession(checker)
}

/** A day, to the end of its session, or a time of day: for what bars can tell, and what waits. */
function checkGoodTill(
  checker: Checker,
  { day, time }: Extract<Expiry, { kind: 'gtd' }>,
  order: TypedOrder,
  span: Span,
  env: Env,
): Pick<Rule, 'bySession' | 'goodTill'> {
  const { timeframe } = checker
  if (!('price' in order)) report(checker, env, 'gtd-without-price', span)
  const bars = `${timeframe.value}${timeframe.unit}`
  const one = bars === '1d'
  if (!isIntraday(checker) && (time !== undefined || !one)) {
    const what = one ? 'time of day' : 'day'
    const fix = one && day ? 'the date alone' : 'how many bars, such as `expire after 3 bars`'
    report(checker, env, 'gtd-within-bar', span, { what, bars, fix })
  }
  const ends = bySession(checker)
  checker.sessionStreams.add('bar_end')
  return {
    ...(day === undefined && ends),
    goodTill: {
      ...(day && { day: Date.parse(`${day.text}T00:00:00Z`) }),
      ...(time && { time: time.minutes * 60_000 }),
    },
  }
}

/** Orders of one session: the engine is told when it ends. */
export function bySession(checker: Checker): Pick<Rule, 'bySession'> {
  checker.sessionStreams.add('day').add('minutes_to_close')
  return { bySession: true }
}
