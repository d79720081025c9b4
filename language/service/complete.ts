import { textOf } from '../syntax/cst.ts'
import * as T from '../syntax/tokens.ts'
import type { Analysis } from './analyse.ts'
import type { Step } from './assist.ts'
import { type Completion, type Offer, plainSnippet } from './completion.ts'
import { type Code, type Cursor, cursorAt, stepsAfter } from './cursor.ts'
import { dueAt } from './due.ts'
import { offerFields, offerNames, offerPatternFields } from './offer-names.ts'
import { offerUnits } from './offer-units.ts'
import {
  offerArguments,
  offerSlot,
  offerStates,
  offerTimeframes,
  offerValues,
} from './offer-values.ts'
import { offerWords } from './offer-words.ts'

/**
 * What may stand at an offset, best first: words of the language, names, fields, units, tags.
 * Works in texts with mistakes and in the middle of words. Never throws.
 */
export function complete(analysis: Analysis, offset: number): readonly Completion[] {
  const cursor = cursorAt(analysis.source, offset)
  switch (cursor.kind) {
    case 'comment':
      return []
    case 'text':
      return placed(offerTexts(analysis, cursor), cursor.span)
    case 'code':
      return placed(offersIn(analysis, cursor), cursor.word)
    default: {
      const never: never = cursor
      throw new Error(`no cursor: ${JSON.stringify(never)}`)
    }
  }
}

/** Each label once, in order of rank; later offers of a label give way to earlier ones. */
function placed(offers: readonly Offer[], span: Completion['span']): readonly Completion[] {
  const found = new Map<string, Completion>()
  const ordered = [...offers].sort((a, b) => a.rank - b.rank)
  for (const { rank, ...offer } of ordered) {
    if (found.has(offer.label)) continue
    const order = String(found.size).padStart(4, '0')
    found.set(offer.label, { ...offer, span, sort: order })
  }
  return [...found.values()]
}

function offersIn(analysis: Analysis, cursor: Code): readonly Offer[] {
  const steps = stepsAfter(cursor.before)
  if (cursor.glued) return offerUnits(analysis, cursor, steps)
  return [
    ...offerWords(analysis, cursor, steps),
    ...offerUnits(analysis, cursor, steps),
    ...steps.flatMap((step) => {
      if (step.token === 'duration' && step.path.at(-1)?.rule === 'clock') {
        return offerTimeframes(analysis, step)
      }
      if (step.token === 'number') return offerValues(analysis, cursor, step)
      return step.token === 'Identifier' ? offerIdentifiers(analysis, cursor, step) : []
    }),
  ]
}

/** What a name may be here, by the rule of the grammar that takes it. */
function offerIdentifiers(analysis: Analysis, cursor: Code, step: Step): readonly Offer[] {
  switch (step.path.at(-1)?.rule) {
    case 'operand':
      if (cursor.before.at(-1)?.tokenType === T.Is) return offerStates(analysis, cursor)
      return offerNames(analysis, cursor, dueAt(analysis, cursor.before, step))
    case 'suffix':
      return offerFields(analysis, cursor)
    case 'patternField':
      return step.occurrence === 0 ? offerPatternFields(analysis, cursor) : []
    case 'label':
      return offerArguments(analysis, cursor)
    default:
      return offerSlot(analysis, cursor, step)
  }
}

/** In a text in quotes: the tags there are, where one is named; the panes there are. */
function offerTexts(
  analysis: Analysis,
  { before }: Extract<Cursor, { kind: 'text' }>,
): readonly Offer[] {
  const places = stepsAfter(before)
    .filter(({ token }) => token === 'text')
    .map(({ path, occurrence }) => `${path.at(-1)?.rule}.${occurrence}`)
  const offer = (label: string, detail: string): Offer => ({
    label,
    kind: 'tag',
    detail,
    documentation: '',
    snippet: plainSnippet(label.replaceAll(/["\\]/g, '\\$&')),
    rank: 0,
  })
  if (places.some((place) => ['exit.0', 'cancel.0', 'oca.0'].includes(place))) {
    const written = before.filter(({ tokenType }) => tokenType === T.Text).map(textOf)
    return analysis.table.symbols
      .filter(({ kind, name, statement }) => {
        return kind === 'tag' && statement.kind === 'enter' && !written.includes(name)
      })
      .map(({ name }) => offer(name, 'the tag of a rule'))
  }
  if (places.includes('import.0')) {
    const shipped = [...(analysis.builtins.externs?.keys() ?? [])]
    return shipped.map((path) => offer(path, 'an extern library that comes with the language'))
  }
  if (!places.includes('plot.0')) return []
  const panes = analysis.tree.statements.flatMap((statement) =>
    statement.kind === 'plot' && statement.pane !== undefined ? [statement.pane] : [],
  )
  return panes.filter((pane) => pane !== '').map((pane) => offer(pane, 'a pane'))
}
