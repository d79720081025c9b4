/** What separates the fields of a line. */
export type Delimiter = ',' | ';' | '\t' | '|'

const CANDIDATES: readonly Delimiter[] = ['\t', ';', '|', ',']

/** How a delimiter is called in a message. */
export function delimiterName(delimiter: Delimiter): string {
  switch (delimiter) {
    case ',':
      return 'comma'
    case ';':
      return 'semicolon'
    case '\t':
      return 'tab'
    case '|':
      return 'bar'
  }
}

/**
 * The delimiter that gives most of the sample's lines one and the same number of fields; undefined
 * when none does. Five fields (a time and four prices) are as good as more. Of equals the comma
 * comes last: it also stands in numbers.
 */
export function recogniseDelimiter(sample: readonly string[]): Delimiter | undefined {
  let best: Delimiter | undefined
  let bestScore = 0
  for (const candidate of CANDIDATES) {
    const counts = new Map<number, number>()
    for (const line of sample) {
      const fields = splitRow(line, candidate)?.length ?? 0
      counts.set(fields, (counts.get(fields) ?? 0) + 1)
    }
    for (const [fields, lines] of counts) {
      const score = (lines / sample.length) * Math.min(fields, 5)
      if (fields >= 2 && score > bestScore) {
        best = candidate
        bestScore = score
      }
    }
  }
  return best
}

/**
 * The fields of one line. Quotes work as in RFC 4180, except that a field ends with its line.
 * Undefined when a quote is opened and never closed, or closed in mid-field.
 */
export function splitRow(line: string, delimiter: Delimiter): string[] | undefined {
  return line.includes('"') ? splitQuoted(line, delimiter) : splitPlain(line, delimiter)
}

/** As `line.split(delimiter)`, in half its time: it takes most of a file's reading. */
function splitPlain(line: string, delimiter: Delimiter): string[] {
  const fields: string[] = []
  let from = 0
  for (let to = line.indexOf(delimiter); to >= 0; to = line.indexOf(delimiter, from)) {
    fields.push(line.slice(from, to))
    from = to + 1
  }
  fields.push(line.slice(from))
  return fields
}

function splitQuoted(line: string, delimiter: Delimiter): string[] | undefined {
  const fields: string[] = []
  let at = 0
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(delimiter, at)
      fields.push(end < 0 ? line.slice(at) : line.slice(at, end))
      if (end < 0) return fields
      at = end + 1
      continue
    }
    let text = ''
    for (;;) {
      const close = line.indexOf('"', at + 1)
      if (close < 0) return undefined
      text += line.slice(at + 1, close)
      at = close + 1
      if (line[at] !== '"') break
      text += '"'
    }
    fields.push(text)
    if (at === line.length) return fields
    if (line[at] !== delimiter) return undefined
    at += 1
  }
  return fields
}
