import type { Span } from '../diagnostic.ts'
import {
  BARE,
  BARS,
  MONEY,
  type NumberType,
  PRICE,
  RATIO,
  SHARES,
  type Unit,
  type Weight,
} from '../types.ts'
import { type Checker, type Env, make } from './context.ts'
import { numberNode } from './node.ts'
import type { AccountStream, MarketStream, TypedExpr } from './typed.ts'

const number = (unit: Unit, weight: Weight): NumberType => ({ kind: 'number', unit, weight })

export const LEVEL: NumberType = number(PRICE, 1)
export const DISTANCE: NumberType = number(PRICE, 0)

const MARKET: ReadonlyMap<string, NumberType | 'time'> = new Map<MarketStream, NumberType | 'time'>(
  [
    ['open', LEVEL],
    ['high', LEVEL],
    ['low', LEVEL],
    ['close', LEVEL],
    ['volume', number(SHARES, 'unknown')],
    ['time', 'time'],
    ['bar_index', number(BARS, 'unknown')],
  ],
)

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

const MEANS: ReadonlyMap<string, readonly MarketStream[]> = new Map([
  ['hl2', ['high', 'low']],
  ['hlc3', ['high', 'low', 'close']],
  ['ohlc4', ['open', 'high', 'low', 'close']],
])

/** Streams the language has and this version not yet, with what they are for a message. */
const LATER: ReadonlyMap<string, string> = new Map([
  ['raw_close', 'unadjusted prices'],
  ...['hour', 'minute', 'time_of_day', 'weekday', 'month'].map(
    (name) => [name, 'the time of day and the calendar'] as const,
  ),
  ...['minutes_to_close', 'session_open', 'is_first_bar_of_day'].map(
    (name) => [name, 'trading sessions'] as const,
  ),
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
  const stream = MARKET.get(name)
  if (stream !== undefined) {
    const type = stream === 'time' ? { kind: stream } : stream
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
