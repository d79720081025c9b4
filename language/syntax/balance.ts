import type { IToken, TokenType } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import { type Report, spanOf } from './slips.ts'
import * as T from './tokens.ts'

/** Brackets and `if`s may stand at most this deep in one another. */
export const MAX_NESTING = 100
/** Operators, brackets and `if`s that one expression may hold; bounds the depth of its tree. */
export const MAX_OPERATORS = 400

interface Opener {
  readonly token: IToken
  readonly closer: TokenType
  /** The list of a function's parameters, which holds no braces. */
  readonly parameters: boolean
  /** The statement head before it, which says what may stand inside braces. */
  readonly owner: TokenType | undefined
  returned: boolean
  ifs: number
}

const CLOSERS: ReadonlyMap<TokenType, TokenType> = new Map([
  [T.LParen, T.RParen],
  [T.LSquare, T.RSquare],
  [T.LCurly, T.RCurly],
])

const of = (category: TokenType): TokenType[] =>
  T.VOCABULARY.filter((type) => type.CATEGORIES!.includes(category))
const STATEMENT_HEADS: ReadonlySet<TokenType> = new Set(of(T.StatementHead))
const HEADS: ReadonlySet<TokenType> = new Set([...STATEMENT_HEADS, ...of(T.ClauseHead)])
const OPERATORS: ReadonlySet<TokenType> = new Set([
  ...of(T.Operator),
  T.Not,
  T.Crosses,
  T.Dot,
  T.AtSign,
])

/**
 * Gives the parser a text whose brackets match and whose nesting is bounded: closes what was left
 * open at the next keyword that cannot stand inside, drops what closes nothing, drops what is too
 * deep. Each is told once. So neither parser nor anything after it can exhaust the stack.
 */
export function balance(tokens: readonly IToken[], report: Report): IToken[] {
  const out: IToken[] = []
  const stack: Opener[] = []
  let owner: TokenType | undefined
  let ifs = 0
  let operators = 0
  /** The rest of an expression is being left out, and this many `{` of it are open. */
  let dropping = false
  let droppedBraces = 0

  const close = (at: IToken | undefined): void => {
    const opener = stack.pop()!
    ifs -= opener.ifs
    const end = out.length === 0 ? 0 : spanOf(out.at(-1)!).end
    out.push(madeUp(opener.closer, end))
    // Of a block whose own brace was left out that has been told.
    if (opener.token.image === '') return
    const place = at === undefined ? { start: end, end } : spanOf(at)
    report(
      diagnose(
        'unclosed-bracket',
        spanOf(opener.token),
        { open: opener.token.image, close: opener.closer.LABEL!.replaceAll('`', '') },
        { labels: [{ span: place, message: 'it should be closed before this' }] },
      ),
    )
  }

  for (const [i, token] of tokens.entries()) {
    const type = token.tokenType
    const argument = tokens[i + 1]?.tokenType === T.Colon
    const head = HEADS.has(type) && !argument && !isSizeOfRisk(tokens, i)
    if (head) {
      while (stack.length > 0 && !staysOpen(stack.at(-1)!, type)) close(token)
      const top = stack.at(-1)
      if (top !== undefined && type === T.Return) top.returned = true
      if (STATEMENT_HEADS.has(type)) owner = type
      ifs = 0
      for (const opener of stack) opener.ifs = 0
      operators = 0
      dropping = false
    } else if (
      type === T.Comma &&
      !(dropping && droppedBraces > 0) &&
      (stack.at(-1)?.closer ?? T.RCurly) === T.RCurly
    ) {
      operators = 0
      ifs = 0
      dropping = false
    }
    const closer = CLOSERS.get(type)
    const counts = closer !== undefined || type === T.If || OPERATORS.has(type)
    if (counts) operators++
    if (!dropping && counts) {
      const deep = stack.length + ifs + 1 > MAX_NESTING && (closer !== undefined || type === T.If)
      if (deep || operators > MAX_OPERATORS) {
        report(
          deep
            ? diagnose('too-deep', spanOf(token), { limit: String(MAX_NESTING) })
            : diagnose('too-long', spanOf(token), { limit: String(MAX_OPERATORS) }),
        )
        dropping = true
        droppedBraces = 0
        // What is open now is closed here: the rest of the expression goes.
        while (stack.length > 0 && stack.at(-1)!.closer !== T.RCurly)
          closeSilently(stack, out, token)
      }
    }
    if (dropping) {
      if (type === T.LCurly) droppedBraces++
      if (type !== T.RCurly || droppedBraces-- > 0) continue
    }
    if (type === T.If) {
      ifs++
      const top = stack.at(-1)
      if (top !== undefined) top.ifs++
    }
    if (closer !== undefined) {
      if (type === T.LCurly && stack.at(-1)?.parameters) close(token)
      const parameters = tokens[i - 2]?.tokenType === T.Fn
      stack.push({ token, closer, parameters, owner, returned: false, ifs: 0 })
      out.push(token)
    } else if (type === T.RParen || type === T.RSquare || type === T.RCurly) {
      closeWith(token)
    } else {
      out.push(token)
    }
  }
  while (stack.length > 0) close(undefined)
  return out

  /** `sma close, 20)`: opens the bracket that the text forgot, if it shows where. */
  function openMissing(closer: IToken): boolean {
    const at = calleeBefore(out, 0) ?? calleeBefore(out, Number.POSITIVE_INFINITY)
    if (at === undefined) return false
    const [callee, first] = [out[at]!, out[at + 1]!]
    const span = { start: spanOf(callee).end, end: first.startOffset }
    const fix = { title: 'Write `(`', span, replacement: '(' }
    report(diagnose('call-bracket-due', spanOf(callee), { name: callee.image }, { fix }))
    out.splice(at + 1, 0, madeUp(T.LParen, span.start))
    out.push(closer)
    return true
  }

  function closeWith(token: IToken): void {
    const fitting = stack.findLastIndex((opener) => opener.closer === token.tokenType)
    // A round or square bracket never reaches out of the braces it stands in.
    const reachable =
      token.tokenType === T.RCurly || fitting > stack.findLastIndex((o) => o.closer === T.RCurly)
    if (fitting >= 0 && reachable) {
      while (stack.length - 1 > fitting) close(token)
      ifs -= stack.pop()!.ifs
      out.push(token)
      return
    }
    const top = stack.at(-1)
    const span = spanOf(token)
    if (top !== undefined && top.closer !== T.RCurly && token.tokenType !== T.RCurly) {
      const right = top.closer.LABEL!.replaceAll('`', '')
      report(
        diagnose(
          'wrong-bracket',
          span,
          { open: top.token.image, found: token.image, right },
          {
            labels: [{ span: spanOf(top.token), message: 'opened here' }],
            fix: { title: `Write \`${right}\``, span, replacement: right },
          },
        ),
      )
      ifs -= stack.pop()!.ifs
      token.tokenType = top.closer
      token.tokenTypeIdx = top.closer.tokenTypeIdx!
      out.push(token)
      return
    }
    if (token.tokenType === T.RParen && openMissing(token)) return
    // The end of a block whose braces were put in: something within has ended it before.
    if (token.image === '') return
    report(
      diagnose(
        'stray-bracket',
        span,
        { found: token.image },
        {
          fix: { title: 'Remove it', span, replacement: '' },
        },
      ),
    )
  }
}

/**
 * The last name of these after which a call's bracket was left out, two values in a row, in no more
 * brackets than `deepest`.
 */
function calleeBefore(tokens: readonly IToken[], deepest: number): number | undefined {
  let depth = 0
  for (let k = tokens.length - 1; k >= 0; k--) {
    const type = tokens[k]!.tokenType
    if (type === T.RParen || type === T.RSquare) depth++
    if (type === T.LParen || type === T.LSquare) depth--
    if (HEADS.has(type) || type === T.LCurly || type === T.RCurly || depth < 0) return undefined
    const next = tokens[k + 1]?.tokenType
    if (next === undefined) continue
    const beginsValue = [T.Name, T.NumberLiteral, T.Percent, T.Duration].includes(next)
    const isStream = next.CATEGORIES!.includes(T.Identifier)
    const isNamed = tokens[k + 2]?.tokenType === T.Colon
    if (depth <= deepest && type === T.Name && (beginsValue || isStream || isNamed)) return k
  }
  return undefined
}

function closeSilently(stack: Opener[], out: IToken[], before: IToken): void {
  out.push(madeUp(stack.pop()!.closer, before.startOffset))
}

/** A token that the text lacks, at `offset`: its image is empty, so that no message names it. */
export function madeUp(tokenType: TokenType, offset: number): IToken {
  const tokenTypeIdx = tokenType.tokenTypeIdx!
  return { image: '', startOffset: offset, endOffset: offset - 1, tokenType, tokenTypeIdx }
}

/** In `size risk 1% of equity` the word begins no statement. */
export function isSizeOfRisk(tokens: readonly IToken[], i: number): boolean {
  return tokens[i]!.tokenType === T.Risk && tokens[i - 1]?.tokenType === T.Size
}

/** Whether a keyword may stand inside this open bracket. */
function staysOpen(opener: Opener, head: TokenType): boolean {
  if (opener.closer !== T.RCurly) return false
  if (!STATEMENT_HEADS.has(head)) return true
  if (head === T.Let) return opener.owner === T.Fn ? !opener.returned : opener.owner === T.Let
  return head === T.Costs && opener.owner === T.Test
}

/**
 * Cuts balanced tokens before each keyword that begins a statement, so that statements are read
 * one by one: an error cannot reach into the next, and what was read can be forgotten.
 */
export function* cut(tokens: readonly IToken[]): Generator<IToken[]> {
  let begin = 0
  let depth = 0
  for (let i = 0; i < tokens.length; i++) {
    const type = tokens[i]!.tokenType
    if (depth === 0 && i > begin && STATEMENT_HEADS.has(type) && !isSizeOfRisk(tokens, i)) {
      yield tokens.slice(begin, i)
      begin = i
    }
    if (CLOSERS.has(type)) depth++
    else if (type === T.RParen || type === T.RSquare || type === T.RCurly) depth--
  }
  if (begin < tokens.length) yield tokens.slice(begin)
}
