import type { FunctionStatement, LetStatement, Name, ParamStatement } from '../syntax/ast.ts'
import { checkAnnotation } from './annotation.ts'
import {
  broken,
  type Checker,
  type Env,
  exhausted,
  lookup,
  markOf,
  report,
  takeBack,
} from './context.ts'
import { bindLets, boundNames, type LetOptions } from './definitions.ts'
import { body } from './inline.ts'
import { remembered } from './memory.ts'
import { checkMode, type ModeStatement, modeLets, statesOf } from './modes.ts'
import { checkParameter } from './params.ts'
import { BASE_NAMES } from './streams.ts'

/**
 * Binds every name the program defines: functions, parameters, definitions. Their written order
 * does not matter; a name taken twice keeps its first meaning.
 */
export function bindNames(
  checker: Checker,
  statements: readonly (ParamStatement | LetStatement | FunctionStatement | ModeStatement)[],
  env: Env,
  options: LetOptions = { prefix: '', visible: true },
): void {
  const taken = new Map<string, Name>()
  const claim = (name: Name, what: string): boolean =>
    !comesFromImport(checker, env, name, what) && claimName(checker, env, taken, name, what)
  const lets: LetStatement[] = []
  const parameters: ParamStatement[] = []
  const modes: ModeStatement[] = []
  for (const statement of statements) {
    if (statement.kind === 'param') {
      if (claim(statement.name, 'parameter')) parameters.push(statement)
    } else if (statement.kind === 'let') {
      if (boundNames(statement).every((name) => claim(name, 'definition'))) lets.push(statement)
    } else if (statement.kind === 'mode') {
      if (claim(statement.name, 'mode')) modes.push(statement)
    } else if (claim(statement.name, 'function')) {
      checkFunctionNames(checker, statement, env)
      const binding = { kind: 'function', fn: statement, scope: env.scope } as const
      env.scope.names.set(statement.name.text, binding)
    }
  }
  for (const statement of parameters) checkParameter(checker, statement, env)
  for (const mode of modes) {
    const { text } = mode.name
    const binding = { kind: 'mode', name: text, states: statesOf(mode), scope: env.scope } as const
    env.scope.names.set(text, binding)
    const written = { kind: 'mode', of: mode }
    lets.push(...remembered(checker, env, written, () => modeLets(mode)))
  }
  bindLets(checker, lets, env, options)
  for (const mode of modes) {
    remembered(checker, env, { kind: 'arcs', of: mode }, (own) => checkMode(own, mode, env))
  }
}

/** Whether a library that the file imports has the name already; tells where it has. */
function comesFromImport(checker: Checker, env: Env, name: Name, what: string): boolean {
  const imported = lookup(env.scope, name.text)
  if (imported?.kind !== 'function' || imported.from === undefined) return false
  const labels = [{ span: imported.from, message: `\`${name.text}\` comes from here` }]
  report(checker, env, 'duplicate-name', name.span, { name: name.text, what }, { labels })
  return true
}

/** Whether the name is free; tells where it is not. */
function claimName(
  checker: Checker,
  env: Env,
  taken: Map<string, Name>,
  name: Name,
  what: string,
): boolean {
  if (name.text === '') return false
  if (BASE_NAMES.has(name.text)) {
    report(checker, env, 'base-name', name.span, { name: name.text })
    return false
  }
  const first = taken.get(name.text)
  if (first === undefined) {
    taken.set(name.text, name)
    return true
  }
  const labels = [{ span: first.span, message: `\`${name.text}\` is first defined here` }]
  report(checker, env, 'duplicate-name', name.span, { name: name.text, what }, { labels })
  return false
}

/** A function's own names: its parameters and local definitions. */
function checkFunctionNames(checker: Checker, fn: FunctionStatement, env: Env): void {
  const taken = new Map<string, Name>()
  for (const { name, annotation } of fn.parameters) {
    claimName(checker, env, taken, name, 'parameter')
    if (annotation !== undefined) checkAnnotation(checker, env, annotation)
  }
  for (const name of fn.lets.flatMap(boundNames)) {
    claimName(checker, env, taken, name, 'definition')
  }
}

/**
 * Functions that nothing calls are checked too, with parameters that fit everywhere: what is
 * told of them is wrong whatever they are called with.
 */
export function checkUncalled(
  checker: Checker,
  functions: readonly FunctionStatement[],
  env: Env,
): void {
  checker.nodes = 0
  // Callers mostly stand last: what they call is then checked already.
  for (const fn of [...functions].reverse()) {
    if (checker.inlined.has(fn) || exhausted(checker)) continue
    remembered(checker, env, { kind: 'uncalled', of: fn }, (own) => checkBody(own, fn, env))
  }
}

function checkBody(checker: Checker, fn: FunctionStatement, env: Env): void {
  const mark = markOf(checker)
  const frames = [{ fn, call: fn.name.span }]
  const inner: Env = { scope: { names: new Map(), parent: env.scope }, place: 'clause', frames }
  for (const { name } of fn.parameters) {
    const value = broken(env, name.span)
    inner.scope.names.set(name.text, { kind: 'value', value, span: name.span })
  }
  body(checker, fn, inner)
  // A function is too large only where it is called.
  const found = takeBack(checker, mark).filter(({ code }) => code !== 'too-large')
  checker.diagnostics.push(...found)
}
