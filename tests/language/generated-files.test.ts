import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GENERATED } from '../../editor/generate/generated-files.ts'
import { grammarPage } from '../../language/syntax/grammar-page.ts'

test.each(Object.entries(GENERATED))(
  '%s is fresh; if not it is now: look at the diff',
  (path, of) => {
    const file = new URL(`../../${path}`, import.meta.url)
    const text = of()
    const before = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : ''
    if (before !== text) writeFileSync(file, text)
    expect(before === text).toBe(true)
  },
)

test('the grammar fits on two pages', () => {
  expect(grammarPage().split('\n').length).toBeLessThanOrEqual(120)
})
