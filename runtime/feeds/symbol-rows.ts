import { splitRow } from './delimiter.ts'
import type { FeedOptions } from './options.ts'
import { quoted, type Refused, refuse } from './problem.ts'
import type { TableForm } from './table-form.ts'

/**
 * Indexes of the lines of each instrument, in the order of the file; blank lines left out. A table
 * without a column of symbols is one group with an empty name. `options.symbol` picks one of several.
 */
export function symbolRows(
  lines: readonly string[],
  form: TableForm,
  options: FeedOptions,
): ReadonlyMap<string, readonly number[]> | Refused {
  const { symbol: column } = form.columns
  const groups = new Map<string, number[]>()
  let symbol = ''
  for (let index = form.from; index < lines.length; index++) {
    const line = lines[index]!
    if (line === '' || line.trim() === '') continue
    if (column >= 0) {
      // A row that cannot be cut counts as the symbol's before it, and is told among its bad ones.
      symbol = splitRow(line, form.delimiter)?.[column]?.trim() ?? symbol
      if (symbol === '') {
        const fix = 'Give every row its symbol, or remove the column'
        return refuse(index + form.firstLine, 'missing', 'the symbol is missing', fix)
      }
    }
    const group = groups.get(symbol)
    if (group) group.push(index)
    else groups.set(symbol, [index])
  }
  if (options.symbol === undefined || groups.size <= 1) return groups
  const wanted = options.symbol.toLowerCase()
  const found = [...groups].find(([symbol]) => symbol.toLowerCase() === wanted)
  if (found) return new Map([found])
  const names = [...groups.keys()]
  const some = names.slice(0, 5).map(quoted).join(', ')
  const message = `none of the ${names.length} symbols is ${quoted(options.symbol)}: ${some}, …`
  return refuse(0, 'header', message, 'Name one of them with --symbol, or leave it out for all')
}
