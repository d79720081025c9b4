import { describe, expect, test } from 'vitest'
import type { CatalogueEntry } from '../../../language/catalogue.ts'
import { CHECK_CATALOGUE } from '../../../language/check/catalogue.ts'
import { checkSource, mended } from './checked.ts'

const ENTRIES: readonly (readonly [string, CatalogueEntry])[] = Object.entries(CHECK_CATALOGUE)

/** Hints begin with a verb; a new one is added knowingly. */
const VERB =
  /^(Add|Call|Choose|Compare|Count|Define|Give|Join|Keep|Make|Move|Narrow|Remove|Rename|Turn|Use|Widen|Write)\b/

describe('the catalogue of what the checker can complain of', () => {
  test.each(ENTRIES)('%s', (code, entry) => {
    const wrong = checkSource(entry.wrong).diagnostics
    expect(wrong.map((diagnostic) => diagnostic.code)).toEqual([code])
    expect(checkSource(entry.right).diagnostics).toEqual([])
    const { message, hint } = wrong[0]!
    expect(hint).toMatch(VERB)
    for (const text of [message, hint]) {
      expect(text).toMatch(/^\S.*[.]$/s)
      expect(text).not.toMatch(/[{}]|undefined|NaN/)
    }
  })

  const mendable = ENTRIES.filter(([, { wrong }]) => checkSource(wrong).diagnostics[0]?.fix)

  test('offers fixes', () => {
    expect(mendable.length).toBeGreaterThan(8)
  })

  test.each(mendable)('the fix of %s mends it', (_, { wrong }) => {
    const [diagnostic] = checkSource(wrong).diagnostics
    expect(checkSource(mended(wrong, diagnostic!)).diagnostics).toEqual([])
  })
})
