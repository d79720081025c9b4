import { typeText } from '../check/describe.ts'
import { baseStream, laterStream } from '../check/streams.ts'
import type { Span } from '../diagnostic.ts'
import type { Expr } from '../syntax/ast.ts'
import { WORDS } from '../syntax/tokens.ts'
import type { Analysis } from './analyse.ts'
import { type Callable, callableNamed, signatureOf } from './callable.ts'
import { type Cursor, cursorAt, stepsAfter } from './cursor.ts'
import { importedFunctions } from './imported.ts'
import { documented, keyword } from './keyword-table.ts'
import { literalText } from './literal-text.ts'
import { STREAMS } from './stream-table.ts'
import { symbolAt } from './symbol-at.ts'
import { factsOf, symbolValues } from './symbol-text.ts'
import type { ProgramSymbol } from './symbols.ts'
import { expressionsAt, touches, valuesOf } from './types-at.ts'

export interface Hover {
  /** What it is about. */
  readonly span: Span
  readonly markdown: string
}

/** What stands at an offset: its type, what it does, when it is known. Never throws. */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const cursor = cursorAt(analysis.source, offset)
  if (cursor.kind === 'comment') return undefined
  const found = symbolAt(analysis.table, offset)
  if (found !== undefined) {
    return { span: found.span, markdown: symbolMarkdown(analysis, found.symbol) }
  }
  const inside = expressionsAt(analysis, offset).filter(({ span }) => touches(span, offset))
  return ofExpression(analysis, inside, offset) ?? ofWord(analysis, cursor)
}

function block(text: string): string {
  return `\`\`\`strat\n${text}\n\`\`\``
}

/** Paragraphs, the empty ones left out. */
function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

// ── The program's own names ────────────────────────────────────────────────────────────────────

const KINDS: Readonly<Record<ProgramSymbol['kind'], string>> = {
  parameter: 'A parameter',
  definition: 'A definition',
  function: 'A function',
  argument: 'A parameter of the function',
  local: 'A definition inside the function',
  mode: 'A mode',
  state: 'A state',
  tag: 'The tag of a rule',
}

function symbolMarkdown(analysis: Analysis, symbol: ProgramSymbol): string {
  const { kind, doc, statement } = symbol
  if (kind === 'function') {
    const callable = callableNamed(analysis, symbol.name)
    const code = callable === undefined ? symbol.name : `fn ${signatureOf(callable)}`
    return paragraphs(block(code), doc)
  }
  const shown = kind === 'argument' ? symbol.name : excerpt(analysis.source, statement.span)
  const facts = factsOf(analysis, symbolValues(analysis, symbol))
  const what = `${KINDS[kind]}${facts === '' ? '' : `: ${facts}`}.`
  return paragraphs(block(shown), what, fieldsMarkdown(analysis, symbol), doc)
}

/** A record's fields, a line each. */
function fieldsMarkdown(analysis: Analysis, symbol: ProgramSymbol): string {
  const [value] = symbolValues(analysis, symbol)
  if (value?.kind !== 'record') return ''
  const lines = [...value.fields].map(([name, field]) => {
    const facts = factsOf(analysis, [field])
    return `- \`${name}\`${facts === '' ? '' : `: ${facts}`}`
  })
  return lines.join('\n')
}

/** The first line of a statement. */
function excerpt(source: string, { start, end }: Span): string {
  const [line = ''] = source.slice(start, end).split(/[\r\n]/, 1)
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}

// ── Expressions ────────────────────────────────────────────────────────────────────────────────

/** The innermost expression, or what holds it where that says more. */
function ofExpression(
  analysis: Analysis,
  inside: readonly Expr[],
  offset: number,
): Hover | undefined {
  const expr = inside.at(-1)
  if (expr === undefined) return undefined
  const { span } = expr
  switch (expr.kind) {
    case 'name': {
      const call = inside.findLast((one) => one.kind === 'call' && one.callee === expr)
      const markdown = nameMarkdown(analysis, expr.text, call ?? expr)
      return markdown === undefined ? undefined : { span, markdown }
    }
    case 'member': {
      if (!touches(expr.field.span, offset)) return undefined
      const call = inside.findLast((one) => one.kind === 'call' && one.callee === expr)
      const external = callableNamed(analysis, calleeName(expr))
      if (call !== undefined && external !== undefined) {
        const facts = factsOf(analysis, valuesOf(analysis, call))
        return { span: expr.field.span, markdown: callableMarkdown(external, facts) }
      }
      const text = factsOf(analysis, valuesOf(analysis, expr))
      return text === '' ? undefined : { span: expr.field.span, markdown: `A field: ${text}.` }
    }
    case 'call': {
      const named = expr.args.find(({ name }) => name !== undefined && touches(name.span, offset))
      const parameter = callableNamed(analysis, calleeName(expr.callee))?.parameters.find(
        ({ name }) => name === named?.name?.text,
      )
      if (named?.name === undefined || parameter === undefined) return undefined
      const { label, range } = parameter
      return { span: named.name.span, markdown: paragraphs(block(label), sentence(range)) }
    }
    default: {
      const text = literalText(expr)
      return text === undefined ? undefined : { span, markdown: text }
    }
  }
}

/** `sma`, `ti.rsi`; empty for what no function bears as its name. */
function calleeName(callee: Expr): string {
  if (callee.kind === 'name') return callee.text
  const prefixed = callee.kind === 'member' && callee.object.kind === 'name'
  return prefixed ? `${callee.object.text}.${callee.field.text}` : ''
}

/** A name that the program does not define; `used` is its call or itself. */
function nameMarkdown(analysis: Analysis, name: string, used: Expr): string | undefined {
  const callable = used.kind === 'call' ? callableNamed(analysis, name) : undefined
  const facts = factsOf(analysis, valuesOf(analysis, used))
  if (callable !== undefined) {
    const path = importedFunctions(analysis).get(name)?.path
    return paragraphs(
      callableMarkdown(callable, facts),
      path === undefined ? '' : `From \`${path}\`.`,
    )
  }
  const library = analysis.externs.find(({ prefix }) => prefix === name)
  if (library !== undefined) return paragraphs(block(`import "${library.path}"`), library.doc)
  const text = STREAMS.get(name)
  if (text === undefined) return undefined
  const later = laterStream(name)
  if (later !== undefined) return paragraphs(text, `Comes with a later version (${later}).`)
  const stream = baseStream(name)
  const type = facts === '' && stream !== undefined ? typeText(stream.type) : facts
  return paragraphs(block(name), text, sentence(type))
}

function callableMarkdown(callable: Callable, facts: string): string {
  const { parameters, doc, source = '', result } = callable
  const ranges = parameters
    .filter(({ range }) => range !== '')
    .map(({ name, range }) => `- \`${name}\`: ${range}`)
  return paragraphs(
    block(signatureOf(callable)),
    doc,
    ranges.join('\n'),
    result === '' ? '' : `Gives: ${result}.`,
    facts === '' ? '' : `Here: ${facts}.`,
    source === '' ? '' : `Source: ${source}`,
  )
}

function sentence(text: string): string {
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`
}

// ── Words ──────────────────────────────────────────────────────────────────────────────────────

/** A word of the language, by the rule of the grammar that takes it there. */
function ofWord({ source }: Analysis, cursor: Cursor): Hover | undefined {
  if (cursor.kind !== 'code') return undefined
  const { word: span, before } = cursor
  const word = source.slice(span.start, span.end)
  if (!WORDS.has(word)) return undefined
  const step = stepsAfter(before).find((one) => one.word === word)
  const entry = keyword(step?.path.at(-1)?.rule ?? '', word)
  return entry === undefined ? undefined : { span, markdown: documented(entry) }
}
