import { positionOf } from '../../../language/render.ts'
import type { ContractCase } from './contract.ts'
import type { Host } from './host.ts'
import { marked } from './marked.ts'

/** How a host's answer differs from what the contract says: pairs of expected and found. */
export async function contractFaults(
  host: Host,
  row: ContractCase,
): Promise<{ readonly expected: unknown; readonly found: unknown } | undefined> {
  const { expected, found } = await asked(host, row)
  return JSON.stringify(expected) === JSON.stringify(found) ? undefined : { expected, found }
}

async function asked(
  host: Host,
  row: ContractCase,
): Promise<{ expected: unknown; found: unknown }> {
  const { source, offset } = marked(row.text)
  switch (row.ask) {
    case 'diagnostics':
      return { expected: row.codes, found: await host.diagnostics(source) }
    case 'complete': {
      const offers = await host.complete(source, offset)
      const labels = offers.map(({ label }) => label)
      const { first, has = [], lacks = [], taken } = row
      // An empty `first` says that there is nothing at all.
      const leading =
        first === undefined || first.length === 0 ? labels : labels.slice(0, first.length)
      return {
        expected: { first: first ?? leading, has, lacks: [], taken: taken ?? offers[0]?.taken },
        found: {
          first: leading,
          has: has.filter((label) => labels.includes(label)),
          lacks: lacks.filter((label) => labels.includes(label)),
          taken: offers[0]?.taken,
        },
      }
    }
    case 'hover':
      return saying(row.says, await host.hover(source, offset))
    case 'explain':
      return saying(row.says, await host.explain(row.code))
    case 'signatureHelp': {
      const { label, active } = row
      const found = await host.signatureHelp(source, offset)
      return { expected: { label, active }, found: { label: found.label, active: found.active } }
    }
    case 'definition': {
      const span = await host.definition(source, offset)
      const found = span && [
        positionOf(source, span.start).line,
        source.slice(span.start, span.end),
      ]
      return { expected: row.at, found }
    }
    case 'references': {
      const { defined, used } = await host.references(source, offset)
      return { expected: [row.defined, row.used], found: [defined, used] }
    }
    case 'rename': {
      const found = await host.rename(source, offset, row.to)
      if (!('refused' in row)) return { expected: { becomes: row.becomes }, found }
      const reason = 'refused' in found ? found.refused : undefined
      return saying([row.refused], reason)
    }
    case 'documentSymbols':
      return { expected: row.names, found: await host.documentSymbols(source) }
    case 'foldingRanges':
      return { expected: row.lines, found: await host.foldingRanges(source) }
    case 'semanticTokens':
      return { expected: row.tokens, found: await host.semanticTokens(source) }
    case 'inlayHints':
      return { expected: row.hints, found: await host.inlayHints(source) }
    case 'codeActions':
      return { expected: row.becomes, found: await host.codeActions(source, offset) }
    default: {
      const never: never = row
      throw new Error(`nothing to ask: ${JSON.stringify(never)}`)
    }
  }
}

/** Whether a text holds every part; no parts: whether there is none. */
function saying(parts: readonly string[], text: string | undefined) {
  if (parts.length === 0) return { expected: undefined, found: text }
  const held = parts.every((part) => text?.includes(part))
  return { expected: parts, found: held ? parts : text }
}
