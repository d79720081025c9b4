import type { Diagnostic, Span } from './diagnostic.ts'

export interface RenderOptions {
  /** ANSI colours. Off, the text holds no escape sequence at all. */
  readonly colour: boolean
}

/** A place as people count: lines and columns from 1, a column being a UTF-16 unit. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Where an offset is. Lines end with LF, CRLF or CR. Offsets outside are clamped. */
export function positionOf(source: string, offset: number): Position {
  const end = Math.max(0, Math.min(offset, source.length))
  let line = 1
  let start = 0
  for (let i = 0; i < end; i++) {
    if (endsLine(source, i)) {
      line++
      start = i + 1
    }
  }
  return { line, column: end - start + 1 }
}

/** The last character of a line's end is at i. */
function endsLine(source: string, i: number): boolean {
  const code = source.charCodeAt(i)
  return code === 10 || (code === 13 && source.charCodeAt(i + 1) !== 10)
}

/**
 * A diagnostic as text for a terminal: place, code and message; the line with a caret under the
 * mistake; labels with theirs; the hint. Ends without a line feed. Whatever the source, the path
 * or the message hold, no control character reaches the terminal.
 */
export function render(
  diagnostic: Diagnostic,
  source: string,
  path: string,
  options: RenderOptions,
): string {
  const paint = options.colour ? ansi : plain
  const { line, column } = positionOf(source, diagnostic.span.start)
  const strong = diagnostic.severity === 'error' ? 'red' : 'yellow'
  const head = `${diagnostic.severity}[${diagnostic.code}]`
  const place = `${safe(path)}:${line}:${column}`
  const snippets = [
    { span: diagnostic.span, message: '', colour: strong, mark: '^' } as const,
    ...diagnostic.labels.map((label) => ({ ...label, colour: 'blue', mark: '-' }) as const),
  ]
  const lines = snippets.map(({ span }) => positionOf(source, span.start).line)
  const margin = String(Math.max(...lines)).length
  const hintMark = `${' '.repeat(margin)} ${paint('=', 'blue')}`
  return [
    `${paint(place, 'bold')} ${paint(head, strong)} ${paint(safe(diagnostic.message), 'bold')}`,
    ...snippets.flatMap((snippet, i) => {
      const { text, pad, width } = excerpt(source, snippet.span)
      const under = `${' '.repeat(pad)}${snippet.mark.repeat(width)} ${safe(snippet.message)}`
      const line = `${paint(`${String(lines[i]).padStart(margin)} |`, 'blue')} ${text}`.trimEnd()
      const mark = `${paint(`${' '.repeat(margin)} |`, 'blue')} ${paint(under.trimEnd(), snippet.colour)}`
      // Two marks in one line need it once.
      const again = i > 0 && excerpt(source, snippets[i - 1]!.span).text === text
      return again && lines[i] === lines[i - 1] ? [mark] : [line, mark]
    }),
    `${hintMark} ${paint('hint:', 'bold')} ${safe(diagnostic.hint)}`,
  ].join('\n')
}

type Colour = 'bold' | 'red' | 'yellow' | 'blue'

const CODES: Readonly<Record<Colour, string>> = { bold: '1', red: '31', yellow: '33', blue: '34' }

function ansi(text: string, colour: Colour): string {
  return `\u001b[${CODES[colour]}m${text}\u001b[0m`
}

function plain(text: string): string {
  return text
}

/** At most this many columns of a line are shown. */
const WIDTH = 100
/** What is shown before the mistake when the line is cut. */
const LEAD = 30

/** The line a span begins on, cut to a window around it, and where in it the mark goes. */
function excerpt(source: string, span: Span): { text: string; pad: number; width: number } {
  let from = Math.min(span.start, source.length)
  while (from > 0 && !endsLine(source, from - 1)) from--
  let to = Math.min(span.start, source.length)
  while (to < source.length && source[to] !== '\n' && source[to] !== '\r') to++
  // A span may begin in a line's end: then nothing of the line is marked but the place behind it.
  const start = Math.min(span.start, to)
  const end = Math.max(start, Math.min(span.end, to))
  const shown = { before: '', marked: '', after: '' }
  const cut = start - from > WIDTH - LEAD
  shown.before = cut
    ? `…${safe(source.slice(start - LEAD, start))}`
    : safe(source.slice(from, start))
  shown.marked = clip(safe(source.slice(start, Math.min(end, start + WIDTH))), WIDTH - LEAD)
  const left = Math.max(0, WIDTH - columns(shown.before) - columns(shown.marked))
  shown.after = clip(safe(source.slice(end, Math.min(to, end + WIDTH))), left)
  return {
    text: shown.before + shown.marked + shown.after,
    pad: columns(shown.before),
    width: Math.max(1, columns(shown.marked)),
  }
}

function clip(text: string, limit: number): string {
  if (columns(text) <= limit) return text
  let width = 0
  let clipped = ''
  for (const character of text) {
    width += columns(character)
    if (width >= limit) break
    clipped += character
  }
  return `${clipped}…`
}

/**
 * Text that a terminal shows and does not obey: a tab is two spaces, control characters, marks
 * that turn the direction of text, and halves of pairs are shown by their number.
 */
function safe(text: string): string {
  return text.replace(/\t/g, '  ').replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => {
    const hex = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    return `<U+${hex}>`
  })
}

/** Columns a text takes on a terminal: wide characters two, combining marks none. */
function columns(text: string): number {
  let width = 0
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue
    width += WIDE.test(character) ? 2 : 1
  }
  return width
}

/** East Asian wide and emoji, as most terminals draw them. */
const WIDE = new RegExp(
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}' +
    '\\u3000-\\u303f\\uff01-\\uff60\\u{1f300}-\\u{1faff}]',
  'u',
)
