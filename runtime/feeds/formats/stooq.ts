import type { Format } from '../format.ts'
import type { Lines } from '../lines.ts'
import { refuse } from '../problem.ts'
import { readTable } from '../table.ts'

const DATABASE = /^<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>/i
const POLISH = /^Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie(,Wolumen)?\s*$/i

/** Stooq: the files of its database, several symbols in one, and its site's tables in Polish. */
export const stooq: Format = {
  name: 'stooq',
  recognises: (file) => {
    const [header = ''] = file.head()
    return DATABASE.test(header) || POLISH.test(header) || /^(?:No data|Brak danych)/.test(header)
  },
  read: (file, options) => {
    const lines = file.lines()
    if ('kind' in lines) return lines
    const [header = ''] = file.head()
    if (DATABASE.test(header)) return readTable(lines, options, { format: 'stooq' })
    if (!POLISH.test(header)) {
      return refuse(0, 'empty', 'Stooq answered that it has no data', 'Check the symbol')
    }
    const english = `Date,Open,High,Low,Close${header.includes('Wolumen') ? ',Volume' : ''}`
    const translated: Lines = {
      each: (take) => lines.each((line, index) => take(POLISH.test(line) ? english : line, index)),
    }
    return readTable(translated, options, { format: 'stooq' })
  },
}
