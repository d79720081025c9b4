import { expect, test } from 'vitest'
import type { Span } from '../../../language/diagnostic.ts'
import { codeActions } from '../../../language/service/code-actions.ts'
import { complete } from '../../../language/service/complete.ts'
import { definition } from '../../../language/service/definition.ts'
import { type DocumentSymbol, documentSymbols } from '../../../language/service/document-symbols.ts'
import { foldingRanges } from '../../../language/service/folding-ranges.ts'
import { hover } from '../../../language/service/hover.ts'
import { inlayHints } from '../../../language/service/inlay-hints.ts'
import { references } from '../../../language/service/references.ts'
import { rename } from '../../../language/service/rename.ts'
import { semanticTokens } from '../../../language/service/semantic-tokens.ts'
import { signatureHelp } from '../../../language/service/signature-help.ts'
import { mutate } from '../../fuzz/mutate.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { caseSeed, seeded } from '../../parity/random.ts'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'
import { analysed } from './marked.ts'

const SOURCES = [...STRATEGIES, ...DESIGNS].map(({ source }) => source).concat(WHOLE_LANGUAGE)
const SEED = 20_240_328

/** Asks everything of a text, the rest at each offset; gives what is wrong with the places. */
function faults(source: string, offsets: readonly number[]): readonly string[] {
  const analysis = analysed(source)
  const tokens = semanticTokens(analysis).map(({ span }) => span)
  const places: (readonly [string, Span | undefined])[] = [
    ...tokens.map((span) => ['token', span] as const),
    ...foldingRanges(analysis).map(({ span }) => ['fold', span] as const),
    ...inlayHints(analysis).map(({ offset }) => ['hint', { start: offset, end: offset }] as const),
    ...documentSymbols(analysis).flatMap(entries),
  ]
  for (const offset of offsets) {
    const { definition: defined, uses } = references(analysis, offset)
    const renamed = rename(analysis, offset, 'quite_another')
    const edits = renamed.kind === 'edits' ? renamed.edits : []
    signatureHelp(analysis, offset)
    places.push(
      ...complete(analysis, offset).map(({ span }) => ['complete', span] as const),
      ['hover', hover(analysis, offset)?.span],
      ['definition', definition(analysis, offset)],
      ['defined', defined],
      ...uses.map((span) => ['use', span] as const),
      ...edits.map(({ span }) => ['edit', span] as const),
      ...codeActions(analysis, { start: offset, end: offset }).flatMap((action) =>
        action.edits.map(({ span }) => ['fix', span] as const),
      ),
    )
  }
  const overlapping = tokens.filter((span, i) => i > 0 && span.start < tokens[i - 1]!.end)
  return [
    ...places.flatMap(([what, span]) => (inside(span, source) ? [] : [`${what} ${span?.start}`])),
    ...overlapping.map(({ start }) => `tokens overlap at ${start}`),
  ]
}

function entries(entry: DocumentSymbol): readonly (readonly [string, Span])[] {
  const own = [['entry', entry.span] as const, ['name', entry.nameSpan] as const]
  return [...own, ...entry.children.flatMap(entries)]
}

function inside(span: Span | undefined, source: string): boolean {
  if (span === undefined) return true
  return span.start >= 0 && span.start <= span.end && span.end <= source.length
}

test('every example, cut anywhere, asked at its end and somewhere in it', () => {
  for (const [index, source] of SOURCES.entries()) {
    const random = seeded(caseSeed(SEED, index))
    for (let k = 0; k < 40; k++) {
      const length = random.int(0, source.length)
      const text = source.slice(0, length)
      expect(faults(text, [length, random.int(0, length)]), `${SEED} ${index}\n${text}`).toEqual([])
    }
  }
})

test('mutated texts, asked in them and outside', () => {
  for (let index = 0; index < 400; index++) {
    const random = seeded(caseSeed(SEED, index))
    const source = mutate(random.pick(SOURCES), SOURCES, random)
    const offsets = [random.int(0, source.length), random.int(0, source.length)]
    const found = faults(source, [...offsets, -1, source.length + 1, Number.NaN])
    expect(found, `${SEED} ${index}\n${source}`).toEqual([])
  }
})

test('a long text is no trouble', () => {
  const deep = `strategy "x"\nlet x = ${'('.repeat(200)}close${' + close'.repeat(2_000)}`
  expect(faults(deep, [deep.length, 60])).toEqual([])
})
