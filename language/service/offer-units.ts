import { DISTANCE } from '../check/streams.ts'
import * as T from '../syntax/tokens.ts'
import { BARS, MONEY, RATIO, type Type, type Unit } from '../types.ts'
import type { Analysis } from './analyse.ts'
import type { Step } from './assist.ts'
import { type Offer, plainSnippet } from './completion.ts'
import type { Code } from './cursor.ts'
import { dueAt, suitability } from './due.ts'

interface Row {
  readonly unit: string
  readonly type: Type
  readonly documentation: string
}

const number = (unit: Unit): Type => ({ kind: 'number', unit, weight: 'any' })
const DURATION: Type = { kind: 'duration' }

/** Units that touch their number. */
const GLUED: readonly Row[] = [
  { unit: '%', type: number(RATIO), documentation: 'Hundredths: `2%` is 0.02.' },
  { unit: 'R', type: DISTANCE, documentation: 'Times the distance from entry to stop.' },
  { unit: 's', type: DURATION, documentation: 'Seconds.' },
  { unit: 'm', type: DURATION, documentation: 'Minutes.' },
  { unit: 'h', type: DURATION, documentation: 'Hours.' },
  { unit: 'd', type: DURATION, documentation: 'Days.' },
  { unit: 'w', type: DURATION, documentation: 'Weeks.' },
]

/** Units that stand a space behind it. */
const APART: readonly Row[] = [
  { unit: 'bars', type: number(BARS), documentation: 'A number of bars.' },
  { unit: 'USD', type: number(MONEY), documentation: 'US dollars.' },
]

/** The units that the number before the cursor may have, what is due there first. */
export function offerUnits(
  analysis: Analysis,
  { before, glued }: Code,
  steps: readonly Step[],
): readonly Offer[] {
  if (before.at(-1)?.tokenType !== T.NumberLiteral) return []
  const value = steps.find(({ word, path }) => word === 'bars' && path.at(-1)?.rule === 'operand')
  const rate = steps.some(({ token }) => token === 'currency')
  if (value === undefined && !rate) return []
  const rows = glued ? GLUED : APART
  // The number is there already: what is due is due in its place.
  const due = value && dueAt(analysis, before.slice(0, -1), value)
  return rows
    .filter(({ unit }) => due !== undefined || unit === '%' || unit === 'USD')
    .filter(({ unit }) => unit !== 'R' || due?.place !== 'order')
    .map(({ unit, type, documentation }) => ({
      label: unit,
      kind: 'unit',
      detail: '',
      documentation,
      snippet: plainSnippet(unit),
      rank: due === undefined ? 0 : suitability(type, due),
    }))
}
