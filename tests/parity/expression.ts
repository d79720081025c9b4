import type { ParamSpec } from '../../language/builtins.ts'
import { type Kind, type Node, node, textOf } from './node.ts'
import type { Random } from './random.ts'
import type { Word } from './vocabulary.ts'

/** A name that may be read. */
export interface Binding {
  readonly text: string
  readonly kind: Kind
  /** It depends on the account, so only rules may read it. */
  readonly account: boolean
  /** It reads a mode, which no other clock has. */
  readonly ownClock?: boolean
}

/** A constant whole number between min and max: a parameter, or an `int` of a function. */
export interface Count {
  readonly text: string
  readonly min: number
  readonly max: number
  /** Written as `10 bars`: it has a unit, which a composition may carry into its result. */
  readonly isBars: boolean
}

/** A function of the program: one stream of kind `input`, then one count within `length`. */
export interface UserFunction {
  readonly name: string
  readonly input: Kind
  readonly length: { readonly name: string; readonly min: number; readonly max: number }
  /** `.field` where it gives a record, else empty. */
  readonly field: string
  readonly result: Kind
  /** It reads a mode, which no other clock has. */
  readonly ownClock?: boolean
  /** It may look at its argument on another clock, which the account has not. */
  readonly samples?: boolean
}

/** What an expression may be made of, where it stands. */
export interface Scope {
  readonly random: Random
  readonly words: readonly Word[]
  readonly names: readonly Binding[]
  readonly counts: readonly Count[]
  readonly functions: readonly UserFunction[]
  /** Account streams may be read here. */
  readonly account: boolean
  /** Every entry has a stop, so that rules may read `R`. */
  readonly stopped?: boolean
  /** What may stand behind `@`; none inside of one, most of the time. */
  readonly clocks: readonly string[]
  /** A timeframe that is finer than the program's, outside of `@`. */
  readonly finer?: string | undefined
  /** Bars can tell when a date comes. */
  readonly dated?: boolean
  /** Inside of an `@`: no account, and no mode. */
  readonly elsewhere: boolean
}

/** Kinds that can always be made. */
export const KINDS: readonly Kind[] = [
  'level',
  'distance',
  'ratio',
  'oscillator',
  'shares',
  'money',
  'bars',
  'number',
  'bool',
]

const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  level: ['close', 'open', 'high', 'low', 'hl2', 'hlc3', 'ohlc4', 'close[1]', 'close'],
  distance: ['(high - low)', '(close - open)', '(close - close[1])', 'atr(3)', 'tr()'],
  price: ['close'],
  ratio: ['2%', '(close / close[1])', 'returns', '0.5%', '12.5%'],
  oscillator: ['rsi(2)', 'rsi(close, 5)', 'rsi(3)'],
  shares: ['volume', 'volume[2]'],
  money: ['(close * volume)', '(volume * (high - low))'],
  bars: ['3 bars', 'barssince(close > open)', '1 bars', 'bar_index'],
  number: ['1', '8', '2', '0.5', '3.25', '100', 'hour', 'weekday', 'minutes_to_close'],
  other: ['close'],
  bool: [
    ...['close > open', 'close >= close[1]', 'close == close[1]', 'true', 'false', 'volume > 0'],
    ...['is_first_bar_of_day', 'time_of_day < session_open + 90m', 'minute == 30 or month > 1'],
  ],
}

const ACCOUNT_LEAVES: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  level: ['entry_price', 'last_entry_price'],
  ratio: ['drawdown', 'day_profit', 'day_loss'],
  shares: ['position'],
  money: ['equity', 'cash', 'open_profit', 'last_trade.profit'],
  bars: ['bars_in_trade'],
  number: ['trades_today', 'losses_in_a_row'],
  bool: ['position == 0', 'position > 0', 'known(entry_price)', 'open_profit < 0'],
}

/** What is measured with a stop. */
const STOPPED_LEAVES: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  level: ['(entry_price + 1R)'],
  distance: ['R', '2R', '(R / 2)'],
  ratio: ['(open_profit / R)'],
  bool: ['open_profit > 1R', 'open_profit crosses above 2R', 'known(R)'],
}

/** Literals that a comparison may set against a stream of a kind. */
const BOUNDS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  level: ['20', '50', '400'],
  distance: ['0', '0.25', '1'],
  ratio: ['2%', '0', '1'],
  oscillator: ['30', '50', '70.5'],
  shares: ['0', '1000'],
  bars: ['2', '3 bars', '5'],
  number: ['0', '1', '10'],
}

/** A well-typed expression of the kind asked for, at most about `depth` operators deep. */
export function expression(scope: Scope, kind: Kind, depth: number): Node {
  const { random } = scope
  if (depth <= 0 || random.chance(0.1)) return leaf(scope, kind)
  const roll = random.int(0, 11)
  const sub = (wanted: Kind = kind) => expression(scope, wanted, depth - 1)
  if (roll < 3) return call(scope, kind, depth) ?? arithmetic(scope, kind, depth)
  if (roll === 3 && scope.clocks.length > 0) return sampled(scope, kind, depth)
  if (roll === 3) return node(kind, '(if ', sub('bool'), ' then ', sub(), ' else ', sub(), ')')
  if (roll === 4) return lagged(scope, kind, depth)
  if (roll === 5 && kind !== 'bool') return node(kind, '(', sub(), ' ?? ', sub(), ')')
  if (roll === 6) return userCall(scope, kind, depth) ?? arithmetic(scope, kind, depth)
  return arithmetic(scope, kind, depth)
}

/** An expression on another clock, sometimes with another inside; or how old that is. */
function sampled(scope: Scope, kind: Kind, depth: number): Node {
  const { random } = scope
  const clocks = random.chance(0.3) ? scope.clocks : []
  const inside = { ...scope, account: false, elsewhere: true, clocks, finer: undefined }
  const clock = random.pick(scope.clocks)
  if (kind === 'bars' && random.chance(0.3)) return node(kind, `age(close @ ${clock})`)
  const { finer } = scope
  if (finer !== undefined && kind !== 'other' && random.chance(0.3)) {
    const alone = { ...inside, clocks: [], names: [], functions: [] }
    const [of, name] =
      kind === 'number' || kind === 'bool'
        ? (['bool', 'count'] as const)
        : [kind, random.pick(['highest', 'lowest', 'sum', 'sma'])]
    const taken = node(kind, `${name}((`, expression(alone, of, depth - 1), `) @ ${finer})`)
    return kind === 'bool' ? node(kind, '(', taken, ' > 1)') : taken
  }
  return node(kind, '(', expression(inside, kind, depth - 1), ` @ ${clock})`)
}

/** A name, a base stream or a literal. */
export function leaf(scope: Scope, kind: Kind): Node {
  const { random } = scope
  const named = scope.names.filter(
    (name) =>
      name.kind === kind &&
      (scope.account || !name.account) &&
      !(scope.elsewhere && name.ownClock === true),
  )
  if (named.length > 0 && random.chance(0.6)) return node(kind, random.pick(named).text)
  const account = scope.account ? ACCOUNT_LEAVES[kind] : undefined
  const stopped = scope.account && scope.stopped === true ? STOPPED_LEAVES[kind] : undefined
  const leaves = stopped !== undefined && random.chance(0.5) ? stopped : account
  const text = random.pick(leaves !== undefined && random.chance(0.4) ? leaves : LEAVES[kind])
  return node(kind, kind === 'bool' && text.includes(' ') ? `(${text})` : text)
}

/** A constant whole number in [min, max], small where it can be. */
export function count(scope: Scope, min: number, max: number, unit: 'any' | 'bare' = 'any') {
  const { random } = scope
  const fitting = scope.counts.filter(
    (item) => item.min >= min && item.max <= max && (unit === 'any' || !item.isBars),
  )
  if (fitting.length > 0 && random.chance(0.5)) {
    const item = random.pick(fitting)
    return item.max + 1 <= max && random.chance(0.2) ? `${item.text} + 1` : item.text
  }
  return String(random.int(min, Math.min(max, min + random.pick([0, 3, 12]))))
}

function arithmetic(scope: Scope, kind: Kind, depth: number): Node {
  const sub = (wanted: Kind) => expression(scope, wanted, depth - 1)
  const { random } = scope
  const binary = (left: Kind, op: string, right: Kind) =>
    node(kind, '(', sub(left), ` ${op} `, sub(right), ')')
  const sign = random.pick(['+', '-'])
  switch (kind) {
    case 'level':
      return random.pick([
        () => binary('level', sign, 'distance'),
        () => node(kind, '(', sub('level'), ` * (1 ${sign} `, random.pick(['1%', '3.5%']), '))'),
        () => node(kind, '((', sub('level'), ' + ', sub('level'), ') / 2)'),
      ])()
    case 'distance':
      return random.pick([
        () => binary('level', '-', 'level'),
        () => binary('distance', sign, 'distance'),
        () => node(kind, '(', random.pick(['0.5', '2', '3']), ' * ', sub('distance'), ')'),
        () => binary('distance', '*', 'ratio'),
        () => node(kind, '-', node(kind, '(', sub('distance'), ')')),
      ])()
    case 'ratio':
      return random.pick([
        () => binary('level', '/', 'level'),
        () => binary('distance', '/', 'distance'),
        () => binary('shares', '/', 'shares'),
        () => binary('ratio', sign, 'ratio'),
        () => node(kind, '(', sub('level'), ' / ', sub('level'), ' - 1)'),
        () => node(kind, '-', node(kind, '(', sub('ratio'), ')')),
      ])()
    case 'shares':
      return random.pick([
        () => binary('shares', sign, 'shares'),
        () => timesNumber(scope, kind, depth),
      ])()
    case 'money':
      return random.pick([
        () => binary('shares', '*', 'distance'),
        () => binary('shares', '*', 'level'),
        () => binary('money', sign, 'money'),
      ])()
    case 'oscillator':
      // Oscillators weigh like levels: the difference of two is no oscillator.
      return random.pick([() => binary(kind, '+', kind), () => timesNumber(scope, kind, depth)])()
    case 'bars':
      return random.pick([() => binary(kind, sign, kind), () => timesNumber(scope, kind, depth)])()
    case 'number':
      return random.pick([
        () => binary('number', random.pick(['+', '-', '*', '/']), 'number'),
        () => node(kind, '-', node(kind, '(', sub('number'), ')')),
      ])()
    case 'bool':
      return proposition(scope, depth)
    case 'price':
    case 'other':
      return leaf(scope, kind)
  }
}

function timesNumber(scope: Scope, kind: Kind, depth: number): Node {
  const factor = scope.random.pick(['2', '0.5', '1.5'])
  const operand = expression(scope, kind, depth - 1)
  return scope.random.chance(0.5)
    ? node(kind, '(', operand, ` * ${factor})`)
    : node(kind, '(', operand, ` / ${factor})`)
}

function proposition(scope: Scope, depth: number): Node {
  const { random } = scope
  const sub = (wanted: Kind) => expression(scope, wanted, depth - 1)
  const numeric = () => random.pick(KINDS.slice(0, -1))
  const comparison = () => {
    const kind = numeric()
    const bound = BOUNDS[kind]
    const right = bound !== undefined && random.chance(0.3) ? random.pick(bound) : sub(kind)
    const op = random.pick(['<', '<=', '>', '>=', '==', '!='])
    return node('bool', '(', sub(kind), ` ${op} `, right, ')')
  }
  const crossing = () => {
    const kind = numeric()
    const direction = random.pick(['above', 'below'])
    return node('bool', '(', sub(kind), ` crosses ${direction} `, sub(kind), ')')
  }
  return random.pick([
    comparison,
    comparison,
    comparison,
    crossing,
    () => node('bool', '(', sub('bool'), random.pick([' and ', ' or ']), sub('bool'), ')'),
    () => node('bool', '(', sub('bool'), random.pick([' and ', ' or ']), sub('bool'), ')'),
    () => node('bool', '(not ', sub('bool'), ')'),
    () => node('bool', 'known(', sub(numeric()), ')'),
    () => node('bool', '(', sub('bool'), random.pick([' == ', ' != ']), sub('bool'), ')'),
    () => besidesItself(scope, depth),
  ])()
}

/** A call whose kind has no name here, against its own past: the only safe comparison. */
function besidesItself(scope: Scope, depth: number): Node {
  const { random } = scope
  const stream =
    call(scope, random.pick(['other', 'price']), depth) ?? expression(scope, 'level', depth - 1)
  if (random.chance(0.2)) return node('bool', 'known(', stream, ')')
  const op = random.pick(['<', '>=', '!='])
  return node('bool', `(${textOf(stream)} ${op} ${textOf(stream)}[${count(scope, 0, 20)}])`)
}

function lagged(scope: Scope, kind: Kind, depth: number): Node {
  const source = expression(scope, kind, depth - 1)
  if (scope.random.chance(0.3)) {
    return node(kind, 'prev(', source, ', ', expression(scope, kind, depth - 2), ')')
  }
  return node(kind, '(', source, `)[${count(scope, 0, 30)}]`)
}

/** A call of a builtin that gives `kind`. */
function call(scope: Scope, kind: Kind, depth: number): Node | undefined {
  const { random } = scope
  const words = scope.words.filter((word) => word.result === kind)
  if (words.length === 0) return undefined
  // First a name, then one of its typings, so that no builtin is drowned by another's many.
  const name = random.pick([...new Set(words.map((word) => word.name + word.field))])
  const word = random.pick(words.filter((item) => item.name + item.field === name))
  const written = word.params.map((param) => argument(scope, word, param))
  const naturalOff = word.natural && written.length > 0 && random.chance(0.3)
  // What is imported may be an extern, and that reads no account.
  const inside = word.from === undefined ? scope : { ...scope, account: false }
  const inputs = naturalOff ? [] : word.inputs.map((input) => expression(inside, input, depth - 1))
  // A constant alone would be read as the first param, also one that a function gives.
  const first = inputs[0] === undefined ? 'close' : textOf(inputs[0])
  const isMarket = MARKET.test(first) && !scope.functions.some((item) => first.includes(item.name))
  const defaults = word.params.every((p) => p.value !== undefined) && !naturalOff
  const params = isMarket && defaults && random.chance(0.2) ? [] : written
  const named = params.length > 0 && inputs.length > 0 && random.chance(0.15)
  const parts: (string | Node)[] = []
  for (const input of inputs) parts.push(parts.length > 0 ? ', ' : '', input)
  params.forEach((text, k) => {
    const label = named ? `${word.params[k]!.name}: ` : ''
    parts.push(`${parts.length > 0 ? ', ' : ''}${label}${text}`)
  })
  return node(kind, `${word.name}(`, ...parts, `)${word.field}`)
}

/** What is in an expression that is no constant, whatever a function's parameter is bound to. */
const MARKET = /\b(open|high|low|close|volume|hl2|hlc3|ohlc4|returns|rsi|tr|atr|barssince)\b/

function argument(scope: Scope, word: Word, param: ParamSpec): string {
  if (param.integer) return count(scope, param.min, param.max, word.counts)
  const from = Math.max(param.min, 0.25)
  const to = Math.min(param.max, from + 4)
  return String(from + Math.round(scope.random.next() * (to - from) * 4) / 4)
}

function userCall(scope: Scope, kind: Kind, depth: number): Node | undefined {
  const { random } = scope
  const fitting = scope.functions.filter(
    (item) => item.result === kind && !(scope.elsewhere && item.ownClock === true),
  )
  if (fitting.length === 0) return undefined
  const item = random.pick(fitting)
  const { name, min, max } = item.length
  const label = random.chance(0.3) ? `${name}: ` : ''
  const last = `, ${label}${count(scope, min, max)})${item.field}`
  const given = item.samples === true ? { ...scope, account: false } : scope
  return node(kind, `${item.name}(`, expression(given, item.input, depth - 1), last)
}
