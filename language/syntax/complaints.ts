import { EOF, type IRecognitionException, type IToken } from 'chevrotain'
import type { Code } from '../catalogue.ts'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic, Fix, Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import { spanOf } from './slips.ts'
import { shown } from './strays.ts'
import * as T from './tokens.ts'

/**
 * Puts into the reader's words where the parser stumbled. The parser is set up so that the
 * message of a mismatch is the label of what was due (see `parse.ts`).
 */
export function complain(exception: IRecognitionException, source: string): Diagnostic {
  const found = exception.token
  const previous = (exception as { previousToken?: IToken }).previousToken
  const rule = exception.context.ruleStack.at(-1) ?? 'program'
  const due =
    exception.name === 'MismatchedTokenException' ? exception.message : (DUE[rule] ?? 'a value')
  const span = placeOf(found, previous, source)
  const word = wordOf(due)
  const slip = [found, previous].find(
    (token) => word !== undefined && isName(token) && nearest(token.image, [word]) === word,
  )
  if (word !== undefined && slip !== undefined) {
    const place = spanOf(slip)
    const fix = { title: `Write ${due}`, span: place, replacement: word }
    return diagnose('misspelled-word', place, { found: slip.image, right: word }, { fix })
  }
  const stands = standing(found, previous, source)
  if (
    found.tokenType.CATEGORIES?.includes(T.Reserved) &&
    due === 'a name' &&
    sameLine(found, previous, source)
  ) {
    return diagnose('reserved-name', spanOf(found), { found: found.image })
  }
  const after =
    previous === undefined || Number.isNaN(previous.startOffset) ? '' : ` after ${shown(previous)}`
  const fix = fixFor(due, previous)
  return diagnose(
    codeFor(due),
    span,
    { due, subject: sentence(due), found: stands, after },
    fix && { fix },
  )
}

/** What was due where the parser had a choice, by the rule that made it. */
const DUE: Readonly<Record<string, string>> = {
  operand: 'a value',
  expression: '`above` or `below`',
  record: 'a name',
  label: 'a name',
  symbol: 'an instrument',
  suffix: 'an instrument or a timeframe',
  order: '`market`, `limit`, `stop`, `open` or `close`',
  size: 'a size',
  expire: '`after`, `day`, `gtc` or `gtd`',
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
    default:
      return 'something-due'
  }
}

function sentence(due: string): string {
  return due.charAt(0).toUpperCase() + due.slice(1)
}

/** A word or sign that was left out can be put in; what it should say only the writer knows. */
function fixFor(due: string, previous: IToken | undefined): Fix | undefined {
  const [, right] = /^`([^`]+)`$/.exec(due) ?? []
  if (right === undefined || previous === undefined || Number.isNaN(previous.startOffset)) {
    return undefined
  }
  const at = spanOf(previous).end
  return { title: `Write ${due}`, span: { start: at, end: at }, replacement: ` ${right}` }
}

function wordOf(due: string): string | undefined {
  return /^`([a-z]+)`$/.exec(due)?.[1]
}

function isName(token: IToken | undefined): token is IToken {
  return token !== undefined && (token.tokenType?.CATEGORIES?.includes(T.Identifier) ?? false)
}

function placeOf(found: IToken, previous: IToken | undefined, source: string): Span {
  if (sameLine(found, previous, source)) return spanOf(found)
  const at = previous === undefined || Number.isNaN(previous.startOffset) ? 0 : spanOf(previous).end
  return { start: at, end: at }
}

function standing(found: IToken, previous: IToken | undefined, source: string): string {
  if (found.tokenType === EOF) return 'the file ends here'
  return sameLine(found, previous, source)
    ? `${shown(found)} stands here`
    : `the line ends here and ${shown(found)} follows`
}

function sameLine(found: IToken, previous: IToken | undefined, source: string): boolean {
  if (found.tokenType === EOF) return false
  if (previous === undefined || Number.isNaN(previous.startOffset)) return true
  return !/[\r\n]/.test(source.slice(spanOf(previous).end, found.startOffset))
}
