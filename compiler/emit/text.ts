import type { Span } from '../../language/diagnostic.ts'

/** A line of emitted code and the strategy's text that it comes from. */
export interface Line {
  readonly text: string
  readonly span: Span | undefined
}

/** How the printer writes: the same lines with or without type annotations. */
export interface Dialect {
  readonly typed: boolean
}

/** `: number` in TypeScript, nothing in JavaScript. */
export function annotation(dialect: Dialect, type: string): string {
  return dialect.typed ? `: ${type}` : ''
}

/** Lines set in by one level. */
export function indented(lines: readonly Line[]): readonly Line[] {
  return lines.map(({ text, span }) => ({ text: `  ${text}`, span }))
}

/** Lines without a place of their own in the source, or all with the same. */
export function code(text: string, span?: Span): readonly Line[] {
  if (!text.includes('\n')) return [{ text, span }]
  return text.split('\n').map((line) => ({ text: line, span }))
}

/** A number as it can stand after any operator. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.startsWith('-') ? `(${text})` : text
}

/**
 * Any plain data as an expression that is safe in JavaScript, in HTML and in comments: what could
 * end a string, a script element or a line stands escaped.
 */
export function dataText(data: unknown): string {
  const escaped = (character: string) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(data).replace(/[<>&/\u2028\u2029\u007f-\u009f]/g, escaped)
}

/** A user's name inside a comment: word characters only. */
export function commentText(name: string): string {
  return name.replace(/[^\w.]/g, '_').slice(0, 60)
}
