import type { BarSizeSetting, Contract } from '@stoqey/ib'
import { WhatToShow } from '@stoqey/ib'
import type { FeedBar } from '../broker.ts'
import { BrokerRefusal } from '../refusal.ts'
import { ask } from './ask.ts'
import { writeInstant } from './instant.ts'
import type { IbSettings } from './options.ts'
import type { Session } from './session.ts'

const DAY_SECONDS = 86_400

/** Bars a request: the library's decoder takes quadratic time, 0.1 s for as many as this. */
const MOST_BARS = 2000
/** Longer spans are written in years, which vary. */
const MOST_DAYS = 365

/** Bar lengths, seconds, as the broker writes them. */
const BAR_SIZES: ReadonlyMap<number, string> = new Map([
  ...[5, 10, 15, 30].map((count) => [count, `${count} secs`] as const),
  [60, '1 min'],
  ...[2, 3, 5, 10, 15, 20, 30].map((count) => [count * 60, `${count} mins`] as const),
  [3600, '1 hour'],
  ...[2, 3, 4, 8].map((count) => [count * 3600, `${count} hours`] as const),
  [DAY_SECONDS, '1 day'],
])

/** What is asked of the broker's store. */
export interface HistoryContext {
  readonly session: Session
  readonly settings: IbSettings
  readonly contract: Contract
  readonly nextId: () => number
}

/**
 * Bars of `seconds` that began at or after `from` and were over by `to`, or days that had begun,
 * oldest first, asked for backwards in pieces. A stretch without trades is empty; anything else
 * that goes wrong rejects.
 */
export async function history(
  context: HistoryContext,
  seconds: number,
  from: number,
  to: number,
): Promise<readonly FeedBar[]> {
  const size = BAR_SIZES.get(seconds)
  if (size === undefined) {
    const known = [...BAR_SIZES.values()].join(', ')
    throw refused(`it keeps no bars of ${seconds} s; it has ${known}`)
  }
  const span = spanOf(seconds)
  // A session is over before its date is.
  const isDay = seconds === DAY_SECONDS
  const pieces: (readonly FeedBar[])[] = []
  let end = to
  while (end > from) {
    const missing = Math.ceil((end - from) / 1000)
    const bars = await piece(context, size, end, durationOf(Math.min(span, missing), seconds))
    const fresh = bars.filter(
      ({ start }) => start >= from && start < end && (isDay || start + seconds * 1000 <= to),
    )
    pieces.push(fresh)
    const earliest = bars.reduce((least, { start }) => Math.min(least, start), end)
    // Durations of a day and more count days with trading: they may reach far back, or nowhere.
    end = earliest < end ? earliest : end - span * 1000
  }
  return pieces.reverse().flat()
}

/** Seconds that one request covers. */
function spanOf(seconds: number): number {
  const whole = seconds * MOST_BARS
  if (whole < DAY_SECONDS) return whole
  return Math.min(MOST_DAYS, Math.floor(whole / DAY_SECONDS)) * DAY_SECONDS
}

function durationOf(span: number, barSeconds: number): string {
  if (span >= DAY_SECONDS || barSeconds === DAY_SECONDS) return `${Math.ceil(span / DAY_SECONDS)} D`
  return `${Math.max(span, barSeconds)} S`
}

function piece(
  context: HistoryContext,
  size: string,
  end: number,
  duration: string,
): Promise<readonly FeedBar[]> {
  const { session, settings, contract, nextId } = context
  const reqId = nextId()
  const bars: FeedBar[] = []
  const useRegularHours = !settings.outsideRegularHours
  return ask(session, settings, {
    what: 'the history',
    lane: 'history',
    deadlineMs: settings.timing.historyMs,
    request: (api) =>
      api.reqHistoricalData(
        reqId,
        contract,
        writeInstant(end),
        duration,
        size as BarSizeSetting,
        WhatToShow.TRADES,
        useRegularHours,
        2,
        false,
      ),
    hear: (settle) => ({
      historicalData: (id, date, open, high, low, close, volume) => {
        if (id !== reqId) return
        if (date.startsWith('finished')) settle.done(bars)
        else bars.push({ start: startOf(date), open, high, low, close, volume })
      },
      error: ({ message }, code, id) => {
        if (id !== reqId) return
        if (code === 162 && /no data/i.test(message)) settle.done([])
        else if (code < 2100 || code >= 2200) settle.fail(refused(`${message} (${code})`))
      },
    }),
  })
}

/** Seconds since 1970, or for days `yyyymmdd`. */
function startOf(date: string): number {
  if (!/^\d{8}$/.test(date)) return Number(date) * 1000
  return Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00Z`)
}

function refused(reason: string): BrokerRefusal {
  return new BrokerRefusal(
    'history-refused',
    `The broker did not tell the history: ${reason}. Ask for what it keeps, and for real ` +
      'accounts check that the market data of this instrument is subscribed.',
  )
}
