import { backtest } from '../../runtime/core/backtest.ts'
import type { Order } from '../../runtime/core/order.ts'
import type { Fill, OrderRecord, RunResult } from '../../runtime/core/result.ts'
import type { JournalRecord, RecordOf } from '../../runtime/journal/record.ts'
import { purposeOf, refOf } from '../../runtime/live/broker-order.ts'
import { openSession, type Session, tell } from '../../runtime/live/session.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { SEGMENT } from '../journal/samples.ts'

const MINUTE = 60_000

/** Changes what a host writes: more records in a record's place, or none. */
export type Tamper = (record: JournalRecord, session: Session) => readonly JournalRecord[]

export interface Hosted {
  readonly records: readonly JournalRecord[]
  readonly session: Session
  readonly expected: RunResult
}

/** The segment of a run of this module over one-minute bars. */
export function segmentFor(
  module: StrategyModule,
  changes: Partial<RecordOf<'segment'>> = {},
): RecordOf<'segment'> {
  return {
    ...SEGMENT,
    title: module.meta.title,
    timeframe: '1m',
    sourceHash: module.meta.sourceHash,
    parameters: module.meta.parameters.map(({ value }) => value),
    ...changes,
  }
}

/**
 * The smallest of live hosts: it feeds bars, writes every command as an intent, and lets the
 * broker fill exactly what the backtest filled, so that a run without tampering must equal it.
 */
export function host(
  module: StrategyModule,
  bars: Bars,
  segment: RecordOf<'segment'> = segmentFor(module),
  tamper: Tamper = (record) => [record],
): Hosted {
  const { policy, costs, instrument, cash, run } = segment
  const options = { policy, costs, instrument, cash }
  const parameters = Float64Array.from(segment.parameters)
  const expected = backtest({ module, parameters, bars, options })
  const fills = [...expected.fills]
  const session = openSession(segment, module)
  const records: JournalRecord[] = [segment]
  const write = (record: JournalRecord): void => {
    for (const written of tamper(record, session)) {
      records.push(written)
      const { at } = written
      for (const { kind, ref, order, until } of tell(session, written)) {
        const intent = { kind: 'intent', at, ref, command: kind, order } as const
        write(until === undefined ? intent : { ...intent, until })
      }
    }
  }
  for (let i = 0; i < bars.length; i++) {
    const start = bars.time[i]!
    while (fills[0]?.bar === i) {
      const fill = fills.shift()!
      const order = liveOrder(session, expected.orders[fill.order]!)
      if (order === undefined) continue
      for (const record of filled(fill, refOf(run, order.id), order.quantity)) write(record)
    }
    const at = start + MINUTE
    const [open, high, low] = [bars.open[i]!, bars.high[i]!, bars.low[i]!]
    const [close, volume] = [bars.close[i]!, bars.volume[i]!]
    write({ kind: 'bar', at, bar: i, start, open, high, low, close, volume, source: 'live' })
    write({ kind: 'cut', at, bar: i, entries: 'taken' })
  }
  return { records, session, expected }
}

/**
 * The working live order that is what this order of the backtest is, whatever its number: parts of
 * a trade and their twins are told apart by their size.
 */
function liveOrder(session: Session, order: OrderRecord): Order | undefined {
  const same = session.state.working.filter(
    (one) => one.rule === order.rule && one.bar === order.bar && purposeOf(one) === order.purpose,
  )
  return same.find(({ quantity }) => quantity === order.quantity) ?? same[0]
}

function filled(fill: Fill, ref: string, quantity: number): readonly JournalRecord[] {
  const { order, side, price, commission, time: at } = fill
  const execId = `0000.${order}.01`
  return [
    { kind: 'execution', at, ref, execId, side, quantity, price, time: at },
    { kind: 'commission', at, execId, amount: commission, currency: 'USD' },
    { kind: 'done', at, ref, outcome: 'filled', reason: '' },
  ]
}
