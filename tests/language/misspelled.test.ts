import { describe, expect, test } from 'vitest'
import { around, checkSource, mended } from './check/checked.ts'

/** What is written, and the word that is offered for the one with the slip. */
const RULE = 'enter long when close > open\n  size 10 shares\n  '
const CASES: readonly (readonly [string, string])[] = [
  // Names, functions, fields, arguments.
  ['let x = clsoe', 'close'],
  ['let fast = sma(10)\nlet x = fsat', 'fast'],
  ['let x = bolinger(close, 20)', 'bollinger'],
  ['let x = bollinger(close, 20).lowwer', 'lower'],
  ['let {uper} = bollinger(close, 20)', 'upper'],
  ['let x = last_trade.proft', 'profit'],
  ['let x = sma(close, lenght: 20)', 'length'],
  ['let x = sma(close, period: 20)', 'length'],
  ['fn half(p: prise) = p / 2\nlet x = half(close)', 'price'],
  ['let x = Close', 'close'],
  ['let x = SMA(close, 20)', 'sma'],
  // Keywords and the words of clauses.
  ['parm n = 5', 'param'],
  ['plto close', 'plot'],
  [`${RULE}tagret entry_price + 3`, 'target'],
  [`${RULE}stpo entry_price - 3`, 'stop'],
  ['enter long when close > open\n  size 95% fo equity', 'of'],
  ['enter long when close > open\n  size 95% of equty', 'equity'],
  ['enter long when close > open\n  size 10 shraes', 'shares'],
  [`${RULE}at markt`, 'market'],
  [`${RULE}expire aftr 3 bars`, 'after'],
  [`${RULE}up to 3 entires`, 'entries'],
  ['enter lnog when close > open\n  size 10 shares', 'long'],
  [`enter long "dip" when close > open\n  size 10 shares\nexit "dpi" when close < open`, '"dip"'],
  // Costs, timeframes, units, tests.
  ['costs { comission 0.1% }', 'commission'],
  ['costs { commission ibkr fixd }', 'ibkr fixed'],
  ['costs { commission 0.005 per shre }', 'share'],
  ['costs { slipage 2 bps }', 'slippage'],
  ['costs { slippage 2 tiks }', 'ticks'],
  ['let x = close * 98 percent', '98%'],
  ['let x = 15min', '15m'],
  ['param n = 5\ntest "t" {\n  close 1 x 10\n  wiht n = 3\n  expect sma(n) > 0\n}', 'with'],
  ['param len = 5\ntest "t" {\n  close 1 x 10\n  with lne = 3\n  expect sma(len) > 0\n}', 'len'],
  ['test "t" {\n  close 1 x 10\n  expct close > 0\n}', 'expect'],
  ['test "t" {\n  clsoe 1 x 10\n  expect close > 0\n}', 'close'],
]

describe('did you mean', () => {
  test.each(CASES)('%s: %s', (lines, meant) => {
    const source = around(lines)
    const { diagnostics } = checkSource(source)
    const offered = diagnostics.map(({ fix }) => fix?.replacement)
    expect(offered).toContain(meant)
    const offer = diagnostics.find(({ fix }) => fix?.replacement === meant)!
    const left = checkSource(mended(source, offer)).diagnostics
    expect(left.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test.each([
    ['timeframe daily', '1d'],
    ['timeframe "D"', '1d'],
    ['timeframe "240"', '4h'],
    ['timeframe hourli', '1h'],
    ['timeframe 1day', '1d'],
    ['timefrme 1d', 'timeframe'],
  ])('%s: %s', (line, meant) => {
    const source = `strategy "Example"\n${line}\nplot close\n`
    const [diagnostic] = checkSource(source).diagnostics
    expect(diagnostic?.fix?.replacement).toBe(meant)
  })
})
