import type { Builtins } from '../builtins.ts'
import type { Diagnostic, Span } from '../diagnostic.ts'
import { importedPath, importsIn, isExtern, type Libraries } from '../libraries.ts'
import { nearest } from '../nearest.ts'
import { positionOf } from '../render.ts'
import type { Program, Statement } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'
import { type Checked, check } from './check.ts'
import { type Checker, type Env, report, type Scope } from './context.ts'
import { bindExtern, externAt, prefixOf } from './extern.ts'
import { bindNames } from './names.ts'
import type { TypedProgram } from './typed.ts'

type Named = Parameters<typeof bindNames>[1]
type ImportStatement = Extract<Statement, { kind: 'import' }>

type Files = TypedProgram['imports'][number][]

interface Library {
  readonly tree: Program
  readonly diagnostics: readonly Diagnostic[]
  checked: Checked | undefined
}

/**
 * Binds the functions of every library that a file imports, in the scope around the file's own
 * names, and gives the files that they came from, those before that others need.
 */
export function checkImports(checker: Checker, tree: Program, env: Env): TypedProgram['imports'] {
  const files: Files = []
  const taken = new Map<string, string>()
  const imported = new Map<string, Span>()
  for (const statement of importsIn(tree)) {
    const at = pathSpan(checker, statement)
    const path = resolved(checker, statement, at)
    if (path === undefined) continue
    const first = imported.get(path)
    if (first !== undefined) {
      const labels = [{ span: first, message: 'the first' }]
      report(checker, env, 'import-repeated', at, { path: statement.path }, { labels })
      continue
    }
    imported.set(path, at)
    if (isExtern(path)) {
      importExtern(checker, path, at, env.scope, files)
      continue
    }
    const scope = libraryScope(checker, path, at, files)
    for (const [name, binding] of scope.names) {
      if (binding.kind !== 'function') continue
      const other = taken.get(name)
      if (other !== undefined) {
        const values = { name, first: other, second: statement.path }
        report(checker, env, 'import-collision', at, values)
      } else {
        taken.set(name, statement.path)
        env.scope.names.set(name, { ...binding, from: at })
      }
    }
  }
  return files
}

/** An extern library under its name, and its text among the files. */
function importExtern(
  checker: Checker,
  path: string,
  at: Span,
  { names }: Scope,
  files: Files,
): void {
  const library = externAt(checker, path, at)
  if (library === undefined) {
    names.set(prefixOf(checker, path), { kind: 'extern', library })
    return
  }
  const { prefix } = library
  const other = checker.externs.find((one) => one.prefix === prefix && one.path !== path)
  if (other !== undefined) {
    const values = { name: prefix, first: other.path, second: path }
    report(checker, undefined, 'extern-collision', at, values)
    return
  }
  bindExtern(checker, { names }, library)
  if (files.every((file) => file.path !== path)) {
    files.push({ path, source: checker.libraries.get(path)! })
  }
}

/** The path as it stands in the statement. */
function pathSpan({ source }: Checker, { path, span }: ImportStatement): Span {
  const start = source.indexOf('"', span.start)
  if (start < 0 || start >= span.end) return span
  return { start, end: Math.min(span.end, start + path.length + 2) }
}

/** The key of a library that is there and has no mistakes; tells where there is none. */
function resolved(
  checker: Checker,
  { path: written }: ImportStatement,
  at: Span,
): string | undefined {
  const { builtins, libraries, path: here } = checker
  // Where no path is written, the parser has told.
  if (written === '') return undefined
  const path = importedPath(here, written)
  if (path === undefined) {
    report(checker, undefined, 'file-outside', at, { path: written })
    return undefined
  }
  if (isExtern(path) && (libraries.has(path) || builtins.externs?.has(path))) return path
  if (!libraries.has(path)) {
    const meant = nearest(path, [...libraries.keys(), ...(builtins.externs?.keys() ?? [])])
    const replacement = `"${meant}"`
    const fix = meant && { title: `Write ${replacement}`, span: at, replacement }
    report(checker, undefined, 'import-missing', at, { path: written }, fix ? { fix } : {})
    return undefined
  }
  const ordered = order(path, libraries)
  if ('cycle' in ordered) {
    report(checker, undefined, 'import-cycle', at, { cycle: ordered.cycle.join(' → ') })
    return undefined
  }
  return hasProblem(checker, ordered.files, at) ? undefined : path
}

/** Tells, once, of what is wrong in a library or in one that it imports. */
function hasProblem(checker: Checker, files: readonly string[], at: Span): boolean {
  const { builtins, libraries } = checker
  for (const one of files) {
    if (libraryAt(one, libraries).tree.header?.kind !== 'library') {
      report(checker, undefined, 'import-strategy', at, { path: one })
      return true
    }
    const problem = problemIn(one, libraries, builtins)
    if (problem === undefined) continue
    const { line, column } = positionOf(libraries.get(one)!, problem.span.start)
    const values = { path: one, place: `${one}:${line}:${column}`, mistake: problem.message }
    report(checker, undefined, 'import-broken', at, values)
    return true
  }
  return false
}

/** The names that a library's functions see, its own and those it imports; bound once a check. */
function libraryScope(checker: Checker, path: string, at: Span, files: Files): Scope {
  const { libraries } = checker
  const bound = checker.imported.get(path)
  if (bound !== undefined) return bound
  const source = libraries.get(path)!
  const { tree } = libraryAt(path, libraries)
  const around: Scope = { names: new Map() }
  for (const statement of importsIn(tree)) {
    const inner = importedPath(path, statement.path)
    if (inner !== undefined && isExtern(inner)) {
      importExtern(checker, inner, at, around, files)
      continue
    }
    const scope = inner && libraryScope(checker, inner, at, files)
    for (const [name, binding] of scope ? scope.names : []) {
      if (binding.kind === 'function') around.names.set(name, binding)
    }
  }
  const scope: Scope = { names: new Map(), parent: around }
  checker.imported.set(path, scope)
  const env: Env = { scope, place: 'stream', frames: [], at, source }
  for (const statement of tree.statements) {
    if (statement.kind !== 'function') continue
    const { text: name } = statement.name
    const composition = { name, source }
    scope.names.set(name, { kind: 'function', fn: statement, scope, composition })
  }
  const named = tree.statements.filter(({ kind }) => kind === 'let' || kind === 'mode')
  const options = { prefix: `${tree.header?.title ?? path}.`, visible: false }
  bindNames(checker, named as Named, env, options)
  files.push({ path, source })
  return scope
}

// ── What is true of the files alone ────────────────────────────────────────────────────────────

/** Libraries as read and checked by themselves, kept as long as the host keeps the texts. */
const known = new WeakMap<Libraries, Map<string, Library>>()

/** A library as it was read; `checked` once somebody asked. It must be there. */
export function libraryAt(path: string, libraries: Libraries): Library {
  let all = known.get(libraries)
  if (all === undefined) {
    all = new Map()
    known.set(libraries, all)
  }
  let library = all.get(path)
  if (library === undefined) {
    library = { ...parse(libraries.get(path)!), checked: undefined }
    all.set(path, library)
  }
  return library
}

/** The first mistake of a library, by itself. */
function problemIn(path: string, libraries: Libraries, builtins: Builtins): Diagnostic | undefined {
  const library = libraryAt(path, libraries)
  const { tree, diagnostics } = library
  library.checked ??= check(tree, libraries.get(path)!, builtins, undefined, { libraries, path })
  const all = [...diagnostics, ...library.checked.diagnostics]
  return all.find(({ severity }) => severity === 'error')
}

/** The files that one imports and that are there. */
function importedBy(path: string, libraries: Libraries): readonly string[] {
  return importsIn(libraryAt(path, libraries).tree).flatMap((statement) => {
    const inner = importedPath(path, statement.path)
    const strat = inner !== undefined && !isExtern(inner) && libraries.has(inner)
    return strat ? [inner] : []
  })
}

/**
 * The files that one needs, those first that others need, itself last; or the way from one back to
 * itself.
 */
function order(
  path: string,
  libraries: Libraries,
): { readonly files: readonly string[] } | { readonly cycle: readonly string[] } {
  const chain: string[] = []
  const files: string[] = []
  const visit = (one: string): readonly string[] | undefined => {
    const first = chain.indexOf(one)
    if (first >= 0) return [...chain.slice(first), one]
    if (files.includes(one)) return undefined
    chain.push(one)
    for (const inner of importedBy(one, libraries)) {
      const cycle = visit(inner)
      if (cycle !== undefined) return cycle
    }
    chain.pop()
    files.push(one)
    return undefined
  }
  const cycle = visit(path)
  return cycle === undefined ? { files } : { cycle }
}
