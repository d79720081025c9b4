import type { CstNode, IToken } from 'chevrotain'
import type { Span } from '../diagnostic.ts'
import type { Name } from './ast.ts'
import { type Report, spanOf } from './slips.ts'

/**
 * Reading the parser's raw tree. It holds for every rule the tokens and rules found, by label;
 * after recovery any of them may be absent, and tokens made up by recovery are as good as absent.
 */

/** What lowering carries along. */
export interface Lowering {
  readonly source: string
  readonly report: Report
  /** Documentation by the offset of the token it stands before. */
  readonly docs: ReadonlyMap<number, string>
}

/** The first rule under a label. */
export function child(node: CstNode, label: string): CstNode | undefined {
  return node.children[label]?.[0] as CstNode | undefined
}

/** Every rule under a label, in source order. */
export function children(node: CstNode, label: string): readonly CstNode[] {
  return (node.children[label] ?? []) as CstNode[]
}

/** The first token under a label that is written in the source. */
export function leaf(node: CstNode, label: string): IToken | undefined {
  return leaves(node, label)[0]
}

/** Every token under a label that is written in the source. */
export function leaves(node: CstNode, label: string): readonly IToken[] {
  const tokens = (node.children[label] ?? []) as IToken[]
  return tokens.some(isMadeUp) ? tokens.filter((token) => !isMadeUp(token)) : tokens
}

function isMadeUp(token: IToken): boolean {
  return Number.isNaN(token.startOffset)
}

/** Where a rule stands; empty at `otherwise` when nothing of it is written. */
export function placeOf(node: CstNode, otherwise: number): Span {
  const { startOffset, endOffset } = node.location ?? {}
  if (startOffset === undefined || Number.isNaN(startOffset)) {
    return { start: otherwise, end: otherwise }
  }
  const end = endOffset === undefined || Number.isNaN(endOffset) ? startOffset : endOffset + 1
  return { start: startOffset, end: Math.max(startOffset, end) }
}

/** A name as written; empty at `otherwise` where recovery left it out. */
export function nameOf(token: IToken | undefined, otherwise: number): Name {
  return token === undefined
    ? { text: '', span: { start: otherwise, end: otherwise } }
    : { text: wordOf(token), span: spanOf(token) }
}

/** A name that may be left out. */
export function optionalName(token: IToken | undefined): Name | undefined {
  return token === undefined ? undefined : nameOf(token, 0)
}

/** The text of a name, or what stands between the quotes of a text. */
export function wordOf(token: IToken): string {
  return token.image.startsWith('"') ? textOf(token) : token.image
}

/** What a text in quotes says: `\"` is a quote, `\n` a line feed, any other `\c` is c. */
export function textOf(token: IToken | undefined): string {
  if (token === undefined) return ''
  return token.image.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c))
}
