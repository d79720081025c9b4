import { tsPlugin } from '@sveltejs/acorn-typescript'
import { type Comment, Parser } from 'acorn'
import type { ExternMistake } from '../../language/builtins.ts'

/** A node of JavaScript's syntax tree, as ESTree has it; its other fields by name. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export interface Parsed {
  readonly body: readonly SyntaxNode[]
  readonly comments: readonly Comment[]
}

const TypeScript = Parser.extend(tsPlugin())

/** The tree of a module, or where it cannot be read. */
export function parseModule(
  text: string,
  language: 'typescript' | 'javascript',
): Parsed | ExternMistake {
  const comments: Comment[] = []
  const options = { sourceType: 'module', ecmaVersion: 2022, onComment: comments } as const
  try {
    const tree =
      language === 'typescript'
        ? TypeScript.parse(text, { ...options, locations: true })
        : Parser.parse(text, options)
    return { body: (tree as unknown as { body: SyntaxNode[] }).body, comments }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const { pos = 0 } = error as { pos?: number }
    return { offset: pos, mistake: 'this is no JavaScript or TypeScript that can be read.' }
  }
}

/** The nodes right below one, in source order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isNode)
}

/** A field that holds a node, where it does. */
export function nodeIn(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field]
  return isNode(value) ? value : undefined
}

/** A field that holds nodes. */
export function nodesIn(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
