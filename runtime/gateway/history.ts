import type { Bars } from '../../stdlib/bars.ts'
import { type GatewayCore, type Quoted, quotedAs } from './core.ts'
import type { Cut } from './cut.ts'
import type { Market, WireBar } from './market.ts'
import { barStart, barsBetween, firstAtOrAfter } from './market.ts'
import type { Session } from './session.ts'
import { fail, follow } from './session.ts'
import type { Refusal } from './validate.ts'
import { invalid } from './validate.ts'
import { readInstant } from './wall-time.ts'
import type { HistoryRequest } from './wire/requests.ts'
import * as message from './wire/server-messages.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Bar sizes as the broker writes them, ms; weeks and months need a calendar we do not have. */
const BAR_SIZES: ReadonlyMap<string, number> = new Map([
  ...sizes(SECOND, 'secs', [5, 10, 15, 30]),
  ['1 min', MINUTE],
  ...sizes(MINUTE, 'mins', [2, 3, 5, 10, 15, 20, 30]),
  ['1 hour', HOUR],
  ...sizes(HOUR, 'hours', [2, 3, 4, 8]),
  ['1 day', DAY],
])

const UNITS: ReadonlyMap<string, number> = new Map([
  ['S', SECOND],
  ['D', DAY],
  ['W', 7 * DAY],
  ['M', 31 * DAY],
  ['Y', 366 * DAY],
])

/** What can be asked for; quotes are those of the trades. */
const SHOWN: ReadonlySet<string> = new Set(['TRADES', 'ADJUSTED_LAST', 'MIDPOINT', 'BID', 'ASK'])

/** Answers a request for bars, and goes on telling the forming one where that was asked. */
export function answerHistory(core: GatewayCore, session: Session, request: HistoryRequest): void {
  const { reqId } = request
  const asked = understand(core, request)
  if ('code' in asked) {
    fail(session, reqId, asked.code, asked.text)
    return
  }
  const { of, length, from, to } = asked
  const cut = of.cuts[request.hours]
  const bars = barsBetween(of.market, length, from, to, cut)
  if (bars.length === 0 && !request.keepUpToDate) {
    const { symbol, exchange } = of.listing
    const what = `${symbol}@${exchange} ${request.whatToShow}`
    const text = `Historical Market Data Service error message:HMDS query returned no data: ${what}`
    fail(session, reqId, 162, text)
    return
  }
  const dateOf = dateWriter(core, length, request.formatDate)
  const dated = bars.map((bar) => ({ date: dateOf(bar.start), bar: shownAs(bar, request) }))
  const { wall } = core
  session.send(message.historicalData(reqId, wall.full(from), wall.full(to), dated))
  if (!request.keepUpToDate) return
  const last = bars.at(-1)
  const forming = last !== undefined && last.start + length > core.clock.now() ? last : undefined
  session.histories.set(reqId, { of, length, cut, dateOf, forming })
  follow(session)
  core.clock.changed()
}

/** The first instant there are bars for. */
export function answerHeadTimestamp(
  { bars }: Market,
  session: Session,
  reqId: number,
  formatDate: number,
): void {
  const first = bars.time[0]!
  const text =
    formatDate === 2
      ? String(first / SECOND)
      : new Date(first).toISOString().slice(0, 19).replaceAll('-', '').replace('T', '-')
  session.send(message.headTimestamp(reqId, text))
}

/** What is asked for: whose bars, their length, from when to when. */
interface Asked {
  readonly of: Quoted
  readonly length: number
  readonly from: number
  readonly to: number
}

function understand(core: GatewayCore, request: HistoryRequest): Refusal | Asked {
  const of = quotedAs(core, request.contract)
  if (of === undefined) {
    return { code: 200, text: 'No security definition has been found for the request' }
  }
  const length = BAR_SIZES.get(request.barSize)
  if (length === undefined) {
    const legal = [...BAR_SIZES.keys()].join(', ')
    return invalid(`Historical data bar size setting is invalid. Legal ones are: ${legal}.`)
  }
  if (!SHOWN.has(request.whatToShow)) {
    return invalid(`Historical data type '${request.whatToShow}' is not supported here`)
  }
  const span = /^(\d+) ?([SDWMY])$/.exec(request.duration)
  if (span === null) {
    return invalid('Historical data request for a duration that is not "integer unit", SDWMY')
  }
  if (request.keepUpToDate && request.end !== '') {
    return invalid('End date not supported with keepUpToDate')
  }
  const to = request.end === '' ? core.clock.now() : readInstant(request.end, core.wall)
  if (to === undefined) {
    return {
      code: 10314,
      text: 'End Date/Time: The date, time, or time-zone entered is invalid.',
    }
  }
  const duration = Number(span[1]) * UNITS.get(span[2]!)!
  const until = Math.min(to, core.clock.now())
  const { bars } = of.market
  const cut = of.cuts[request.hours]
  const from = Math.max(startOf(bars, until, duration, length, cut), bars.time[0]!)
  return { of, length, from: barStart(from, length), to: until }
}

/**
 * Where a duration that ends at `to` begins. Days count where there was trading, so that a night
 * or a weekend does not swallow what was asked for.
 */
function startOf(bars: Bars, to: number, duration: number, length: number, cut: Cut): number {
  if (duration < DAY) return to - duration
  let days = Math.round(duration / DAY)
  if (days > 31) return barStart(to - duration, Math.max(length, DAY))
  let day = Number.NaN
  let from = to
  for (let k = firstAtOrAfter(bars, to) - 1; k >= 0; k--) {
    const started = cut(bars.time[k]!, DAY)
    if (started === undefined) continue
    if (started !== day) days -= 1
    if (days < 0) break
    day = started
    from = Math.min(started, bars.time[k]!)
  }
  return from
}

function dateWriter(
  core: GatewayCore,
  length: number,
  formatDate: number,
): (instant: number) => string {
  if (length >= DAY)
    return (instant) => new Date(instant).toISOString().slice(0, 10).replaceAll('-', '')
  if (formatDate === 2) return (instant) => String(Math.floor(instant / SECOND))
  return core.wall.full
}

/** Quotes have no volume. */
function shownAs(bar: WireBar, request: HistoryRequest): WireBar {
  const trades = request.whatToShow === 'TRADES' || request.whatToShow === 'ADJUSTED_LAST'
  return trades ? bar : { ...bar, volume: -1 }
}

function sizes(unit: number, name: string, counts: readonly number[]): [string, number][] {
  return counts.map((count) => [`${count} ${name}`, count * unit])
}
