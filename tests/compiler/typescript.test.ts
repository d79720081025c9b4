import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { strategyOf } from './strategy.ts'

const sample = join(import.meta.dirname, 'samples/everything/input.strat')
const { compiled, program, source } = strategyOf(readFileSync(sample, 'utf8'))

/** Strict type errors of one module that stands alone. */
function mistakes(text: string): readonly string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: [],
    noEmit: true,
  }
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (name, ...rest) =>
    name === 'strategy.ts' ? ts.createSourceFile(name, text, rest[0], true) : read(name, ...rest)
  const found = ts.getPreEmitDiagnostics(ts.createProgram(['strategy.ts'], options, host))
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

test('the TypeScript is strict TypeScript without an import', () => {
  expect(mistakes(compiled.typescript)).toEqual([])
  expect(mistakes(compiled.typescript.replace('from: number', 'from: string'))).not.toEqual([])
})

test.each([
  ['clocks and sessions', 'let a = (sma(close, 3) @ 1w) + (minute ?? 0)'],
  ['all of the mathematics', 'let a = median(close, 5) + cos(1.5 * close) + atan(close)'],
  ['parts and later stops', 'exit half of long when open_profit > 0'],
])('so it is with %s', (_, line) => {
  const rule = 'enter long when a > 0\nsize 1 shares\nstop trailing close - atr(3) after 1R'
  const lets = line.startsWith('let') ? line : `let a = close\n${line}`
  const text = `strategy "Typed"\ntimeframe 1d\n${lets}\n${rule}`
  expect(mistakes(strategyOf(text).compiled.typescript)).toEqual([])
})

test('without its annotations it is the JavaScript, line by line', () => {
  const stripped = ts.transpileModule(compiled.typescript, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText
  const plain = ts.transpileModule(compiled.javascript, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText
  expect(stripped).toBe(plain)
})

test('the same source gives the same bytes', () => {
  const again = strategyOf(source).compiled
  expect(again.javascript).toBe(compiled.javascript)
  expect(again.typescript).toBe(compiled.typescript)
  expect(again.sourceMap).toBe(compiled.sourceMap)
  expect(program.title).toBe('Everything')
})

test('line ends do not change the hash, any other character does', () => {
  const { sourceHash } = strategyOf(source.replaceAll('\n', '\r\n')).compiled
  expect(sourceHash).toBe(compiled.sourceHash)
  expect(strategyOf(`${source} `).compiled.sourceHash).not.toBe(compiled.sourceHash)
})
