import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Part } from '../../editor/pipeline/why/parts.ts'
import type { Why } from '../../editor/pipeline/why/why.ts'
import { prices } from './prices.ts'
import { file, ROOT, SAMPLES, strat, stratOn } from './strat.ts'

const SMA = `${ROOT}strategies/sma_crossover.strat`
const DATA = prices(600)

async function why(strategy: string, at: string, ...args: readonly string[]) {
  const data = file('prices.csv', DATA)
  return strat('why', strategy, '--at', at, '--data', data, '--no-store', ...args)
}

async function told(strategy: string, at: string): Promise<Why> {
  return JSON.parse((await why(strategy, at, '--json')).out)
}

/** A piece of a tree by its text. */
function piece(part: Part, text: string): Part | undefined {
  return [part, ...part.of.map((inner) => piece(inner, text))].find((one) => one?.text === text)
}

/** Every text of a tree of parts, `text: value`. */
function texts(part: Why['rules'][number]['when']): string[] {
  return [`${part.text}: ${part.shown}`, ...part.of.flatMap(texts)]
}

/** The days of a run's trades, by entry and exit. */
async function trades(strategy: string) {
  const data = file('prices.csv', DATA)
  const { out } = await strat('run', strategy, '--data', data, '--no-store', '--json')
  const day = (time: string) => time.slice(0, 10)
  return (JSON.parse(out).trades as { entry: { time: string }; exit: { time: string } }[]).map(
    ({ entry, exit }) => ({ entry: day(entry.time), exit: day(exit.time) }),
  )
}

describe('strat why', () => {
  test('the manual shows what it says', async () => {
    const manual = readFileSync(`${ROOT}tests/language/specs/4-rules.md`, 'utf8')
    const [, args, shown] = /```text\n\$ strat why ([^\n]*)\n([\s\S]*?)```/.exec(manual)!
    const { out } = await strat('why', ...args!.split(' '), '--no-store')
    expect(out).toBe(shown)
  })

  test('an order is filled on the day after its rule fired; both days say so', async () => {
    const [first] = await trades(SMA)
    const filled = await told(SMA, first!.entry)
    const [order] = filled.orders
    expect(order).toMatchObject({ here: 'filled', purpose: 'entry', side: 'buy' })
    const signal = new Date(order!.decided.time).toISOString().slice(0, 10)
    const decided = await told(SMA, signal)
    const [enter, exit] = decided.rules
    expect(enter).toMatchObject({ outcome: 'fired', when: { value: true } })
    expect(enter!.sizing).toMatchObject({ kind: 'equity', value: 0.95, equity: 100_000 })
    expect(exit!.outcome).toBe('not')
    expect(decided.orders[0]).toMatchObject({ order: order!.order, here: 'decided' })
    // Down to the bars: what the names stand for, and what they came from.
    const words = texts(enter!.when)
    expect(words).toContain(`close: ${Number(decided.close.toPrecision(7))}`)
    expect(words).toContain('fast: 10')
    const values = enter!.when.of.map(({ text, back, value }) => [text, back, value] as const)
    const [before, behind, fast, slow] = values.map(([, , value]) => value as number)
    expect(values.map(([text, back]) => `${text} ${back}`)).toEqual([
      ...['fast_ma 1', 'slow_ma 1', 'fast_ma 0', 'slow_ma 0'],
    ])
    // That is what `crosses above` means.
    expect(before).toBeLessThanOrEqual(behind!)
    expect(fast).toBeGreaterThan(slow!)
  })

  test('the text says it in words', async () => {
    const [first] = await trades(SMA)
    const { orders } = await told(SMA, first!.entry)
    const signal = new Date(orders[0]!.decided.time).toISOString().slice(0, 10)
    const { code, out, err } = await why(SMA, signal)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('enter long fired (line 13)')
    expect(out).toContain('✓ fast_ma crosses above slow_ma: true')
    expect(out).toContain('· fast_ma = sma(close, fast), a bar before: ')
    expect(out).toMatch(/why this size: 95% of the equity of 100,000.00, at [\d.]+ a share/)
    expect(out).toMatch(
      /Orders\n {2}buy \d+ at the market, by enter long: filled \d{4}-\d\d-\d\d at /,
    )
    expect(out).not.toContain('\u001b')
    const sent = file('prices.csv', DATA)
    const coloured = await stratOn({ outColour: true }, 'why', SMA, '--at', signal, '--data', sent)
    expect(coloured.out).toContain('\u001b[32m✓')
  })

  test('before the warm-up a rule could not fire, and says from when on', async () => {
    const { rules } = await told(SMA, '2000-01-10')
    expect(rules[0]).toMatchObject({ outcome: 'early', when: { value: null, shown: 'unknown' } })
    expect(rules[0]!.because).toMatch(/known from bar 30 on; this is bar 5/)
  })

  test('a true condition with nothing to do says why', async () => {
    const strategy = file(
      'idle.strat',
      RULES('enter long when close > 0', 'exit short when close > 0'),
    )
    const { rules } = await told(strategy, '2000-03-01')
    expect(rules.map(({ outcome, because }) => [outcome, because])).toEqual([
      ['idle', 'Its condition was true, but its one entry is open already.'],
      ['idle', 'Its condition was true, but there was no short position to close.'],
    ])
  })

  test('a rule that a halt holds back says so', async () => {
    const rules = RULES('enter long when close > 0', 'exit long when bars_in_trade > 1')
    const strategy = file('halted.strat', `${rules}risk {\n  halt when close > 0\n}\n`)
    const { rules: held } = await told(strategy, '2000-03-01')
    expect(held.map(({ because }) => because)).toContain(
      'Its condition was true, but a halt or a cooldown let no rule enter.',
    )
  })

  test('an order that was not sent says why, and so does one that was taken back', async () => {
    const strategy = file(
      'refused.strat',
      RULES('enter long "a" when close > 0 at limit close * 50% size 1 shares stop close * 200%'),
    )
    const { out } = await why(strategy, '2000-03-01')
    expect(out).toContain('not sent, for the stop is not on the losing side of the expected entry')
    const waiting = file('waiting.strat', RULES('enter long when close > 0 at limit close * 50%'))
    const { orders } = await told(waiting, '2000-03-01')
    expect(orders.map(({ here, outcome }) => [here, outcome])).toEqual([
      ['ended', 'expired'],
      ['decided', 'expired'],
    ])
  })

  test('unknown is neither true nor false, and names what is unknown', async () => {
    const strategy = file(
      'unknown.strat',
      RULES('enter long when close > close * close / (close - close) and close > 0'),
    )
    const { rules } = await told(strategy, '2000-03-01')
    expect(rules[0]).toMatchObject({ outcome: 'unknown', when: { value: null } })
    expect(texts(rules[0]!.when)).toContain('close * close / (close - close): unknown')
    expect(texts(rules[0]!.when)).toContain('close > 0: true')
  })

  test.each(SAMPLES.slice(0, 3))('%s: it agrees with the run at every trade', async (strategy) => {
    for (const { entry, exit } of (await trades(strategy)).slice(0, 3)) {
      const at = await told(strategy, entry)
      expect(at.orders.some(({ here, purpose }) => here === 'filled' && purpose === 'entry')).toBe(
        true,
      )
      expect((await told(strategy, exit)).orders.some(({ here }) => here === 'filled')).toBe(true)
    }
  })

  test.each([
    ['2000-01-08', 'There is no bar at 2000-01-08. The nearest: 2000-01-07, 2000-01-10.'],
    [
      'yesterday',
      '--at takes a day, 2024-03-28, or a day and a time, "2024-03-28 10:30"; not "yesterday".',
    ],
  ])('--at %s is refused', async (at, reason) => {
    const { code, err } = await why(SMA, at)
    expect({ code, err }).toEqual({ code: 2, err: `${reason}\n` })
  })

  test('on intraday bars a time names the bar it lies in, a day its first action', async () => {
    const minutes = SAMPLES[3]!
    const at = async (time: string): Promise<Why> =>
      JSON.parse(
        (await strat('why', minutes, '--at', time, '--sample', '--json', '--no-store')).out,
      )
    const exact = await at('2026-01-02 15:31')
    expect(new Date(exact.time).toISOString()).toBe('2026-01-02T15:31:00.000Z')
    const day = await at('2026-01-02')
    const acted = day.orders.length > 0 || day.rules.some(({ outcome }) => outcome === 'fired')
    expect(acted).toBe(true)
  })
})

describe('strat why within an @', () => {
  const TREND = [
    'let slow = sma(close, 2)\nlet up = slow > slow[1]',
    'enter long when close > slow @ 1w and up @ 1w and (close @ 1mo) @ 1w > 0',
  ]
  /** Closes of a week's last day, by its Monday, as of the prices. */
  const weeks = new Map<string, number>()
  for (const row of DATA.trim().split('\n').slice(1)) {
    const [day, , , , close] = row.split(',')
    const date = Date.parse(day!)
    const monday = date - ((new Date(date).getUTCDay() + 6) % 7) * 86_400_000
    weeks.set(new Date(monday).toISOString().slice(0, 10), Number(close))
  }

  test('pieces have the values of their own clock, and the bar that was seen', async () => {
    // A Wednesday: the week before is complete, the month of February too.
    const strategy = file('weekly.strat', RULES(...TREND))
    const [rule] = (await told(strategy, '2000-03-15')).rules
    const [before, seen] = [weeks.get('2000-02-28')!, weeks.get('2000-03-06')!]
    const on = { timeframe: '1w', time: Date.UTC(2000, 2, 6) }
    const average = piece(rule!.when, 'slow')
    expect(average).toMatchObject({ defined: 'sma(close, 2)', back: 0, on })
    expect(average!.value).toBeCloseTo((before + seen) / 2, 9)
    expect(average!.of).toEqual([
      { text: 'close', value: seen, shown: String(seen), back: 0, on, of: [] },
    ])
    const up = piece(rule!.when, 'up')!
    expect(up).toMatchObject({ defined: 'slow > slow[1]', on })
    expect(up.of.map(({ text }) => text)).toEqual(['slow', 'slow[1]'])
    const monthly = piece(rule!.when, '(close @ 1mo) @ 1w')!.of[0]
    expect(monthly).toMatchObject({ text: 'close @ 1mo', on })
    expect(monthly!.of[0]!.on).toEqual({ timeframe: '1mo', time: Date.UTC(2000, 1, 1) })
    const { out } = await why(strategy, '2000-03-15')
    expect(out).toContain(`· close, 1w bar of 2000-03-06: ${seen}\n`)
  })

  test('a rule waits for another clock, and says for how many of its bars', async () => {
    const strategy = file(
      'waits.strat',
      RULES(...TREND, 'exit long when close crosses below slow @ 1w'),
    )
    const early = await told(strategy, '2000-01-12')
    expect(early.rules.map(({ outcome, because }) => [outcome, because])).toEqual([
      ['early', 'What it reads on 1w is known once 3 of its bars are complete; 1 is.'],
      ['early', 'What it reads on 1w is known once 2 of its bars are complete; 1 is.'],
    ])
    const [first, crossing] = (await told(strategy, '2000-01-03')).rules
    expect(crossing!.when.of.map(({ text, back, of }) => [text, back, of[0]?.on])).toEqual([
      ['close', 1, undefined],
      ['slow @ 1w', 1, undefined],
      ['close', 0, undefined],
      ['slow @ 1w', 0, { timeframe: '1w', time: null }],
    ])
    expect(first!.because).toContain('0 are')
    const missing = piece(first!.when, 'slow')
    expect(missing).toMatchObject({ shown: 'unknown', on: { time: null }, of: [] })
    const { out } = await why(strategy, '2000-01-03')
    expect(out).toContain('? slow = sma(close, 2), before the first bar of 1w: unknown')
  })

  test('of another instrument it names that', async () => {
    const head = 'time,open,high,low,close,volume\n'
    const rows = [11, 12, 13].map(
      (close, k) => `2000-01-0${k + 3},${close},${close},${close},${close},1`,
    )
    const other = file('other.csv', `${head}${rows.join('\n')}\n`)
    const strategy = file(
      'relative.strat',
      RULES('enter long when close @ SPY > sma(close, 2) @ SPY'),
    )
    const { out } = await why(strategy, '2000-01-05', '--data', `SPY=${other}`)
    expect(out).toContain(`    · close @ SPY: 13
      · close, SPY 1d bar of 2000-01-05: 13
    · sma(close, 2) @ SPY: 12.5
      · sma(close, 2), SPY 1d bar of 2000-01-05: 12.5
        · close, SPY 1d bar of 2000-01-05: 13
`)
  })

  test('finer bars taken together are counted, with the first and the last', async () => {
    const rows = (minutes: readonly number[]) =>
      `time,open,high,low,close,volume\n${minutes
        .map((minute) => new Date(Date.UTC(2024, 6, 1, 13, 30 + minute)).toISOString())
        .map((time) => `${time},10,12,9,11,5\n`)
        .join('')}`
    const hours = file('hours.csv', rows([0, 60, 120, 180, 240, 300, 360]))
    const quarters = file('quarters.csv', rows([0, 15, 30, 45, 75]))
    const strategy = file(
      'within.strat',
      'strategy "Within"\ntimeframe 1h\nlet top = highest(high @ 15m)\n' +
        'enter long when top > 1\n  size 1 shares\n',
    )
    const args = ['--data', hours, '--data', `15m=${quarters}`, '--calendar', 'XNYS', '--no-store']
    const at = (time: string, ...more: readonly string[]) =>
      strat('why', strategy, '--at', `2024-07-01 ${time}`, ...args, ...more)
    expect((await at('13:30')).out).toContain(`    · top = highest(high @ 15m): 12
      · high @ 15m: 4 bars, 2024-07-01 13:30 to 2024-07-01 14:15
`)
    expect((await at('14:30')).out).toContain('· high @ 15m: 1 bar, 2024-07-01 14:45\n')
    expect((await at('15:30')).out).toContain(`? top = highest(high @ 15m): unknown
      · high @ 15m: 0 bars
`)
    const json: Why = JSON.parse((await at('13:30', '--json')).out)
    expect(piece(json.rules[0]!.when, 'high @ 15m')).toEqual({
      ...{ text: 'high @ 15m', value: 4, shown: '4 bars', back: 0, of: [] },
      over: {
        timeframe: '15m',
        from: Date.UTC(2024, 6, 1, 13, 30),
        to: Date.UTC(2024, 6, 1, 14, 15),
      },
    })
  })
})

function RULES(...rules: readonly string[]): string {
  const sized = rules.map((rule) =>
    rule.startsWith('enter') && !rule.includes('size') ? `${rule} size 10 shares` : rule,
  )
  return `strategy "Why"\ntimeframe 1d\n${sized.join('\n')}\n`
}
