import { isMissing, readNumber } from './number-form.ts'
import { quoted, type Refused, refuse } from './problem.ts'
import { looksLikeClock, looksLikeTime } from './time-reader.ts'

/** Which field of a row holds what; -1: none does. */
export interface Columns {
  readonly time: number
  /** A separate time of day, to be joined to `time`. */
  readonly clock: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  /** The close after splits and dividends, where prices are to be scaled by it. */
  readonly adjusted: number
  /** The instrument, in a file that may hold several. */
  readonly symbol: number
  /** Fields that a row must have. */
  readonly count: number
}

/** The file's columns and where its rows begin. */
export interface Header {
  readonly kind: 'header'
  readonly columns: Columns
  /** Lines of the header: 0 when the file begins with data. */
  readonly lines: number
  readonly notes: readonly string[]
}

/** What a reader may want of a header beside the usual. */
export interface HeaderWishes {
  readonly adjusted?: true | undefined
  readonly quote?: 'bid' | 'ask' | undefined
  /** Name of the volume column to take, of several. */
  readonly volume?: string | undefined
}

/** Names in order of preference, without case, spaces and signs. */
const NAMES = {
  open: ['open', 'o', 'openprice', 'priceopen', 'first'],
  high: ['high', 'h', 'highprice', 'pricehigh', 'max'],
  low: ['low', 'l', 'lowprice', 'pricelow', 'min'],
  close: ['close', 'c', 'closeprice', 'priceclose', 'last', 'closelast', 'price'],
  symbol: ['symbol', 'ticker', 'instrument', 'code', 'name'],
  volume: ['volume', 'vol', 'v', 'totalvolume', 'tradevolume', 'shares', 'tickvol', 'tickvolume'],
} as const

const TIME = new RegExp(
  '^(?:date|time|datetime|timestamp|ts|t|day|unix|epoch|period|begin|start|index)?' +
    '(?:open|begin|start|end|close|stamp|time)?' +
    '(?:utc|gmt|local|ny|est|et|eastern)?(?:s|ms|us|ns)?$',
)
const ADJUSTED = ['adjclose', 'adjustedclose', 'closeadj', 'adj']

/**
 * The columns of a file, from its first rows: by their names, or by their places in a file without
 * a header.
 */
export function recogniseHeader(
  rows: readonly (readonly string[])[],
  wishes: HeaderWishes = {},
): Header | Refused {
  const first = rows[0] ?? []
  const bare = first.some((cell) => Number.isFinite(readNumber(cell, '.')))
  if (!bare) return columnsByName(first, rows.slice(1), wishes)
  return wishes.adjusted ? noAdjusted([]) : columnsByPlace(first)
}

function columnsByName(
  written: readonly string[],
  below: readonly (readonly string[])[],
  wishes: HeaderWishes,
): Header | Refused {
  const cells = withLackingClock(written, below)
  const names = withoutSharedPrefix(cells).map(plainName)
  const find = (wanted: readonly string[]) =>
    wanted.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1
  if (isQuotes(names) && wishes.quote === undefined) {
    return refuse(
      1,
      'question',
      'these are quotes: bid and ask, and no traded price',
      'Say which side to take with --quote bid or --quote ask',
    )
  }
  const side = isQuotes(names) ? wishes.quote! : ''
  const price = (wanted: readonly string[]) => find(wanted.map((name) => `${side}${name}`))
  const open = price(NAMES.open)
  const high = price(NAMES.high)
  const low = price(NAMES.low)
  const close = price(NAMES.close)
  const volume = find([...(wishes.volume ? [wishes.volume] : []), ...NAMES.volume])
  const symbol = find(NAMES.symbol)
  const adjusted = find(ADJUSTED)
  const lines = 1 + secondaryLines(below)
  const { time, clock } = timeColumns(names, below[lines - 1] ?? [], [open, high, low, close])

  const lacking = Object.entries({ time, open, high, low, close })
    .filter(([, index]) => index < 0)
    .map(([name]) => name)
  if (lacking.length > 0) {
    return refuse(
      1,
      'header',
      `no column for ${lacking.join(', ')}: the columns are ${cells.map(quoted).join(', ')}`,
      'Give the file a header such as date,open,high,low,close,volume',
    )
  }
  if (wishes.adjusted && adjusted < 0) return noAdjusted(cells)
  const notes: string[] = []
  if (cells !== written)
    notes.push('The header lacks the column of times of day: it is the second.')
  if (volume < 0) notes.push('There is no volume column: every volume is 0.')
  if (adjusted >= 0) {
    notes.push(
      wishes.adjusted
        ? 'Prices are scaled by the adjusted close; volumes are as the file gives them.'
        : 'The adjusted close is not used: prices are taken as open, high, low and close give them.',
    )
  }
  if (/end|close/.test(names[time]!)) {
    notes.push(
      `Column ${quoted(cells[time]!)} seems to tell when a bar ends; it is taken as the start.`,
    )
  }
  const columns = {
    time,
    clock,
    open,
    high,
    low,
    close,
    volume,
    adjusted: wishes.adjusted ? adjusted : -1,
    symbol,
    count: cells.length,
  }
  return { kind: 'header', columns, lines, notes }
}

/** `Date,Open,…` over rows that begin `2006-01-02,09:01:00,`: the second column has no name. */
function withLackingClock(
  cells: readonly string[],
  below: readonly (readonly string[])[],
): readonly string[] {
  const rows = below.slice(0, 5)
  const lacks = rows.every((row) => row.length === cells.length + 1 && looksLikeClock(row[1]!))
  return lacks && rows.length > 0 ? [cells[0]!, 'Time', ...cells.slice(1)] : cells
}

/** Bid and ask for each price, and no price that is neither. */
function isQuotes(names: readonly string[]): boolean {
  return names.includes('bidopen') && names.includes('askclose') && !names.includes('open')
}

function noAdjusted(cells: readonly string[]): Refused {
  const columns = cells.length > 0 ? `: the columns are ${cells.map(quoted).join(', ')}` : ''
  const fix = 'Leave --adjusted out'
  return refuse(1, 'header', `there is no column of adjusted closes${columns}`, fix)
}

/** `Candlestick.Time, Candlestick.Open, …`: what all names begin with says nothing. */
function withoutSharedPrefix(cells: readonly string[]): readonly string[] {
  const prefix = /^.*[._ ]/.exec(cells[0] ?? '')?.[0] ?? ''
  return prefix !== '' && cells.every((cell) => cell.startsWith(prefix))
    ? cells.map((cell) => cell.slice(prefix.length))
    : cells
}

function plainName(cell: string): string {
  return cell.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Lines below the header with neither a time nor a number: yfinance's Ticker and Date. */
function secondaryLines(below: readonly (readonly string[])[]): number {
  const isData = (row: readonly string[]) =>
    row.some((cell) => looksLikeTime(cell) || Number.isFinite(readNumber(cell, '.')))
  const data = below.slice(0, 3).findIndex(isData)
  return Math.max(data, 0)
}

/** By name; else the first column, whatever it is called, when it holds times. */
function timeColumns(
  names: readonly string[],
  row: readonly string[],
  taken: readonly number[],
): { time: number; clock: number } {
  const named = names.flatMap((name, index) =>
    name !== '' && TIME.test(name) && !taken.includes(index) ? [index] : [],
  )
  const clock = named.find(
    (index) => /^(?:time|clock)(?:utc|gmt|local)?$/.test(names[index]!) && isClock(row[index]),
  )
  const dates = named.filter((index) => index !== clock)
  const time = dates.find((index) => looksLikeTime(row[index] ?? '')) ?? dates[0]
  if (time !== undefined) return { time, clock: clock ?? -1 }
  const firstHoldsTimes = !taken.includes(0) && looksLikeTime(row[0] ?? '')
  return { time: firstHoldsTimes ? 0 : -1, clock: -1 }
}

/** 09:30, 09:30:00, 930, 093000. */
function isClock(cell: string | undefined): boolean {
  return cell !== undefined && (looksLikeClock(cell) || /^\d{3,6}$/.test(cell.trim()))
}

/** time, open, high, low, close [, volume [, more]]; or date, time, open, … */
function columnsByPlace(cells: readonly string[]): Header | Refused {
  const clock = looksLikeClock(cells[1] ?? '') ? 1 : -1
  const prices = cells.length - (clock > 0 ? 2 : 1)
  // Seven fields without a header come from several exporters; twelve from Binance.
  if (prices < 4 || (prices > 6 && cells.length !== 12) || isMissing(cells[0]!)) {
    return refuse(
      1,
      'header',
      `the first line is no header and has ${cells.length} fields, where time, open, high, low, ` +
        'close and perhaps volume are due',
      'Give the file a header such as date,open,high,low,close,volume',
    )
  }
  const at = clock > 0 ? 2 : 1
  const volume = prices > 4 ? at + 4 : -1
  const order = `time, open, high, low, close${volume < 0 ? '' : ', volume'}`
  const notes = [`There is no header: the columns are taken as ${order}.`]
  if (volume < 0) notes.push('There is no volume column: every volume is 0.')
  const columns: Columns = {
    time: 0,
    clock,
    open: at,
    high: at + 1,
    low: at + 2,
    close: at + 3,
    volume,
    adjusted: -1,
    symbol: -1,
    count: cells.length,
  }
  return { kind: 'header', columns, lines: 0, notes }
}
