import type { Span } from '../../../language/diagnostic.ts'
import { positionOf } from '../../../language/render.ts'
import { filledSnippet } from '../../../language/service/completion.ts'
import { explain } from '../../../language/service/explain.ts'
import { withEdits } from '../../../language/service/text-edit.ts'
import type { Calls } from './calls.ts'

/** What anything that offers the service can be asked: places as offsets, lines from 1. */
export interface Host {
  diagnostics(source: string): Answer<readonly string[]>
  complete(source: string, offset: number): Answer<readonly Offered[]>
  hover(source: string, offset: number): Answer<string | undefined>
  explain(code: string): Answer<string | undefined>
  signatureHelp(
    source: string,
    offset: number,
  ): Answer<{ readonly label?: string; readonly active?: string }>
  definition(source: string, offset: number): Answer<Span | undefined>
  references(
    source: string,
    offset: number,
  ): Answer<{ readonly defined?: number; readonly used: readonly number[] }>
  /** The new text, or the reason why not. */
  rename(
    source: string,
    offset: number,
    to: string,
  ): Answer<{ readonly becomes: string } | { readonly refused: string }>
  documentSymbols(source: string): Answer<readonly string[]>
  foldingRanges(source: string): Answer<readonly (readonly [number, number])[]>
  semanticTokens(source: string): Answer<readonly string[]>
  inlayHints(source: string): Answer<readonly string[]>
  /** The text after the first fix at an offset. */
  codeActions(source: string, offset: number): Answer<string | undefined>
}

type Answer<T> = T | Promise<T>

export interface Offered {
  readonly label: string
  /** The text after taking it, its places filled in as proposed. */
  readonly taken: string
}

/** The service's functions, answering at once or later. */
export type EventualCalls = {
  readonly [Name in keyof Calls]: (
    ...args: Parameters<Calls[Name]>
  ) => Answer<ReturnType<Calls[Name]>>
}

/** A host over the service's own functions, however they are reached. */
export function hostOver(calls: EventualCalls): Host {
  return {
    diagnostics: async (source) => (await calls.diagnostics(source)).map(({ code }) => code),
    complete: async (source, offset) =>
      (await calls.complete(source, offset)).map(({ label, snippet, span }) => ({
        label,
        taken: withEdits(source, [{ span, replacement: filledSnippet(snippet) }]),
      })),
    hover: async (source, offset) => (await calls.hover(source, offset))?.markdown,
    explain,
    signatureHelp: async (source, offset) => {
      const help = await calls.signatureHelp(source, offset)
      if (help === undefined) return {}
      const span = help.active === undefined ? undefined : help.parameters[help.active]?.span
      const active = span && help.label.slice(span.start, span.end)
      return { label: help.label, ...(active && { active }) }
    },
    definition: (source, offset) => calls.definition(source, offset),
    references: async (source, offset) => {
      const { definition, uses } = await calls.references(source, offset)
      const used = uses.map((span) => lineOf(source, span.start))
      return definition === undefined
        ? { used }
        : { defined: lineOf(source, definition.start), used }
    },
    rename: async (source, offset, to) => {
      const renamed = await calls.rename(source, offset, to)
      if (renamed.kind === 'refused') return { refused: renamed.reason }
      return { becomes: withEdits(source, renamed.edits) }
    },
    documentSymbols: async (source) => namesOf(await calls.documentSymbols(source)),
    foldingRanges: async (source) =>
      (await calls.foldingRanges(source)).map(({ span: { start, end } }) => [
        lineOf(source, start),
        lineOf(source, end),
      ]),
    semanticTokens: async (source) =>
      (await calls.semanticTokens(source)).map(({ span, type, modifiers }) =>
        [source.slice(span.start, span.end), type, ...modifiers].join(' '),
      ),
    inlayHints: async (source) =>
      (await calls.inlayHints(source)).map(
        ({ offset, label }) => `${lineOf(source, offset)} ${label}`,
      ),
    codeActions: async (source, offset) => {
      const [first] = await calls.codeActions(source, { start: offset, end: offset })
      return first && withEdits(source, first.edits)
    },
  }
}

function lineOf(source: string, offset: number): number {
  return positionOf(source, offset).line
}

interface Named {
  readonly name: string
  readonly children?: readonly Named[]
}

/** An outline's names, each below its outer one's: `f/y`. */
export function namesOf(symbols: readonly Named[], outer = ''): readonly string[] {
  return symbols.flatMap(({ name, children = [] }) => [
    `${outer}${name}`,
    ...namesOf(children, `${outer}${name}/`),
  ])
}
