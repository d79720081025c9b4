import type { MarginSpec } from '../core/margin.ts'
import type { Instrument } from './instruments.ts'

/** The margin of a future as the instruments file has it, dated or not. */
export function instrumentMargin(margin: Instrument['margin']): MarginSpec | undefined {
  if (margin === undefined) return undefined
  const rates = ({ initial, maintenance }: { initial: number; maintenance: number }) => ({
    initial,
    maintenance: { long: maintenance, short: maintenance },
  })
  if (!Array.isArray(margin)) return { kind: 'per-contract', ...rates(margin) }
  const [first, ...later] = margin
  const steps = later.map((row) => ({ from: Date.parse(row.from), ...rates(row) }))
  return { kind: 'per-contract', ...rates(first!), steps }
}
