import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { Argument, Expr } from '../syntax/ast.ts'
import { type Checker, type Env, report } from './context.ts'
import type { Value } from './node.ts'

/** One thing a call may give. */
export interface Formal {
  readonly name: string
  /** A source that may be left out when the first argument is a constant: `rsi(14)`. */
  readonly natural?: boolean
  /** Has a default. */
  readonly optional?: boolean
}

/** A written argument, with its value where it is already checked. */
export interface Given {
  readonly argument: Argument
  readonly value?: Value
}

/**
 * Which argument goes to which formal, by index; a formal with a default may get none. Tells of
 * arguments too many, missing, named wrongly or twice, and is then undefined.
 */
export function bindArguments(
  checker: Checker,
  call: Extract<Expr, { kind: 'call' }>,
  callee: string,
  formals: readonly Formal[],
  given: readonly Given[],
  env: Env,
  definedAt?: Span,
): readonly (Given | undefined)[] | undefined {
  const bound: (Given | undefined)[] = formals.map(() => undefined)
  const signature = signatureText(callee, formals)
  const labels = definedAt === undefined ? [] : [{ span: definedAt, message: 'defined here' }]
  const positional = given.filter(({ argument }) => argument.name === undefined)
  let next = firstFormal(formals, given)
  for (const each of positional) {
    if (next >= formals.length) {
      const { span } = each.argument.value
      report(checker, env, 'too-many-arguments', span, { callee, signature }, { labels })
      return undefined
    }
    bound[next++] = each
  }
  for (const each of given) {
    const { name } = each.argument
    if (name === undefined) continue
    const index = formals.findIndex((formal) => formal.name === name.text)
    const code = index < 0 ? 'unknown-argument' : 'argument-twice'
    if (index < 0 || bound[index] !== undefined) {
      const replacement = index < 0 ? meantBy(name.text, formals.map(nameOf)) : undefined
      const fix = replacement && { title: `Write ${replacement}`, span: name.span, replacement }
      const extra = fix ? { labels, fix } : { labels }
      report(checker, env, code, name.span, { callee, name: name.text, signature }, extra)
      return undefined
    }
    bound[index] = each
  }
  for (const [index, formal] of formals.entries()) {
    if (bound[index] !== undefined || formal.natural === true || formal.optional === true) continue
    const { name } = formal
    report(checker, env, 'missing-argument', call.span, { callee, name, signature }, { labels })
    return undefined
  }
  return bound
}

/** Which formal the first argument without a name goes to: `rsi(14)` leaves the source out. */
export function firstFormal(formals: readonly Formal[], given: readonly Given[]): number {
  return skipsSource(formals, given) ? leadingSources(formals) : 0
}

/** What a length is called elsewhere. */
const LENGTHS = /^(time_?period|periods?|window|span|len|n)$/i

function meantBy(name: string, formals: readonly string[]): string | undefined {
  return nearest(name, formals) ?? formals.find((one) => one === 'length' && LENGTHS.test(name))
}

function nameOf(formal: Formal): string {
  return formal.name
}

function leadingSources(formals: readonly Formal[]): number {
  const first = formals.findIndex((formal) => formal.natural !== true)
  return first < 0 ? formals.length : first
}

/**
 * `rsi(14)`: the first argument is a constant, and there is room for all behind the sources.
 * Where the others are named it is the source after all: `sma(5, length: 3)`.
 */
function skipsSource(formals: readonly Formal[], given: readonly Given[]): boolean {
  const positional = given.filter(({ argument }) => argument.name === undefined)
  const value = positional[0]?.value
  if (value === undefined || value.kind === 'record' || value.color !== 'constant') return false
  const named = new Set(given.map(({ argument }) => argument.name?.text))
  const room = formals.slice(leadingSources(formals)).filter(({ name }) => !named.has(name))
  return positional.length <= room.length
}

/** `sma(x = close, length)` as messages show it. */
export function signatureText(callee: string, formals: readonly Formal[]): string {
  const parts = formals.map(({ name, natural, optional }) =>
    natural === true || optional === true ? `${name}?` : name,
  )
  return `${callee}(${parts.join(', ')})`
}
