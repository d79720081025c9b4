import type { Format } from '../format.ts'
import { readTable } from '../table.ts'

const HEADER = /^date,open,high,low,close,(?:adj close,volume|volume,adj close)\s*$/i

/** Yahoo Finance's download of daily, weekly or monthly prices; the last row may be of today. */
export const yahoo: Format = {
  name: 'yahoo',
  recognises: (file) => HEADER.test(file.head()[0] ?? ''),
  read: (file, options) => {
    const lines = file.lines()
    if ('kind' in lines) return lines
    return readTable(lines, options, { format: 'yahoo' })
  },
}
