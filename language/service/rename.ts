import type { Span } from '../diagnostic.ts'
import { ClauseHead, Reserved, StatementHead, WORDS } from '../syntax/tokens.ts'
import { type Analysis, analyse } from './analyse.ts'
import { builtinCallables } from './callable.ts'
import { importedFunctions } from './imported.ts'
import { STREAMS } from './stream-table.ts'
import { symbolAt } from './symbol-at.ts'
import type { ProgramSymbol } from './symbols.ts'
import { type TextEdit, withEdits } from './text-edit.ts'
import { touches } from './types-at.ts'

export type Rename =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  /** Why not, as a sentence. */
  | { readonly kind: 'refused'; readonly reason: string }

export type RenameTarget =
  | { readonly kind: 'target'; readonly span: Span; readonly name: string }
  | Extract<Rename, { kind: 'refused' }>

/** The name at an offset that can be given another; or why there is none. */
export function renameTarget(analysis: Analysis, offset: number): RenameTarget {
  const found = symbolAt(analysis.table, offset)
  if (found !== undefined) {
    return { kind: 'target', span: found.span, name: found.symbol.name }
  }
  for (const [name, places] of analysis.table.free) {
    if (!places.some((span) => touches(span, offset))) continue
    if (STREAMS.has(name)) return refused(`\`${name}\` is a stream of the language.`)
    const imported = importedFunctions(analysis).get(name)
    if (imported !== undefined) {
      return refused(`\`${name}\` is defined in ${imported.path}: rename it there.`)
    }
    if (builtinCallables(analysis.builtins).has(name)) {
      return refused(`\`${name}\` is a function of the library.`)
    }
    return refused(`\`${name}\` is not defined in this program.`)
  }
  return refused('There is no name of the program here.')
}

/**
 * The edits that give a name of the program another one everywhere. Refuses a name that is taken
 * or means something, and whatever would change what the program does. Never throws.
 */
export function rename(analysis: Analysis, offset: number, to: string): Rename {
  const target = renameTarget(analysis, offset)
  if (target.kind === 'refused') return target
  const { symbol } = symbolAt(analysis.table, offset)!
  if (to === symbol.name) return { kind: 'edits', edits: [] }
  const reason = symbol.kind === 'tag' ? unfitTag(analysis, to) : unfitName(analysis, symbol, to)
  if (reason !== undefined) return refused(reason)
  const edits = editsOf(analysis, symbol, to)
  const changed = changedMeaning(analysis, symbol, edits, to)
  return changed === undefined ? { kind: 'edits', edits } : refused(changed)
}

function refused(reason: string): Extract<Rename, { kind: 'refused' }> {
  return { kind: 'refused', reason }
}

// ── Names that will not do ─────────────────────────────────────────────────────────────────────

function unfitTag({ table }: Analysis, to: string): string | undefined {
  if (to === '') return 'A tag needs at least one character.'
  if (/["\\\r\n]/.test(to)) return 'A tag holds no quotes, backslashes or line breaks.'
  const taken = table.symbols.some(({ kind, name }) => kind === 'tag' && name === to)
  return taken ? `Another rule has the tag "${to}".` : undefined
}

function unfitName(analysis: Analysis, symbol: ProgramSymbol, to: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(to)) {
    return 'A name is made of letters, digits and `_`, and does not begin with a digit.'
  }
  const word = WORDS.get(to)?.CATEGORIES ?? []
  if ([Reserved, StatementHead, ClauseHead].some((category) => word.includes(category))) {
    return `\`${to}\` is a word of the language.`
  }
  if (STREAMS.has(to)) return `\`${to}\` is a stream of the language.`
  if (builtinCallables(analysis.builtins).has(to)) {
    return `\`${to}\` is a function of the library.`
  }
  const taken = analysis.table.symbols.find((other) => other.name === to && meet(symbol, other))
  return taken === undefined ? undefined : `\`${to}\` is already defined in this program.`
}

/** Whether two names can be meant in one place. */
function meet(a: ProgramSymbol, b: ProgramSymbol): boolean {
  if (a.kind === 'state' || b.kind === 'state') {
    return a.kind === b.kind && a.statement === b.statement
  }
  if (b.kind === 'tag') return false
  return a.within === undefined || b.within === undefined || a.within === b.within
}

// ── Edits ──────────────────────────────────────────────────────────────────────────────────────

function editsOf(
  { source }: Analysis,
  { span, references, shorthand, statement }: ProgramSymbol,
  to: string,
): readonly TextEdit[] {
  const uses = references.map((place) => ({ span: place, replacement: to }))
  if (shorthand) {
    const field = source.slice(span.start, span.end)
    return [{ span, replacement: `${field}: ${to}` }, ...uses]
  }
  const fields = statement.kind === 'let' && statement.pattern.kind === 'fields'
  const own = fields
    ? statement.pattern.fields.find(({ name }) => name.span.start === span.start)
    : undefined
  // `{line: x}` that is to be `{line: line}` is written `{line}`.
  if (own !== undefined && own.field.text === to) {
    return [{ span: { start: own.field.span.start, end: span.end }, replacement: to }, ...uses]
  }
  return [{ span, replacement: to }, ...uses]
}

/** Reads the renamed program: it must say and mean the same. */
function changedMeaning(
  analysis: Analysis,
  symbol: ProgramSymbol,
  edits: readonly TextEdit[],
  to: string,
): string | undefined {
  const { builtins, libraries } = analysis
  const renamed = analyse(withEdits(analysis.source, edits), builtins, libraries)
  const codes = ({ diagnostics }: Analysis): string => diagnostics.map(({ code }) => code).join()
  const uses = ({ table }: Analysis): string =>
    table.symbols.map(({ kind, references }) => `${kind} ${references.length}`).join()
  if (codes(renamed) === codes(analysis) && uses(renamed) === uses(analysis)) return undefined
  return `Called \`${to}\`, ${symbol.kind === 'tag' ? 'the tag' : `\`${symbol.name}\``} would mean something else somewhere.`
}
