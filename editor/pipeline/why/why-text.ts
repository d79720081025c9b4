import { seriesText } from '../../../runtime/calendar/bar-clocks.ts'
import type { Part } from './parts.ts'
import type { OrderWhy, RuleOutcome, Sizing, Why } from './why.ts'

/** How values are written where they are shown: the command's way or the page's. */
export interface WhyFormats {
  /** As bars of a timeframe are, else the strategy's own. */
  readonly time: (instant: number, timeframe?: string) => string
  readonly price: (value: number) => string
  readonly money: (value: number) => string
  readonly quantity: (value: number) => string
}

/** What a rule did, in two words or three. */
export const OUTCOMES: Readonly<Record<RuleOutcome, string>> = {
  fired: 'fired',
  idle: 'had nothing to do',
  not: 'did not fire',
  unknown: 'did not fire',
  early: 'could not fire yet',
}

/** A piece on one line: what is written, when, what it came to. */
export function partText(part: Part, formats: WhyFormats): string {
  const { text, defined, shown } = part
  const written = defined === undefined ? text : `${text} = ${defined}`
  return `${written}${placeText(part, formats)}: ${shown}${spanText(part, formats)}`
}

function placeText({ back, on }: Part, { time }: WhyFormats): string {
  if (on === undefined) return back === 0 ? '' : `, ${back === 1 ? 'a bar' : `${back} bars`} before`
  const series = seriesText(on)
  return on.time === null
    ? `, before the first bar of ${series}`
    : `, ${series} bar of ${time(on.time, on.timeframe)}`
}

function spanText({ over, value }: Part, { time }: WhyFormats): string {
  if (over === undefined || over.from === null || over.to === null) return ''
  const first = time(over.from, over.timeframe)
  return value === 1 ? `, ${first}` : `, ${first} to ${time(over.to, over.timeframe)}`
}

/** From what a size was worked out. */
export function sizingText(
  { kind, value, equity, price, stop }: Sizing,
  formats: WhyFormats,
): string {
  if (value === null) return 'its size is unknown here'
  const at = price === null ? 'an unknown price' : formats.price(price)
  const share = `${Number((value * 100).toPrecision(6))}%`
  switch (kind) {
    case 'equity':
      return `${share} of the equity of ${formats.money(equity)}, at ${at} a share`
    case 'risk': {
      const to = stop === null ? 'an unknown stop' : `the stop at ${formats.price(stop)}`
      return `${share} of the equity of ${formats.money(equity)} is at risk from ${at} to ${to}`
    }
    case 'money':
      return `${formats.money(value)}, at ${at} a share`
    case 'shares':
      return `${formats.quantity(value)} shares, as written`
    default: {
      const never: never = kind
      throw new Error(`no size: ${never}`)
    }
  }
}

/** What became of an order, in a sentence. */
export function orderText(order: OrderWhy, formats: WhyFormats): string {
  const { side, quantity, type, price, purpose, label, decided, here } = order
  const many = quantity > 0 ? `${side} ${formats.quantity(quantity)}` : side
  const at =
    price === null
      ? type === 'close'
        ? 'at the close'
        : 'at the market'
      : `at ${type} ${formats.price(price)}`
  const whose = purpose === 'entry' || purpose === 'exit' ? '' : ` (${PURPOSES[purpose]})`
  const by = label === null ? '' : `, by ${label}`
  const since = here === 'decided' ? '' : `, given ${formats.time(decided.time)}`
  return `${many} ${at}${whose}${by}${since}: ${fateText(order, formats)}.`
}

const PURPOSES = {
  stop: 'protective stop',
  target: 'target',
  reverse: 'closes what it reverses',
  liquidation: 'margin call',
} as const

function fateText({ outcome, ended, fill, reason }: OrderWhy, formats: WhyFormats): string {
  const when = ended === null ? '' : ` ${formats.time(ended.time)}`
  switch (outcome) {
    case 'filled': {
      const commission =
        fill === null || fill.commission === 0
          ? ''
          : `, commission ${formats.money(fill.commission)}`
      return `filled${when}${fill === null ? '' : ` at ${formats.price(fill.price)}`}${commission}`
    }
    case 'working':
      return 'still waiting at the end of the run'
    case 'refused':
      return `not sent, for ${reason}`
    case 'cancelled':
    case 'expired':
    case 'replaced':
      return `${outcome}${when}${reason === '' ? '' : `, for ${reason}`}`
    default: {
      const never: never = outcome
      throw new Error(`no outcome: ${never}`)
    }
  }
}

/** The bar and the account at its close, two lines. */
export function headTexts(why: Why, formats: WhyFormats): readonly string[] {
  const { open, high, low, close, volume, account } = why
  const prices = [
    ...[['open', open] as const, ['high', high] as const, ['low', low] as const],
    ['close', close] as const,
  ].map(([name, value]) => `${name} ${formats.price(value)}`)
  const { position, entry_price, equity, open_profit } = account
  const holds =
    position === null || position === 0
      ? 'no position'
      : `position ${formats.quantity(position)}${entry_price === null ? '' : ` at ${formats.price(entry_price)}`}, open profit ${formats.money(open_profit ?? 0)}`
  return [
    `${prices.join('  ')}  volume ${formats.quantity(volume)}`,
    `${holds}, equity ${formats.money(equity ?? 0)}`,
  ]
}
