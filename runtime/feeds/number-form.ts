import type { Delimiter } from './delimiter.ts'

/** How a file writes its numbers: which mark begins the fraction. The other one groups digits. */
export type DecimalMark = '.' | ','

const MISSING = /^(?:|-|null|none|nan|n\/?a|#n\/a)$/i
const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 }

/** Whether a cell says that there is no value: empty, `null`, `NaN`, `N/A`, `-`. */
export function isMissing(cell: string): boolean {
  return MISSING.test(cell.trim())
}

/**
 * The decimal mark of the sampled price cells. A comma can only be one where it does not separate
 * the fields; with both marks in one cell, the last is the decimal one.
 */
export function recogniseDecimalMark(cells: readonly string[], delimiter: Delimiter): DecimalMark {
  if (delimiter === ',' && !cells.some((cell) => cell.includes(','))) return '.'
  let groupsOnly = true
  for (const cell of cells) {
    const comma = cell.lastIndexOf(',')
    const point = cell.lastIndexOf('.')
    if (comma >= 0 && point >= 0) return comma > point ? ',' : '.'
    if (point >= 0) return '.'
    if (comma >= 0 && !/^-?\d{1,3}(,\d{3})+$/.test(cell.trim())) groupsOnly = false
  }
  if (cells.some((cell) => cell.includes(','))) {
    return groupsOnly && delimiter !== ';' ? '.' : ','
  }
  return '.'
}

/** The number in a cell, which may be infinite where the cell says so; NaN where it is none. */
export function readNumber(cell: string, mark: DecimalMark): number {
  const second = cell.charCodeAt(1)
  // Number() reads '' as 0 and '0x1f' as 31; a price file means neither.
  if ((second < 65 || cell.length === 1) && (mark === '.' || !cell.includes('.'))) {
    const plain = Number(cell)
    if (plain === 0 ? cell.trim() !== '' : Number.isFinite(plain)) return plain
  }
  return readDressedNumber(cell, mark)
}

/** Grouped digits, a currency sign, a decimal comma, `1.2M`. */
function readDressedNumber(cell: string, mark: DecimalMark): number {
  const parts = /^([-+]?)[$€£¥]?([\d.,'  ]+(?:e[-+]?\d+)?)([kmb]?)$/i.exec(cell.trim())
  if (!parts) return Number.NaN
  const digits = mark === ',' ? parts[2]!.replace(/[.'  ]/g, '') : parts[2]!.replace(/[,'  ]/g, '')
  const text = mark === ',' ? digits.replace(',', '.') : digits
  if (!/^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return Number.NaN
  const size = Number(text) * (MULTIPLIERS[parts[3]!.toLowerCase()] ?? 1)
  if (!Number.isFinite(size)) return Number.NaN
  return parts[1] === '-' ? -size : size
}
