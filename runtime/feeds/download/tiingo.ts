import type { Adapter } from './adapter.ts'
import { sourceRefuses } from './answer-error.ts'

const DAILY: Readonly<Record<string, string>> = { '1d': 'daily', '1w': 'weekly', '1mo': 'monthly' }
const INTRADAY: Readonly<Record<string, string>> = {
  '1m': '1min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '1hour',
}

/** tiingo.com: days with their adjusted prices; minutes of IEX, whose times are UTC. */
export const tiingo: Adapter = {
  name: 'tiingo',
  title: 'Tiingo',
  keyVariable: 'TIINGO_API_KEY',
  needsKey: true,
  intervals: [...Object.keys(DAILY), ...Object.keys(INTRADAY)],
  adjusts: true,
  requestsPerMinute: 50,
  first: ({ url = 'https://api.tiingo.com', symbol, interval, from, to, key }) => {
    const daily = DAILY[interval.text]
    const folder = daily === undefined ? 'iex' : 'tiingo/daily'
    const path = `${folder}/${encodeURIComponent(symbol)}/prices`
    const address = new URL(path, url.endsWith('/') ? url : `${url}/`)
    address.searchParams.set('startDate', from)
    address.searchParams.set('endDate', to)
    address.searchParams.set('resampleFreq', daily ?? INTRADAY[interval.text]!)
    if (daily === undefined) address.searchParams.set('columns', 'open,high,low,close,volume')
    address.searchParams.set('format', 'csv')
    return { url: address.href, headers: { authorization: `Token ${key}` }, page: 1 }
  },
  read: (body) => {
    if (/^(?:None|\[\])?\s*$/.test(body)) {
      return { kind: 'page', table: '', dialect: { format: 'tiingo' } }
    }
    if (!/^date,/.test(body)) return sourceRefuses('Tiingo', body, 'Check symbol and key')
    const adjustedClose = /,adjClose,/.test(body) ? ({ adjustedClose: true } as const) : {}
    return { kind: 'page', table: body, dialect: { format: 'tiingo' }, ...adjustedClose }
  },
}
