import type { Adapter } from './adapter.ts'
import { sourceRefuses } from './answer-error.ts'

const INTERVALS: Readonly<Record<string, string>> = { '1d': 'd', '1w': 'w', '1mo': 'm' }

/** stooq.com: daily tables of many exchanges; symbols end in their market, `aapl.us`. */
export const stooq: Adapter = {
  name: 'stooq',
  title: 'Stooq',
  keyVariable: 'STOOQ_API_KEY',
  needsKey: false,
  intervals: Object.keys(INTERVALS),
  adjusts: false,
  requestsPerMinute: 30,
  first: ({ url = 'https://stooq.com/q/d/l/', symbol, interval, from, to, key }) => {
    const address = new URL(url)
    address.searchParams.set('s', symbol.toLowerCase())
    address.searchParams.set('d1', from.replaceAll('-', ''))
    address.searchParams.set('d2', to.replaceAll('-', ''))
    address.searchParams.set('i', INTERVALS[interval.text]!)
    if (key !== undefined) address.searchParams.set('apikey', key)
    return { url: address.href, page: 1 }
  },
  read: (body) => {
    const dialect = { format: 'stooq' }
    if (/^(?:Date|Data),/.test(body)) return { kind: 'page', table: body, dialect }
    if (/^(?:No data|Brak danych)/.test(body)) return { kind: 'page', table: '', dialect }
    return sourceRefuses('Stooq', body, 'Wait until tomorrow, or get a key for STOOQ_API_KEY')
  },
}
