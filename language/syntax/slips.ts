import type { IToken, TokenType } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic } from '../diagnostic.ts'
import * as T from './tokens.ts'

/** Telling one mistake to whoever collects them. */
export type Report = (diagnostic: Diagnostic) => void

/**
 * Names every word (`when`, `bars`, a currency) and mends what is written wrongly but understood:
 * `&&`, `15 min`, `.5`, `1,000`, curly quotes. Each is told once and becomes the token that was
 * meant, so that the parser need not stumble over it. Tokens are changed in place.
 */
export function mendSlips(tokens: readonly IToken[], report: Report): IToken[] {
  const out: IToken[] = []
  for (const [i, token] of tokens.entries()) {
    // What was put in or changed on the way says itself how much of the text it covers.
    token.endOffset ??= token.startOffset + token.image.length - 1
    switch (token.tokenType) {
      case T.Name:
        mendWord(token, out, tokens[i + 1], report)
        break
      case T.NumberLiteral:
        mendThousands(token, out, tokens[i + 1], report)
        break
      case T.PercentSign:
        mendPercent(token, out, tokens[i + 1], report)
        break
      case T.GluedNumber:
        mendGlued(token, out, report)
        break
      case T.TrailingPoint:
      case T.LeadingPoint:
        mendPoint(token, out, report)
        break
      case T.OddOperator:
        mendOperator(token, out, report)
        break
      case T.OpenText:
        report(diagnose('unclosed-text', spanOf(token)))
        out.push(retype(token, T.Text, `${token.image}"`))
        break
      case T.OddText: {
        const plain = `"${token.image.slice(1, -1)}"`
        // In `df['close']` the quotes are the least of it; the checker tells of the whole.
        const column = out.at(-1)?.tokenType === T.LSquare && tokens[i + 1]?.tokenType === T.RSquare
        if (column) {
          out.push(retype(token, T.Text, plain))
          break
        }
        report(
          diagnose('quote-style', spanOf(token), {}, replacing(token, plain, 'Use plain quotes')),
        )
        out.push(retype(token, T.Text, plain))
        break
      }
      case T.HashComment:
      case T.BlockComment:
        mendComment(token, report)
        break
      default:
        out.push(token)
    }
  }
  return out
}

/** The place of a token in the source. */
export function spanOf(token: IToken): { start: number; end: number } {
  return { start: token.startOffset, end: (token.endOffset ?? token.startOffset - 1) + 1 }
}

function retype(token: IToken, type: TokenType, image = token.image): IToken {
  token.tokenType = type
  token.tokenTypeIdx = type.tokenTypeIdx!
  token.image = image
  return token
}

function replacing(token: IToken, replacement: string, title = `Write \`${replacement}\``) {
  return { fix: { title, span: spanOf(token), replacement } }
}

/** Long and plural spellings of the units that are written as letters right after a number. */
const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    s: 's sec secs second seconds S',
    m: 'm min mins minute minutes M',
    h: 'h hr hrs hour hours H',
    d: 'd day days D',
    w: 'w wk week weeks W',
    mo: 'mo month months MO',
    R: 'R r',
    '%': 'percent pct',
  }).flatMap(([unit, words]) => words.split(' ').map((word): [string, string] => [word, unit])),
)

function unitType(unit: string): TokenType {
  return unit === 'R' ? T.RMultiple : unit === '%' ? T.Percent : T.Duration
}

function mendWord(token: IToken, out: IToken[], next: IToken | undefined, report: Report): void {
  const previous = out.at(-1)
  if (previous?.tokenType === T.NumberLiteral) {
    const unit = UNITS.get(token.image)
    // `10 day(…)` would be a call, `10 m: 2` the name of an argument: no unit.
    if (unit !== undefined && next?.tokenType !== T.LParen && next?.tokenType !== T.Colon) {
      mergeUnit(previous, token, unit, report)
      return
    }
    if (/^[A-Z]{3}$/.test(token.image)) {
      out.push(retype(token, T.Currency))
      return
    }
  }
  const type =
    isField(token, previous) || leadsField(token, next) ? undefined : T.WORDS.get(token.image)
  out.push(type === undefined ? token : retype(token, type))
}

/**
 * `pair.stop`: right after a point every word is a field's name. Behind a gap it may be the next
 * line's or join what is left without its field; a side stands behind `enter` and `exit` alone.
 */
function isField({ image, startOffset }: IToken, previous: IToken | undefined): boolean {
  if (previous?.tokenType !== T.Dot) return false
  return previous.startOffset + 1 === startOffset || image === 'long' || image === 'short'
}

/** `strategy.position_size`: no statement goes on with a point, so it is a name. */
function leadsField(token: IToken, next: IToken | undefined): boolean {
  const end = token.startOffset + token.image.length
  return next?.tokenType === T.Dot && next.startOffset === end
}

function mergeUnit(number: IToken, suffix: IToken, unit: string, report: Report): void {
  const span = { start: number.startOffset, end: spanOf(suffix).end }
  const right = number.image + unit
  report(
    diagnose(
      'unit-spelling',
      span,
      { found: `${number.image} ${suffix.image}`, right },
      { fix: { title: `Write \`${right}\``, span, replacement: right } },
    ),
  )
  retype(number, unitType(unit), right)
  number.endOffset = span.end - 1
}

/** `95 % of equity`: a percentage when no value follows that could be divided by. */
function mendPercent(token: IToken, out: IToken[], next: IToken | undefined, report: Report): void {
  const previous = out.at(-1)
  const word = next === undefined ? undefined : T.WORDS.get(next.image)
  const valueFollows =
    next !== undefined &&
    (next.tokenType === T.LParen ||
      next.tokenType === T.NumberLiteral ||
      (next.tokenType === T.Name && !word?.CATEGORIES?.includes(T.Reserved)))
  if (previous?.tokenType === T.NumberLiteral && !valueFollows) {
    mergeUnit(previous, token, '%', report)
  } else {
    out.push(token)
  }
}

function mendThousands(
  token: IToken,
  out: IToken[],
  next: IToken | undefined,
  report: Report,
): void {
  const comma = out.at(-1)
  const head = out.at(-2)
  const grouped =
    comma?.tokenType === T.Comma &&
    head?.tokenType === T.NumberLiteral &&
    spanOf(comma).end === token.startOffset &&
    spanOf(head).end === comma.startOffset &&
    // `100,200` may be two values of a list; `1,000` and `10,500 USD` cannot.
    (/^0\d\d(\.\d+)?$/.test(token.image) ||
      (/^\d{3}$/.test(token.image) && /^[A-Z]{3}$/.test(next?.image ?? '')))
  if (!grouped) {
    out.push(token)
    return
  }
  out.pop()
  const span = { start: head.startOffset, end: spanOf(token).end }
  const right = head.image + token.image
  report(
    diagnose(
      'number-format',
      span,
      { found: `${head.image},${token.image}`, right },
      { fix: { title: `Write \`${right}\``, span, replacement: right } },
    ),
  )
  head.image = right
  head.endOffset = span.end - 1
}

function mendPoint(token: IToken, out: IToken[], report: Report): void {
  const right = token.image.startsWith('.') ? `0${token.image}` : token.image.slice(0, -1)
  report(
    diagnose(
      'number-format',
      spanOf(token),
      { found: token.image, right },
      replacing(token, right),
    ),
  )
  out.push(retype(token, T.NumberLiteral, right))
}

/** `10bars`, `10000USD`, `15min`, `1_000`, `1e5`, `10x40`, `10foo`. */
function mendGlued(token: IToken, out: IToken[], report: Report): void {
  const [, digits, suffix] = /^([\d.]+)(.*)$/.exec(token.image)!
  const number = digits!
  const unit = UNITS.get(suffix!)
  const told = (code: 'unit-spelling' | 'number-format', right: string): void =>
    report(diagnose(code, spanOf(token), { found: token.image, right }, replacing(token, right)))
  if (unit !== undefined) {
    told('unit-spelling', number + unit)
    out.push(retype(token, unitType(unit), number + unit))
  } else if (/^(bars?|[A-Z]{3})$/.test(suffix!)) {
    const word = suffix === 'bar' ? 'bars' : suffix!
    told('unit-spelling', `${number} ${word}`)
    out.push(...split(token, number, word, word === 'bars' ? T.Bars : T.Currency))
  } else if (/^_[\d_]*$/.test(suffix!)) {
    told('number-format', token.image.replaceAll('_', ''))
    out.push(retype(token, T.NumberLiteral, token.image.replaceAll('_', '')))
  } else if (/^[eE]\d{1,2}$/.test(suffix!)) {
    const written = BigInt(Math.round(Math.min(Number(token.image), 1e15))).toString()
    told('number-format', written)
    out.push(retype(token, T.NumberLiteral, written))
  } else {
    const written = writtenOut(number, suffix!)
    const extra = written === undefined ? {} : replacing(token, written)
    report(diagnose('unknown-unit', spanOf(token), { found: token.image, suffix: suffix! }, extra))
    out.push(retype(token, T.NumberLiteral, number))
  }
}

/** `10k` in full, `10x40` with its spaces. */
function writtenOut(number: string, suffix: string): string | undefined {
  const times = /^x(\d+)$/.exec(suffix)?.[1]
  if (times !== undefined) return `${number} x ${times}`
  const zeros = { k: 3, K: 3, mio: 6 }[suffix]
  return zeros === undefined || number.includes('.') ? undefined : number + '0'.repeat(zeros)
}

function split(token: IToken, number: string, word: string, type: TokenType): [IToken, IToken] {
  const second: IToken = {
    ...token,
    image: word,
    startOffset: token.startOffset + number.length,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx!,
  }
  retype(token, T.NumberLiteral, number)
  token.endOffset = second.startOffset - 1
  return [token, second]
}

/** What each foreign operator means here; undefined: it means nothing and is left out. */
const OPERATORS: ReadonlyMap<string, TokenType | undefined> = new Map([
  ['===', T.Equals],
  ['!==', T.NotEquals],
  ['<>', T.NotEquals],
  ['≠', T.NotEquals],
  [':=', T.Assign],
  ['&', T.And],
  ['&&', T.And],
  ['|', T.Or],
  ['||', T.Or],
  ['!', T.Not],
  ['=<', T.AtMost],
  ['≤', T.AtMost],
  ['=>', T.AtLeast],
  ['≥', T.AtLeast],
  ['×', T.Times],
  ['÷', T.Divide],
  ['−', T.Minus],
  ['–', T.Minus],
  ['→', undefined],
  [';', undefined],
])

function mendOperator(token: IToken, out: IToken[], report: Report): void {
  const found = token.image
  const type = OPERATORS.get(found)
  if (type === undefined) {
    report(diagnose('needless-sign', spanOf(token), { found }, replacing(token, '', 'Remove it')))
    return
  }
  const right = type.LABEL!.replaceAll('`', '')
  // `!x` becomes `not x`; words need their space.
  const replacement = /^[a-z]/.test(right) ? ` ${right} ` : right
  report(
    diagnose(
      'operator-spelling',
      spanOf(token),
      { found, right },
      replacing(token, replacement, `Write \`${right}\``),
    ),
  )
  out.push(retype(token, type, right))
}

function mendComment(token: IToken, report: Report): void {
  const line = token.image.startsWith('#')
  const extra = line ? replacing(token, `//${token.image.slice(1)}`, 'Write `//`') : {}
  report(diagnose('comment-style', spanOf(token), { found: line ? '#' : '/*' }, extra))
}
