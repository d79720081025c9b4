import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { load } from '../../compiler/load.ts'
import { MATH } from '../../stdlib/math.ts'
import { strategyOf } from './strategy.ts'

const sample = join(import.meta.dirname, 'samples/hostile/input.strat')
const { compiled, module } = strategyOf(readFileSync(sample, 'utf8'))

/** All that emitted code may name besides what it declares itself. */
const ALLOWED = new Set(['Math', 'NaN', 'Infinity', 'undefined', 'Int32Array', 'Float64Array'])

/** Names that are read but not declared in a module. */
function freeNames(text: string): readonly string[] {
  const file = ts.createSourceFile('module.js', text, ts.ScriptTarget.ES2022, true)
  const [declared, read] = [new Set<string>(), new Set<string>()]
  const visit = (node: ts.Node): void => {
    const named = ts.isVariableDeclaration(node) || ts.isParameter(node)
    if ((named || ts.isFunctionDeclaration(node)) && node.name) declared.add(node.name.getText())
    if (ts.isIdentifier(node) && !isMember(node)) read.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return [...read].filter((name) => !declared.has(name) && !ALLOWED.has(name))
}

function isMember({ parent, text }: ts.Identifier): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === text
  return ts.isPropertyAssignment(parent) || ts.isGetAccessor(parent)
}

describe('a hostile strategy', () => {
  test('keeps its texts as data', () => {
    expect(module.meta.title).toContain('</script><script>alert(1)</script>')
    expect(module.meta.rules[0]!.tag).toBe('*/ return 1 //')
    expect(module.meta.parameters.map(({ name }) => name)).toEqual(['__proto__', 'await'])
  })

  test.each(['javascript', 'typescript', 'sourceMap'] as const)(
    '%s cannot leave a page',
    (name) => {
      if (name !== 'sourceMap') expect(compiled[name]).not.toMatch(/<\/script|\*\/|\u2028|\u2029/)
      if (name === 'sourceMap') expect(compiled[name]).not.toContain('<')
    },
  )

  test('its names reach the code nowhere but in comments and data', () => {
    const code = compiled.javascript
      .split('\n')
      .filter((line) => !line.startsWith('const meta ='))
      .map((line) => line.replace(/\/\/.*/, ''))
      .join('\n')
    expect(code).not.toMatch(/__proto__|await|constructor|prototype|arguments|eval/)
  })

  test('the code names only itself, Math and arrays', () => {
    expect(freeNames(compiled.javascript)).toEqual([])
    expect(freeNames('process.exit(1); const a = 1; a.b')).toEqual(['process'])
  })
})

describe('load', () => {
  test('takes nothing but a module that compile made', () => {
    expect(() => load('process.exit(1)')).toThrow('not a module')
  })

  test('hides the world from the module', () => {
    const peek = compiled.javascript.replace(
      'const messages = []',
      'const messages = [typeof process, typeof globalThis, typeof fetch, typeof require]',
    )
    expect(peek).not.toBe(compiled.javascript)
    const { broken } = load(peek)
    expect(broken(new Float64Array(2), MATH)).toEqual(Array(4).fill('undefined'))
  })
})
