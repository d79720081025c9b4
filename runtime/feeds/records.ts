/**
 * Rows of named cells as the text of a CSV table with a header, so that whatever arrives as rows is
 * read, checked and refused as a CSV file is. Numbers keep every digit, dates become ISO times,
 * what is null or lacking an empty cell.
 */
export function recordsText(names: readonly string[], rows: Iterable<readonly unknown[]>): string {
  const lines = [names.map(cellText).join(',')]
  for (const row of rows) lines.push(names.map((_, index) => cellText(row[index])).join(','))
  return lines.join('\n')
}

/** The same, of objects: the columns are all names that the first hundred have. */
export function objectsText(objects: readonly object[]): string {
  const names = [...new Set(objects.slice(0, 100).flatMap((one) => Object.keys(one)))]
  return recordsText(
    names,
    objects.map((one) => names.map((name) => (one as Record<string, unknown>)[name])),
  )
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString()
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"` : text
}
