import type { Composition } from '../builtins.ts'
import type { Expr } from '../syntax/ast.ts'
import { BARE } from '../types.ts'
import { cameNow, finerClock, moveDefinitions, sampled } from './clocks.ts'
import { type Checker, type Env, make, share } from './context.ts'
import { compositionBinding, inlineFunction } from './inline.ts'
import { BOOL, numberNode } from './node.ts'
import type { TypedExpr } from './typed.ts'

/** A running value that begins anew where `begins`; what is unknown of `x` is left out. */
const written = (
  name: string,
  parameters: string,
  body: string,
): readonly [string, Composition] => {
  const source = `library "${name}"\nfn ${name}_within(begins: bool, ${parameters}) {\n${body}}\n`
  return [name, { name: `${name}_within`, source }]
}

const extreme = (name: string, better: string) =>
  written(
    name,
    'x',
    `  let before = if begins then x else prev(y, x)
  let y      = ${better}(before, x) ?? before ?? x
  return settles(y, 0) ?? x
`,
  )

/** What takes the bars of a finer clock together, by the name of what does so over a length. */
const AGGREGATES: ReadonlyMap<string, Composition> = new Map([
  extreme('highest', 'max'),
  extreme('lowest', 'min'),
  written(
    'sum',
    'x',
    `  let y = if begins then x else (prev(y, 0) + x) ?? prev(y, x)
  return settles(y, 0) ?? x
`,
  ),
  written(
    'sma',
    'x',
    `  let n      = (if begins then 0 else prev(n, 0)) + (if known(x) then 1 else 0)
  let before = if begins then x else prev(y, x)
  let y      = (before + (x - before) / n) ?? before ?? x
  return settles(y, 0) ?? x
`,
  ),
  written(
    'count',
    'condition: bool',
    `  let x = if condition then 1 else 0
  let y = if begins then x else (prev(y, 0) + x) ?? prev(y, x)
  return settles(y, 0) ?? x
`,
  ),
])

/** The argument that no program can name. */
const BEGINS = '@begins'

/**
 * `highest(high @ 1m)`: of the bars of a finer clock that lie within the bar here, by the calendar;
 * unknown where there are none. Undefined for other calls.
 */
export function checkAggregate(
  checker: Checker,
  expr: Extract<Expr, { kind: 'call' }>,
  name: string,
  env: Env,
): TypedExpr | undefined {
  const composition = AGGREGATES.get(name)
  const [only, second] = expr.args
  const at = only?.value
  if (composition === undefined || second !== undefined || at?.kind !== 'at') return undefined
  const clock = finerClock(checker, at, env)
  if (clock === undefined) return undefined
  const { span } = expr
  const there: Env = { ...env, clock }
  const number = { kind: 'number', unit: BARE, weight: 'unknown' } as const
  const place = make(checker, there, {
    ...{ kind: 'stream', name: 'within', type: number, color: 'market', span },
  })
  const begins = comparedToZero(checker, there, place, '==')
  const names = new Map([[BEGINS, { kind: 'value', value: begins, span } as const]])
  const value = inlineFunction(
    checker,
    { ...expr, args: [{ value: { kind: 'name', text: BEGINS, span } }, { value: at.object }] },
    compositionBinding(checker.builtins, composition),
    { ...there, scope: { names, parent: env.scope } },
  )
  if (env.clock === undefined) moveDefinitions(checker)
  if (value.kind === 'record' || value.type.kind === 'error') return value as TypedExpr
  const seen = sampled(checker, at, env, value, clock)
  if (seen.type.kind === 'error') return seen
  const last = share(checker, env, `${name}.last`, sampled(checker, at, env, place, clock))
  const market = { color: 'market', span } as const
  const condition = make(checker, env, {
    kind: 'and',
    left: cameNow(checker, env, clock, span),
    right: comparedToZero(checker, env, last, '>='),
    type: BOOL,
    ...market,
  })
  const { type } = seen
  const zero = numberNode(0, span)
  const nothing = { kind: 'arithmetic', op: '/', left: zero, right: zero, type } as const
  const whenFalse = make(checker, env, { ...nothing, color: 'constant', span })
  return make(checker, env, { kind: 'if', condition, whenTrue: seen, whenFalse, type, ...market })
}

function comparedToZero(checker: Checker, env: Env, left: TypedExpr, op: '==' | '>='): TypedExpr {
  const { span } = left
  const right = numberNode(0, span)
  return make(checker, env, { kind: 'compare', op, left, right, type: BOOL, color: 'market', span })
}
