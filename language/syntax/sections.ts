import type { Span } from '../diagnostic.ts'
import { namesDefined } from './lex.ts'
import { readSection, type Section } from './section.ts'
import * as T from './tokens.ts'

/** A text that was read, in sections. */
export interface Sections {
  readonly source: string
  /** Where sections may begin. */
  readonly starts: readonly number[]
  /** One after the other, without gaps. */
  readonly list: readonly Section[]
}

/**
 * Reads a text in sections, each by itself. A section begins with a line that begins with a
 * statement's keyword, and with the comments right before it; where something in it might reach
 * further (a mistake, an open bracket) what follows is read with it. So an edit concerns its own
 * section only: the others are taken over from `before`, and moved to where they now stand. What
 * was read before is then spent.
 */
export function readSections(source: string, before?: Sections): Sections {
  const defined = namesDefined(source)
  const starts = startsOf(source)
  const taken = before ? takeOver(before, source, starts, defined) : () => undefined
  const list: Section[] = []
  for (let first = 0; first < starts.length; ) {
    const section = taken(first) ?? readSettled(source, starts, first, defined)
    list.push(section)
    do first++
    while (first < starts.length && starts[first]! < section.end)
  }
  return { source, starts, list }
}

/** Reads from a start on so much that nothing behind it matters. */
function readSettled(
  source: string,
  starts: readonly number[],
  first: number,
  defined: ReadonlySet<string>,
): Section {
  const start = starts[first]!
  // Doubled, so that all attempts together take about twice as long as the last.
  for (let count = 1; ; count *= 2) {
    const end = starts[first + count] ?? source.length
    const section = readSection(source.slice(0, end), start, defined)
    const safe = count === 1 ? start : headEnd(source, starts[first + count - 1] ?? start)
    if (section.reach <= safe || end === source.length) return section
  }
}

// ── Where sections may begin ───────────────────────────────────────────────────────────────────

const HEADS = [...T.WORDS].flatMap(([word, { CATEGORIES }]) =>
  CATEGORIES!.includes(T.StatementHead) ? [word] : [],
)
/** A line without code, the beginning of a statement, or another line. */
const LINE = new RegExp(
  `([ \\t]*(?:\\/\\/[^\\n]*)?(?:\\r?\\n|$))|((?:${HEADS.join('|')})\\b)?[^\\n]*(?:\\n|$)`,
  'y',
)

/** The offsets at which a section may begin, the first of them 0. */
function startsOf(source: string): readonly number[] {
  const starts = [0]
  let blank: number | undefined
  const line = new RegExp(LINE)
  while (line.lastIndex < source.length) {
    const from = line.lastIndex
    const [, empty, head] = line.exec(source)!
    if (empty !== undefined) {
      blank ??= from
      continue
    }
    const start = blank ?? from
    if (head !== undefined && start > 0) starts.push(start)
    blank = undefined
  }
  return starts
}

/** The end of the keyword that the section at `start` begins with. */
function headEnd(source: string, start: number): number {
  const line = new RegExp(LINE)
  line.lastIndex = start
  for (;;) {
    const from = line.lastIndex
    const [, empty, head] = line.exec(source)!
    if (empty === undefined || line.lastIndex >= source.length) return from + (head ?? '').length
  }
}

// ── What is taken over ─────────────────────────────────────────────────────────────────────────

/**
 * Finds sections again: before and behind what was edited by where they stand, others, which may
 * stand elsewhere now, by their texts.
 */
function takeOver(
  { source: old, starts: oldStarts, list }: Sections,
  source: string,
  starts: readonly number[],
  defined: ReadonlySet<string>,
): (first: number) => Section | undefined {
  const [before, behind] = sameAround(old, source)
  const shift = source.length - old.length
  // Where sections now stand is not to be mistaken for where they stood.
  const byStart = new Map<number, { readonly section: Section; readonly end: number }>()
  const byFirstPiece = new Map<string, { readonly section: Section; readonly text: string }[]>()
  let piece = 0
  for (const section of list) {
    const { start, end } = section
    if (end <= before) byStart.set(start, { section, end })
    else if (start >= behind) byStart.set(start + shift, { section, end: end + shift })
    else {
      while (oldStarts[piece]! < start) piece++
      const key = old.slice(start, oldStarts[piece + 1])
      const known = byFirstPiece.get(key) ?? []
      known.push({ section, text: old.slice(start, end) })
      byFirstPiece.set(key, known)
    }
  }
  const begins = new Set(starts)
  const wasLast = list.at(-1)
  const fits = (section: Section, end: number): boolean => {
    if (section === wasLast ? end !== source.length : !begins.has(end)) return false
    for (const [name, is] of section.asked) if (defined.has(name) !== is) return false
    return true
  }
  const foundAgain = (first: number): Section | undefined => {
    const start = starts[first]!
    const there = byStart.get(start)
    if (there !== undefined) return fits(there.section, there.end) ? there.section : undefined
    const candidates = byFirstPiece.get(source.slice(start, starts[first + 1])) ?? []
    const at = candidates.findIndex(
      ({ section, text }) => fits(section, start + text.length) && source.startsWith(text, start),
    )
    return at < 0 ? undefined : candidates.splice(at, 1)[0]!.section
  }
  return (first) => {
    const section = foundAgain(first)
    if (section !== undefined) move(section, starts[first]! - section.start)
    return section
  }
}

/** How much of a text another begins with, and from where on in the text both end alike. */
function sameAround(old: string, source: string): readonly [number, number] {
  const shorter = Math.min(old.length, source.length)
  let before = 0
  while (before < shorter && old.charCodeAt(before) === source.charCodeAt(before)) before++
  let behind = 0
  const [end, newEnd] = [old.length - 1, source.length - 1]
  while (
    behind < shorter - before &&
    old.charCodeAt(end - behind) === source.charCodeAt(newEnd - behind)
  )
    behind++
  return [before, old.length - behind]
}

/** The places in each section, gathered when it is first moved. */
const places = new WeakMap<Section, readonly Span[]>()

/** Moves a section, every place in it, and whatever shares them. */
function move(section: Section, shift: number): void {
  if (shift === 0) return
  let spans = places.get(section)
  if (spans === undefined) {
    spans = spansIn(section)
    places.set(section, spans)
  }
  for (const span of [section, ...spans]) {
    const open: { start: number; end: number } = span
    open.start += shift
    open.end += shift
  }
}

/** The places in plain data, each once. */
function spansIn(section: Section): readonly Span[] {
  const { start } = section
  const found = new Set<Span>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if ('start' in value && 'end' in value) {
      // One that recovery made up stands at the beginning of the text, wherever the section is.
      const span = value as Span
      if (span.start >= start) found.add(span)
    } else for (const part of Object.values(value)) visit(part)
  }
  const { headers, statements, diagnostics, comments, foreignNames } = section
  visit([headers, statements, diagnostics, comments, foreignNames])
  return [...found]
}
