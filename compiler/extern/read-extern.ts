import type { ExternFunction, ExternLibrary, ExternMistake } from '../../language/builtins.ts'
import { type Confined, confine } from './confine.ts'
import { declaredFunction } from './declared.ts'
import { nodeIn, nodesIn, type Parsed, type SyntaxNode } from './nodes.ts'
import { withoutTypes } from './without-types.ts'

/** A user's extern, read. */
export interface ReadExtern {
  readonly library: ExternLibrary
  readonly confined: Confined
}

/**
 * Reads the text of a user's own extern: what it declares, and that it computes and reaches nothing.
 * It is not run. `path` gives the name before the dot.
 */
export function readExternFile(path: string, text: string): ReadExtern | ExternMistake {
  const file = path.slice(path.lastIndexOf('/') + 1)
  const prefix = file.replace(/\.[jt]s$/, '')
  if (!/^[a-z]\w*$/i.test(prefix)) {
    const mistake = `\`${file}\` must be named so that it can stand before a dot: letters, digits, _.`
    return { offset: 0, mistake }
  }
  const plain = path.endsWith('.ts') ? withoutTypes(text) : text
  if (typeof plain !== 'string') return plain
  const confined = confine(plain)
  if ('mistake' in confined) return confined
  const functions = new Map<string, ExternFunction>()
  for (const { name, value, doc } of exportsOf(confined.tree)) {
    const declared = declaredFunction(prefix, name, doc, value)
    if ('mistake' in declared) return declared
    functions.set(name, declared)
  }
  if (functions.size === 0) return { offset: 0, mistake: 'it exports no function.' }
  const [head] = confined.tree.comments
  const doc = head !== undefined && head.start < 1 ? docOf(head.value) : ''
  return { library: { path, prefix, doc, functions }, confined }
}

/** What `check` asks of it. */
export function readExtern(path: string, text: string): ExternLibrary | ExternMistake {
  const read = readExternFile(path, text)
  return 'mistake' in read ? read : read.library
}

interface Exported {
  readonly name: string
  readonly value: SyntaxNode
  readonly doc: string
}

function exportsOf({ body, comments }: Parsed): readonly Exported[] {
  return body
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .flatMap((statement) => {
      const before = body.filter(({ end }) => end <= statement.start).at(-1)?.end ?? 0
      const comment = comments.filter(({ start, end }) => start >= before && end <= statement.start)
      const doc = docOf(comment.at(-1)?.value ?? '')
      const declaration = nodeIn(statement, 'declaration')!
      return nodesIn(declaration, 'declarations').map((one) => ({
        name: String(nodeIn(one, 'id')?.name),
        value: nodeIn(one, 'init') ?? one,
        doc,
      }))
    })
}

/** The text of a comment without its stars. */
function docOf(comment: string): string {
  return comment.replaceAll(/^[ \t]*\*+ ?/gm, '').trim()
}
