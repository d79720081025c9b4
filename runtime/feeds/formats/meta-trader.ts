import type { Format } from '../format.ts'
import type { Lines } from '../lines.ts'
import { readTable } from '../table.ts'

const FIVE = /^<DATE>\t(?:<TIME>\t)?<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>/
const FOUR = /^\d{4}\.\d\d\.\d\d,\d\d:\d\d(?:,\d+(?:\.\d+)?){5}\s*$/
/** `EURUSD_M15_201801020000_202401052345.csv`, `EURUSDM15.csv`, `EURUSD15.csv`, `EURUSD_H1.csv`. */
const NAME = /^([A-Za-z.#]{3,}?)(?:_(?:M|H|D|W|MN)\d+(?:_.*)?|_Daily.*|[MH]\d+|\d+)\.(?:csv|txt)$/

/**
 * MetaTrader's exports: version 5 with a header and tabs, version 4 without a header and commas.
 * Times are those of the broker's server, which no file tells.
 */
export const metaTrader: Format = {
  name: 'metatrader',
  recognises: (file) => {
    const [first = ''] = file.head()
    return FIVE.test(first.replace(/^\ufeff/, '')) || FOUR.test(first)
  },
  read: (file, options) => {
    const lines = file.lines()
    if ('kind' in lines) return lines
    const symbol = NAME.exec(file.name)?.[1]
    const intraday = /[ ,\t](?!00:00)\d\d:\d\d/.test(file.head().join('\n'))
    const notes =
      intraday && options.timezone === undefined
        ? [
            'MetaTrader gives the time of the broker’s server; without --timezone it is taken as UTC.',
          ]
        : []
    return readTable(lines, options, {
      format: 'metatrader',
      ...(hasTrades(lines) ? {} : { volume: 'tickvol' }),
      ...(symbol === undefined ? {} : { symbol }),
      notes,
    })
  },
}

/** Whether any row of a file of version 5 has a traded volume; currencies have ticks alone. */
function hasTrades(lines: Lines): boolean {
  let found = false
  lines.each((line) => {
    found = /\t[1-9]\d*\t\d+\s*$/.test(line)
    return !found
  })
  return found
}
