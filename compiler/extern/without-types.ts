import type { ExternMistake } from '../../language/builtins.ts'
import { childrenOf, nodeIn, parseModule, type SyntaxNode } from './nodes.ts'

/** What is there for the type checker alone. */
const TYPES = new Set([
  'TSTypeAnnotation',
  'TSTypeParameterDeclaration',
  'TSTypeParameterInstantiation',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
])

const ASIDES = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'])

/** TypeScript as JavaScript: types become spaces, so that every place stays where it is. */
export function withoutTypes(text: string): string | ExternMistake {
  const parsed = parseModule(text, 'typescript')
  if ('mistake' in parsed) return parsed
  const blanks: [start: number, end: number][] = []
  const visit = (node: SyntaxNode): void => {
    const { type, start, end } = node
    const named = nodeIn(node, 'declaration')
    const typeOnly = node.importKind === 'type' || node.exportKind === 'type'
    if (TYPES.has(type) || typeOnly || (named !== undefined && TYPES.has(named.type))) {
      blanks.push([start, end])
      return
    }
    if (ASIDES.has(type)) blanks.push([nodeIn(node, 'expression')!.end, end])
    // `y?: number`: the mark goes with the type, or stands alone.
    if (type === 'Identifier' && node.optional === true) {
      blanks.push([start + String(node.name).length, end])
    }
    for (const child of childrenOf(node)) visit(child)
  }
  parsed.body.forEach(visit)
  const characters = text.split('')
  for (const [start, end] of blanks) {
    for (let at = start; at < end; at++) if (characters[at] !== '\n') characters[at] = ' '
  }
  return characters.join('')
}
