import type { Span } from '../diagnostic.ts'
import { BARE, BARS, type NumberType, SHARES, type Unit } from '../types.ts'
import { broken, type Checker, type Env, lookup, make, report } from './context.ts'
import { accountStream, LEVEL } from './streams.ts'
import type { PastStream, TypedExpr } from './typed.ts'

const number = (unit: Unit): NumberType => ({ kind: 'number', unit, weight: 'unknown' })

/** By how it is written. No base names: a program may have a stream called `orders`. */
const PAST: ReadonlyMap<string, NumberType> = new Map<PastStream, NumberType>([
  ['orders', number(BARE)],
  ['working_orders', number(BARE)],
  ['refused_orders', number(BARE)],
  ['trades', number(BARE)],
  ['last_order.price', LEVEL],
  ['last_trade.entry_price', LEVEL],
  ['last_trade.exit_price', LEVEL],
  ['last_trade.quantity', number(SHARES)],
  ['last_trade.bars', number(BARS)],
])

/** The type of what only tests may ask of a run, by how it is written: `last_trade.bars`. */
export function pastType(text: string): NumberType | undefined {
  return PAST.get(text)
}

/** The fields of `last_trade` or `last_order` that only tests may ask for. */
export function pastFields(object: string): readonly string[] {
  const before = `${object}.`
  return [...PAST.keys()]
    .filter((text) => text.startsWith(before))
    .map((text) => text.slice(before.length))
}

/** What only tests may ask of a run, as a node; undefined for other texts. */
export function pastStream(
  checker: Checker,
  env: Env,
  text: string,
  span: Span,
): TypedExpr | undefined {
  const type = PAST.get(text)
  if (type === undefined) return undefined
  if (env.place !== 'test') {
    report(checker, env, 'only-in-tests', span, { name: text })
    return broken(env, span)
  }
  const name = text as PastStream
  return make(checker, env, { kind: 'past', name, type, color: 'account', span })
}

// ── last_trade, last_order ─────────────────────────────────────────────────────────────────────

/** Whether a name with a field behind it is one of these; a program may have a `last_order`. */
export function isRemembered(name: string, env: Env): boolean {
  if (name === 'last_trade') return true
  return name === 'last_order' && lookup(env.scope, name) === undefined
}

/** Their field as a node; undefined where there is none of the name. */
export function rememberedField(
  checker: Checker,
  env: Env,
  object: string,
  field: string,
  span: Span,
): TypedExpr | undefined {
  return object === 'last_trade' && field === 'profit'
    ? accountStream(checker, env, 'last_trade_profit', span)
    : pastStream(checker, env, `${object}.${field}`, span)
}

/** The fields that may be asked for here. */
export function rememberedFields(env: Env, object: string): readonly string[] {
  const everywhere = object === 'last_trade' ? ['profit'] : []
  return env.place === 'test' ? [...everywhere, ...pastFields(object)] : everywhere
}
