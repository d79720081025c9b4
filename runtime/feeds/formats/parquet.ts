import type { FileMetaData } from 'hyparquet'
import type { Format } from '../format.ts'
import { textLines } from '../lines.ts'
import { refuse } from '../problem.ts'
import { recordsText } from '../records.ts'
import { readTable } from '../table.ts'

/** `PAR1`. */
const MAGIC = [0x50, 0x41, 0x52, 0x31] as const

/**
 * Parquet files of every codec: columns are known by the names that a CSV's header may have, an
 * index of pandas too. Times may be timestamps, dates, numbers since 1970, or texts.
 */
export const parquet: Format = {
  name: 'parquet',
  recognises: (file) => file.begins(...MAGIC),
  read: async ({ bytes }, options) => {
    const [{ parquetMetadata, parquetReadObjects }, { compressors }] = await Promise.all([
      import('hyparquet'),
      import('hyparquet-compressors'),
    ])
    // A copy of its own: a small Buffer is a part of a larger one, and its `slice` shares it.
    const file = new Uint8Array(bytes()).buffer
    let metadata: FileMetaData
    let rows: Record<string, unknown>[]
    try {
      metadata = parquetMetadata(file)
      rows = await parquetReadObjects({ file, metadata, compressors })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return refuse(0, 'file', `the Parquet file is damaged: ${reason}`, 'Write the file again')
    }
    const names = metadata.schema
      .filter(({ num_children }) => num_children === undefined)
      .map(({ name }) => name)
    // pandas puts the index last and calls it so when it has no name.
    names.sort((a, b) => Number(/^__index/.test(b)) - Number(/^__index/.test(a)))
    const cells = rows.map((row) => names.map((name) => row[name]))
    const header = names.map((name) => (/^__index/.test(name) ? 'index' : name))
    const table = textLines(recordsText(header, cells))
    return readTable(table, options, { format: 'parquet', firstLine: 0 })
  },
}
