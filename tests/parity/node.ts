/**
 * What a generated expression is. `price` is a price whose affine weight is not known to be a
 * level's or a distance's; `other` any number whose unit the generator has no name for.
 */
export type Kind =
  | 'level'
  | 'distance'
  | 'price'
  | 'ratio'
  | 'oscillator'
  | 'shares'
  | 'money'
  | 'bars'
  | 'number'
  | 'other'
  | 'bool'

/** A piece of generated source that knows its kind, so that shrinking can swap it for a simpler. */
export interface Node {
  /** Absent on pieces that are no expressions (statements, clauses). */
  readonly kind?: Kind
  readonly parts: readonly (string | Node)[]
}

/** An expression node. Parts alternate text and operands as the caller writes them. */
export function node(kind: Kind, ...parts: readonly (string | Node)[]): Node {
  return { kind, parts }
}

/** A statement or clause. */
export function piece(...parts: readonly (string | Node)[]): Node {
  return { parts }
}

/** The source text of a node. */
export function textOf(item: Node): string {
  return item.parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('')
}

/** A generated program: one node a statement, in the order they are written. */
export interface Draft {
  readonly statements: readonly Node[]
  /** Between statements: line breaks carry no meaning, so a space must do too. */
  readonly separator: '\n' | ' ' | '\r\n\n'
}

/** The whole source text. */
export function sourceOf(draft: Draft): string {
  return `${draft.statements.map(textOf).join(draft.separator)}\n`
}
