import { EOF, type IRecognitionException, type IToken } from 'chevrotain'
import type { Code } from '../catalogue.ts'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic, Fix } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import { spanOf } from './slips.ts'
import { JOINING, shown } from './strays.ts'
import * as T from './tokens.ts'

/**
 * Puts into the reader's words where the parser stumbled. The parser is set up so that the
 * message of a mismatch is the label of what was due (see `parse.ts`). Undefined where another
 * diagnostic has told the cause. `following` is the token after the statement being read.
 */
export function complain(
  exception: IRecognitionException,
  following: IToken | undefined,
  source: string,
): Diagnostic | undefined {
  const cut = exception.token.tokenType === EOF ? following : undefined
  const found = cut ?? exception.token
  // A bracket that balancing put in: why has been told.
  if (found.image === '' && found.tokenType !== EOF) return undefined
  const previous = writtenBefore(exception)
  const due = dueAt(exception, previous)
  const code = codeFor(due)
  // A closing bracket is due where the text ends: an earlier mistake took it.
  if (code === 'unexpected' && found.tokenType === EOF) return undefined
  const slip = misspelled(code === 'unexpected' ? JOINING : wordsOf(due), found, previous)
  if (slip !== undefined) return slip
  const near = sameLine(found, previous, source)
  if (near && due === 'a name' && found.tokenType.CATEGORIES?.includes(T.Reserved)) {
    return diagnose('reserved-name', spanOf(found), { found: found.image })
  }
  const end = previous === undefined ? 0 : spanOf(previous).end
  const span = near ? spanOf(found) : { start: end, end }
  if (code === 'unexpected') return diagnose(code, span, { found: shown(found) })
  const fix = near ? fixFor(code, due, found, end) : undefined
  const values = {
    due,
    subject: due.charAt(0).toUpperCase() + due.slice(1),
    found: standing(found, near),
    after: previous === undefined ? '' : ` after ${shown(previous)}`,
  }
  return diagnose(code, span, values, fix && { fix })
}

function dueAt(exception: IRecognitionException, previous: IToken | undefined): string {
  const rule = exception.context.ruleStack.at(-1) ?? 'program'
  if (exception.name !== 'MismatchedTokenException') {
    // `expire 3 bars`: of the words that may stand there one goes before a count.
    const counts = rule === 'expire' && exception.token.tokenType === T.NumberLiteral
    return counts ? '`after`' : (DUE[rule] ?? 'a value')
  }
  // `f(, 2)`: the list could have been empty, but what was forgotten is its first value.
  const opens = previous?.tokenType === T.LParen && exception.token.tokenType === T.Comma
  return opens ? 'a value' : exception.message
}

/** The token before the one the parser stumbled over, unless recovery made it up. */
function writtenBefore(exception: IRecognitionException): IToken | undefined {
  const { previousToken } = exception as { readonly previousToken?: IToken }
  const made = previousToken === undefined || Number.isNaN(previousToken.startOffset)
  return made || previousToken.image === '' ? undefined : previousToken
}

/** A keyword that was due is there, but for a letter or two. */
function misspelled(
  words: readonly string[],
  found: IToken,
  previous: IToken | undefined,
): Diagnostic | undefined {
  for (const token of [found, previous]) {
    if (!token?.tokenType.CATEGORIES?.includes(T.Identifier)) continue
    const right = nearest(token.image, words)
    if (right === undefined || right === token.image) continue
    const span = spanOf(token)
    const fix = { title: `Write \`${right}\``, span, replacement: right }
    return diagnose('misspelled-word', span, { found: token.image, right }, { fix })
  }
  return undefined
}

/** What was due where the parser had a choice, by the rule that made it. */
const DUE: Readonly<Record<string, string>> = {
  operand: 'a value',
  expression: '`above` or `below`',
  record: 'a name',
  label: 'a name',
  symbol: 'an instrument',
  clock: 'an instrument or a timeframe',
  order: '`market`, `limit`, `stop`, `touch`, `open` or `close`',
  size: 'a size',
  expire: '`after`, `day`, `gtc`, `gtd`, `ioc` or `fok`',
  goodTill: 'a date or a time of day',
  weight: '`equal`, `inverse`, `proportional` or a value',
  cost: 'a number',
  rate: 'a number',
  commission: 'a rate or a schedule',
  universe: 'a file or a list of instruments',
  let: 'a name',
  pattern: 'a name',
  function: '`=` or `{`',
  enter: '`long` or `short`',
  side: '`long` or `short`',
  exit: '`long`, `short` or the tag of a rule',
  oca: 'a text in quotes',
  withClause: 'a name',
}

function codeFor(due: string): Code {
  switch (due) {
    case 'a value':
      return 'value-due'
    case 'a name':
      return 'name-due'
    case 'a text in quotes':
      return 'text-due'
    case '`when`':
      return 'when-due'
    case '`then`':
    case '`else`':
      return 'branch-due'
    case '`=`':
      return 'equals-sign-due'
    // Brackets match before the parser sees them: something stands inside that does not fit.
    case '`)`':
    case '`]`':
    case '`}`':
      return 'unexpected'
    default:
      return 'something-due'
  }
}

/**
 * A word or sign that was left out before what stands here can be put in, quotes around a text;
 * what the rest should say only the writer knows.
 */
function fixFor(code: Code, due: string, found: IToken, at: number): Fix | undefined {
  const span = spanOf(found)
  if (code === 'text-due' && found.tokenType.CATEGORIES?.includes(T.Identifier)) {
    const replacement = `"${found.image}"`
    return { title: `Write \`${replacement}\``, span, replacement }
  }
  const right = /^`([^` ]+)`$/.exec(due)?.[1]
  if (right === undefined) return undefined
  if (code === 'when-due' && found.tokenType === T.If) {
    return { title: `Write ${due}`, span, replacement: right }
  }
  return { title: `Write ${due}`, span: { start: at, end: at }, replacement: ` ${right}` }
}

/** `exit lng` reads as a share of something: where `of` is due, a side may be meant. */
function wordsOf(due: string): readonly string[] {
  const words = Array.from(due.matchAll(/`([a-z]+)`/g), (match) => match[1]!)
  return due === '`of`' ? [...words, 'long', 'short'] : words
}

function standing(found: IToken, near: boolean): string {
  if (found.tokenType === EOF) return 'the file ends here'
  return near ? `${shown(found)} stands here` : `the line ends here and ${shown(found)} follows`
}

function sameLine(found: IToken, previous: IToken | undefined, source: string): boolean {
  if (found.tokenType === EOF) return false
  if (previous === undefined) return true
  return !/[\r\n]/.test(source.slice(spanOf(previous).end, found.startOffset))
}
