import type { Span } from '../diagnostic.ts'
import type { Analysis } from './analyse.ts'

/** Several lines that can be shown as their first. */
export interface FoldingRange {
  readonly span: Span
  readonly kind: 'comment' | 'region'
}

/** Statements, blocks in them and runs of comments that are longer than a line. */
export function foldingRanges({ source, tree, comments }: Analysis): readonly FoldingRange[] {
  const statements = tree.statements.flatMap((statement) => [
    statement.span,
    ...(statement.kind === 'test' ? statement.items.map(({ span }) => span) : []),
    ...(statement.kind === 'function' ? statement.lets.map(({ span }) => span) : []),
  ])
  return [
    ...statements.map((span) => ({ span, kind: 'region' }) as const),
    ...runs(source, comments).map((span) => ({ span, kind: 'comment' }) as const),
  ]
    .filter(({ span: { start, end } }) => /[\r\n]/.test(source.slice(start, end)))
    .sort((a, b) => a.span.start - b.span.start)
}

/** Comments with nothing between them but blanks, joined. */
function runs(source: string, comments: Analysis['comments']): readonly Span[] {
  const found: Span[] = []
  for (const { span } of comments) {
    const last = found.at(-1)
    if (last !== undefined && /^\s*$/.test(source.slice(last.end, span.start))) {
      found[found.length - 1] = { start: last.start, end: span.end }
    } else found.push(span)
  }
  return found
}
