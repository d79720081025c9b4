import type { Format } from '../format.ts'
import { readTable } from '../table.ts'

/** Any table of text with a row a bar: delimiter, columns, times and numbers are recognised. */
export const csv: Format = {
  name: 'csv',
  recognises: () => true,
  read: (file, options) => {
    const lines = file.lines()
    return 'kind' in lines ? lines : readTable(lines, options, { format: 'csv' })
  },
}
