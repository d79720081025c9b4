import type { IToken, TokenType } from 'chevrotain'
import type { Code } from '../catalogue.ts'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic, Span } from '../diagnostic.ts'
import * as T from '../syntax/tokens.ts'
import { wordAt } from './word-at.ts'

type Report = (diagnostic: Diagnostic) => void

/**
 * Mends words and signs of other languages inside a line: `AND`, `crosses over`, `close of 1 day
 * ago`, `a ? b : c`, `a if c else b`, `length=20` in a call. Each is told once and becomes what
 * was meant, so that reading goes on. Every word is still a `Name`; tokens are changed in place.
 */
export function mendWords(
  tokens: readonly IToken[],
  source: string,
  report: Report,
  isDefined: (name: string) => boolean,
): IToken[] {
  const mending: Mending = {
    tokens: tokens.slice(),
    source,
    report,
    brackets: [],
    told: new Set(),
    isDefined,
  }
  const out: IToken[] = []
  for (let i = 0; i < mending.tokens.length; i++) {
    const token = mending.tokens[i]!
    switch (token.tokenType) {
      case T.Name:
        i += mendName(mending, out, i)
        break
      case T.Question:
        mendQuestion(mending, out, i)
        break
      case T.Assign:
        mendNamedArgument(mending, out, token)
        out.push(token)
        break
      default:
        noteBracket(mending, out, token)
        out.push(token)
    }
  }
  return out
}

interface Mending {
  readonly tokens: IToken[]
  readonly source: string
  readonly report: Report
  /** Whether each open bracket is that of a call. */
  readonly brackets: boolean[]
  /** Question marks inside a choice that has been told. */
  readonly told: Set<IToken>
  /** Whether the file gives a name itself. */
  readonly isDefined: (name: string) => boolean
}

const OPENERS: ReadonlySet<TokenType> = new Set([T.LParen, T.LSquare, T.LCurly])
const CLOSERS: ReadonlySet<TokenType> = new Set([T.RParen, T.RSquare, T.RCurly])

function noteBracket({ brackets }: Mending, out: readonly IToken[], token: IToken): void {
  if (OPENERS.has(token.tokenType)) {
    const call = token.tokenType === T.LParen && out.at(-1)?.tokenType === T.Name
    brackets.push(call && out.at(-2)?.image !== 'fn' && !isReserved(out.at(-1)!))
  } else if (CLOSERS.has(token.tokenType)) brackets.pop()
}

function isReserved(token: IToken): boolean {
  const type = token.tokenType === T.Name ? T.WORDS.get(token.image) : undefined
  return type?.CATEGORIES?.includes(T.Reserved) ?? false
}

function spanOf(first: IToken, last = first): Span {
  return { start: first.startOffset, end: endOf(last) }
}

function endOf({ startOffset, endOffset, image }: IToken): number {
  return endOffset === undefined ? startOffset + image.length : endOffset + 1
}

function tell({ report }: Mending, code: Code, span: Span, found: string, right: string): void {
  const fix = { title: `Write \`${right.trim()}\``, span, replacement: right }
  report(diagnose(code, span, { found, right: right.trim() }, { fix }))
}

// ── Words ──────────────────────────────────────────────────────────────────────────────────────

/** Words that join; in capitals they are other languages'. */
const JOINING = new Set('and or not if then else true false crosses when is'.split(' '))

/** Mends what begins with a word; how many tokens after it are read with it. */
function mendName(mending: Mending, out: IToken[], i: number): number {
  const token = mending.tokens[i]!
  const { image } = token
  const lower = image.toLowerCase()
  if (image !== lower && JOINING.has(lower) && isFree(mending, i)) {
    tell(mending, 'capital-letters', spanOf(token), image, lower)
    token.image = lower
  }
  const read =
    mendCrossing(mending, out, i) ?? mendAgo(mending, out, i) ?? mendPythonChoice(mending, out, i)
  if (read !== undefined) return read
  out.push(token)
  return 0
}

/** A word of ours and no field, parameter or name that the file gives itself. */
function isFree(mending: Mending, i: number): boolean {
  const { tokens } = mending
  const next = tokens[i + 1]?.tokenType
  if (tokens[i - 1]?.tokenType === T.Dot || next === T.Assign || next === T.Colon) return false
  return !mending.isDefined(tokens[i]!.image)
}

const DIRECTIONS: ReadonlyMap<string, 'above' | 'below'> = new Map([
  ['over', 'above'],
  ['above', 'above'],
  ['up', 'above'],
  ['under', 'below'],
  ['below', 'below'],
  ['down', 'below'],
])

/** `cross above`, `crossed over`, `crosses under`. */
function mendCrossing(mending: Mending, out: IToken[], i: number): number | undefined {
  const { tokens, source } = mending
  const token = tokens[i]!
  const next = tokens[i + 1]
  const after = tokens[i + 2]?.tokenType
  if (!/^cross(es|ed|ing)?$/i.test(token.image) || next?.tokenType !== T.Name) return undefined
  const direction = DIRECTIONS.get(next.image.toLowerCase())
  const right = token.image === 'crosses' && next.image === direction
  const valueFollows = after === T.Name || after === T.NumberLiteral || after === T.LParen
  if (direction === undefined || right || !valueFollows) return undefined
  const span = spanOf(token, next)
  const found = source.slice(span.start, span.end)
  tell(mending, 'crossing-words', span, found, `crosses ${direction}`)
  for (const [word, image] of [
    [token, 'crosses'],
    [next, direction],
  ] as const) {
    word.endOffset = endOf(word) - 1
    word.image = image
  }
  out.push(token, next)
  return 1
}

const PRICES = /^(open|high|low|close|volume)$/i

/** `close of 2 bars ago`. */
function mendAgo(mending: Mending, out: IToken[], i: number): number | undefined {
  const { tokens, source } = mending
  const stream = tokens[i]!
  if (!PRICES.test(stream.image)) return undefined
  const [of, count, unit, ago] = tokens.slice(i + 1, i + 5)
  const written = /^of \d+ (bars?|days?) ago$/i
  const words = [of, count, unit, ago].map((token) => token?.image).join(' ')
  if (count?.tokenType !== T.NumberLiteral || !written.test(words)) return undefined
  const span = spanOf(stream, ago)
  stream.image = stream.image.toLowerCase()
  const right = `${stream.image}[${count.image}]`
  tell(mending, 'bars-ago', span, source.slice(span.start, span.end), right)
  out.push(stream, signAt(T.LSquare, '[', count), count, signAt(T.RSquare, ']', count))
  return 4
}

function signAt(type: TokenType, image: string, { startOffset }: IToken): IToken {
  const endOffset = startOffset - 1
  return { image, startOffset, endOffset, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! }
}

// ── Choices ────────────────────────────────────────────────────────────────────────────────────

/** No choice is longer than this many tokens; so that mending takes time in proportion. */
const LONGEST = 200

/** Begins a value: what stands before it belongs to something else. */
function opensValue(token: IToken): boolean {
  if (OPENERS.has(token.tokenType) || token.tokenType === T.Comma || token.tokenType === T.Assign)
    return true
  return token.tokenType === T.Colon || isKeyword(token)
}

/** A word that joins no values but begins or ends them. */
function isKeyword(token: IToken): boolean {
  return isReserved(token) && !/^(and|or|not|is|crosses|true|false)$/.test(token.image)
}

function isWhole({ tokenType }: IToken): boolean {
  return CLOSERS.has(tokenType) || tokenType === T.Comma
}

/** Where the value ends that begins at `from`: before a closer, a comma, a keyword, a new line. */
function valueEnd({ tokens, source }: Mending, from: number, stop?: TokenType): number {
  let depth = 0
  for (let i = from; i < Math.min(tokens.length, from + LONGEST); i++) {
    const token = tokens[i]!
    if (OPENERS.has(token.tokenType)) depth++
    else if (depth > 0 && CLOSERS.has(token.tokenType)) depth--
    else if (depth === 0) {
      const newLine = i > from && /[\r\n]/.test(gap(source, tokens[i - 1]!, token))
      if (isWhole(token) || isKeyword(token) || token.tokenType === stop || newLine) return i
    }
  }
  return Math.min(tokens.length, from + LONGEST)
}

function gap(source: string, before: IToken, after: IToken): string {
  return source.slice(endOf(before), after.startOffset)
}

/** Where the value begins that `out` ends with, as an index into `out`; undefined: too far away. */
function valueStart(out: readonly IToken[]): number | undefined {
  let depth = 0
  for (let i = out.length - 1; i >= Math.max(0, out.length - LONGEST); i--) {
    const token = out[i]!
    if (CLOSERS.has(token.tokenType)) depth++
    else if (depth > 0 && OPENERS.has(token.tokenType)) depth--
    else if (depth === 0 && opensValue(token)) return i + 1
  }
  return undefined
}

/** `c ? a : b` becomes `if c then a else b`; a chain of them is told once. */
function mendQuestion(mending: Mending, out: IToken[], i: number): void {
  const { tokens, source, report, told } = mending
  const token = tokens[i]!
  const start = valueStart(out)
  const colon = valueEnd(mending, i + 1, T.Colon)
  const end = valueEnd(mending, colon + 1)
  const complete = tokens[colon]?.tokenType === T.Colon && colon > i + 1 && end > colon + 1
  if (start === undefined || start >= out.length || !complete) {
    out.push(token)
    return
  }
  if (!told.has(token)) {
    const span = { start: out[start]!.startOffset, end: spanOf(tokens[end - 1]!).end }
    const replacement = choiceText(source.slice(span.start, span.end))
    const fix = { title: 'Write `if … then … else`', span, replacement }
    report(diagnose('question-mark', spanOf(token), {}, { fix }))
  }
  for (const one of tokens.slice(i, end)) if (one.tokenType === T.Question) told.add(one)
  out.splice(start, 0, wordAt('if', out[start]!.startOffset))
  out.push(wordAt('then', token.startOffset))
  tokens[colon] = wordAt('else', tokens[colon]!.startOffset)
}

/** `c ? a : b` and `c ? a : d ? e : f` as words, by their signs outside of brackets. */
function choiceText(text: string): string {
  let depth = 0
  let rest = 'if '
  for (const sign of text) {
    if ('([{'.includes(sign)) depth++
    if (')]}'.includes(sign)) depth--
    if (depth === 0 && sign === '?') rest = `${rest.trimEnd()} then`
    else if (depth === 0 && sign === ':') rest = `${rest.trimEnd()} else`
    else rest += sign
  }
  return rest.replace(/ else ([^?]*?) then /g, ' else if $1 then ')
}

/** `a if c else b`: reads on with the first value. */
function mendPythonChoice(mending: Mending, out: readonly IToken[], i: number): number | undefined {
  const { tokens, source, report } = mending
  if (tokens[i]!.image !== 'if' || !isBehindValue(mending, out, i)) return undefined
  const start = valueStart(out)
  const middle = valueEnd(mending, i + 1)
  if (start === undefined || start >= out.length || tokens[middle]?.image !== 'else')
    return undefined
  const end = valueEnd(mending, middle + 1)
  if (end === middle + 1) return undefined
  const text = (first: IToken, last: IToken): string => {
    const { start: from, end: to } = spanOf(first, last)
    return source.slice(from, to)
  }
  const value = text(out[start]!, out.at(-1)!)
  const condition = text(tokens[i + 1]!, tokens[middle - 1]!)
  const other = text(tokens[middle + 1]!, tokens[end - 1]!)
  const replacement = `if ${condition} then ${value} else ${other}`
  const span = spanOf(out[start]!, tokens[end - 1]!)
  const fix = { title: `Write \`${replacement}\``, span, replacement }
  report(diagnose('condition-behind', spanOf(tokens[i]!), {}, { fix }))
  return end - 1 - i
}

/** A value stands before this word on its line, and not the side of a rule. */
function isBehindValue({ tokens, source }: Mending, out: readonly IToken[], i: number): boolean {
  const before = out.at(-1)
  if (before === undefined || /[\r\n]/.test(gap(source, before, tokens[i]!))) return false
  if (/^(enter|exit)$/.test(tokens[i - 2]?.image ?? '')) return false
  const { tokenType } = before
  if (tokenType === T.Name) return !isReserved(before) || /^(true|false)$/.test(before.image)
  return CLOSERS.has(tokenType) || [T.NumberLiteral, T.Percent, T.Text].includes(tokenType)
}

// ── Arguments ──────────────────────────────────────────────────────────────────────────────────

/** `sma(close, length=20)`: a named argument has a colon. */
function mendNamedArgument(mending: Mending, out: readonly IToken[], token: IToken): void {
  const name = out.at(-1)
  const before = out.at(-2)?.tokenType
  if (mending.brackets.at(-1) !== true || name?.tokenType !== T.Name || PRICES.test(name.image))
    return
  if (before !== T.LParen && before !== T.Comma) return
  const found = `${name.image}=`
  tell(mending, 'argument-sign', spanOf(name, token), found, `${name.image}:`)
  token.tokenType = T.Colon
  token.tokenTypeIdx = T.Colon.tokenTypeIdx!
  token.image = ':'
}
