/** The pacer on a clock of its own: the broker's rate, and who goes first. */
import { expect, test } from 'vitest'
import type { Lane } from '../../runtime/broker/ib/pacer.ts'
import { LANE_LIMITS, LANES, openPacer } from '../../runtime/broker/ib/pacer.ts'
import type { Timers } from '../../runtime/broker/ib/timers.ts'

/** A clock that moves when it is told to. */
function handClock(): Timers & { pass(milliseconds: number): Promise<void> } {
  let now = 0
  const due = new Set<{ readonly at: number; readonly action: () => void }>()
  return {
    now: () => now,
    after: (milliseconds, action) => {
      const timer = { at: now + milliseconds, action }
      due.add(timer)
      return () => due.delete(timer)
    },
    pass: async (milliseconds) => {
      const until = now + milliseconds
      for (;;) {
        await Promise.resolve()
        const [next] = [...due].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        due.delete(next)
        now = Math.max(now, next.at)
        next.action()
      }
      now = until
    },
  }
}

function paced() {
  const clock = handClock()
  const sent: { readonly name: string; readonly at: number }[] = []
  const pacer = openPacer(clock)
  const send = (lane: Lane, name: string, cost?: number) =>
    pacer.enqueue(lane, () => sent.push({ name, at: clock.now() }), cost)
  const names = () => sent.map(({ name }) => name)
  return { clock, sent, pacer, send, names }
}

test('what one turn wants sent goes out by lane, and in order within one', async () => {
  const { clock, send, names } = paced()
  for (const lane of [...LANES].reverse()) {
    send(lane, `${lane} 1`)
    send(lane, `${lane} 2`)
  }
  expect(names()).toEqual([])
  await clock.pass(0)
  expect(names()).toEqual(LANES.flatMap((lane) => [`${lane} 1`, `${lane} 2`]))
})

test('no second sees more than the broker allows, whatever is wanted', async () => {
  const { clock, sent, send } = paced()
  for (let k = 0; k < 300; k++) send(LANES[k % LANES.length]!, String(k))
  await clock.pass(60_000)
  expect(sent.length).toBe(300)
  for (const { at } of sent) {
    const within = sent.filter((other) => other.at >= at && other.at < at + 1000)
    expect(within.length).toBeLessThanOrEqual(LANE_LIMITS.cancel)
  }
})

test('with 200 requests for data before them, an order and a cancel go out at once', async () => {
  const { clock, sent, send } = paced()
  for (let k = 0; k < 200; k++) send('data', 'data')
  await clock.pass(10)
  expect(sent.length).toBe(LANE_LIMITS.data)
  send('order', 'order')
  send('cancel', 'cancel')
  await clock.pass(0)
  expect(sent.slice(-2)).toEqual([
    { name: 'cancel', at: 10 },
    { name: 'order', at: 10 },
  ])
  await clock.pass(10_000)
  expect(sent.length).toBe(202)
})

test('cancels have room when even orders have used theirs up', async () => {
  const { clock, sent, send } = paced()
  for (let k = 0; k < 100; k++) send('order', 'order')
  await clock.pass(5)
  expect(sent.length).toBe(LANE_LIMITS.order)
  send('cancel', 'cancel')
  await clock.pass(0)
  expect(sent.at(-1)).toEqual({ name: 'cancel', at: 5 })
})

test('a piece of several messages waits until all of it may go', async () => {
  const { clock, sent, send } = paced()
  for (let k = 0; k < 43; k++) send('order', 'order')
  send('order', 'family', 3)
  await clock.pass(999)
  expect(sent.length).toBe(43)
  await clock.pass(1)
  expect(sent.at(-1)).toEqual({ name: 'family', at: 1000 })
})

test('a piece larger than its lane is sent alone, not never', async () => {
  const { clock, names, send } = paced()
  send('order', 'huge', 60)
  await clock.pass(0)
  expect(names()).toEqual(['huge'])
})

test('what is withdrawn or cleared is not sent', async () => {
  const { clock, names, pacer, send } = paced()
  const first = send('order', 'first')
  send('order', 'second')
  expect(first.withdraw()).toBe(true)
  expect(first.withdraw()).toBe(false)
  await clock.pass(0)
  const third = send('data', 'third')
  pacer.clear()
  expect(third.withdraw()).toBe(false)
  await clock.pass(2000)
  expect(names()).toEqual(['second'])
})
