import type { Cell, ReportTable } from './tables.ts'

/** A table as CSV (RFC 4180): commas, a header, lines that end in CR LF. */
export function csvTable({ columns, rows }: ReportTable): string {
  return [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('')
}

/**
 * Numbers are written as they are, in as many digits as they have. A text that a spreadsheet would
 * take for a formula gets an apostrophe before it (OWASP, "CSV Injection").
 */
function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const text = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) || text !== cell ? `"${text.replaceAll('"', '""')}"` : text
}
