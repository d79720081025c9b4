import { describe, expect, test } from 'vitest'
import { CATALOGUE, type CatalogueEntry, type Code } from '../../language/catalogue.ts'
import { SYNTAX_CATALOGUE } from '../../language/syntax/catalogue.ts'
import { parse } from '../../language/syntax/parse.ts'
import { checkSource, mended } from './check/checked.ts'

const ENTRIES = Object.entries(CATALOGUE) as [Code, CatalogueEntry][]

/** Hints begin with a verb; a new one is added knowingly. */
const VERB =
  /^(Add|Begin|Call|Check|Choose|Compare|Correct|Count|Define|Give|Join|Keep|Make|Move|Name|Narrow|Put|Remove|Rename|Replace|Say|Swap|Turn|Use|Widen|Write)\b/

/** A reader knows of words, signs, lines and files, not of how they are read. */
const PARSER_WORDS = new RegExp(
  'token|EOF|viable|\\bparse|lexer|grammar|identifier|literal|syntax|unexpected|invalid|illegal|' +
    'rule stack|lookahead(?!_on)',
  'i',
)

/** Codes whose text cannot be right in all else, because what they are about is not yet there. */
const PARSED_ONLY: ReadonlySet<string> = new Set(['no-such-date', 'no-such-time', 'state-due'])

const diagnosticsOf = (code: string, source: string) =>
  PARSED_ONLY.has(code) && code in SYNTAX_CATALOGUE
    ? parse(source).diagnostics
    : checkSource(source).diagnostics

describe('the catalogue', () => {
  test.each(ENTRIES)('%s: wrong gives exactly this, right gives nothing', (code, entry) => {
    expect(diagnosticsOf(code, entry.wrong).map((one) => one.code)).toEqual([code])
    expect(checkSource(entry.right).diagnostics).toEqual([])
  })

  test.each(ENTRIES)('%s is said in the reader’s words', (code, entry) => {
    const { message, hint } = diagnosticsOf(code, entry.wrong)[0]!
    for (const text of [message, hint]) {
      expect(text).toMatch(/^[`A-Z].*\.$/s)
      expect(text).not.toMatch(/[{}]|undefined|NaN/)
    }
    for (const text of [entry.hint.replace(/^\{hint\}/, hint), hint]) expect(text).toMatch(VERB)
    for (const text of [entry.message, entry.hint, message, hint, entry.explanation]) {
      expect(text).not.toMatch(PARSER_WORDS)
    }
    // A few sentences, as a person would say them.
    expect(entry.explanation).toMatch(/^[`A-Z].*\.$/s)
    expect(entry.explanation.length).toBeGreaterThan(90)
    expect(entry.explanation).not.toMatch(/\{\w+\}/)
  })

  const mendable = ENTRIES.filter(([code, { wrong }]) => diagnosticsOf(code, wrong)[0]?.fix)

  test('offers many fixes', () => {
    expect(mendable.length).toBeGreaterThan(60)
  })

  test.each(mendable)('the fix of %s leaves no error', (code, { wrong }) => {
    const [diagnostic] = diagnosticsOf(code, wrong)
    const { diagnostics } = checkSource(mended(wrong, diagnostic!))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

describe('the lint itself', () => {
  test('refuses a parser’s words and hints without a verb', () => {
    expect('Unexpected token').toMatch(PARSER_WORDS)
    expect('The syntax is invalid.').toMatch(PARSER_WORDS)
    expect('Perhaps a bracket is missing.').not.toMatch(VERB)
  })
})
