import type { Externs } from '../stdlib/extern.ts'
import type { BoundStrategy, StrategyModule } from '../stdlib/module.ts'
import { CompilerError } from './assert.ts'
import { EXPORT_LINE } from './emit/module.ts'

/** What compiled text has no business with; `Math` and the language itself are left. */
export const HIDDEN = [
  'globalThis',
  'window',
  'self',
  'global',
  'document',
  'process',
  'require',
  'module',
  'exports',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'Worker',
  'importScripts',
  'postMessage',
  'localStorage',
  'indexedDB',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'Function',
  'Date',
  'Proxy',
  'Reflect',
]

/** What the text itself has: its `bind` is handed the externs too. */
interface ModuleText extends Omit<StrategyModule, 'bind'> {
  bind(...args: [...Parameters<StrategyModule['bind']>, Externs]): BoundStrategy
}

/**
 * Runs a module that `compile` made, in memory. This is no sandbox: the text is trusted because we
 * compiled it, and what is hidden from it is a second fence.
 */
export function load(javascript: string, externs: Externs = {}): StrategyModule {
  const end = `${EXPORT_LINE}\n`
  if (!javascript.endsWith(end)) throw new CompilerError('not a module that `compile` made')
  const body = javascript.slice(0, -end.length)
  const make = new Function(...HIDDEN, `"use strict"\n${body}return { meta, broken, bind }`)
  const { bind, ...made } = make() as ModuleText
  return { ...made, bind: (parameters, bars, math) => bind(parameters, bars, math, externs) }
}
