/** What is drawn for journals: their host has no calendar, so rules and bars know no sessions. */
import { anyBars as anyDrawnBars, anyScript as anyDrawnScript } from '../runtime/core/random.ts'

export const anyScript = anyDrawnScript.map((rules) =>
  rules.map(({ bySession: _, goodTill: __, ...rule }) => rule),
)

export const anyBars = anyDrawnBars.map(({ sessions: _, ...bars }) => bars)
