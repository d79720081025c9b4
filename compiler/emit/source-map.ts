import { dataText, type Line } from './text.ts'

/** A source map, revision 3 (https://tc39.es/ecma426/). */
export interface SourceMap {
  readonly version: 3
  readonly sources: readonly string[]
  readonly sourcesContent: readonly string[]
  readonly names: readonly string[]
  readonly mappings: string
}

/** The source is named after what it is, not where it lies: a build has no paths in it. */
const SOURCE_NAME = 'strategy.strat'

/** Maps each line, from its first column, to the place in the source that it comes from. */
export function sourceMap(lines: readonly Line[], source: string): string {
  const places = lineStarts(source)
  let previous = { line: 0, column: 0 }
  const mappings = lines.map(({ text, span }) => {
    if (span === undefined) return ''
    const place = placeOf(places, span.start)
    const indent = text.length - text.trimStart().length
    const segment = [indent, 0, place.line - previous.line, place.column - previous.column]
    previous = place
    return segment.map(variableLength).join('')
  })
  const map: SourceMap = {
    version: 3,
    sources: [SOURCE_NAME],
    sourcesContent: [source],
    names: [],
    mappings: mappings.join(';'),
  }
  return dataText(map)
}

function lineStarts(source: string): readonly number[] {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1))
    starts.push(at + 1)
  return starts
}

/** Zero-based line and column of an offset, by halving. */
function placeOf(starts: readonly number[], offset: number): { line: number; column: number } {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle
  }
  return { line: low, column: offset - starts[low]! }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base 64 VLQ: sign in the lowest bit, five bits a digit, the sixth says that more follow. */
function variableLength(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1
  let text = ''
  do {
    const digit = rest & 31
    rest >>>= 5
    text += DIGITS[rest > 0 ? digit | 32 : digit]
  } while (rest > 0)
  return text
}
