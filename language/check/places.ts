import type { Diagnostic, Span } from '../diagnostic.ts'
import type { Section } from '../syntax/section.ts'

/** A diagnostic whose places are told from where its sections stand when it is asked for. */
export function anchored(sections: readonly Section[], diagnostic: Diagnostic): () => Diagnostic {
  const { span, labels, fix, ...rest } = diagnostic
  const at = anchor(sections, span)
  const others = labels.map((label) => ({
    message: label.message,
    at: anchor(sections, label.span),
  }))
  const edit = fix && { ...fix, at: anchor(sections, fix.span) }
  return () => ({
    ...rest,
    span: at(),
    labels: others.map(({ message, at: place }) => ({ span: place(), message })),
    ...(edit && { fix: { title: edit.title, span: edit.at(), replacement: edit.replacement } }),
  })
}

function anchor(sections: readonly Section[], { start, end }: Span): () => Span {
  const section = sectionAt(sections, start)
  if (section === undefined) return () => ({ start, end })
  const [from, to] = [start - section.start, end - section.start]
  return () => ({ start: section.start + from, end: section.start + to })
}

/** The last section that begins no later than an offset. */
function sectionAt(sections: readonly Section[], offset: number): Section | undefined {
  let low = 0
  let high = sections.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sections[middle]!.start <= offset) low = middle + 1
    else high = middle
  }
  return sections[low - 1]
}
