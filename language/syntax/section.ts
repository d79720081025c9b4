import { type CstNode, EOF, type IParserErrorMessageProvider, type IToken } from 'chevrotain'
import type { Diagnostic, Span } from '../diagnostic.ts'
import { HABITS_CATALOGUE } from '../habits/catalogue.ts'
import type { Header, Name, Statement } from './ast.ts'
import { balance, cut } from './balance.ts'
import { mendBlocks } from './blocks.ts'
import { mendCommas } from './commas.ts'
import { complain } from './complaints.ts'
import { Grammar } from './grammar-statements.ts'
import { type Comment, docsOf, lex } from './lex.ts'
import { lowerStatements } from './lower-statements.ts'
import { mendMisspelled } from './misspelled.ts'
import { type Report, spanOf } from './slips.ts'
import { beginsLine } from './strays.ts'
import * as T from './tokens.ts'

/** A part of a text that is read by itself: what stands before and after does not matter to it. */
export interface Section {
  readonly start: number
  readonly end: number
  readonly headers: readonly Header[]
  readonly statements: readonly Statement[]
  /** In source order, one for each mistake. */
  readonly diagnostics: readonly Diagnostic[]
  readonly comments: readonly Comment[]
  /** Names that lines of another language, left out, would have defined. */
  readonly foreignNames: readonly Name[]
  /** How far anything reached that is out of the ordinary; `start` where nothing is. */
  readonly reach: number
  /** What it was asked whether the whole text gives such a name, and the answers. */
  readonly asked: ReadonlyMap<string, boolean>
}

/** What was due, as its label; `complain` makes a sentence of it. */
const MESSAGES: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.LABEL ?? expected.name,
  buildNotAllInputParsedMessage: () => '',
  buildNoViableAltMessage: () => '',
  buildEarlyExitMessage: () => '',
}

/** How the one grammar is set up; a test builds it once more with validations on. */
export const GRAMMAR_OPTIONS = {
  recoveryEnabled: true,
  maxLookahead: 1,
  nodeLocationTracking: 'onlyOffset',
  errorMessageProvider: MESSAGES,
} as const

/** Built once, for its self-analysis takes longer than most files; every parse resets it. */
const grammar = new Grammar({ ...GRAMMAR_OPTIONS, skipValidations: true })

/** Reads what stands from `start` to the end of `source`; `defined` are the whole text's names. */
export function readSection(source: string, start: number, defined: ReadonlySet<string>): Section {
  const asked = new Map<string, boolean>()
  const isDefined = (name: string): boolean => {
    const is = defined.has(name)
    asked.set(name, is)
    return is
  }
  /** Mistakes whose meaning is understood: each is told. */
  const mended: Diagnostic[] = []
  /** Mistakes after which the reader is unsure: one for each clause. */
  const stumbles: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => {
    const sure = MENDED.has(diagnostic.code)
    ;(sure ? mended : stumbles).push(diagnostic)
  }
  const lexed = lex(source, report, { start, isDefined })
  // Of a word with a slip that was mended the rest was read as meant.
  mendMisspelled(lexed.tokens, source, (diagnostic) => mended.push(diagnostic), isDefined)
  const tokens = mendCommas(balance(mendBlocks(lexed.tokens, source, report), report), report)
  let reach = start
  const reached = (offset: number): void => {
    reach = Math.max(reach, offset)
  }
  const raw = readStatements(tokens, source, report, reached)
  const { comments, foreignNames, skipped } = lexed
  const read = lowerStatements(raw, { source, report, docs: docsOf(lexed) })
  const starts = new Set(mended.map(({ span }) => span.start))
  const unexplained = stumbles.filter(({ span }) => !starts.has(span.start))
  const kept = oneOfEachClause(unexplained, tokens, source)
  const diagnostics = [...mended, ...kept].sort(inSourceOrder)
  for (const diagnostic of [...mended, ...stumbles]) {
    for (const { end } of placesIn(diagnostic)) reached(end)
  }
  for (const { end } of skipped) reached(end)
  const end = source.length
  if (hasDocOfNext(comments, lexed.tokens.at(-1))) reached(end)
  return { start, end, ...read, diagnostics, comments, foreignNames, reach, asked }
}

/** Whether documentation stands behind the last token: it is of what comes next. */
function hasDocOfNext(comments: readonly Comment[], last: IToken | undefined): boolean {
  const from = last === undefined ? 0 : spanOf(last).end
  return comments.some(({ doc, span }) => doc && span.start >= from)
}

/** Every place that a diagnostic speaks of. */
export function placesIn({ span, labels, fix }: Diagnostic): readonly Span[] {
  return [span, ...labels.map((label) => label.span), ...(fix === undefined ? [] : [fix.span])]
}

/** The parser's raw trees, one for each run of tokens that begins with a statement's keyword. */
function* readStatements(
  tokens: readonly IToken[],
  source: string,
  report: Report,
  reached: (offset: number) => void,
): Generator<CstNode> {
  let read = 0
  for (const statement of cut(tokens)) {
    grammar.input = statement
    const raw = grammar.program()
    read += statement.length
    for (const exception of grammar.errors) {
      const following = tokens[read]
      const at = exception.token.tokenType === EOF ? following : exception.token
      reached(at === undefined ? source.length : spanOf(at).end)
      const complaint = complain(exception, following, source)
      if (complaint !== undefined) report(complaint)
    }
    yield raw
  }
  grammar.input = []
}

/** Codes of mistakes that leave no doubt what was meant, so that reading went on undisturbed. */
const MENDED: ReadonlySet<string> = new Set([
  ...Object.keys(HABITS_CATALOGUE),
  'brace-due',
  'call-bracket-due',
  'comma-due',
  'question-mark',
  'unclosed-text',
  'quote-style',
  'unit-spelling',
  'unknown-unit',
  'number-format',
  'number-too-large',
  'let-due',
  'needless-sign',
  'operator-spelling',
  'comment-style',
  'second-header',
  'state-due',
  'equals-for-comparison',
  'no-such-operator',
  'chained-comparison',
  'no-such-date',
  'no-such-time',
])

/** Codes of what the text shows before it is read: these explain what the parser stumbles over. */
const CAUSES: ReadonlySet<string> = new Set([
  'unknown-character',
  'unclosed-bracket',
  'wrong-bracket',
  'stray-bracket',
  'too-deep',
  'too-long',
])

function inSourceOrder(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start
}

/**
 * Keeps one stumble between a keyword and the next: the rest follow from it. What the text itself
 * shows (a bracket, a character) comes before what the parser makes of it.
 */
function oneOfEachClause(
  stumbles: readonly Diagnostic[],
  tokens: readonly IToken[],
  source: string,
): readonly Diagnostic[] {
  const kept: Diagnostic[] = []
  const told = new Map<number, Diagnostic>()
  for (const { stumble, clause } of placed(stumbles, tokens)) {
    const before = told.get(clause)
    const better = before !== undefined && CAUSES.has(stumble.code) && !CAUSES.has(before.code)
    if (better) kept.splice(kept.lastIndexOf(before), 1)
    if (before !== undefined && !better && !beginsOwnLine(stumble, source)) continue
    kept.push(stumble)
    told.set(clause, stumble)
  }
  return kept
}

/** Stumbles in source order, each with the index of the last keyword before it. */
function placed(stumbles: readonly Diagnostic[], tokens: readonly IToken[]) {
  let next = 0
  let clause = -1
  return [...stumbles].sort(inSourceOrder).map((stumble) => {
    while (next < tokens.length && tokens[next]!.startOffset <= stumble.span.start) {
      if (beginsClause(tokens[next]!)) clause = next
      next++
    }
    return { stumble, clause }
  })
}

/** A misspelled keyword at the beginning of a line is a statement of its own. */
function beginsOwnLine({ code, span }: Diagnostic, source: string): boolean {
  return code === 'misspelled-word' && beginsLine(span.start, source)
}

function beginsClause({ tokenType }: IToken): boolean {
  return [T.StatementHead, T.ClauseHead].some((head) => tokenType.CATEGORIES!.includes(head))
}
