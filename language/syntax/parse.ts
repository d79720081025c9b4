import { diagnose } from '../diagnose.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Header, LetStatement, Name, Program, Statement } from './ast.ts'
import type { Comment } from './lex.ts'
import type { Section } from './section.ts'
import { readSections, type Sections } from './sections.ts'
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

/** Reads a source text. Never throws, takes time in proportion to the text. */
export function parse(source: string): Parsed {
  return source.length > MAX_LENGTH ? tooBig(source) : assembled(readSections(source))
}

/** The whole of a text from its sections. */
export function assembled({ source, list }: Sections): Parsed {
  const { headers, statements, diagnostics, comments, foreignNames } = together(list)
  const [header, ...more] = headers
  const span = { start: 0, end: source.length }
  const read: Program = { kind: 'program', ...(header && { header }), statements, span }
  const whole = withNames(read, foreignNames)
  if (more.length > 0) {
    const labels = [{ span: header!.span, message: 'the first one' }]
    diagnostics.push(...more.map((one) => diagnose('second-header', one.span, {}, { labels })))
    diagnostics.sort((a, b) => a.span.start - b.span.start)
  }
  const broken = diagnostics.some(({ severity }) => severity === 'error')
  const tree: Program = broken ? { ...whole, incomplete: true } : whole
  if (tree.header === undefined && !diagnostics.some(explainsMissingHeader)) {
    diagnostics.unshift(diagnose('header-due', { start: 0, end: 0 }))
  }
  return { tree, diagnostics, comments }
}

/** What stands in the sections, one after the other. */
function together(list: readonly Section[]) {
  const headers: Header[] = []
  const statements: Statement[] = []
  const diagnostics: Diagnostic[] = []
  const comments: Comment[] = []
  const foreignNames: Name[] = []
  for (const section of list) {
    for (const one of section.headers) headers.push(one)
    for (const one of section.statements) statements.push(one)
    for (const one of section.diagnostics) diagnostics.push(one)
    for (const one of section.comments) comments.push(one)
    for (const one of section.foreignNames) foreignNames.push(one)
  }
  return { headers, statements, diagnostics, comments, foreignNames }
}

/**
 * The tree with a definition, its value missing, for every name that a line left out would have
 * given: of a line that has been told it is not held against anyone that its name is used.
 */
function withNames(tree: Program, names: readonly Name[]): Program {
  if (names.length === 0) return tree
  const taken = new Set<string>(T.WORDS.keys())
  for (const statement of tree.statements) for (const name of namesOf(statement)) taken.add(name)
  const lets: LetStatement[] = []
  for (const name of names) {
    if (taken.has(name.text)) continue
    taken.add(name.text)
    const value = { kind: 'missing', span: { start: name.span.end, end: name.span.end } } as const
    const pattern = { kind: 'name', name } as const
    lets.push({ kind: 'let', pattern, value, doc: '', span: name.span })
  }
  const statements = [...tree.statements, ...lets].sort((a, b) => a.span.start - b.span.start)
  return { ...tree, statements }
}

function namesOf(statement: Statement): readonly string[] {
  if (statement.kind === 'param' || statement.kind === 'function') return [statement.name.text]
  if (statement.kind !== 'let') return []
  const { pattern } = statement
  return pattern.kind === 'name' ? [pattern.name.text] : pattern.fields.map(({ name }) => name.text)
}

function explainsMissingHeader({ code, fix }: Diagnostic): boolean {
  if (code === 'header-call') return true
  return code === 'misspelled-word' && /^(strategy|portfolio|library)$/.test(fix?.replacement ?? '')
}

function tooBig(source: string): Parsed {
  const span = { start: 0, end: source.length }
  const limit = `${MAX_LENGTH / 1024 / 1024} million`
  return {
    tree: { kind: 'program', statements: [], incomplete: true, span },
    diagnostics: [diagnose('text-too-big', { start: 0, end: 0 }, { limit })],
    comments: [],
  }
}
