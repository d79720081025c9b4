import { describe, expect, test } from 'vitest'
import type { CatalogueEntry } from '../../../language/catalogue.ts'
import { SYNTAX_CATALOGUE } from '../../../language/syntax/catalogue.ts'
import { parse } from '../../../language/syntax/parse.ts'

const ENTRIES: readonly (readonly [string, CatalogueEntry])[] = Object.entries(SYNTAX_CATALOGUE)

/** The verbs hints begin with; a new one is added knowingly. */
const VERB = /^(Begin|Check|Choose|Compare|Give|Join|Move|Name|Remove|Replace|Use|Write)\b/

/** A reader knows of words, signs, lines and files, not of how they are read. */
const PARSER_WORDS = new RegExp(
  'token|EOF|viable|parse|lexer|grammar|identifier|literal|syntax|unexpected|invalid|illegal|' +
    'rule stack|lookahead',
  'i',
)

describe('the catalogue of what the parser can complain of', () => {
  test.each(ENTRIES)('%s', (code, entry) => {
    const wrong = parse(entry.wrong).diagnostics
    expect(wrong.map((diagnostic) => diagnostic.code)).toEqual([code])
    expect(parse(entry.right).diagnostics).toEqual([])
    expect(entry.hint).toMatch(VERB)
    for (const text of [entry.message, entry.hint, entry.explanation, wrong[0]!.message]) {
      expect(text).not.toMatch(PARSER_WORDS)
    }
    expect(wrong[0]!.message).toMatch(/^[`A-Z].*\.$/)
    expect(entry.explanation).toMatch(/^[`A-Z].*\.$/s)
  })
})
