import type { Span } from '../diagnostic.ts'
import {
  BARE,
  BARS,
  MONEY,
  type NumberType,
  PRICE,
  RATIO,
  SHARES,
  type Type,
  type Unit,
  type Weight,
} from '../types.ts'
import { type Checker, type Env, make } from './context.ts'
import { numberNode } from './node.ts'
import type { AccountStream, MarketStream, SessionStream, TypedExpr } from './typed.ts'

const number = (unit: Unit, weight: Weight): NumberType => ({ kind: 'number', unit, weight })

export const LEVEL: NumberType = number(PRICE, 1)
export const DISTANCE: NumberType = number(PRICE, 0)

const COUNT: NumberType = number(BARE, 'unknown')

const SESSION: ReadonlyMap<string, Type> = new Map<SessionStream, Type>([
  ['hour', COUNT],
  ['minute', COUNT],
  ['weekday', COUNT],
  ['month', COUNT],
  ['time_of_day', { kind: 'duration' }],
  ['session_open', { kind: 'duration' }],
  ['minutes_to_close', COUNT],
  ['is_first_bar_of_day', { kind: 'bool' }],
])

const MARKET: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['open', LEVEL],
  ['high', LEVEL],
  ['low', LEVEL],
  ['close', LEVEL],
  ['volume', number(SHARES, 'unknown')],
  ['time', { kind: 'time' }],
  ['bar_index', number(BARS, 'unknown')],
  ...SESSION,
])

const ACCOUNT: ReadonlyMap<string, NumberType> = new Map<AccountStream, NumberType>([
  ['position', number(SHARES, 'unknown')],
  ['cash', number(MONEY, 'unknown')],
  ['equity', number(MONEY, 'unknown')],
  ['entry_price', LEVEL],
  ['last_entry_price', LEVEL],
  ['bars_in_trade', number(BARS, 'unknown')],
  ['open_profit', number(MONEY, 'unknown')],
  ['drawdown', number(RATIO, 'unknown')],
  ['day_profit', number(RATIO, 'unknown')],
  ['day_loss', number(RATIO, 'unknown')],
  ['trades_today', number(BARE, 'unknown')],
  ['last_trade_profit', number(MONEY, 'unknown')],
  ['losses_in_a_row', number(BARE, 'unknown')],
  ['entries', number(BARE, 'unknown')],
  ['exits', number(BARE, 'unknown')],
])

/** What counts from the session's beginning. */
const BY_DAY: ReadonlySet<string> = new Set(['day_profit', 'day_loss', 'trades_today'])

const MEANS: ReadonlyMap<string, readonly MarketStream[]> = new Map([
  ['hl2', ['high', 'low']],
  ['hlc3', ['high', 'low', 'close']],
  ['ohlc4', ['open', 'high', 'low', 'close']],
])

/** Streams the language has and this version not yet, with what they are for a message. */
const LATER: ReadonlyMap<string, string> = new Map([
  ['raw_close', 'unadjusted prices'],
  ...['tick', 'lot', 'multiplier', 'currency', 'symbol'].map(
    (name) => [name, "the instrument's own data"] as const,
  ),
])

/** Every name that no user definition may take. */
export const BASE_NAMES: ReadonlySet<string> = new Set([
  ...MARKET.keys(),
  ...ACCOUNT.keys(),
  ...MEANS.keys(),
  ...LATER.keys(),
  'returns',
  'last_trade',
])

/** The type of a base stream of this version and whether the account decides it, by its name. */
export function baseStream(
  name: string,
): { readonly type: Type; readonly color: 'market' | 'account' } | undefined {
  const account = ACCOUNT.get(name)
  if (account !== undefined) return { type: account, color: 'account' }
  const market = MARKET.get(name) ?? (MEANS.has(name) ? LEVEL : undefined)
  if (market !== undefined) return { type: market, color: 'market' }
  return name === 'returns' ? { type: number(RATIO, 'unknown'), color: 'market' } : undefined
}

/** What a later version will have under this name; undefined for other names. */
export function laterStream(name: string): string | undefined {
  return LATER.get(name)
}

/** The account stream of this name as a node, or undefined. */
export function accountStream(
  checker: Checker,
  env: Env,
  name: string,
  span: Span,
): TypedExpr | undefined {
  const type = ACCOUNT.get(name)
  if (type === undefined) return undefined
  if (BY_DAY.has(name)) checker.sessionStreams.add('day')
  const stream = name as AccountStream
  return make(checker, env, { kind: 'account', name: stream, type, color: 'account', span })
}

/** A base stream that depends on bars alone: `close`, `hl2`, `returns`; or undefined. */
export function marketStream(
  checker: Checker,
  env: Env,
  name: string,
  span: Span,
): TypedExpr | undefined {
  const type = MARKET.get(name)
  if (type !== undefined) {
    if (SESSION.has(name)) checker.sessionStreams.add(name as SessionStream)
    const market = name as MarketStream
    return make(checker, env, { kind: 'stream', name: market, type, color: 'market', span })
  }
  const parts = MEANS.get(name)
  if (parts !== undefined) return mean(checker, env, parts, span)
  return name === 'returns' ? returns(checker, env, span) : undefined
}

/** (high + low) / 2 and the like. */
function mean(checker: Checker, env: Env, parts: readonly MarketStream[], span: Span): TypedExpr {
  let total: TypedExpr | undefined
  for (const [index, part] of parts.entries()) {
    const stream = marketStream(checker, env, part, span)!
    if (total === undefined) total = stream
    else {
      const type = number(PRICE, index + 1)
      const sides = { left: total, right: stream }
      total = make(checker, env, {
        kind: 'arithmetic',
        op: '+',
        ...sides,
        type,
        color: 'market',
        span,
      })
    }
  }
  return make(checker, env, {
    kind: 'arithmetic',
    op: '/',
    left: total!,
    right: numberNode(parts.length, span),
    type: LEVEL,
    color: 'market',
    span,
  })
}

/** close / close[1] - 1 */
function returns(checker: Checker, env: Env, span: Span): TypedExpr {
  const close = marketStream(checker, env, 'close', span)!
  const type = number(RATIO, 'unknown')
  const common = { color: 'market', span } as const
  const ticks = numberNode(1, span)
  const before = make(checker, env, { kind: 'lag', source: close, ticks, type: LEVEL, ...common })
  const sides = { left: close, right: before }
  const growth = make(checker, env, { kind: 'arithmetic', op: '/', ...sides, type, ...common })
  const one = numberNode(1, span)
  return make(checker, env, {
    kind: 'arithmetic',
    op: '-',
    left: growth,
    right: one,
    type,
    ...common,
  })
}
