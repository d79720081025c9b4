import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedFiles } from '../../editor/server/generate/generated-files.ts'
import { ROOT } from '../command/strat.ts'

test('the OpenAPI document and the client are fresh (mended by this test when they are not)', async () => {
  for (const { path, text } of await generatedFiles()) {
    const found = readFileSync(`${ROOT}${path}`, 'utf8')
    if (found !== text) writeFileSync(`${ROOT}${path}`, text)
    expect(found === text, `${path} was stale: look at the change and commit it`).toBe(true)
  }
})
