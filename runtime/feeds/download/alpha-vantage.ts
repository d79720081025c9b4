import type { Adapter, DownloadRequest, PageRequest } from './adapter.ts'
import { sourceRefuses } from './answer-error.ts'

const MINUTES: Readonly<Record<string, string>> = {
  '1m': '1min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '60min',
}

/** alphavantage.co: days all at once, minutes a month at a time. */
export const alphaVantage: Adapter = {
  name: 'alphavantage',
  title: 'Alpha Vantage',
  keyVariable: 'ALPHAVANTAGE_API_KEY',
  needsKey: true,
  intervals: ['1d', ...Object.keys(MINUTES)],
  adjusts: true,
  requestsPerMinute: 5,
  first: (request) => pageOf(request, request.from.slice(0, 7), 1),
  read: (body, request, { page }) => {
    // Errors and limits come as JSON, whatever was asked for.
    if (body.trimStart().startsWith('{')) {
      const words = /:\s*"([^"]*)"/.exec(body)?.[1] ?? body
      return sourceRefuses('Alpha Vantage', words, 'Check symbol and key, or wait for the limit')
    }
    const daily = MINUTES[request.interval.text] === undefined
    const month = daily ? undefined : monthAfter(request.from, page)
    return {
      kind: 'page',
      table: body.trim().includes('\n') ? body : '',
      dialect: { format: 'alphavantage' },
      ...(daily && request.adjusted ? { adjustedClose: true as const } : {}),
      ...(daily ? {} : { timezone: 'America/New_York' }),
      ...(month !== undefined && month <= request.to.slice(0, 7)
        ? { next: pageOf(request, month, page + 1) }
        : {}),
    }
  },
}

function pageOf(request: DownloadRequest, month: string, page: number): PageRequest {
  const { url = 'https://www.alphavantage.co/query', symbol, interval, adjusted, key } = request
  const address = new URL(url)
  const minutes = MINUTES[interval.text]
  const daily = adjusted ? 'TIME_SERIES_DAILY_ADJUSTED' : 'TIME_SERIES_DAILY'
  const parameters: Record<string, string> =
    minutes === undefined
      ? { function: daily }
      : {
          function: 'TIME_SERIES_INTRADAY',
          interval: minutes,
          month,
          adjusted: String(adjusted),
          extended_hours: 'false',
        }
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
  address.searchParams.set('symbol', symbol)
  address.searchParams.set('outputsize', 'full')
  address.searchParams.set('datatype', 'csv')
  address.searchParams.set('apikey', key ?? '')
  return { url: address.href, page }
}

/** The month so many after that of a day. */
function monthAfter(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7)
}
