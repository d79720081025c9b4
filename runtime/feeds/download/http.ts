import { refuse } from '../problem.ts'
import { objectsText } from '../records.ts'
import type { Adapter, DownloadRequest, PageRequest } from './adapter.ts'
import { answerJson, sourceRefuses } from './answer-error.ts'

/**
 * Any address that sends CSV or JSON: `--url` with `{symbol}`, `{interval}`, `{from}`, `{to}`,
 * `{key}`, and `{page}` where it counts pages from 1, the last of which is the first without rows.
 */
export const http: Adapter = {
  name: 'http',
  title: 'The source',
  keyVariable: 'STRAT_HTTP_KEY',
  needsKey: false,
  intervals: ['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '1d', '1w', '1mo'],
  adjusts: true,
  requestsPerMinute: 60,
  first: (request) => pageOf(request, 1),
  read: (body, request, { page }) => {
    const table = tableOf(body, request)
    if (typeof table !== 'string') return table
    const counts = request.url?.includes('{page}') && table !== ''
    return {
      kind: 'page',
      table,
      dialect: { format: 'http' },
      adjustedClose: true,
      ...(counts ? { next: pageOf(request, page + 1) } : {}),
    }
  },
}

function pageOf(request: DownloadRequest, page: number): PageRequest {
  const { symbol, interval, from, to, key = '', url = '', headers = [] } = request
  const values = { symbol, interval: interval.text, from, to, key, page: String(page) }
  const filled = (text: string, write: (value: string) => string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? write(values[name as keyof typeof values]) : whole,
    )
  const pairs = headers.map((header) => {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(header) ?? []
    return [name.toLowerCase(), filled(value, (text) => text)] as const
  })
  return { url: filled(url, encodeURIComponent), headers: Object.fromEntries(pairs), page }
}

/** The text of a table: CSV as it is, JSON by its objects or its rows. */
function tableOf(body: string, { rows }: DownloadRequest) {
  if (!/^\s*[[{]/.test(body)) return body.trim()
  const json = answerJson('The source', body)
  if ('kind' in json) return json
  let value = json.value
  for (const name of rows === undefined ? [] : rows.split('.')) {
    value = (value as Readonly<Record<string, unknown>> | null)?.[name]
  }
  if (!Array.isArray(value)) {
    if (rows === undefined) {
      return refuse(0, 'file', 'the JSON is no list', 'Say where its rows are: --rows data.bars')
    }
    return sourceRefuses('The source', body, `Check that ${rows} is where its rows are`)
  }
  if (value.every((row) => Array.isArray(row))) {
    return value.map((row) => row.map(String).join(',')).join('\n')
  }
  return value.length === 0 ? '' : objectsText(value as object[])
}
