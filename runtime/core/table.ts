/**
 * Rows of numbers, only appended to: blocks that are never copied, for a list that grows is copied
 * again and again, and what it held is the collector's.
 */
export interface Table {
  length: number
  readonly width: number
  readonly blocks: Float64Array[]
}

/** A power of two, so that a row's place in its block is quick to find. */
const BLOCK_ROWS = 256
const IN_BLOCK = BLOCK_ROWS - 1

/** Without a row yet; of `width` columns. */
export function emptyTable(width: number): Table {
  return { length: 0, width, blocks: [] }
}

/** One row more, of zeros: it begins here in `lastBlock`. */
export function append(table: Table): number {
  const inBlock = table.length & IN_BLOCK
  if (inBlock === 0) table.blocks.push(new Float64Array(BLOCK_ROWS * table.width))
  table.length += 1
  return inBlock * table.width
}

/** The block in which the last row is. */
export function lastBlock({ blocks }: Table): Float64Array {
  return blocks[blocks.length - 1]!
}

/** The block in which a row is. */
export function blockOf({ blocks }: Table, row: number): Float64Array {
  return blocks[Math.floor(row / BLOCK_ROWS)]!
}

/** The first of a row's values. */
export function firstIn(table: Table, row: number): number {
  return blockOf(table, row)[placeOf(table, row)]!
}

/** Where in its block a row begins. */
export function placeOf({ width }: Table, row: number): number {
  return (row & IN_BLOCK) * width
}
