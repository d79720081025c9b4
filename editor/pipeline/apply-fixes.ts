import type { Diagnostic, Fix } from '../../language/diagnostic.ts'
import { type Checked, checkText } from './check-text.ts'

export interface Mended {
  /** What is left to be said of the mended text. */
  readonly checked: Checked
  /** The mistakes that were mended, each with its fix, in the order in which it was done. */
  readonly applied: readonly AppliedFix[]
}

export interface AppliedFix {
  readonly diagnostic: Diagnostic
  readonly fix: Fix
  /** The text that the spans point into: as it was before this fix. */
  readonly source: string
}

/** A fix may bring up the next mistake; after so many rounds the rest is left to the writer. */
const ROUNDS = 20

/**
 * Applies the fixes of all mistakes, again and again until none is left that has one. Warnings are
 * left alone: what runs is not changed behind anyone's back. A fix that would add a mistake is not
 * kept.
 */
export function applyFixes(checked: Checked): Mended {
  let current = checked
  const applied: AppliedFix[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const fixable = current.diagnostics.filter(isFixable)
    const [first] = fixable
    if (first === undefined) break
    // All at once is quick; where that does harm, one by one finds the one that does.
    const all = attempt(current, apart(fixable))
    const next =
      all ?? fixable.map((one) => attempt(current, [one])).find((one) => one !== undefined)
    if (next === undefined) break
    applied.push(...next.applied)
    current = next.checked
  }
  return { checked: current, applied }
}

type Fixable = Diagnostic & { readonly fix: Fix }

function isFixable(diagnostic: Diagnostic): diagnostic is Fixable {
  return diagnostic.severity === 'error' && diagnostic.fix !== undefined
}

/** Those whose edits do not touch one another, in source order. */
function apart(fixable: readonly Fixable[]): readonly Fixable[] {
  const kept: Fixable[] = []
  let end = -1
  for (const one of [...fixable].sort((a, b) => a.fix.span.start - b.fix.span.start)) {
    if (one.fix.span.start < end) continue
    kept.push(one)
    end = Math.max(one.fix.span.end, one.fix.span.start + 1)
  }
  return kept
}

/** The text with these edits, unless it has more mistakes than before or is the same. */
function attempt(before: Checked, fixes: readonly Fixable[]): Mended | undefined {
  let text = before.source
  for (const { fix } of [...fixes].reverse()) {
    text = text.slice(0, fix.span.start) + fix.replacement + text.slice(fix.span.end)
  }
  if (text === before.source) return undefined
  const checked = checkText(text, before.libraries)
  if (fixes.length > 1 && errorsOf(checked) >= errorsOf(before)) return undefined
  if (errorsOf(checked) > errorsOf(before)) return undefined
  const applied = fixes.map((diagnostic) => ({
    diagnostic,
    fix: diagnostic.fix,
    source: before.source,
  }))
  return { checked, applied }
}

function errorsOf({ diagnostics }: Checked): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length
}
