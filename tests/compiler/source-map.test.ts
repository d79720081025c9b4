import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SourceMap } from '../../compiler/emit/source-map.ts'
import { strategyOf } from './strategy.ts'

const sample = join(import.meta.dirname, 'samples/everything/input.strat')
const source = readFileSync(sample, 'utf8').replaceAll('\r\n', '\n')
const { compiled } = strategyOf(source)
const map = JSON.parse(compiled.sourceMap) as SourceMap

/** By emitted line, the text of the source at the place it maps to. */
function placesOf({ mappings }: SourceMap): readonly (string | undefined)[] {
  const sourceLines = source.split('\n')
  let [line, column] = [0, 0]
  return mappings.split(';').map((segment) => {
    if (segment === '') return undefined
    const [, , lines, columns] = decoded(segment)
    line += lines!
    column += columns!
    return sourceLines[line]!.slice(column)
  })
}

function decoded(segment: string): readonly number[] {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const values: number[] = []
  let [value, shift] = [0, 0]
  for (const character of segment) {
    const digit = digits.indexOf(character)
    value |= (digit & 31) << shift
    shift += 5
    if ((digit & 32) !== 0) continue
    values.push(value & 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return values
}

const places = placesOf(map)
const lines = compiled.javascript.split('\n')
const placeOf = (pattern: RegExp) => places[lines.findIndex((line) => pattern.test(line))]

test('names the source without a path and carries its text', () => {
  expect(map).toMatchObject({ version: 3, sources: ['strategy.strat'], sourcesContent: [source] })
})

test('a step maps to its call', () => {
  expect(placeOf(/\/\/ atr/)).toMatch(/^atr\(length\)/)
  expect(placeOf(/\/\/ valuewhen/)).toMatch(/^valuewhen\(quiet, high\)/)
})

test('arithmetic, clauses and requires map to what was written', () => {
  expect(placeOf(/messages\.push/)).toMatch(/^(require )?length > back/)
  expect(placeOf(/const raw\d+ = x\d+ \/ x\d+$/)).toMatch(/^close \/ close\[back\]/)
  expect(placeOf(/out\[at \+ 1\] = market/)).toMatch(/^min\(close, pivot\) \* 99\.5%/)
})

test('most lines of the kernels have a place', () => {
  const mapped = places.filter((place) => place !== undefined).length
  expect(mapped / places.length).toBeGreaterThan(0.5)
})
