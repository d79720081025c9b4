import { describe, expect, test } from 'vitest'
import { replayText } from '../../runtime/audit/audit-text.ts'
import { replayAudit } from '../../runtime/audit/replay.ts'
import type { JournalRecord } from '../../runtime/journal/record.ts'
import { rebuild } from '../../runtime/live/rebuild.ts'
import type { StrategyModule } from '../../stdlib/module.ts'
import { scripted } from '../runtime/core/script.ts'
import { host } from './host.ts'
import { minuteBars } from './minute-bars.ts'

const MODULE = scripted([
  {
    kind: 'enter',
    side: 'long',
    on: (bar) => bar % 10 === 3,
    size: 'equity',
    value: 0.5,
    stop: (entry) => entry - 1.5,
    target: (entry, r) => entry + 2 * r,
  },
  { kind: 'exit', side: 'long', on: (bar) => bar % 10 === 8 },
])
const BARS = minuteBars(200, 3)
const { records } = host(MODULE, BARS)

/** The journal with the nth record of a kind changed. */
function changed(kind: JournalRecord['kind'], nth: number, change: object): JournalRecord[] {
  let seen = 0
  return records.map((record) => {
    if (record.kind !== kind || seen++ !== nth) return record
    return { ...record, ...change } as JournalRecord
  })
}

/** The order of the nth intent with a field changed. */
function changedOrder(nth: number, change: object): JournalRecord[] {
  const intents = records.filter((record) => record.kind === 'intent')
  return changed('intent', nth, { order: { ...intents[nth]!.order, ...change } })
}

describe('replay', () => {
  test('of a run as it was is equal', () => {
    const report = replayAudit(records, MODULE)
    expect(report).toMatchObject({
      bars: { taken: 200, late: 0, history: 0 },
      strays: 0,
      from: BARS.time[0],
      to: BARS.time[199],
    })
    expect(report.commands.sent).toBeGreaterThan(60)
    expect(report.difference).toBeUndefined()
    expect(replayText(report)).toContain('Equal: every command is the recorded one')
  })

  const price = records.filter((record) => record.kind === 'intent')[1]!.order.price!
  test.each<[string, JournalRecord[], readonly string[]]>([
    ['a quantity', changedOrder(0, { quantity: 1 }), ['order.quantity']],
    ['the last bit of a price', changedOrder(1, { price: nextUp(price) }), ['order.price']],
    ['a lost parent', changedOrder(1, { parent: undefined }), ['order.parent']],
    ['another side', changedOrder(2, { side: 'buy' }), ['order.side']],
    ['another command', changed('intent', 4, { command: 'place' }), ['command']],
    ['another validity', changed('intent', 0, { until: 5 }), ['until']],
    ['a bar seen otherwise', changed('bar', 3, { close: 50 }), ['order.quantity']],
    ['a fill told otherwise', changed('execution', 0, { price: 90 }), ['order.price']],
  ])('finds %s', (_, tampered, fields) => {
    const { difference } = replayAudit(tampered, MODULE)
    expect(difference?.fields).toEqual(expect.arrayContaining([...fields]))
    const record = tampered[difference!.line - 1]
    expect(record).toBe(difference!.answer)
  })

  test('finds a command that the engine never gave, and one that is not there', () => {
    const first = records.findIndex(({ kind }) => kind === 'intent')
    const doubled = records.toSpliced(first, 0, records[first]!)
    const early = [...records.slice(0, 2), records[first]!, ...records.slice(2)]
    expect(replayAudit(early, MODULE).difference).toMatchObject({ line: 3, fields: ['command'] })
    expect(replayAudit(doubled, MODULE).difference?.line).toBe(first + 2)
    const left = replayAudit(records.toSpliced(first, 1), MODULE).difference
    expect(left).toMatchObject({ line: first + 1, command: { ref: 'k7-0' } })
    const text = replayText(replayAudit(early, MODULE))
    expect(text).toContain('DIFFERENT at line 3')
    expect(text).toContain('engine   asks for nothing here')
  })

  test('of a journal cut off anywhere is equal, and tells what a crash kept from being written', () => {
    let unanswered = 0
    for (let length = 1; length <= records.length; length += 7) {
      const report = replayAudit(records.slice(0, length), MODULE)
      expect(report.difference).toBeUndefined()
      unanswered += report.commands.unanswered
      expect(replayText(report)).toContain(`${report.commands.unanswered} cut off`)
    }
    expect(unanswered).toBeGreaterThan(0)
    const first = records.findIndex(({ kind }) => kind === 'intent')
    const { unanswered: commands } = rebuild(records.slice(0, first), MODULE)
    expect(commands.map(({ kind, purpose }) => `${kind} ${purpose}`)).toEqual([
      'place entry',
      'place stop',
      'place target',
    ])
  })

  test('needs the strategy that the journal was begun with', () => {
    const other: StrategyModule = { ...MODULE, meta: { ...MODULE.meta, sourceHash: 'other' } }
    const report = replayAudit(records, other)
    expect(report.problem).toContain('not the text')
    expect(replayText(report)).toContain('Not replayed.')
  })

  test('of records in an order that no run could have written names the line', () => {
    const cut = records.findIndex(({ kind }) => kind === 'cut')
    const swapped = records.toSpliced(cut, 1)
    expect(() => replayAudit(swapped, MODULE)).toThrow(/line \d+ of the journal cannot follow/)
  })
})

function nextUp(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  view.setBigInt64(0, view.getBigInt64(0) + 1n)
  return view.getFloat64(0)
}
