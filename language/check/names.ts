import type { FunctionStatement, LetStatement, Name, ParamStatement } from '../syntax/ast.ts'
import { checkAnnotation } from './annotation.ts'
import { broken, type Checker, type Env, exhausted, report } from './context.ts'
import { bindLets, boundNames } from './definitions.ts'
import { body } from './inline.ts'
import { checkParameter } from './params.ts'
import { BASE_NAMES } from './streams.ts'

/**
 * Binds every name the program defines: functions, parameters, definitions. Their written order
 * does not matter; a name taken twice keeps its first meaning.
 */
export function bindNames(
  checker: Checker,
  statements: readonly (ParamStatement | LetStatement | FunctionStatement)[],
  env: Env,
): void {
  const taken = new Map<string, Name>()
  const claim = (name: Name, what: string): boolean => claimName(checker, env, taken, name, what)
  const lets: LetStatement[] = []
  const parameters: ParamStatement[] = []
  for (const statement of statements) {
    if (statement.kind === 'param') {
      if (claim(statement.name, 'parameter')) parameters.push(statement)
    } else if (statement.kind === 'let') {
      if (boundNames(statement).every((name) => claim(name, 'definition'))) lets.push(statement)
    } else if (claim(statement.name, 'function')) {
      checkFunctionNames(checker, statement, env)
      const binding = { kind: 'function', fn: statement, scope: env.scope } as const
      env.scope.names.set(statement.name.text, binding)
    }
  }
  for (const statement of parameters) checkParameter(checker, statement, env)
  bindLets(checker, lets, env, { prefix: '', visible: true })
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
    const kept = checker.definitions.length
    const required = checker.requires.length
    const told = checker.diagnostics.length
    const frames = [{ fn, call: fn.name.span }]
    const inner: Env = { scope: { names: new Map(), parent: env.scope }, place: 'clause', frames }
    for (const { name } of fn.parameters) {
      const value = broken(env, name.span)
      inner.scope.names.set(name.text, { kind: 'value', value, span: name.span })
    }
    body(checker, fn, inner)
    checker.definitions.length = kept
    checker.requires.length = required
    // A function is too large only where it is called.
    const found = checker.diagnostics.splice(told).filter(({ code }) => code !== 'too-large')
    checker.diagnostics.push(...found)
  }
}
