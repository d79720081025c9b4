import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resimulationText } from '../../runtime/audit/audit-text.ts'
import { CAUSES } from '../../runtime/audit/cause.ts'
import { type Resimulation, resimulate } from '../../runtime/audit/resimulate.ts'
import { toMicros } from '../../runtime/core/money.ts'
import type { JournalRecord, RecordOf } from '../../runtime/journal/record.ts'
import { openSession, type Session, tell, untold } from '../../runtime/live/session.ts'
import { cases } from '../draws.ts'
import { scripted } from '../runtime/core/script.ts'
import { host, segmentFor, type Tamper } from './host.ts'
import { minuteBars } from './minute-bars.ts'
import { anyBars, anyScript } from './random.ts'

const MODULE = scripted([
  { kind: 'enter', side: 'long', on: (bar) => bar % 10 === 3, value: 100, stop: (p) => p - 9 },
  { kind: 'exit', side: 'long', on: (bar) => bar % 10 === 8 },
])
const BARS = minuteBars(60, 3)
const at = BARS.time[0]!

/** Runs the host with this tampering and audits it: the sums must always add up. */
function audited(tamper: Tamper): Resimulation {
  const { records, session } = host(MODULE, BARS, segmentFor(MODULE), tamper)
  const result = resimulate(records, MODULE)
  expectSums(result, session)
  return result
}

function expectSums(result: Resimulation, session: Session): void {
  const micros = (moneys: readonly { money: number }[]) =>
    moneys.reduce((sum, { money }) => sum + toMicros(money), 0)
  const difference = toMicros(result.profit.live) - toMicros(result.profit.backtest)
  expect(micros(result.divergences)).toBe(difference)
  expect(micros(result.totals)).toBe(difference)
  const { state } = session
  if (untold(session).length > 0) return
  const equity = state.equity[state.bar]!
  expect(result.profit.live).toBeCloseTo(equity - state.startCash, 4)
}

/** Changes the records of a kind about one order, or leaves them out. */
function onOrder<K extends JournalRecord['kind']>(
  ref: string,
  kind: K,
  change: (record: RecordOf<K>) => readonly JournalRecord[],
): Tamper {
  return (record) =>
    record.kind === kind && 'ref' in record && record.ref === ref
      ? change(record as RecordOf<K>)
      : [record]
}

/** Orders of the first trade: entry 0, stop 1, exit 2; of the second: 3, 4, 5. */
describe('re-simulation', () => {
  test('of a run as the backtest assumes has no difference', () => {
    const result = audited((record) => [record])
    expect(result).toMatchObject({
      bars: 60,
      tradeFrom: 0,
      decisions: { same: 12, live: 0, backtest: 0 },
      trades: { live: 6, backtest: 6 },
      divergences: [],
    })
    expect(resimulationText(result)).toContain('No difference.')
  })

  test('slippage of entry and exit, and a commission', () => {
    const worse = (ref: string, by: number) =>
      onOrder(ref, 'execution', (fill) => [{ ...fill, price: fill.price + by }])
    const entry = audited(worse('k7-0', 0.05))
    expect(entry.divergences).toMatchObject([{ cause: 'slippage', side: 'long', money: -5 }])
    const exit = audited(worse('k7-2', 0.25))
    expect(exit.divergences).toMatchObject([{ cause: 'slippage', money: 25, detail: /^out at/ }])
    const fee = audited((record) => [
      record.kind === 'commission' && record.execId === '0000.0.01'
        ? { ...record, amount: record.amount + 0.37 }
        : record,
    ])
    expect(fee.totals).toEqual([{ cause: 'commission', count: 1, money: -0.37 }])
  })

  test('a late bar: its entry is one difference, its exit none', () => {
    const result = audited((record) => [
      record.kind === 'cut' && record.bar === 13 ? { ...record, entries: 'late' } : record,
    ])
    expect(result.decisions).toEqual({ same: 10, live: 0, backtest: 2 })
    expect(result.divergences).toMatchObject([
      { cause: 'late-bar', time: BARS.time[14], detail: /^100 at [\d.]+ not taken$/ },
    ])
  })

  test.each([
    ['risk-order-rate', 'risk', '31 entries within a minute; 30 at most.'],
    ['risk-killed', 'killed', 'The kill latch is set (halt).'],
    ['late', 'late-order', 'The bar after its decision is over.'],
    ['position', 'halted', 'The account has 5 shares more than the run.'],
  ])('an order that was dropped: %s', (code, cause, reason) => {
    const done = { kind: 'done', at, ref: 'k7-3', outcome: 'dropped', reason } as const
    const result = audited((record) => {
      if (record.kind !== 'intent' || record.command !== 'place') return [record]
      const { until: _, ...intent } = record
      if (record.ref === 'k7-3') return [{ ...intent, kind: 'dropped', code, reason }]
      // Its stop is not needed any more; the order's end takes it back.
      return record.ref === 'k7-4' ? [record, done] : [record]
    })
    expect(result.divergences).toMatchObject([{ cause, detail: expect.stringContaining(reason) }])
  })

  test.each<[string, JournalRecord[]]>([
    ['refused', [{ kind: 'refused', at, ref: 'k7-0', code: 201, reason: 'no margin' }]],
    ['lost', []],
    ['cancelled', [{ kind: 'cancelled', at, ref: 'k7-0', reason: '' }]],
  ])('an entry that the broker did not fill: %s', (outcome, before) => {
    const result = audited((record) => {
      if (record.kind !== 'execution' || record.ref !== 'k7-0') {
        const orphan = record.kind === 'commission' && record.execId === '0000.0.01'
        const done = record.kind === 'done' && record.ref === 'k7-0' && record.outcome === 'filled'
        return orphan || done ? [] : [record]
      }
      const done = { kind: 'done', at, ref: 'k7-0', outcome, reason: 'no margin' }
      return [...before, done as JournalRecord]
    })
    expect(result.divergences).toMatchObject([{ cause: outcome }])
    expect(result.trades).toEqual({ live: 5, backtest: 6 })
  })

  test('a waiting entry that a kill took back', () => {
    const result = audited((record) => {
      if ('ref' in record && record.ref === 'k7-0' && record.kind === 'execution') {
        const done = { kind: 'done', at, ref: 'k7-0', outcome: 'cancelled', reason: '' } as const
        const kill = { kind: 'kill', at, by: 'ann' } as const
        return [{ ...kill, mode: 'cancel' }, done, { ...kill, mode: 'cleared' }]
      }
      const its = 'ref' in record && record.ref === 'k7-0' && record.kind === 'done'
      return its && record.outcome === 'filled' ? [] : [record]
    })
    expect(result.divergences).toMatchObject([{ cause: 'killed' }])
  })

  test('an exit that never filled: the trade goes on, and what follows from it is told', () => {
    const silent = (record: JournalRecord) =>
      (record.kind === 'execution' && record.ref === 'k7-2') ||
      (record.kind === 'done' && record.ref === 'k7-2') ||
      (record.kind === 'commission' && record.execId === '0000.2.01')
    const result = audited((record) => (silent(record) ? [] : [record]))
    expect(result.totals.map(({ cause }) => cause).sort()).toEqual([
      'commission',
      'exit',
      'follows',
    ])
    expect(result.divergences).toContainEqual(
      expect.objectContaining({ cause: 'exit', detail: expect.stringContaining('nothing yet') }),
    )
    expect(result.trades).toEqual({ live: 1, backtest: 6 })
  })

  test('an entry filled in part, in several executions', () => {
    const result = audited((record) => {
      if (record.kind === 'execution' && record.ref === 'k7-0') {
        const part = { ...record, quantity: 20 }
        return [part, { ...part, execId: '0001.9.01', price: record.price + 1 }]
      }
      if (record.kind === 'done' && record.ref === 'k7-0')
        return [{ ...record, outcome: 'cancelled', reason: 'the rest' }]
      // Whatever closes it closes what it has.
      if (record.kind === 'execution' && record.ref === 'k7-2') return [{ ...record, quantity: 40 }]
      return [record]
    })
    expect(result.divergences.map(({ cause }) => cause).sort()).toEqual(['partial', 'slippage'])
    expect(result.divergences).toContainEqual(
      expect.objectContaining({ cause: 'slippage', money: -20 }),
    )
  })

  test('an order that fills after it had ended is a stray, with its fee', () => {
    const stray = {
      kind: 'execution',
      at,
      ref: 'k7-1',
      execId: '0009.1.01',
      side: 'sell',
      quantity: 100,
      price: BARS.close[59]! - 0.5,
      time: BARS.time[59]!,
    } as const
    const fee = { kind: 'commission', at, execId: '0009.1.01', amount: 1, currency: 'USD' } as const
    const result = audited((record) =>
      record.kind === 'cut' && record.bar === 59 ? [stray, fee, record] : [record],
    )
    expect(result.totals).toEqual([{ cause: 'stray', count: 1, money: -51 }])
  })

  test('bars of history warm the strategy up: nothing is traded on either side', () => {
    const result = audited((record) => [
      record.kind === 'cut' && record.bar < 25 ? { ...record, entries: 'history' } : record,
    ])
    expect(result).toMatchObject({
      tradeFrom: 25,
      trades: { live: 3, backtest: 3 },
      divergences: [],
    })
    expect(result.decisions.same).toBe(6)
  })

  test('a fill in the bar that never closed', () => {
    const { records } = host(MODULE, BARS)
    const fill = records.findLastIndex(
      (record) => record.kind === 'execution' && record.ref.endsWith('-15'),
    )
    const cut = records.slice(0, fill + 1)
    const result = resimulate(cut, MODULE)
    expect(result.divergences).toMatchObject([{ cause: 'follows', time: BARS.time[54] }])
    expectSums(result, told(cut))
  })

  test('the sums add up whatever fills, for any script and bars', () => {
    fc.assert(
      fc.property(
        anyScript,
        anyBars,
        fc.array(fc.nat(9), { maxLength: 80 }),
        (script, bars, dice) => {
          const module = scripted(script)
          let next = 0
          let last: JournalRecord | undefined
          const tamper: Tamper = (record) => {
            const before = last
            last = record
            const die = dice[next++ % (dice.length + 1)] ?? 0
            if (record.kind === 'execution')
              return [{ ...record, price: record.price + (die - 4) / 4 }]
            if (record.kind === 'cut' && die === 7 && before?.kind === 'bar')
              return [{ ...record, entries: 'late' }]
            return [record]
          }
          const costs = { borrow: { kind: 'value', rate: 0.2 } } as const
          const segment = segmentFor(module, { costs })
          const { records, session } = host(module, bars, segment, tamper)
          expectSums(resimulate(records, module), session)
        },
      ),
      { numRuns: cases(150) },
    )
  })

  test('its text names every cause and the sum', () => {
    const result = audited((record) => [
      record.kind === 'cut' && record.bar === 13 ? { ...record, entries: 'late' } : record,
    ])
    const text = resimulationText(result)
    expect(text).toContain(CAUSES['late-bar'])
    expect(text).toMatch(/1 × the bar came too late/)
    expect(text).toMatch(/in all\n$/)
  })

  test('of very many differences the text lists the dearest, in their order', () => {
    const long = minuteBars(600, 3)
    const tamper: Tamper = (record) => [
      record.kind === 'execution' && !record.ref.endsWith('0')
        ? { ...record, price: record.price + (record.ref === 'k7-33' ? 3 : 0.01) }
        : record,
    ]
    const { records } = host(MODULE, long, segmentFor(MODULE), tamper)
    const result = resimulate(records, MODULE)
    const text = resimulationText(result)
    expect(text).toContain(`and ${result.divergences.length - 40} smaller ones`)
    expect(text).toContain('−300.00  slippage')
  })
})

function told(records: readonly JournalRecord[]): Session {
  const session = openSession(segmentFor(MODULE), MODULE)
  for (const record of records.slice(1)) tell(session, record)
  const { state } = session
  state.equity[state.bar] = state.cash + state.position * state.bars.close[state.bar]!
  return session
}
