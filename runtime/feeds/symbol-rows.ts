import { splitRow } from './delimiter.ts'
import type { Lines } from './lines.ts'
import type { FeedOptions } from './options.ts'
import { quoted, type Refused, refuse } from './problem.ts'
import { type ProblemList, problemList } from './problem-list.ts'
import { addRow, emptyRows, type Rows } from './rows.ts'
import type { TableForm } from './table-form.ts'

/** What could be read of an instrument's rows, and what could not. */
export interface SymbolRows {
  readonly rows: Rows
  readonly problems: ProblemList
}

/**
 * The rows of each instrument, in the order of the file; blank lines left out. A table without a
 * column of symbols is one group with an empty name. `options.symbol` picks one of several.
 */
export function symbolRows(
  lines: Lines,
  form: TableForm,
  options: FeedOptions,
): ReadonlyMap<string, SymbolRows> | Refused {
  const { symbol: column } = form.columns
  const groups = new Map<string, SymbolRows>()
  let symbol = ''
  let group: SymbolRows | undefined
  let refused: Refused | undefined
  lines.each((line, index) => {
    if (index < form.from || line === '' || line.trim() === '') return true
    const fields = splitRow(line, form.delimiter)
    // A row that cannot be cut counts as the symbol's before it, and is told among its bad ones.
    const own = column < 0 ? '' : (fields?.[column]?.trim() ?? symbol)
    const place = index + form.firstLine
    if (own === '' && column >= 0) {
      const fix = 'Give every row its symbol, or remove the column'
      refused = refuse(place, 'missing', 'the symbol is missing', fix)
      return false
    }
    if (group === undefined || own !== symbol) {
      symbol = own
      group = groups.get(symbol) ?? { rows: emptyRows(), problems: problemList() }
      groups.set(symbol, group)
    }
    addRow(line, fields, place, form, group.rows, group.problems)
    return true
  })
  if (refused) return refused
  if (options.symbol === undefined || groups.size <= 1) return groups
  const wanted = options.symbol.toLowerCase()
  const found = [...groups].find(([symbol]) => symbol.toLowerCase() === wanted)
  if (found) return new Map([found])
  const names = [...groups.keys()]
  const some = names.slice(0, 5).map(quoted).join(', ')
  const message = `none of the ${names.length} symbols is ${quoted(options.symbol)}: ${some}, …`
  return refuse(0, 'header', message, 'Name one of them with --symbol, or leave it out for all')
}
