import type { Span } from '../diagnostic.ts'
import type { Name, Statement } from '../syntax/ast.ts'
import type { Analysis } from './analyse.ts'

/** An entry of the outline. */
export interface DocumentSymbol {
  readonly name: string
  /** What it is, or how it is defined, on one line. */
  readonly detail: string
  readonly kind:
    | 'parameter'
    | 'definition'
    | 'function'
    | 'mode'
    | 'rule'
    | 'plot'
    | 'test'
    | 'setting'
  /** All of it. */
  readonly span: Span
  /** The part that names it. */
  readonly nameSpan: Span
  readonly children: readonly DocumentSymbol[]
}

/** The outline of a program: its definitions, rules, plots and tests, in written order. */
export function documentSymbols(analysis: Analysis): readonly DocumentSymbol[] {
  return analysis.tree.statements.flatMap((statement) => entries(analysis.source, statement))
}

function entries(source: string, statement: Statement): readonly DocumentSymbol[] {
  const { span } = statement
  const text = ({ start, end }: Span): string => oneLine(source.slice(start, end))
  const named = (kind: DocumentSymbol['kind'], name: Name, detail: string): DocumentSymbol => ({
    name: name.text === '' ? '…' : name.text,
    detail,
    kind,
    span,
    nameSpan: name.span,
    children: [],
  })
  const headed = (kind: DocumentSymbol['kind'], name: string, detail: string): DocumentSymbol => ({
    name,
    detail,
    kind,
    span,
    nameSpan: { start: span.start, end: span.start + headLength(source, span) },
    children: [],
  })
  switch (statement.kind) {
    case 'param':
      return [named('parameter', statement.name, text(statement.value.span))]
    case 'let': {
      const { pattern, value } = statement
      const names =
        pattern.kind === 'name' ? [pattern.name] : pattern.fields.map(({ name }) => name)
      return names.map((name) => named('definition', name, text(value.span)))
    }
    case 'function': {
      const children = statement.lets.flatMap((local) => entries(source, local))
      const parameters = statement.parameters.map(({ name }) => name.text).join(', ')
      return [{ ...named('function', statement.name, `(${parameters})`), children }]
    }
    case 'mode': {
      const states = new Set(statement.arcs.flatMap(({ from, to }) => [from.text, to.text]))
      return [named('mode', statement.name, [...states].join(', '))]
    }
    case 'enter':
    case 'exit': {
      const head = { start: span.start, end: statement.when.span.start }
      const name = text(head).replace(/ ?when$/, '')
      return [headed('rule', name, text(statement.when.span))]
    }
    case 'cancel':
      return [headed('rule', `cancel "${statement.tag}"`, text(statement.when.span))]
    case 'test':
      return [headed('test', `test "${statement.title}"`, '')]
    case 'plot':
      return [headed('plot', 'plot', text(span).replace(/^plot ?/, ''))]
    case 'mark':
    case 'alert':
      return [headed('plot', `${statement.kind} "${statement.text}"`, text(statement.when.span))]
    default:
      return [headed('setting', statement.kind, text(span).slice(statement.kind.length).trim())]
  }
}

function oneLine(text: string): string {
  const line = text
    .replaceAll(/\/\/[^\r\n]*/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

/** The length of a statement's first word. */
function headLength(source: string, { start, end }: Span): number {
  return /^\w*/.exec(source.slice(start, end))![0].length
}
