import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'
import { around, checkSource, mended } from './checked.ts'

const codesOf = (lines: string): readonly string[] =>
  checkSource(around(lines)).diagnostics.map(({ code }) => code)

const GOLDENS = new URL('../../goldens/strategies/', import.meta.url)
const goldens = readdirSync(GOLDENS)
  .filter((name) => name.endsWith('.strat'))
  .map((name) => ({ name, source: readFileSync(new URL(name, GOLDENS), 'utf8') }))

describe('warnings have no false positives', () => {
  test('none of the strategies that are known to be right gets one', () => {
    const all = [...STRATEGIES, ...DESIGNS, ...goldens]
    const warned = all.flatMap(({ name, source }) =>
      checkSource(source)
        .diagnostics.filter(({ severity }) => severity === 'warning')
        .map(({ code }) => `${name}: ${code}`),
    )
    expect(all.length).toBeGreaterThan(10)
    expect(warned).toEqual([])
  })

  test.each([
    // Extremes of the bars before, of something else, or reached and not passed.
    'let x = close > highest(high, 20)[1]',
    'let x = close[1] > highest(high, 20)[2]',
    'let x = close >= highest(close, 20)',
    'let x = close == highest(close, 20)',
    'let x = high > highest(close, 20)',
    'let x = close < lowest(close, 20)[1]',
    'let x = close < lowest(high, 20)',
    'let x = close crosses above highest(close, 20)[1]',
    // On the scale.
    'let x = rsi(14) >= 100',
    'let x = rsi(14) <= 0',
    'let x = rsi(14) > 0',
    'let x = volume > 0',
    'let x = volume == 0',
    'let x = high > low',
    'let x = close >= high',
    'let x = sma(rsi(14), 3) > 100',
    'let x = close > open and open > close[1]',
    // Both can be so.
    'let x = rsi(14) > 30 and rsi(14) < 70',
    'let x = rsi(14) < 30 or rsi(14) > 70',
    'let x = rsi(14) >= 50 and rsi(14) <= 50',
    'let x = rsi(14) > 70 and rsi(14)[1] < 30',
    'let x = rsi(14) > 70 and rsi(7) < 30',
    'let x = close > open and high < high[1]',
    'let x = close >= open and close <= open',
    'let x = close crosses above sma(20) or close crosses below sma(20)',
    // Exact by what they are.
    'let x = close == open',
    'let x = rsi(2) == 100',
    'let x = bar_index == 5',
    'let x = count(close > open, 5) == 3',
    'let x = mod(bar_index, 5) == 0',
    // Ratios that are no per cents.
    'let x = returns > 2%',
    'let x = returns > 0.5',
    'let x = returns > 0',
    'let x = volume / sma(volume, 20) > 2',
    'let x = close / open > 1',
    // Switches, and bounds that are reached.
    'let x = 1 > 2',
    'param n = 1 in 0..1\nlet x = n > 0',
    'param n = 5\nlet x = n > 100',
    'let x = mod(bar_index, 5) == 4',
    'let x = weekday == 7',
    'let x = count(close > open, 5) >= 5',
    'let x = correlation(close, volume, 20) >= 1',
    'let x = sma(volume, 5) >= 0',
    'let x = ema(rsi(14), 1) > 100',
    // How many say “once there are so many bars”; and prices of a test that are none.
    'let x = close[5] > 0',
    'let x = close < 0\ntest "spread" {\n  close 1, -1\n  expect x\n}',
    // A function's text holds for all its calls.
    'fn over(x, limit) = x > limit\nlet a = over(rsi(14), 100)\nlet b = over(close, 100)',
    'fn same(a, b) = a > b\nlet x = same(close, close)',
    // Tests may state what is always so.
    'let x = close\ntest "t" {\n  close 1, 2\n  expect high >= low\n  expect volume >= 0\n}',
    'let x = sma(2)\ntest "t" {\n  close 1, 3\n  expect x == 2\n}',
    // Sides of the entry that cannot be told.
    'enter long when close > open\n  size 10 shares\n  stop lowest(low, 10)\n  target highest(high, 10)',
    'enter long when close > open\n  size 10 shares\n  stop entry_price - (close - open)',
    'enter long when close > open\n  size 10 shares\n  stop max(entry_price - 5, low)',
    'enter short when close < open\n  size 10 shares\n  stop entry_price + atr(14)\n  target entry_price - 2R',
    'enter short when close < open\n  size 10 shares\n  stop entry_price * 105%\n  target entry_price * 90%',
    'param k = 2.0 in -1..3\nenter long when close > open\n  size 10 shares\n  stop entry_price - k * atr(14)',
    // Sizes.
    'enter long when close > open\n  size 100% of equity',
    'enter long when close > open\n  size 0.5 of equity',
    'param l = 150% in 100%..200%\nenter long when close > open\n  size l of equity',
    // Exits.
    'enter long when close > open\n  size 10 shares\nexit long when close < open',
    'enter short "s" when close > open\n  size 10 shares\nexit "s" when close < open',
    // Parameters.
    'param n = 5\nrequire n > 2\nenter long when close > open\n  size 10 shares',
    'param n = 5\nenter long when close > open\n  size 10 shares\ntest "t" {\n  close 1 x 9\n  expect sma(n) > 0\n}',
  ])('%s', (lines) => {
    expect(codesOf(lines)).toEqual([])
  })

  test.each([
    ['let x = close crosses above highest(close, 20)', 'extreme-with-now'],
    ['let x = low < lowest(low, 20)', 'extreme-with-now'],
    ['let x = close <= highest(high, 20)', 'extreme-with-now'],
    ['let x = close > high', 'never-true'],
    ['let x = volume < 0', 'never-true'],
    ['let x = atr(14) < 0', 'never-true'],
    ['let hot = rsi(14)\nlet x = hot < 0', 'never-true'],
    ['let x = close < 0', 'never-true'],
    ['let x = close + close[1] < 0', 'never-true'],
    ['let x = weekday == 8', 'never-true'],
    ['let x = hour >= 24', 'never-true'],
    ['let x = bar_index == 0.5 - 2', 'never-true'],
    ['let x = ema(rsi(14), 5) > 100', 'never-true'],
    ['let x = 2 * rsi(14) - 250 > 0', 'never-true'],
    ['let x = max(rsi(14), 30) < 20', 'never-true'],
    ['let x = count(close > open, 5) > 5', 'never-true'],
    ['let x = correlation(close, volume, 20) > 1', 'never-true'],
    ['let x = close * volume >= 0', 'always-true'],
    ['param n = 9 in 5..20\nlet x = if n > 40 then close else open', 'never-true'],
    ['param level = 110 in 101..120\nlet x = rsi(14) > level', 'never-true'],
    ['param level = 110 in 101..120\nlet x = rsi(14) < level', 'always-true'],
    ['let a = sma(20)\nlet b = sma(close, 20)\nlet x = a > b', 'compared-with-itself'],
    ['let x = close > open and close < open', 'never-together'],
    ['let x = close > open and open > close', 'never-together'],
    ['let x = rsi(14) < 30 and volume > 5 and rsi(14) > 70', 'never-together'],
    ['let x = rsi(14) crosses above 70 and rsi(14) < 30', 'never-together'],
    ['let x = close == sma(20)', 'exact-equality'],
    ['let x = drawdown > 10', 'percent-missing'],
    ['param a = 5\nlet x = a crosses above 3', 'constant-crossing'],
  ])('%s is %s', (lines, code) => {
    expect(codesOf(lines)).toEqual([code])
  })
})

const BUY = '\n  size 10 shares'
const long = (when: string): string => `enter long when ${when}${BUY}`

describe('what shows only in the whole of a program', () => {
  test.each([
    [`let up = close > open\nlet down = close < open\n${long('up and down')}`, 'rule-never-fires'],
    [`let a = close > 5\n${long('a and close < 3')}`, 'rule-never-fires'],
    [`let a = close > 5\n${long('a and close <= 5')}`, 'rule-never-fires'],
    [`let a = close > 5\n${long('not a and close > 6')}`, 'rule-never-fires'],
    [
      `let a = sma(20) > sma(50)\n${long('a and sma(50) > sma(90) and sma(90) > sma(20)')}`,
      'rule-never-fires',
    ],
    [`let a = sma(20) > high\n${long('a and sma(20) < low')}`, 'rule-never-fires'],
    [`param n = 5 in 5..9\nlet a = close > n\n${long('a and close < 5')}`, 'rule-never-fires'],
    [
      `let s = if close > open then 1 else 2\n${long('s == 1 and not (s < 2)')}`,
      'rule-never-fires',
    ],
    [
      `let s = if close > open then prev(s, 0) + 1 else 0\nlet a = s < 0\n${long('a')}`,
      'rule-never-fires',
    ],
    [long('position > 0 and close > open'), 'nothing-opens'],
    [`let held = bars_in_trade > 3\n${long('held')}`, 'nothing-opens'],
    [`${long('entry_price < close')}\nenter short when open_profit > 0${BUY}`, 'nothing-opens'],
    [`${long('close > open')}\nexit long when close > open`, 'entry-with-exit'],
    [
      `let a = close > open\nlet b = close > open\n${long('a')}\nexit long when b`,
      'entry-with-exit',
    ],
    [`${long('close > open')}\nenter short when close > open${BUY}`, 'sides-together'],
    [`${long('position == 0 and close > open')}\n  up to 2 entries`, 'entries-unreached'],
    [`param n = 3 in 1..9\n${long('close > max(n, 9)')}`, 'idle-parameter'],
    [`param n = 3 in 1..9\n${long('close + 0 * n > open')}`, 'idle-parameter'],
    [`let unread = close\n${long('close > open')}`, 'unused-definition'],
    [`let streak = prev(streak, 0) + 1\n${long('close > open')}`, 'unused-definition'],
    [`let {line, signal} = macd(close)\n${long('close > open')}`, 'unused-definition'],
    [
      `let hot = rsi(14) > 70\nmode heat {\n  from a to b when hot and rsi(14) < 50\n  from b to a when hot\n}\n${long('heat is b')}`,
      'arc-impossible',
    ],
  ])('%s is %s', (lines, code) => {
    expect(codesOf(lines)).toEqual([code])
  })

  test.each([
    long('true'),
    long('false'),
    `${long('close > open')}\ncancel "a" when false`.replace('long', 'long "a"'),
    `let s = if close > open then 1 else 2\n${long('s == 1 or s < 2')}`,
    `let s = if close > open then prev(s, 0) + 1 else 0\nlet a = s > 3\n${long('a')}`,
    `${long('close > open')}\nenter long "more" when position > 0 and open_profit > 0${BUY}`,
    `${long('close > open')}\nenter long "b" when close > open${BUY}\n  stop entry_price - 1`,
    `${long('close > open')}\nexit half of long when close > open`,
    `${long('close > open')}\n  at stop high\nenter short when close > open${BUY}\n  at stop low`,
    `${long('position < 100 and close > open')}\n  up to 2 entries`,
    `param n = 3 in 1..90\n${long('close > max(n, 9)')}`,
    `param n = 3 in 1..9\n${long('close > open')}\nplot sma(n)`,
    `param n = 3 in 1..9\nlet x = if close > 0 then close else sma(n)\n${long('x > open')}`,
    `let unread = close // unread\n${long('close > open')}\nplot unread`,
    `let {line, signal} = macd(close)\n${long('line > signal')}`,
    'mode heat {\n  from a to b when rsi(14) > 70\n  from b to a when rsi(14) < 30\n}\n' +
      long('heat is b and bars_in(heat) < 5'),
  ])('%s has no warning', (lines) => {
    expect(codesOf(lines)).toEqual([])
  })

  test('says because of what', () => {
    const source = around(`let strong = rsi(14) > 70\n${long('strong and rsi(14) < 30')}`)
    const [found] = checkSource(source).diagnostics
    expect(found?.message).toBe(
      'This `enter long` never fires: `rsi(14) > 70` and `rsi(14) < 30` exclude each other.',
    )
    const marked = found?.labels.map(({ span }) => source.slice(span.start, span.end))
    expect(marked).toEqual(['rsi(14) > 70', 'rsi(14) < 30'])
  })

  test('shows what stands in brackets with both of them', () => {
    const source = around(`let a = (close + high) * 2 < 1 - (1 + 2)\n${long('a')}`)
    const [found] = checkSource(source).diagnostics
    expect(found?.message).toContain('`(close + high) * 2 < 1 - (1 + 2)` is never true')
  })

  test('a definition that nothing reads is taken out by its fix', () => {
    const source = around(`let unread = close\n${long('close > open')}`)
    const [found] = checkSource(source).diagnostics
    expect(mended(source, found!)).toBe(around(long('close > open')))
  })
})

describe('a stop or target on the wrong side', () => {
  const long = (clauses: string) => `enter long when close > open\n  size 10 shares\n  ${clauses}`
  const short = (clauses: string) => long(clauses).replace('long', 'short')

  test.each([
    [long('stop entry_price + 1'), 'stop-wrong-side'],
    [long('stop entry_price * 102%'), 'stop-wrong-side'],
    [long('stop entry_price * (1 + 2%)'), 'stop-wrong-side'],
    [long('stop atr(14) + entry_price'), 'stop-wrong-side'],
    [long('stop entry_price + (high - low)'), 'stop-wrong-side'],
    [`let away = 2 * atr(14)\n${long('stop entry_price + away')}`, 'stop-wrong-side'],
    [`param k = 2 in 1..3\n${long('stop entry_price + k * atr(14)')}`, 'stop-wrong-side'],
    [short('stop entry_price - atr(14)'), 'stop-wrong-side'],
    [short('stop entry_price * 98%'), 'stop-wrong-side'],
    [long('target entry_price - 5'), 'target-wrong-side'],
    [short('target entry_price + atr(14)'), 'target-wrong-side'],
    [long('stop entry_price - 1\n  target entry_price - 2R'), 'target-wrong-side'],
  ])('%s', (lines, code) => {
    expect(codesOf(lines)).toEqual([code])
  })
})
