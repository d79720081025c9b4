import { expect, test } from 'vitest'
import { LIBRARY } from './library.ts'
import { type Draft, sourceOf } from './node.ts'
import { draftProgram } from './program.ts'
import { shrink } from './shrink.ts'
import { checked } from './subject.ts'

test('a failure is shrunk to what causes it, and stays a program that checks', () => {
  const fails = (draft: Draft) => {
    const source = sourceOf(draft)
    return source.includes('crosses') && checked(source).program !== undefined
  }
  const drafts = Array.from({ length: 40 }, (_, seed) => draftProgram(seed, LIBRARY))
  const failing = drafts.filter(fails)
  expect(failing.length).toBeGreaterThan(5)
  for (const draft of failing.slice(0, 5)) {
    const least = shrink(draft, fails)
    expect(fails(least)).toBe(true)
    expect(sourceOf(least).length).toBeLessThan(Math.max(200, sourceOf(draft).length / 2))
  }
})
