import { type Formatted, format } from '../../../language/format/format.ts'
import { lex } from '../../../language/syntax/lex.ts'
import { parse } from '../../../language/syntax/parse.ts'

/**
 * What is wrong with how a text is formatted; empty where all is well. Where the text has mistakes
 * it has to be left alone.
 */
export function formatFaults(source: string): readonly string[] {
  const { diagnostics } = parse(source)
  const formatted = format(source)
  if (formatted.kind === 'broken') {
    return same('diagnostics', formatted.diagnostics, diagnostics)
  }
  if (diagnostics.length > 0) return [`formatted in spite of ${diagnostics[0]!.code}`]
  const { text } = formatted
  const again = format(text)
  return [
    ...same('words', imagesOf(text), imagesOf(source)),
    ...same('tree', withoutPlaces(text), withoutPlaces(source)),
    ...same('comments', commentsOf(text), commentsOf(source)),
    ...same('formatted again', linesOf(again), linesOf(formatted)),
    ...untidy(text),
  ]
}

function same(what: string, found: unknown, due: unknown): string[] {
  const [is, was] = [found, due].map((one) => JSON.stringify(one, undefined, 1).split('\n'))
  const at = is!.findIndex((line, i) => line !== was![i])
  if (at < 0 && is!.length === was!.length) return []
  return [`${what}: ${is![at]?.trim()} in place of ${was![at]?.trim()}`]
}

function linesOf(formatted: Formatted): unknown {
  return formatted.kind === 'formatted' ? formatted.text.split('\n') : formatted
}

function tokensOf(source: string) {
  return lex(source, () => {})
}

function imagesOf(source: string): readonly string[] {
  return tokensOf(source).tokens.map(({ image }) => image)
}

/** The tree, as far as it does not speak of places. */
function withoutPlaces(source: string): unknown {
  const text = JSON.stringify(parse(source).tree, (key, value) => (key === 'span' ? 0 : value))
  return JSON.parse(text)
}

/** Every comment with the number of words before it, and whether it has a line to itself. */
function commentsOf(source: string): readonly unknown[] {
  const { tokens, comments } = tokensOf(source)
  let before = 0
  return comments.map(({ text, span }) => {
    while (before < tokens.length && tokens[before]!.startOffset < span.start) before++
    const line = source
      .slice(0, span.start)
      .split(/[\r\n]/)
      .at(-1)!
    const own = line.replace('\uFEFF', '').trim() === ''
    return { text: text.trimEnd(), before, own }
  })
}

function untidy(text: string): string[] {
  const rules: Readonly<Record<string, RegExp>> = {
    'does not begin and end with a full line': /^\s|^[^\n]*$|\s\n$/,
    'blanks at the end of a line': /[ \t]\n/,
    'two empty lines': /\n\n\n/,
    'an empty line beside a brace': /\{( *\/\/)?\n\n|\n\n *\}/,
    'odd blanks': /[\t\r\uFEFF]/,
  }
  const plain = text.replace(/\/\/.*|"[^"\n]*"/g, (part) => part.slice(0, 2))
  return Object.keys(rules).filter((fault) => rules[fault]!.test(plain))
}
