import type { IToken } from 'chevrotain'
import { TYPE_NAMES } from '../check/annotation.ts'
import type { Span } from '../diagnostic.ts'
import { lex } from '../syntax/lex.ts'
import { spanOf } from '../syntax/slips.ts'
import * as T from '../syntax/tokens.ts'
import type { Analysis } from './analyse.ts'
import { builtinCallables, externCallables } from './callable.ts'
import { importedFunctions } from './imported.ts'
import { STREAMS } from './stream-table.ts'
import type { SymbolKind } from './symbols.ts'
import { deep, writtenIn } from './written.ts'

/** The standard kinds of LSP that are used, in the order of the legend. */
export const TOKEN_TYPES = [
  ...(['keyword', 'variable', 'parameter', 'function', 'property', 'enumMember', 'type'] as const),
  ...(['number', 'string', 'comment', 'operator'] as const),
] as const

/** The standard modifiers that are used, in the order of the legend. */
export const TOKEN_MODIFIERS = ['declaration', 'readonly', 'defaultLibrary'] as const

export interface SemanticToken {
  readonly span: Span
  readonly type: (typeof TOKEN_TYPES)[number]
  readonly modifiers: readonly (typeof TOKEN_MODIFIERS)[number][]
}

type Meaning = Omit<SemanticToken, 'span'>

/** What every word, number and comment of the text is, in source order, none overlapping. */
export function semanticTokens(analysis: Analysis): readonly SemanticToken[] {
  const names = namesIn(analysis)
  const found: SemanticToken[] = analysis.comments.map(({ span }) => ({
    span,
    type: 'comment',
    modifiers: [],
  }))
  for (const token of lex(analysis.source, () => {}).tokens) {
    const span = spanOf(token)
    const meaning = names.get(span.start) ?? meaningOf(token)
    if (meaning !== undefined && span.end > span.start) found.push({ span, ...meaning })
  }
  return found.sort((a, b) => a.span.start - b.span.start)
}

const SYMBOLS: Readonly<Record<SymbolKind, Meaning['type']>> = {
  parameter: 'parameter',
  definition: 'variable',
  function: 'function',
  argument: 'parameter',
  local: 'variable',
  mode: 'variable',
  state: 'enumMember',
  tag: 'string',
}

/** What is known of names from the tree, by where they begin. */
function namesIn(analysis: Analysis): ReadonlyMap<number, Meaning> {
  const { table, tree, builtins } = analysis
  const imported = importedFunctions(analysis)
  const names = new Map<number, Meaning>()
  const note = (span: Span, type: Meaning['type'], ...modifiers: Meaning['modifiers']): void => {
    names.set(span.start, { type, modifiers })
  }
  for (const statement of tree.statements) {
    for (const expr of writtenIn(statement).flatMap((one) => [...deep(one.expr)])) {
      if (expr.kind === 'member') note(expr.field.span, 'property')
      if (expr.kind === 'record') for (const { name } of expr.fields) note(name.span, 'property')
      if (expr.kind !== 'call') continue
      const { callee } = expr
      if (callee.kind === 'member' && callee.object.kind === 'name') {
        if (externCallables(analysis, callee.object.text).has(callee.field.text)) {
          note(callee.field.span, 'function', 'defaultLibrary')
        }
      }
      for (const { name } of expr.args) if (name !== undefined) note(name.span, 'parameter')
    }
    if (statement.kind !== 'function') continue
    for (const { annotation } of statement.parameters) {
      if (annotation !== undefined && TYPE_NAMES.includes(annotation.text)) {
        note(annotation.span, 'type', 'defaultLibrary')
      }
    }
  }
  for (const [name, places] of table.free) {
    if (imported.has(name)) for (const span of places) note(span, 'function')
    const builtin = !imported.has(name) && builtinCallables(builtins).has(name)
    const base = STREAMS.has(name)
    if (!builtin && !base) continue
    for (const span of places) note(span, builtin ? 'function' : 'variable', 'defaultLibrary')
  }
  for (const { kind, span, references } of table.symbols) {
    const constant = kind === 'parameter' ? (['readonly'] as const) : []
    note(span, SYMBOLS[kind], 'declaration', ...constant)
    for (const place of references) note(place, SYMBOLS[kind], ...constant)
  }
  return names
}

const NUMBERS: ReadonlySet<unknown> = new Set([
  ...[T.NumberLiteral, T.Percent, T.RMultiple, T.Duration, T.TimeLiteral, T.DateLiteral],
  ...[T.Currency, T.Bars],
])

/** What a token is by itself. */
function meaningOf({ tokenType, image }: IToken): Meaning | undefined {
  const plain = (type: Meaning['type']): Meaning => ({ type, modifiers: [] })
  if (tokenType === T.Text) return plain('string')
  if (NUMBERS.has(tokenType)) return plain('number')
  if (T.WORDS.has(image)) return plain('keyword')
  if (STREAMS.has(image)) return { type: 'variable', modifiers: ['defaultLibrary'] }
  if (tokenType === T.Name) return plain('variable')
  const operator = tokenType.CATEGORIES?.includes(T.Operator) || tokenType === T.AtSign
  return operator ? plain('operator') : undefined
}
