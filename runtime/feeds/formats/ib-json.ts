import type { DataFile } from '../data-file.ts'
import type { Format } from '../format.ts'
import { textLines } from '../lines.ts'
import { quoted, type Refused, refuse } from '../problem.ts'
import { objectsText } from '../records.ts'
import { readTable } from '../table.ts'

const ZONE = / ([A-Z]\w+\/\w+)$/

/**
 * JSON of bars, as programs over Interactive Brokers' API keep them (ib_insync's `BarData`: date,
 * open, high, low, close, volume, average, barCount): an array, or an object a line. Any other JSON
 * whose objects name their prices is read alike.
 */
export const ibJson: Format = {
  name: 'ib-json',
  recognises: (file) =>
    /^\s*(?:\[\s*(?:\{|$)|\{)/.test(file.head()[0]?.replace(/^\ufeff/, '') ?? ''),
  read: (file, options) => {
    const objects = objectsOf(file)
    if ('kind' in objects) return objects
    const [first] = objects
    if (first === undefined) return refuse(0, 'empty', 'the file holds no bar', 'Check the export')
    if (!('open' in first || 'Open' in first || 'o' in first)) return notBars(first)
    // The interface itself writes `20240328 09:30:00 US/Eastern`.
    const zone = ZONE.exec(String(first.date))?.[1]
    const bars = objects.map((one) => ({
      ...one,
      ...(zone === undefined ? {} : { date: String(one.date).replace(ZONE, '') }),
      // IB says -1 where there is no volume: for currencies, midpoints, bid and ask.
      ...(Number(one.volume) === -1 ? { volume: null } : {}),
    }))
    const format = 'barCount' in first || 'average' in first ? 'ib-json' : 'json'
    const timezone = options.timezone ?? zone
    const reading = timezone === undefined ? options : { ...options, timezone }
    return readTable(textLines(objectsText(bars)), reading, { format, firstLine: 0 })
  },
}

type Json = Readonly<Record<string, unknown>>

function objectsOf(file: DataFile): readonly Json[] | Refused {
  const text = file.text()
  if (typeof text !== 'string') return text
  const plain = text.replace(/^\ufeff/, '').trim()
  if (!plain.startsWith('{')) return parsed(plain, 0)
  const objects: Json[] = []
  for (const [index, line] of plain.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const one = parsed(`[${line}]`, index + 1)
    if ('kind' in one) return one
    objects.push(...one)
  }
  return objects
}

function parsed(text: string, line: number): readonly Json[] | Refused {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null)) {
      return value as Json[]
    }
    return refuse(line, 'file', 'this JSON is no list of bars', 'Save bars as an array of objects')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return refuse(line, 'file', `this is no JSON: ${error.message}`, 'Save the file again')
  }
}

function notBars(first: Json): Refused {
  const names = Object.keys(first).slice(0, 8).map(quoted).join(', ')
  const ticks = 'price' in first || 'priceBid' in first || 'tickType' in first
  const what = ticks ? 'these are ticks, not bars' : 'these are no bars'
  const fix = ticks ? 'Ask for bars: reqHistoricalData' : 'Give each object open, high, low, close'
  return refuse(1, 'header', `${what}: the fields are ${names}`, fix)
}
