import type { CstNode, IParserErrorMessageProvider, IToken } from 'chevrotain'
import { diagnose } from '../diagnose.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Program } from './ast.ts'
import { balance, cut } from './balance.ts'
import { complain } from './complaints.ts'
import { Grammar } from './grammar-statements.ts'
import { type Comment, docsOf, lex } from './lex.ts'
import { lowerProgram } from './lower-statements.ts'
import type { Report } from './slips.ts'
import { beginsLine } from './strays.ts'
import * as T from './tokens.ts'

/** A longer text is refused: nobody writes it, and what made it by mistake is told so at once. */
export const MAX_LENGTH = 4 * 1024 * 1024

export interface Parsed {
  /** Always there: what could not be read is left out of it or `missing` in it. */
  readonly tree: Program
  /** In source order, one for each mistake. */
  readonly diagnostics: readonly Diagnostic[]
  /** All comments in source order, which the tree does not hold. */
  readonly comments: readonly Comment[]
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

/** Reads a source text. Never throws, takes time in proportion to the text. */
export function parse(source: string): Parsed {
  if (source.length > MAX_LENGTH) return tooBig(source)
  /** Mistakes whose meaning is understood: each is told. */
  const mended: Diagnostic[] = []
  /** Mistakes after which the reader is unsure: one for each clause. */
  const stumbles: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => {
    const sure = MENDED.has(diagnostic.code)
    ;(sure ? mended : stumbles).push(diagnostic)
  }
  const lexed = lex(source, report)
  const tokens = balance(lexed.tokens, report)
  const raw = readStatements(tokens, source, report)
  const tree = lowerProgram(raw, { source, report, docs: docsOf(lexed) })
  const starts = new Set(mended.map(({ span }) => span.start))
  const unexplained = stumbles.filter(({ span }) => !starts.has(span.start))
  const diagnostics = [...mended, ...oneOfEachClause(unexplained, tokens, source)].sort(
    inSourceOrder,
  )
  if (tree.header === undefined && !diagnostics.some(explainsMissingHeader)) {
    diagnostics.unshift(diagnose('header-due', { start: 0, end: 0 }))
  }
  return { tree, diagnostics, comments: lexed.comments }
}

/** The parser's raw trees, one for each run of tokens that begins with a statement's keyword. */
function* readStatements(
  tokens: readonly IToken[],
  source: string,
  report: Report,
): Generator<CstNode> {
  let read = 0
  for (const statement of cut(tokens)) {
    grammar.input = statement
    const raw = grammar.program()
    read += statement.length
    for (const exception of grammar.errors) {
      const complaint = complain(exception, tokens[read], source)
      if (complaint !== undefined) report(complaint)
    }
    yield raw
  }
  grammar.input = []
}

/** Codes of mistakes that leave no doubt what was meant, so that reading went on undisturbed. */
const MENDED: ReadonlySet<string> = new Set([
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

function explainsMissingHeader({ code, fix }: Diagnostic): boolean {
  return code === 'misspelled-word' && /^(strategy|portfolio|library)$/.test(fix?.replacement ?? '')
}

function tooBig(source: string): Parsed {
  const span = { start: 0, end: source.length }
  const limit = `${MAX_LENGTH / 1024 / 1024} million`
  return {
    tree: { kind: 'program', statements: [], span },
    diagnostics: [diagnose('text-too-big', { start: 0, end: 0 }, { limit })],
    comments: [],
  }
}
