import { z } from 'zod'
import { objectsText } from '../records.ts'
import type { Adapter } from './adapter.ts'
import { answerJson, sourceRefuses } from './answer-error.ts'

const UNITS: Readonly<Record<string, string>> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
}
const ANSWER = z.object({
  results: z
    .array(
      z.object({
        t: z.number(),
        o: z.number(),
        h: z.number(),
        l: z.number(),
        c: z.number(),
        v: z.number().optional(),
      }),
    )
    .optional(),
  next_url: z.string().optional(),
})

/** polygon.io and services of its style: pages that name the next. Days are those of New York. */
export const polygon: Adapter = {
  name: 'polygon',
  title: 'Polygon',
  keyVariable: 'POLYGON_API_KEY',
  needsKey: true,
  intervals: ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w', '1mo'],
  adjusts: true,
  requestsPerMinute: 5,
  first: ({ url = 'https://api.polygon.io', symbol, interval, from, to, adjusted, key }) => {
    const [, count, unit] = /^(\d+)([a-z]+)$/.exec(interval.text)!
    const range = `range/${count}/${UNITS[unit!]}/${from}/${to}`
    const path = `v2/aggs/ticker/${encodeURIComponent(symbol)}/${range}`
    const address = new URL(path, url.endsWith('/') ? url : `${url}/`)
    address.searchParams.set('adjusted', String(adjusted))
    address.searchParams.set('sort', 'asc')
    address.searchParams.set('limit', '50000')
    return { url: address.href, headers: authorization(key), page: 1 }
  },
  read: (body, { key, interval }, { url, page }) => {
    const json = answerJson('Polygon', body)
    if ('kind' in json) return json
    const answer = ANSWER.safeParse(json.value)
    if (!answer.success) return sourceRefuses('Polygon', body, 'Check symbol, interval and key')
    const { results = [], next_url: next } = answer.data
    // The key goes to where the first page came from, and nowhere else.
    if (next !== undefined && new URL(next, url).origin !== new URL(url).origin) {
      return sourceRefuses('Polygon', next, 'Ask again: its next page is at another address')
    }
    const days = /[dwo]$/.test(interval.text)
    return {
      kind: 'page',
      table: results.length > 0 ? objectsText(results) : '',
      dialect: { format: 'polygon', firstLine: 0 },
      ...(days ? { timezone: 'America/New_York' } : {}),
      ...(next === undefined
        ? {}
        : { next: { url: new URL(next, url).href, headers: authorization(key), page: page + 1 } }),
    }
  },
}

function authorization(key: string | undefined): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${key}` }
}
