import { describe, expect, test } from 'vitest'
import { POLICIES } from '../../runtime/core/policy.ts'
import type { JournalRecord, RecordOf } from '../../runtime/journal/record.ts'
import {
  type Command,
  mismatch,
  openSession,
  type Session,
  tell,
  untold,
} from '../../runtime/live/session.ts'
import { timeframeMs } from '../../runtime/live/timeframe.ts'
import { type ScriptRule, scripted } from '../runtime/core/script.ts'
import { segmentFor } from './host.ts'

const AT = 1_000_000_000_000
const BRACKET: ScriptRule = {
  kind: 'enter',
  side: 'long',
  on: [0],
  value: 10,
  stop: (entry) => entry - 2,
  target: (entry) => entry + 4.004,
}
const EXIT: ScriptRule = { kind: 'exit', side: 'long', on: [1] }

/** A session over bars of 100, told one by one. */
function started(script: readonly ScriptRule[]): Session {
  const module = scripted(script)
  return openSession(segmentFor(module), module)
}

function bar(session: Session, price = 100): readonly Command[] {
  const i = session.state.bars.length
  const prices = { open: price, high: price, low: price, close: price }
  const start = AT + i * 60_000
  tell(session, { kind: 'bar', at: AT, bar: i, start, ...prices, volume: 1, source: 'live' })
  return tell(session, { kind: 'cut', at: AT, bar: i, entries: 'taken' })
}

function execution(order: number, quantity: number, price: number, execId = `e.${order}.01`) {
  const side = 'buy'
  const ref = `k7-${order}`
  return { kind: 'execution', at: AT, ref, execId, side, quantity, price, time: AT } as const
}

function done(order: number, outcome: RecordOf<'done'>['outcome']): RecordOf<'done'> {
  return { kind: 'done', at: AT, ref: `k7-${order}`, outcome, reason: '' }
}

const say = ({ kind, purpose, ref }: Command) => `${kind} ${purpose} ${ref}`

describe('a group that is reduced', () => {
  const pair = (onFill: 'reduce' | 'reduce-unblocked') => {
    const both: ScriptRule = { ...BRACKET, order: 'limit', price: 99, oca: 0, onFill }
    const session = started([both, { ...both, value: 5 }])
    expect(bar(session)[0]?.order).toMatchObject({ group: 'k7-0o', onFill, opens: true })
    return session
  }

  test('asks the broker for what is left of the others', () => {
    const session = pair('reduce')
    const told = tell(session, execution(0, 4, 99)).filter(({ ref }) => ref > 'k7-2')
    expect(told.map((command) => [say(command), command.order.quantity])).toEqual([
      ['modify entry k7-3', 3],
      ['modify stop k7-4', 3],
      ['modify target k7-5', 3],
    ])
    expect(tell(session, execution(3, 3, 99)).map(say)).toContain('cancel entry k7-0')
    expect(session.state.position).toBe(7)
  })

  test('without block, what overtakes the reduction is of the trade', () => {
    const session = pair('reduce-unblocked')
    tell(session, execution(0, 4, 99))
    tell(session, execution(3, 5, 99))
    expect(session.state.position).toBe(9)
    expect(untold(session)).toEqual([])
    const blocked = pair('reduce')
    tell(blocked, execution(0, 4, 99))
    tell(blocked, execution(3, 5, 99))
    expect(untold(blocked)).toHaveLength(1)
  })
})

describe('commands as a broker is asked', () => {
  test('a bracket: children wait for their parent, and all that closes it is one group', () => {
    const session = started([BRACKET, EXIT])
    const placed = bar(session)
    const base = { ref: 'k7-0', side: 'buy', type: 'market', quantity: 10, timeInForce: 'day' }
    const child = {
      side: 'sell',
      quantity: 10,
      parent: 'k7-0',
      group: 'k7-0x',
      onFill: 'reduce',
      timeInForce: 'gtc',
    }
    expect(placed.map(({ order }) => order)).toEqual([
      base,
      { ref: 'k7-1', type: 'stop', price: 98, ...child },
      { ref: 'k7-2', type: 'limit', price: 104.01, ...child },
    ])
    expect(placed.map(({ until }) => until)).toEqual([AT + 120_000, undefined, undefined])
    const moved = tell(session, execution(0, 10, 101))
    expect(moved.map(say)).toEqual(['modify stop k7-1', 'modify target k7-2'])
    expect(moved.map(({ order }) => order)).toEqual([
      { ref: 'k7-1', type: 'stop', price: 99, ...child },
      { ref: 'k7-2', type: 'limit', price: 105.01, ...child },
    ])
    const [exit] = bar(session)
    const { parent: _, ...group } = child
    expect(exit?.order).toEqual({ ref: 'k7-3', type: 'market', ...group, timeInForce: 'day' })
    expect(tell(session, execution(3, 10, 103)).map(say)).toEqual([
      'cancel target k7-2',
      'cancel stop k7-1',
    ])
    expect(session.state.position).toBe(0)
  })

  test('a reverse closes the old trade in its group and has no parent', () => {
    const session = started([
      { kind: 'enter', side: 'long', on: [0], value: 10 },
      { kind: 'enter', side: 'short', on: [1], value: 7 },
    ])
    bar(session)
    tell(session, execution(0, 10, 100))
    const [reverse, entry] = bar(session)
    expect([say(reverse!), say(entry!)]).toEqual(['place reverse k7-2', 'place entry k7-1'])
    expect(reverse?.order).toMatchObject({ side: 'sell', quantity: 10, group: 'k7-0x' })
    expect(reverse?.order.parent).toBeUndefined()
    expect(entry?.order.group).toBeUndefined()
  })
})

describe('fills out of turn', () => {
  test('an entry told before the reverse that makes room for it waits for that', () => {
    const session = started([
      { kind: 'enter', side: 'long', on: [0], value: 10 },
      { kind: 'enter', side: 'short', on: [1], value: 7 },
    ])
    bar(session)
    tell(session, execution(0, 10, 100))
    bar(session)
    expect(tell(session, execution(1, 7, 99))).toEqual([])
    expect(tell(session, done(1, 'filled'))).toEqual([])
    expect([session.state.position, untold(session).length]).toEqual([10, 1])
    tell(session, execution(2, 10, 98))
    expect([session.state.position, untold(session).length]).toEqual([-7, 0])
    expect(session.state.lots[0]).toMatchObject({ quantity: 7, entryPrice: 99 })
    expect(session.strays).toEqual([])
  })

  test('a stop told before its entry closes the trade as soon as that is told', () => {
    const session = started([BRACKET])
    bar(session)
    expect(tell(session, execution(1, 10, 98))).toEqual([])
    expect(tell(session, done(1, 'filled'))).toEqual([])
    tell(session, execution(0, 10, 100))
    expect([session.state.position, session.state.exits]).toEqual([0, 1])
    expect(untold(session)).toEqual([])
  })
})

describe('broker events', () => {
  test('parts add up to one trade at their average, and its children with them', () => {
    const session = started([BRACKET])
    bar(session)
    const first = tell(session, execution(0, 4, 100, 'a.01'))
    expect(first.map(({ kind, order }) => [kind, order.quantity, order.price])).toEqual([
      ['modify', 4, 98],
      ['modify', 4, 104.01],
    ])
    expect(session.state.position).toBe(4)
    const second = tell(session, execution(0, 6, 101, 'b.01'))
    expect(second.map(({ kind, order }) => [kind, order.quantity, order.price])).toEqual([
      ['modify', 10, 98.6],
      ['modify', 10, 104.61],
    ])
    expect(session.state.lots).toHaveLength(1)
    expect(session.state.lots[0]).toMatchObject({ quantity: 10, entryPrice: 100.6 })
  })

  test('an entry ended in part is a trade of that part; so is what closes in part', () => {
    const session = started([BRACKET])
    bar(session)
    tell(session, execution(0, 4, 100))
    expect(tell(session, done(0, 'cancelled'))).toEqual([])
    expect(session.state.position).toBe(4)
    const cut = tell(session, execution(2, 3, 104.01, 'c.01'))
    expect(cut.map(({ ref, order }) => [ref, order.quantity])).toEqual([['k7-1', 1]])
    expect(session.state.position).toBe(1)
    const ended = tell(session, execution(2, 1, 104.01, 'd.01'))
    expect(ended.map(say)).toEqual(['cancel stop k7-1'])
    expect([session.state.position, session.state.exits]).toEqual([0, 1])
  })

  test.each(['cancelled', 'refused', 'expired', 'lost', 'dropped'] as const)(
    'an entry that ends %s takes its children with it',
    (outcome) => {
      const session = started([BRACKET])
      bar(session)
      const commands = tell(session, done(0, outcome))
      expect(commands.map(say)).toEqual(['cancel target k7-2', 'cancel stop k7-1'])
      expect(tell(session, done(0, outcome))).toEqual([])
      expect(session.state.working).toEqual([])
    },
  )

  test.each<[string, readonly JournalRecord[]]>([
    ['of an order that had ended', [done(0, 'cancelled'), execution(0, 10, 100)]],
    ['of an order that we never placed', [execution(77, 10, 98)]],
  ])('an execution %s is a stray', (_, records) => {
    const session = started([BRACKET])
    bar(session)
    for (const record of records) tell(session, record)
    expect(session.strays).toEqual(records.slice(-1))
    expect(session.state.position).toBe(0)
  })

  test('an execution counts once, its corrections not at all', () => {
    const session = started([BRACKET])
    bar(session)
    tell(session, execution(0, 4, 100, 'a.7.01'))
    tell(session, execution(0, 4, 100, 'a.7.01'))
    tell(session, execution(0, 9, 100, 'a.7.02'))
    expect(session.state.position).toBe(4)
    tell(session, execution(0, 6, 100, 'a.8.01'))
    expect(session.state.position).toBe(10)
    expect(session.strays).toEqual([])
  })
})

describe('what no host could have written', () => {
  test.each<[string, JournalRecord, string]>([
    ['a cut of a bar that was not seen', { kind: 'cut', at: AT, bar: 1, entries: 'taken' }, 'cut'],
    ['a cut told twice', { kind: 'cut', at: AT, bar: 0, entries: 'taken' }, 'cut of bar 0'],
    ['a fill that is none', done(0, 'filled'), 'has not filled'],
  ])('%s', (_, record, message) => {
    const session = started([BRACKET])
    bar(session)
    expect(() => tell(session, record)).toThrow(message)
  })

  test('bars with a gap, and bars that go back', () => {
    const session = started([BRACKET])
    bar(session)
    const prices = { open: 1, high: 1, low: 1, close: 1, volume: 1, source: 'live' } as const
    const next = { kind: 'bar', at: AT, ...prices } as const
    expect(() => tell(session, { ...next, bar: 2, start: AT + 120_000 })).toThrow('bar 1 was due')
    expect(() => tell(session, { ...next, bar: 1, start: AT })).toThrow('back in time')
  })
})

describe('a journal and a strategy that do not belong together', () => {
  const module = scripted([BRACKET])
  test.each<[string, Partial<RecordOf<'segment'>>, string | undefined]>([
    ['the same', {}, undefined],
    ['another text', { sourceHash: 'x' }, 'not the text'],
    ['other parameters', { parameters: [1] }, '1 parameters, the strategy 0'],
    ['a policy that sizes at the fill', { policy: POLICIES.backtesting_py }, 'next_open'],
    ['a policy that nobody can trade', { policy: POLICIES.same_close }, 'next_open'],
    ['bars of months', { timeframe: '1mo' }, 'differ in length'],
  ])('%s', (_, changes, reason) => {
    const told = mismatch(segmentFor(module, changes), module)
    if (reason === undefined) expect(told).toBeUndefined()
    else expect(told).toContain(reason)
  })

  test('lengths of bars', () => {
    expect(['5s', '15m', '4h', '1d', '1w'].map(timeframeMs)).toEqual([
      5000, 900_000, 14_400_000, 86_400_000, 604_800_000,
    ])
    expect(['1mo', 'm', '', '1x'].map(timeframeMs)).toEqual([NaN, NaN, NaN, NaN])
  })
})
