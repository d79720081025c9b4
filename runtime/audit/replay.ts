import type { StrategyModule } from '../../stdlib/module.ts'
import type { JournalRecord } from '../journal/record.ts'
import type { Difference } from '../live/rebuild.ts'
import { rebuild } from '../live/rebuild.ts'
import { mismatch } from '../live/session.ts'

/** Whether a run decided what its strategy decides, told the same things in the same order. */
export interface ReplayReport {
  readonly run: string
  readonly title: string
  readonly symbol: string
  /** Why nothing was replayed: another strategy than the journal's. */
  readonly problem?: string
  /** Start of the first and last bar that was decided on, ms UTC. */
  readonly from?: number
  readonly to?: number
  readonly bars: { readonly taken: number; readonly late: number; readonly history: number }
  /** Commands of the engine, and what the journal says became of them. */
  readonly commands: {
    readonly sent: number
    readonly dropped: number
    readonly unanswered: number
  }
  readonly executions: number
  /** Executions of orders that had ended for the strategy. */
  readonly strays: number
  /** The first place where commands and journal part, to the last bit; none: they are equal. */
  readonly difference?: Difference & { readonly line: number }
}

/**
 * Feeds the recorded bars and broker events through the engine once more and holds its commands
 * against the recorded ones, bit for bit. A difference is an alarm: another program, another
 * machine's arithmetic, or a fault of ours.
 */
export function replayAudit(
  records: readonly JournalRecord[],
  module: StrategyModule,
): ReplayReport {
  const [segment] = records
  if (segment?.kind !== 'segment') throw new Error('a run begins with its segment')
  const counted = {
    run: segment.run,
    title: segment.title,
    symbol: segment.symbol,
    ...span(records),
    bars: {
      taken: count(records, (record) => record.kind === 'cut' && record.entries === 'taken'),
      late: count(records, (record) => record.kind === 'cut' && record.entries === 'late'),
      history: count(records, (record) => record.kind === 'cut' && record.entries === 'history'),
    },
    executions: count(records, (record) => record.kind === 'execution'),
  }
  const sent = count(records, ({ kind }) => kind === 'intent')
  const dropped = count(records, ({ kind }) => kind === 'dropped')
  const problem = mismatch(segment, module)
  if (problem !== undefined)
    return { ...counted, problem, commands: { sent, dropped, unanswered: 0 }, strays: 0 }
  const { session, unanswered, difference } = rebuild(records, module)
  return {
    ...counted,
    commands: { sent, dropped, unanswered: difference ? 0 : unanswered.length },
    strays: session.strays.length,
    ...(difference && { difference: { ...difference, line: difference.at + 1 } }),
  }
}

function count(
  records: readonly JournalRecord[],
  fits: (record: JournalRecord) => boolean,
): number {
  return records.filter(fits).length
}

/** First and last bar that was decided on. */
function span(records: readonly JournalRecord[]): Pick<ReplayReport, 'from' | 'to'> {
  const starts = new Map<number, number>()
  let from: number | undefined
  let to: number | undefined
  for (const record of records) {
    if (record.kind === 'bar') starts.set(record.bar, record.start)
    if (record.kind !== 'cut' || record.entries === 'history') continue
    to = starts.get(record.bar)
    from ??= to
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}
