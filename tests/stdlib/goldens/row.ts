import type { Reading } from './golden.ts'

/** One series of another implementation and the Strat expression that should give it. */
export interface GoldenRow {
  readonly golden: string
  readonly output: string
  readonly strat: string
  readonly reading?: Reading
  /**
   * Where their convention is not ours: what differs. The series must then really differ, and
   * where `settles` is given agree from that bar on.
   */
  readonly differs?: string
  readonly settles?: number
  /** Bars after theirs on which ours becomes known: they draw it back to before that. */
  readonly later?: number
  /** In place of the golden's own tolerance, absolute. */
  readonly within?: number
}

type Row = Omit<GoldenRow, 'golden' | 'output'>

/** The rows of one golden by its outputs; `reading` holds for all that have none of their own. */
export function rows(
  golden: string,
  outputs: Readonly<Record<string, string | Row>>,
  reading?: Reading,
): readonly GoldenRow[] {
  const common = reading === undefined ? {} : { reading }
  return Object.entries(outputs).map(([output, row]) => ({
    golden,
    output,
    ...common,
    ...(typeof row === 'string' ? { strat: row } : row),
  }))
}
