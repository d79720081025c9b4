import { describe, expect, test } from 'vitest'
import { file, SAMPLES, strat } from './strat.ts'

const HEAD = `strategy "Counts"
timeframe 1d
param limit = 3 in 1..5
let streak = if close < close[1] then prev(streak, 0) + 1 else 0
enter long when streak == limit
  size 10 shares
`

describe('strat test', () => {
  test("the samples' tests pass", async () => {
    const { code, out, err } = await strat('test', ...SAMPLES)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('✓ one round trip on a hill')
    expect(out).toContain('✓ counts')
    expect(out).toMatch(/\n3 passed, 0 failed\n$/)
  })

  test('a failing one shows the values, the bar and its neighbours', async () => {
    const path = file(
      'counts.strat',
      `${HEAD}test "counts" {\n  close 10, 9, 8, 7, 7.5\n  expect streak at bar 3 == 4\n}\n`,
    )
    const { code, out } = await strat('test', path)
    expect(code).toBe(1)
    expect(out).toContain('✗ counts')
    expect(out).toMatch(/line 9: .*streak at bar 3 == 4/)
    expect(out).toMatch(/streak +is 3\n/)
    expect(out).toMatch(/> 3 +8 +8 +7 +7\n/)
    expect(out).toMatch(/\n0 passed, 1 failed\n$/)
  })

  test('what is unknown is told as unknown', async () => {
    const path = file(
      'unknown.strat',
      `${HEAD}test "early" {\n  close 10, 9\n  expect sma(close, 5) > 1\n}\n`,
    )
    const { code, out } = await strat('test', path)
    expect(code).toBe(1)
    expect(out).toContain('is unknown')
  })

  test('fills and the account can be expected, with parameters and costs', async () => {
    const path = file(
      'account.strat',
      `${HEAD}exit long when bars_in_trade >= 1
test "one trade" {
  close 10, 9, 8, 9, 10, 11
  with limit = 2
  costs { commission 1 USD per trade }
  expect entries == 1
  expect position at bar 3 == 10
  expect equity at bar 3 == 100000 - 1 + 10
}
`,
    )
    const { code, out } = await strat('test', path)
    expect(out).toContain('✓ one trade')
    expect(code).toBe(0)
  })

  test('a broken requirement fails the test and says which', async () => {
    const path = file(
      'require.strat',
      `${HEAD}require limit > 1\ntest "low" {\n  close 10, 9\n  with limit = 1\n  expect entries == 0\n}\n`,
    )
    const { code, out } = await strat('test', path)
    expect(code).toBe(1)
    expect(out).toContain('limit > 1')
  })

  test('mistakes in the file are shown instead', async () => {
    const { code, err } = await strat('test', file('broken.strat', 'strategy "x"\nlet a = b\n'))
    expect(code).toBe(1)
    expect(err).toContain('^')
  })
})
