import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile, optimize } from '../../compiler/compile.ts'
import { lower } from '../../compiler/lower/lower.ts'
import { graphText } from '../../compiler/print.ts'
import { programOf } from './strategy.ts'

// A sample is a folder: input.strat, and what becomes of it. `UPDATE_SAMPLES=1` writes that anew;
// read the difference. (The module ends in .txt so that no tool takes it for a module of ours.)

const folder = join(import.meta.dirname, 'samples')

function same(path: string, text: string): void {
  if (process.env.UPDATE_SAMPLES !== undefined) writeFileSync(path, text)
  expect(existsSync(path), `${path} is missing: run with UPDATE_SAMPLES=1`).toBe(true)
  expect(text).toBe(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'))
}

describe.each(readdirSync(folder))('%s', (name) => {
  const source = readFileSync(join(folder, name, 'input.strat'), 'utf8').replaceAll('\r\n', '\n')
  const program = programOf(source)

  test('graph', () => {
    same(join(folder, name, 'graph.txt'), graphText(optimize(lower(program))))
  })

  test('program', () => {
    same(join(folder, name, 'program.ts.txt'), compile(program, source).typescript)
  })
})
