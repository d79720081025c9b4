import type { ExternLibrary, ExternResult } from '../builtins.ts'
import { REFUSED_EXTERN, withExterns } from '../builtins.ts'
import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import { positionOf } from '../render.ts'
import type { Expr } from '../syntax/ast.ts'
import { broken, type Checker, type Env, lookup, report, type Scope, textAt } from './context.ts'
import type { TypedExpr } from './typed.ts'

/** A library whose functions are no Strat, or undefined once it was told why there is none. */
export function externAt(checker: Checker, path: string, at: Span): ExternLibrary | undefined {
  const { builtins, libraries } = checker
  const shipped = builtins.externs?.get(path)
  const text = libraries.get(path)
  if (text === REFUSED_EXTERN) {
    report(checker, undefined, 'extern-refused', at, { path })
    return undefined
  }
  if (text === undefined) {
    report(checker, undefined, shipped ? 'extern-absent' : 'import-missing', at, { path })
    return undefined
  }
  if (shipped !== undefined) return shipped
  const read = builtins.readExtern?.(path, text)
  if (read === undefined) report(checker, undefined, 'import-missing', at, { path })
  else if ('mistake' in read) {
    const { line, column } = positionOf(text, read.offset)
    const place = `${path}:${line}:${column}`
    report(checker, undefined, 'extern-broken', at, { place, mistake: read.mistake })
  } else return read
  return undefined
}

/** Binds the name before the dot, and what may be called behind it. */
export function bindExtern(checker: Checker, scope: Scope, library: ExternLibrary): void {
  scope.names.set(library.prefix, { kind: 'extern', library })
  if (checker.externs.some(({ path }) => path === library.path)) return
  checker.externs.push(library)
  checker.builtins = withExterns(checker.builtins, [library])
}

/** What would stand before the dot of a library that cannot be had. */
export function prefixOf({ builtins }: Checker, path: string): string {
  return builtins.externs?.get(path)?.prefix ?? path.replace(/^.*\/|\.[jt]s$/g, '')
}

/**
 * The results of the extern function that `ti.rsi` names; undefined where what stands before the
 * dot is no extern library.
 */
export function externNamed(
  checker: Checker,
  expr: Expr,
  env: Env,
): readonly ExternResult[] | 'mistaken' | undefined {
  if (expr.kind !== 'member' || expr.object.kind !== 'name') return undefined
  const binding = lookup(env.scope, expr.object.text)
  if (binding?.kind !== 'extern') return undefined
  const { library } = binding
  if (library === undefined) return 'mistaken'
  const { text: name, span } = expr.field
  const found = library.functions.get(name)
  if (found !== undefined) return found.results
  // Where no name is written, the parser has told.
  if (name === '') return 'mistaken'
  const meant = nearest(name, library.functions.keys())
  const fix = meant && { title: `Write ${meant}`, span, replacement: meant }
  const values = { name, path: library.path, functions: [...library.functions.keys()].join(', ') }
  report(checker, env, 'extern-function', span, values, fix ? { fix } : {})
  return 'mistaken'
}

/** Whether it is `ti.rsi` without brackets behind; tells that these are missing. */
export function tellExternMember(checker: Checker, env: Env, expr: Expr): boolean {
  const found = externNamed(checker, expr, env)
  if (found !== undefined && found !== 'mistaken') {
    const name = textAt(checker, env, expr.span)
    report(checker, env, 'function-without-call', expr.span, { name })
  }
  return found !== undefined
}

/** `ti` by itself. */
export function uncalledExtern(
  checker: Checker,
  env: Env,
  library: ExternLibrary | undefined,
  span: Span,
): TypedExpr {
  if (library !== undefined) {
    const { prefix, functions } = library
    const [example = 'f'] = functions.keys()
    report(checker, env, 'extern-uncalled', span, { prefix, example: `${prefix}.${example}(…)` })
  }
  return broken(env, span)
}
