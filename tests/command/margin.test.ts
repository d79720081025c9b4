import { describe, expect, test } from 'vitest'
import { marginWords } from '../../editor/pipeline/margin-words.ts'
import { CASH_ACCOUNT, REGULATION_T } from '../../runtime/core/margin.ts'
import { prices } from './prices.ts'
import { file, strat } from './strat.ts'

const HEAD = 'strategy "Levered"\ntimeframe 1d\n'
const TWICE = `${HEAD}enter long when bar_index == 1\n  size 200% of equity\n`
const DATA = prices(60)

async function run(source: string, ...args: readonly string[]) {
  const data = file('prices.csv', DATA)
  return strat('run', file('s.strat', source), '--data', data, '--no-store', ...args)
}

describe('strat run --margin', () => {
  test.each([
    ['cash', CASH_ACCOUNT],
    ['reg-t', REGULATION_T],
    ['25%', { kind: 'fraction', initial: 0.25, maintenance: { long: 0.25, short: 0.25 } }],
    [
      '50% maintenance 30%',
      { kind: 'fraction', initial: 0.5, maintenance: { long: 0.3, short: 0.3 } },
    ],
    [
      '1200 maintenance 1000 per contract',
      { kind: 'per-contract', initial: 1200, maintenance: { long: 1000, short: 1000 } },
    ],
  ])('%s', (words, margin) => {
    expect(marginWords(words)).toEqual({ margin })
  })

  test('half of the value opens twice of what cash does', async () => {
    const quantity = async (...args: readonly string[]) => {
      const { openTrades } = JSON.parse((await run(TWICE, '--json', ...args)).out)
      return openTrades[0].quantity as number
    }
    const cash = await quantity()
    const levered = await quantity('--margin', 'reg-t')
    expect(Math.abs(levered - 2 * cash)).toBeLessThanOrEqual(1)
  })

  test('a future: multiplier and dated margins of the instruments file, and a margin call', async () => {
    const rows = DATA.trimEnd().split('\n')
    const day = rows[31]!.split(',')[0]!
    const instruments = file(
      'instruments.yaml',
      `ES:\n  type: future\n  multiplier: 50\n  margin:\n    - {from: 1990-01-01, initial: 5000, maintenance: 4500}\n    - {from: ${day}, initial: 90000, maintenance: 80000}\n`,
    )
    const long = `${HEAD}enter long when bar_index == 1\n  size 2 shares\n`
    const args = ['--symbol', 'ES', '--instruments', instruments, '--cash', '100000', '--json']
    const { trades, options } = JSON.parse((await run(long, ...args)).out)
    expect(options.instrument.multiplier).toBe(50)
    // 2 × 80,000 is more than the account has from that day on: all closes at the next open.
    expect(trades).toMatchObject([{ exitBy: 'liquidation', quantity: 2, exit: { bar: 31 } }])
  })

  test.each([
    ['half', /--margin "half": write cash, reg-t, "25% maintenance 15%"/],
    ['20% maintenance 30%', /cannot be more than what opens it/],
    ['0%', /no margin: write cash/],
  ])('refuses %s', async (words, message) => {
    const { code, err } = await run(TWICE, '--margin', words)
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })
})
