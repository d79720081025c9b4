import type { DataFile } from '../data-file.ts'
import type { FeedResult, Format } from '../format.ts'
import { textLines } from '../lines.ts'
import type { FeedOptions } from '../options.ts'
import { type Refused, refuse } from '../problem.ts'
import { readTable } from '../table.ts'

const LONGEST = 500_000_000
/** `20131004_spy_minute_trade.csv`: the day, of which the rows tell the milliseconds. */
const INTRADAY = /^(\d{4})(\d\d)(\d\d)_(.+)_(?:second|minute)_(trade|quote)\.csv$/
const DAILY = /^\d{8} \d\d:\d\d,/

/**
 * LEAN's zip files: `yyyyMMdd HH:mm,O,H,L,C,V`, or milliseconds of the day in the entry's name. An
 * equity's prices count hundredths of cents. A zip of one other CSV file is read as that.
 */
export const lean: Format = {
  name: 'lean',
  recognises: (file) => file.begins(0x50, 0x4b, 0x03, 0x04),
  read: async (file, options) => {
    const entry = await onlyEntry(file)
    return 'kind' in entry ? entry : readEntry(entry.name, entry.text, options)
  },
}

async function onlyEntry(file: DataFile): Promise<{ name: string; text: string } | Refused> {
  const { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } = await import(
    '@zip.js/zip.js'
  )
  configure({ useWebWorkers: false })
  const reader = new ZipReader(new Uint8ArrayReader(file.bytes()))
  try {
    const entries = (await reader.getEntries()).filter((entry) => !entry.directory)
    const [entry, ...others] = entries
    if (entries.some(({ filename }) => filename.startsWith('xl/'))) {
      return refuse(0, 'file', 'this is a spreadsheet, not text', 'Save the sheet as CSV')
    }
    const fix = 'Unpack it and import the files'
    if (entry === undefined || others.length > 0) {
      return refuse(0, 'file', `this zip file holds ${entries.length} files, not one`, fix)
    }
    if (entry.uncompressedSize > LONGEST) {
      return refuse(0, 'file', 'this zip file holds more than 500 MB of text', fix)
    }
    const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })
    return { name: entry.filename, text: new TextDecoder().decode(bytes) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refuse(0, 'file', `the zip file is damaged: ${reason}`, 'Get the file again')
  } finally {
    await reader.close()
  }
}

function readEntry(name: string, text: string, options: FeedOptions): FeedResult {
  const day = INTRADAY.exec(name)
  const rows = text.trim()
  const first = rows.slice(0, Math.max(0, rows.indexOf('\n'))) || rows
  if (day === null && !DAILY.test(first))
    return readTable(textLines(text), options, { format: 'csv' })
  const cells = first.split(',')
  const whole = cells.slice(1, 5).every((cell) => /^\d*$/.test(cell))
  const quotes = cells.length === 11
  const names = quotes
    ? 'time,bid_open,bid_high,bid_low,bid_close,volume,ask_open,ask_high,ask_low,ask_close,ask_size'
    : [
        'time,open,high,low,close,volume',
        ...cells.slice(6).map((_, index) => `more${index}`),
      ].join()
  const timed = day === null ? rows : rows.replace(/^\d+/gm, (at) => timeOfDay(day, Number(at)))
  return readTable(textLines(`${names}\n${timed}`), options, {
    format: 'lean',
    firstLine: 0,
    symbol: (day?.[4] ?? name.replace(/\.csv$/, '')).toUpperCase(),
    ...(whole ? { priceDivisor: 10_000 } : {}),
    notes: [
      ...(whole ? ['Prices are read as hundredths of cents.'] : []),
      ...(day !== null && options.timezone === undefined
        ? ['LEAN writes the time of the exchange; without --timezone it is taken as UTC.']
        : []),
    ],
  })
}

/** Wall-clock time, to be read in the zone of the exchange. */
function timeOfDay(day: RegExpExecArray, milliseconds: number): string {
  const date = Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]))
  return new Date(date + milliseconds).toISOString().slice(0, 23)
}
