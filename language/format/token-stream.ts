import type { Span } from '../diagnostic.ts'
import { lex } from '../syntax/lex.ts'
import { type Document, group, LINE, nest } from './document.ts'

/** A comment with a line to itself, as written. */
export interface OwnComment {
  readonly text: string
  /** An empty line stands before it. */
  readonly gap: boolean
  /** How far from the beginning of its line. */
  readonly column: number
}

interface Token {
  readonly image: string
  readonly start: number
  readonly column: number
  /** The blanks before it on its line. */
  readonly blanks: number
  /** An empty line stands before it. */
  readonly gap: boolean
  /** What stands before it on lines of their own. */
  before: readonly OwnComment[]
  /** What stands behind it on its line. */
  after?: string
  /** Of a `(`: where its `)` stands. */
  closesAt?: number
}

/**
 * The words and signs of a text without mistakes, to be taken once each and in their order, every
 * one with the comments around it. So a formatter that walks the tree can lose, double or move
 * none; where it takes another than the tree says, it asserts.
 */
export class TokenStream {
  private readonly tokens: readonly Token[]
  private index = 0

  constructor(source: string) {
    this.tokens = tokensOf(source)
  }

  /** The next word or sign; empty at the end. */
  get next(): string {
    return this.token.image
  }

  private get token(): Token {
    return this.tokens[this.index]!
  }

  /** Takes the next one, which has to be `image` where that is given. */
  take(image = this.next): Document {
    const { before, after, start } = this.token
    if (image !== this.next || image === '') {
      throw new Error(`the formatter expects ${image} at ${start} and finds ${this.next}`)
    }
    this.index++
    if (before.length === 0 && after === undefined) return image
    return [
      before.map(ownComment),
      image,
      after === undefined ? [] : { kind: 'comment', text: after, place: 'trailing' },
    ]
  }

  /** Takes words and commas up to an offset. Lines may break behind the commas. */
  phrase(end: number): Document {
    return [this.take(), nest(this.rest(end))]
  }

  /** Takes the words and commas that are left up to an offset, with the blanks before them. */
  rest(end: number): Document {
    const parts: Document[] = []
    while (this.token.start < end) {
      if (this.next === ',') parts.push(this.take(), group([LINE, this.take()]))
      else parts.push(' ', this.take())
    }
    return parts
  }

  /** Asserts that all of them were taken. */
  finish(): void {
    if (this.next !== '') throw new Error(`the formatter leaves out ${this.next}`)
  }

  /** Whether brackets around the whole of an expression come next. */
  encloses({ end }: Span): boolean {
    return this.next === '(' && this.token.closesAt! >= end
  }

  /** Whether a comment stands between the one taken last and the next. */
  get commented(): boolean {
    return this.token.before.length > 0 || this.tokens[this.index - 1]?.after !== undefined
  }

  /** The place before the next one, to be in one column with those around it. */
  column(of: string): Document {
    return { kind: 'column', of, blanks: this.token.blanks }
  }

  /** Whether an empty line stands right before the next one. */
  get gap(): boolean {
    return this.token.gap
  }

  /** Takes the comments before the next one. */
  comments(): readonly OwnComment[] {
    const { before } = this.token
    this.token.before = []
    return before
  }

  /** Takes the first of those comments, as long as they are indented more than the next one. */
  indentedComments(): readonly OwnComment[] {
    const { before, column } = this.token
    const outer = before.findIndex((comment) => comment.gap || comment.column <= column)
    const count = outer < 0 ? before.length : outer
    this.token.before = before.slice(count)
    return before.slice(0, count)
  }
}

/** A comment with a line to itself. */
export function ownComment({ text }: OwnComment): Document {
  return { kind: 'comment', text, place: 'own' }
}

function tokensOf(source: string): readonly Token[] {
  const { tokens, comments } = lex(source, ({ code, severity }) => {
    if (severity === 'error') throw new Error(`a text with mistakes is not formatted: ${code}`)
  })
  const stream: Token[] = []
  const open: Token[] = []
  const place = placesIn(source)
  let next = 0
  const add = (image: string, start: number): void => {
    const before: OwnComment[] = []
    for (; next < comments.length && comments[next]!.span.start < start; next++) {
      const { text, span } = comments[next]!
      const { breaks, column } = place(span)
      const last = stream.at(-1)
      if (breaks === 0 && last !== undefined) last.after = text.trimEnd()
      else before.push({ text: text.trimEnd(), gap: breaks > 1, column })
    }
    const { breaks, blanks, column } = place({ start, end: start + image.length })
    const token: Token = { image, start, column, blanks, gap: breaks > 1, before }
    stream.push(token)
    if (image === '(') open.push(token)
    if (image === ')') open.pop()!.closesAt = start
  }
  for (const { image, startOffset } of tokens) add(image, startOffset)
  add('', source.length)
  return stream
}

/**
 * For the tokens and comments of a text, one after the other: the line breaks right before it, the
 * blanks behind those, its column. The end of the text is in the first column.
 */
function placesIn(source: string) {
  let before = 0
  let lineStart = 0
  return ({ start, end }: Span) => {
    const space = source.slice(before, start)
    const breaks = space.match(/\r\n?|\n/g)?.length ?? 0
    const begin = Math.max(space.lastIndexOf('\n'), space.lastIndexOf('\r')) + 1
    if (breaks > 0) lineStart = before + begin
    before = end
    return { breaks, blanks: space.length - begin, column: start === end ? 0 : start - lineStart }
  }
}
