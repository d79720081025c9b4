import { describe, expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { runTests } from '../../editor/pipeline/run-tests.ts'
import { gatherLibraries } from '../../language/libraries.ts'
import { DESIGNS } from '../language/syntax/examples.ts'

/** What the design has and this version not yet. */
const LATER: ReadonlySet<string> = new Set(['momentum_top5.strat', 'pairs.strat'])

const texts = new Map(DESIGNS.map(({ name, source }) => [name, source]))

describe.skipIf(DESIGNS.length === 0)('the examples of the design', () => {
  test.each(DESIGNS)('$name compiles as it stands, and its tests hold', ({ name, source }) => {
    const { program, diagnostics, ...compiled } = compileText(
      source,
      gatherLibraries(source, (path) => texts.get(path)),
    )
    const codes = diagnostics.map(({ code }) => code)
    if (LATER.has(name)) return expect(codes).toContain('not-yet')
    expect(diagnostics).toEqual([])
    const results = runTests(program!, compiled.source, { files: new Map() })
    expect(results.flatMap(({ failures }) => failures)).toEqual([])
  })
})
