import type { Span } from '../../../language/diagnostic.ts'

/**
 * What is wrong with the spans of a tree: each must lie within the text and within the span of
 * what holds it. Empty when all is well.
 */
export function spanFaults(tree: object, length: number): string[] {
  const faults: string[] = []
  const walk = (node: object, outer: Span, path: string): void => {
    let inner = outer
    if (isSpanned(node)) {
      inner = node.span
      const { start, end } = inner
      if (!(start >= outer.start && start <= end && end <= outer.end)) {
        faults.push(`${path}: ${start}..${end} is not within ${outer.start}..${outer.end}`)
      }
    }
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'span' && typeof value === 'object' && value !== null) {
        walk(value, inner, `${path}.${key}`)
      }
    }
  }
  walk(tree, { start: 0, end: length }, 'program')
  return faults
}

function isSpanned(node: object): node is { readonly span: Span } {
  return 'span' in node
}
