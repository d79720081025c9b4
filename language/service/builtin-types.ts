import type { Builtins } from '../builtins.ts'
import type { Type } from '../types.ts'
import { analyse } from './analyse.ts'
import { builtinCallables, callTemplate } from './callable.ts'
import { typeOf } from './types-at.ts'

const known = new WeakMap<Builtins, ReadonlyMap<string, readonly Type[]>>()

/**
 * What each builtin gives for prices and for volumes, by name. The checker is asked, once a
 * library: nothing else knows what a function written in Strat makes of its arguments.
 */
export function builtinTypes(builtins: Builtins): ReadonlyMap<string, readonly Type[]> {
  const found = known.get(builtins)
  if (found !== undefined) return found
  const calls = [...builtinCallables(builtins).values()].flatMap((callable) => {
    const call = callTemplate(callable).replaceAll(/[‹›]/g, '')
    return [call, call.replaceAll('close', 'volume')].map((text) => [callable.name, text] as const)
  })
  const lines = calls.map(([, call], i) => `let it_${i} = ${call}`)
  const analysis = analyse(`strategy ""\ntimeframe 1d\n${lines.join('\n')}`, builtins)
  const lets = analysis.tree.statements.filter((statement) => statement.kind === 'let')
  const made = new Map<string, Type[]>(calls.map(([name]) => [name, []]))
  for (const [i, { value }] of lets.entries()) {
    const type = typeOf(analysis, value)
    if (type !== undefined) made.get(calls[i]![0])!.push(type)
  }
  known.set(builtins, made)
  return made
}
