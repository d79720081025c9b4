/** What every function of technicalindicators must hold to, asked of all of them. */
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { externText } from '../../editor/cli/extern-text.ts'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { FACTS } from '../../stdlib/externs/technicalindicators-table.ts'
import { columnDifference } from '../parity/difference.ts'
import { type Feeding, observe } from '../parity/observe.ts'
import { subjectOfProgram } from '../parity/subject.ts'
import { barsOf } from '../stdlib/plotted.ts'
import { columnsFor, SHAPES } from '../stdlib/series.ts'

const NAME = 'technicalindicators'
const LIBRARIES = new Map([[NAME, externText(NAME, () => undefined, 'allow')!]])
const library = BUILTINS.externs!.get(NAME)!
const FUNCTIONS = [...library.functions.values()]
const BARS = 90

const HEAD = `strategy "externs"\ntimeframe 1d\nimport "${NAME}"\n`

function callOf(name: string, params: readonly number[]): string {
  const { inputs } = library.functions.get(name)!.results[0]!.signature
  const columns = inputs.map(({ natural }, i) => natural ?? (i === 0 ? 'close' : 'open'))
  return `ti.${name}(${[...columns, ...params].join(', ')})`
}

function subjectOf(lines: string) {
  const { program, source, diagnostics } = compileText(HEAD + lines, LIBRARIES)
  expect(diagnostics.map(({ message }) => message)).toEqual([])
  return subjectOfProgram(program!, source)
}

test('has every class of the package that streams', () => {
  const exported = createRequire(import.meta.url)(NAME) as Record<string, { prototype?: object }>
  const streaming = Object.keys(exported).filter(
    (name) => 'nextValue' in (exported[name]?.prototype ?? {}),
  )
  // Its `nextValue` throws: a profile is of all bars.
  const offered = [...Object.values(FACTS).map(({ type }) => type), 'VolumeProfile']
  expect(offered.sort()).toEqual(streaming.sort())
})

const CUTS: readonly Feeding[] = [
  { kind: 'pieces', seed: 1 },
  { kind: 'single bars' },
  { kind: 'restored', at: [1, 20, 21, 60] },
]

describe.each(FUNCTIONS)('$name', ({ name, results }) => {
  const { params } = results[0]!.signature
  const plots = (given: readonly number[]) =>
    results
      .map(({ field, signature }) => {
        const call = `${callOf(name, given)}${field === undefined ? '' : `.${field}`}`
        return `plot ${'bool' in signature.result ? `if ${call} then 1 else 0` : call}\n`
      })
      .join('')
  /** Params that differ from one another, so that no two stand for each other. */
  function values(n: number): readonly number[] {
    return params.map(({ integer, min, value }, i) => (integer ? Math.max(min, n + i) : value!))
  }

  test('is known exactly from its warm-up on', () => {
    const sets = [2, 3, 7].map(values)
    const { compiled } = subjectOf(sets.map(plots).join(''))
    const bars = barsOf(columnsFor(SHAPES['prices in cents']!, BARS, 3))
    const seen = observe(compiled, new Float64Array(), bars, { kind: 'whole' })
    sets.forEach((given, set) => {
      results.forEach(({ signature }, at) => {
        const column = [...seen.plots[set * results.length + at]!]
        const first = column.findIndex((value) => !Number.isNaN(value))
        expect(first, `${signature.name}(${given})`).toBe(signature.warmup(...given))
      })
    })
  })

  test('shows nothing of where its history began, once it is settled', () => {
    const given = values(3)
    const { compiled } = subjectOf(plots(given))
    const bars = columnsFor(SHAPES['prices in cents']!, 300, 7)
    const begun = 41
    const { open, high, low, close, volume } = bars
    const late = {
      ...{ open: open.slice(begun), high: high.slice(begun), low: low.slice(begun) },
      ...{ close: close.slice(begun), volume: volume.slice(begun) },
    }
    const [whole, part] = [bars, late].map(
      (one) => observe(compiled, new Float64Array(), barsOf(one), { kind: 'whole' }).plots,
    )
    results.forEach(({ signature }, at) => {
      const { settles, warmup, name: full } = signature
      if (settles === 'never') return
      const from = warmup(...given) + (settles?.(...given) ?? 0)
      for (let i = from; i < 300 - begun; i++) {
        const [one, other] = [part![at]![i]!, whole![at]![begun + i]!]
        const apart = Math.abs(one - other)
        expect(apart, `${full} at ${i}`).toBeLessThanOrEqual(1e-6 * Math.max(100, Math.abs(other)))
      }
    })
  })

  test('means the same however it is fed', () => {
    const subject = subjectOf(plots(values(3)))
    const none = new Float64Array()
    for (const [shape, make] of Object.entries(SHAPES)) {
      const bars = barsOf(columnsFor(make, BARS, 5))
      const meant = observe(subject.interpreted, none, bars, { kind: 'whole' })
      for (const feeding of [{ kind: 'whole' } as const, ...CUTS]) {
        const ran = observe(subject.compiled, none, bars, feeding)
        ran.plots.forEach((column, at) => {
          const path = `${shape}, ${feeding.kind}, ${at}`
          expect(columnDifference(meant.plots[at]!, column, 0, BARS, path)).toBeUndefined()
        })
      }
    }
  })
})
