import { describe, expect, test } from 'vitest'
import { complete } from '../../../language/service/complete.ts'
import type { Completion } from '../../../language/service/completion.ts'
import { filledSnippet } from '../../../language/service/completion.ts'
import { LATER_WORDS } from '../../../language/service/offer-words.ts'
import { withEdits } from '../../../language/service/text-edit.ts'
import { SYNTAX_CATALOGUE } from '../../../language/syntax/catalogue.ts'
import { WHOLE_LANGUAGE } from '../../fuzz/whole-language.ts'
import { caseSeed, seeded } from '../../parity/random.ts'
import { DESIGNS, STRATEGIES } from '../syntax/examples.ts'

import { analysed, marked, PROGRAM } from './marked.ts'

function offered(text: string): readonly Completion[] {
  const { source, offset } = marked(text)
  return complete(analysed(source), offset)
}

function labels(text: string): readonly string[] {
  return offered(text).map(({ label }) => label)
}

interface Row {
  readonly text: string
  /** All there is, in order. */
  readonly all?: string
  /** The first, in order. */
  readonly first?: string
  readonly has?: string
  readonly lacks?: string
  /** The one well ahead of the other. */
  readonly ahead?: readonly [first: string, second: string]
}

const RULE = `${PROGRAM}enter long "dip" when up\n`
const MARKET = 'open high low close volume hl2 hlc3 ohlc4'
const FUNCTIONS = 'sma ema rsi atr max prev known'

const ROWS: readonly Row[] = [
  // ── Statements ───────────────────────────────────────────────────────────────────────────────
  { text: '|', first: 'strategy library', lacks: 'portfolio and' },
  { text: 'st|', first: 'strategy' },
  { text: `${PROGRAM}|`, first: 'param let enter exit', lacks: 'strategy library timeframe' },
  { text: `${PROGRAM}|`, has: 'plot test costs fn require instrument' },
  {
    text: `${PROGRAM}|`,
    lacks: 'universe rebalance',
  },
  { text: `${PROGRAM}costs { slippage 1 tick }\n|`, lacks: 'costs slippage' },
  { text: 'strategy "S"\n|', first: 'timeframe' },
  { text: 'library "L"\n|', has: 'fn let test', lacks: 'enter exit' },
  { text: `${PROGRAM}let x = \n|`, has: 'let enter close' },
  { text: `${PROGRAM}let x = close |`, lacks: 'let enter plot' },
  // ── Words after words ────────────────────────────────────────────────────────────────────────
  { text: `${PROGRAM}enter |`, all: 'long short' },
  { text: `${PROGRAM}enter long |`, all: 'when' },
  { text: `${PROGRAM}exit |`, all: 'long short' },
  { text: `${PROGRAM}exit long |`, all: 'when' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  expect up at bar |`, all: 'n' },
  { text: `${PROGRAM}exit long when up\n  |`, has: 'at expire', lacks: 'size stop target' },
  { text: `${PROGRAM}exit long when up\n  at |`, all: 'market open close limit stop touch' },
  { text: `${PROGRAM}exit long when up\n  at limit |`, has: 'close entry_price' },
  { text: `${PROGRAM}let x = close crosses |`, all: 'above below' },
  { text: `${PROGRAM}let x = close crosses ab|`, all: 'above below' },
  { text: `${PROGRAM}let x = if up |`, first: 'and or then', lacks: 'else' },
  { text: `${PROGRAM}let x = if up then 1 |`, has: 'else', lacks: 'then and' },
  { text: `${PROGRAM}param k = 5 |`, has: 'in', lacks: 'step' },
  { text: `${PROGRAM}param k = 5 in 1..9 |`, has: 'step', lacks: 'in' },
  { text: `${PROGRAM}plot fast in |`, all: 'pane' },
  { text: 'strategy "x"\ntimeframe |', first: '1d 1h', lacks: 'close if' },
  { text: `${PROGRAM}instrument AAPL |`, has: 'stock on in' },
  { text: `${PROGRAM}instrument AAPL stock on |`, all: 'SMART' },
  { text: `${PROGRAM}instrument AAPL stock in |`, all: 'USD EUR GBP' },
  // ── Clauses ──────────────────────────────────────────────────────────────────────────────────
  { text: `${RULE}  |`, first: 'size stop target at expire up', has: 'let' },
  { text: `${RULE}  si|`, first: 'size' },
  {
    text: `${RULE}  size 1 share\n  |\n  stop close`,
    first: 'target at expire up',
    lacks: 'size stop',
  },
  { text: `${RULE}  si|ze 1 share`, has: 'size' },
  { text: `${RULE}  size |`, first: '95% of equity,100 shares,10000 USD', has: 'risk' },
  { text: `${RULE}  size |`, has: 'to', lacks: 'each hedge entry_price' },
  { text: `${RULE}  size risk 1% |`, first: 'of' },
  { text: `${RULE}  size risk 1% of |`, all: 'equity' },
  { text: `${RULE}  size 100 |`, has: 'shares share of USD' },
  { text: `${RULE}  at |`, all: 'market open close limit stop touch' },
  { text: `${RULE}  expire |`, all: 'day gtc ioc fok gtd after' },
  { text: `${RULE}  up |`, all: 'to' },
  { text: `${RULE}  up to 3 |`, has: 'entries' },
  // ── Names, by what is due ────────────────────────────────────────────────────────────────────
  {
    text: `${RULE}  stop |`,
    first: 'entry_price - 2 * atr(14),entry_price,fast,open',
    has: 'trailing',
    lacks: 'exits',
  },
  { text: `${PROGRAM}enter short when up\n  stop |`, first: 'entry_price + 2 * atr(14),' },
  { text: `${RULE}  stop entry_price - |`, first: 'R', ahead: ['atr', 'close'] },
  { text: `${RULE}  target |`, first: 'entry_price + 3R,entry_price' },
  { text: `${RULE}  at limit |`, first: 'fast open high low close', lacks: 'R entry_price' },
  {
    text: `${PROGRAM}enter long when |`,
    first: 'up,is_first_bar_of_day,known',
    has: `n fast ${MARKET} ${FUNCTIONS} not true`,
  },
  {
    text: `${PROGRAM}enter long when |`,
    has: 'position equity entry_price last_trade.profit R',
    lacks: 'entries',
  },
  { text: `${PROGRAM}enter long when up and |`, first: 'up' },
  { text: `${PROGRAM}enter long when not |`, first: 'up' },
  { text: `${PROGRAM}enter long when rsi(14) > |`, ahead: ['rsi', 'close'] },
  { text: `${PROGRAM}enter long when (rsi(14)) > |`, ahead: ['rsi', 'close'] },
  { text: `${PROGRAM}enter long when rsi(14) > 2 and close > (|`, first: 'fast open' },
  { text: `${PROGRAM}enter long when volume > |`, first: 'volume' },
  { text: `${PROGRAM}enter long when close crosses above |`, first: 'fast open' },
  {
    text: `${PROGRAM}enter long when close |`,
    first: 'crosses above,crosses below',
    lacks: 'and or',
  },
  { text: `${PROGRAM}enter long when up |`, first: 'and or', lacks: 'crosses above' },
  { text: `${PROGRAM}enter long when nobody |`, has: 'and or', first: '' },
  { text: `${PROGRAM}require |`, first: 'n', lacks: 'close fast sma if' },
  { text: `${PROGRAM}let x = close[|]`, all: 'n' },
  { text: `${PROGRAM}plot |`, has: 'fast close sma', lacks: 'equity position' },
  { text: `${PROGRAM}param k = |`, all: '' },
  { text: `${PROGRAM}let |`, all: '' },
  { text: `${PROGRAM}fn |`, all: '' },
  { text: `${PROGRAM}let x = x|`, lacks: 'x' },
  { text: `${PROGRAM}let x = prev(|`, first: 'x' },
  { text: `${PROGRAM}let x = ho|`, has: 'hour', lacks: 'tick' },
  // ── Functions ────────────────────────────────────────────────────────────────────────────────
  { text: `${PROGRAM}fn f(x, k: int) = |`, first: 'x k', has: 'fast close', lacks: 'f' },
  { text: `${PROGRAM}fn f(x, k: int) {\n  let y = x\n  return |\n}`, first: 'x k y' },
  { text: `${PROGRAM}fn f(x, k: int) {\n  let y = x\n  |`, has: 'let return' },
  { text: `${PROGRAM}fn f(x, k: int) = x\nlet z = |`, has: 'f fast', lacks: 'x k' },
  { text: `${PROGRAM}fn f(x: |`, first: 'int bool', has: 'price ratio' },
  { text: `${PROGRAM}let x = sma(|`, has: 'close fast n' },
  { text: `${PROGRAM}let x = sma(close, |`, all: 'n length:' },
  { text: `${PROGRAM}let x = macd(close, fast: 5, |`, has: 'slow: signal:', lacks: 'fast: x:' },
  { text: `${PROGRAM}let x = barssince(|`, first: 'up' },
  { text: `${PROGRAM}fn f(p: price) = p\nlet x = f(|`, first: 'fast open' },
  { text: `${PROGRAM}let x = max(close, sma(close, 5)) + |`, first: 'fast open' },
  // ── Fields ───────────────────────────────────────────────────────────────────────────────────
  { text: `${PROGRAM}let x = bands.|`, all: 'upper middle lower bandwidth percent_b' },
  {
    text: `${PROGRAM}let x = close > bands.up|\nplot close`,
    all: 'upper middle lower bandwidth percent_b',
  },
  { text: `${PROGRAM}let x = macd(close).|\nplot close`, all: 'line signal histogram' },
  { text: `${PROGRAM}let x = {a: 1, b: 2}.|`, all: 'a b' },
  { text: `${PROGRAM}let x = last_trade.|`, all: 'profit' },
  { text: `${PROGRAM}let x = close.|`, all: '' },
  {
    text: `${PROGRAM}fn f(r) = r.|\nlet x = f(bands)`,
    all: 'upper middle lower bandwidth percent_b',
  },
  { text: `${PROGRAM}let {|} = macd(close)`, all: 'line signal histogram' },
  { text: `${PROGRAM}let {line, si|} = macd(close)`, all: 'signal histogram' },
  { text: `${PROGRAM}let {line: |} = macd(close)`, all: '' },
  // ── Numbers ──────────────────────────────────────────────────────────────────────────────────
  { text: `${PROGRAM}let x = 10 |`, has: 'bars USD' },
  { text: `${PROGRAM}let x = 10|`, first: '%', lacks: 'bars' },
  { text: `${PROGRAM}enter long when up\n  size 10|`, first: '%', lacks: 'R' },
  { text: `${RULE}  target entry_price + 3|`, first: 'R' },
  { text: `${PROGRAM}let x = bars_in_trade > 10 |`, first: 'bars' },
  { text: `${RULE}  size 10000 |`, first: 'USD' },
  { text: 'strategy "x"\ntimeframe 15|', first: 's m h d w' },
  { text: `${PROGRAM}let x = 1.5|`, first: '%' },
  // ── Blocks ───────────────────────────────────────────────────────────────────────────────────
  { text: `${PROGRAM}costs {\n  |\n}`, all: 'commission slippage borrow max' },
  { text: `${PROGRAM}costs {\n  slippage 1 tick\n  |\n}`, all: 'commission borrow max' },
  { text: `${PROGRAM}costs {\n  max |\n}`, first: 'volume' },
  { text: `${PROGRAM}costs {\n  max volume |\n}`, first: '10%' },
  { text: `${PROGRAM}costs { commission |`, all: 'ibkr,0.005 per share,1 USD per trade,0.1%' },
  { text: `${PROGRAM}costs { commission ibkr |`, all: 'fixed' },
  { text: `${PROGRAM}costs { commission 0.005 |`, has: 'per' },
  { text: `${PROGRAM}costs { commission 0.005 per |`, all: 'share trade' },
  {
    text: `${PROGRAM}costs { slippage |`,
    all: 'volume,2 bps,1 tick,spread 0.02,volume share 10%,volatility 10%',
  },
  { text: `${PROGRAM}costs { slippage 2 |`, has: 'bps ticks' },
  { text: `${PROGRAM}risk {\n  |`, all: 'max halt cooldown' },
  { text: `${PROGRAM}risk { max |`, all: 'position gross orders' },
  { text: `${PROGRAM}risk { max position 20% of |`, all: 'equity' },
  { text: `${PROGRAM}risk { halt |`, all: 'today when' },
  {
    text: `${PROGRAM}test "t" {\n  |\n}`,
    first: 'close',
    has: 'open volume with expect costs',
    lacks: 'let size',
  },
  { text: `${PROGRAM}test "t" {\n  close 10 |\n}`, has: 'x' },
  { text: `${PROGRAM}test "t" {\n  close |\n}`, all: 'flat ramp walk' },
  { text: `${PROGRAM}test "t" {\n  close 10, ra|\n}`, all: 'flat ramp walk' },
  { text: `${PROGRAM}test "t" {\n  close flat(|)\n}`, all: 'value: bars:' },
  { text: `${PROGRAM}test "t" {\n  close walk(7, |)\n}`, all: 'bars: spread:' },
  { text: `${PROGRAM}test "t" {\n  prices |\n}`, all: 'from' },
  { text: `${PROGRAM}test "t" {\n  prices from "a.csv"\n  |\n}`, lacks: 'close prices' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  |\n}`, lacks: 'prices' },
  { text: `${PROGRAM}let x = close @ SPY\ntest "t" {\n  close 1\n  close @ |\n}`, all: 'SPY' },
  {
    text: `${PROGRAM}let x = close @ SPY\nlet y = open @ |`,
    all: '1w 1mo SPY 1m 5m 15m 30m 1h 4h',
  },
  { text: 'strategy "S"\ntimeframe 2h\nlet y = open @ SPY |', has: '4h 1d 1w 30m', lacks: '2h' },
  { text: `${PROGRAM}test "t" {\n  close @ SPY 1\n  |\n}`, has: 'close prices' },
  {
    text: `${PROGRAM}test "t" {\n  close 1\n  expect last_trade.|\n}`,
    all: 'profit entry_price exit_price quantity bars',
  },
  { text: `${PROGRAM}let x = last_trade.|`, all: 'profit' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  expect |\n}`, has: 'orders trades last_order.price' },
  { text: `${PROGRAM}exit long when |`, lacks: 'orders trades flat walk' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  |\n}`, has: 'open with expect', lacks: 'close' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  with |\n}`, all: 'n' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  with n = 5, |\n}`, all: '' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  expect |\n}`, has: 'entries exits up position' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  expect fast > |\n}`, first: 'fast open' },
  { text: `${PROGRAM}test "t" {\n  close 1\n  expect fast |\n}`, has: 'at within' },
  { text: `${PROGRAM}mode m { from a to b when up }\nlet x = m is |`, all: 'a b' },
  { text: `${PROGRAM}mode m { from a to b when up from |`, all: 'a b' },
  { text: `${PROGRAM}mode m { from a to b when up }\nlet x = bars_in(|)`, has: 'm' },
  { text: `${PROGRAM}mode m { from a to b when up }\nexit long when |`, has: 'm' },
  { text: `${PROGRAM}mode m { from a to b when up }\nlet x = close + |`, lacks: 'm' },
  // ── Texts and comments ───────────────────────────────────────────────────────────────────────
  { text: `${RULE}exit "|`, all: 'dip' },
  { text: `${RULE}exit "d|ip" when up`, all: 'dip' },
  { text: `${RULE}cancel "|"`, all: 'dip' },
  { text: `${RULE}enter short "other" when up\noca "dip", "|"`, all: 'other' },
  { text: `${RULE}enter long "|" when up`, all: '' },
  { text: `${PROGRAM}plot fast in pane "A"\nplot n in pane "|"`, all: 'A' },
  { text: `${PROGRAM}// let |`, all: '' },
  { text: `${PROGRAM}/// let |`, all: '' },
  { text: `${PROGRAM}let x = close // |`, all: '' },
  { text: `${PROGRAM}# let |`, all: '' },
  { text: `${PROGRAM}/* let |`, all: '' },
  { text: 'strategy "|"', all: '' },
  // ── Broken text ──────────────────────────────────────────────────────────────────────────────
  { text: `${PROGRAM}enter long when close > > 5\n  stop |`, first: 'entry_price - 2 * atr(14),' },
  { text: `${PROGRAM}enter long when close ( ] 5\n  size 1 share\n  |`, has: 'stop target' },
  { text: `${PROGRAM}let x = 1 + + |`, has: 'close sma' },
  { text: `${PROGRAM}let x = foo bar baz + |`, has: 'close sma' },
  { text: `${PROGRAM}let x = sma(close, \nenter long when |`, first: 'up' },
]

/** Labels parted by commas, or by blanks where there is no comma. */
function list(text: string): readonly string[] {
  return text.split(text.includes(',') ? ',' : ' ').filter((label) => label !== '')
}

describe('what is offered', () => {
  test.each(ROWS)('%j', ({ text, all, first, ahead, has = '', lacks = '' }) => {
    const found = labels(text)
    if (all !== undefined) expect(found).toEqual(list(all))
    if (first !== undefined) expect(found.slice(0, list(first).length)).toEqual(list(first))
    expect(list(has).filter((label) => !found.includes(label))).toEqual([])
    expect(list(lacks).filter((label) => found.includes(label))).toEqual([])
    if (ahead === undefined) return
    const [better, worse] = ahead.map((label) => found.indexOf(label))
    expect(better).toBeGreaterThanOrEqual(0)
    expect(better).toBeLessThan(worse!)
  })
})

describe('what is written', () => {
  test.each([
    [`${PROGRAM}let x = sm|`, 'sma', `${PROGRAM}let x = sma(close, 20)`],
    [`${PROGRAM}let x = sm|(close)`, 'sma', `${PROGRAM}let x = sma(close)`],
    [`${PROGRAM}let x = m|acd + 1`, 'max', `${PROGRAM}let x = max(close, close) + 1`],
    [`${PROGRAM}let x = atr|`, 'atr', `${PROGRAM}let x = atr(20)`],
    [`${PROGRAM}let x = 2|`, '%', `${PROGRAM}let x = 2%`],
    [`${PROGRAM}let x = 2b|`, '%', `${PROGRAM}let x = 2%`],
    [`${PROGRAM}let x = sma(close, le|)`, 'length:', `${PROGRAM}let x = sma(close, length: 20)`],
    [`${PROGRAM}en|`, 'enter', `${PROGRAM}enter long when close > open\n  size 95% of equity`],
    [`${RULE}  stop|`, 'stop', `${RULE}  stop entry_price - 2 * atr(14)`],
    [`${RULE}exit "|dip" when up`, 'dip', `${RULE}exit "dip" when up`],
    [`${RULE}exit "|`, 'dip', `${RULE}exit "dip`],
  ])('%j, %s', (text, label, result) => {
    const { source } = marked(text)
    const { span, snippet } = offered(text).find((one) => one.label === label)!
    expect(withEdits(source, [{ span, replacement: filledSnippet(snippet) }])).toBe(result)
  })

  test('signatures, types and docs stand beside', () => {
    const found = new Map(offered(`${PROGRAM}let x = |`).map((one) => [one.label, one]))
    expect(found.get('sma')).toMatchObject({
      kind: 'builtin',
      detail: 'sma(x = close, length: int) → that of x',
    })
    expect(found.get('macd')?.detail).toContain('→ {line, signal, histogram}')
    expect(found.get('sma')?.documentation).toContain('Simple moving average')
    expect(found.get('fast')).toMatchObject({ kind: 'definition', detail: 'price level' })
    expect(found.get('n')).toMatchObject({ detail: 'number', documentation: 'Bars to look back.' })
    expect(found.get('close')).toMatchObject({ kind: 'stream', detail: 'price level' })
    expect(found.get('equity')).toMatchObject({ kind: 'account', detail: 'money' })
  })

  test('a function of the program hides the library’s', () => {
    const found = offered(`${PROGRAM}fn sma(x) = x\nlet y = |`)
    expect(found.find(({ label }) => label === 'sma')).toMatchObject({
      kind: 'function',
      detail: 'sma(x)',
    })
  })

  test('labels are given once, in the order of their sort keys', () => {
    const found = offered(`${PROGRAM}let x = |`)
    expect(new Set(found.map(({ label }) => label)).size).toBe(found.length)
    expect([...found].sort((a, b) => (a.sort < b.sort ? -1 : 1))).toEqual(found)
  })
})

describe('what is taken fits', () => {
  const SOURCES = [...STRATEGIES, ...DESIGNS].map(({ source }) => source).concat(WHOLE_LANGUAGE)

  /** Mistakes of reading, by code and how many. */
  function stumbles(source: string): number {
    return analysed(source).diagnostics.filter(({ code }) => code in SYNTAX_CATALOGUE).length
  }

  test('a statement or clause on a line of its own gives no new mistake of reading', () => {
    let taken = 0
    for (const [index, whole] of SOURCES.entries()) {
      const random = seeded(caseSeed(7, index))
      const ends = [...whole.matchAll(/\n/g)].map((match) => match.index)
      for (let k = 0; k < 6; k++) {
        const end = random.pick(ends)
        const indent = random.pick(['', '  '])
        const source = `${whole.slice(0, end)}\n${indent}${whole.slice(end)}`
        const offset = end + 1 + indent.length
        const before = stumbles(source)
        for (const { kind, snippet, span, label } of complete(analysed(source), offset)) {
          if (kind !== 'statement' && kind !== 'clause') continue
          // Words that want a value of the writer's own are no whole line.
          if (filledSnippet(snippet) === label) continue
          const after = withEdits(source, [{ span, replacement: filledSnippet(snippet) }])
          expect(stumbles(after), `${label} at ${offset}:\n${after}`).toBeLessThanOrEqual(before)
          taken++
        }
      }
    }
    expect(taken).toBeGreaterThan(300)
  })

  test('no statement or clause is one of a later version', () => {
    const daily = 'strategy "Example"\ntimeframe 1d\n'
    const rule = `${daily}enter long "dip" when true\n  size 1 share\n  stop entry_price * 90%\n  `
    for (const text of [
      `${daily}|`,
      `${rule}|`,
      `${rule}at |`,
      `${rule}expire |`,
      `${daily}costs {\n  |\n}`,
    ]) {
      const { source } = marked(text)
      for (const { label, snippet, span } of offered(text)) {
        const after = withEdits(source, [{ span, replacement: filledSnippet(snippet) }])
        const codes = analysed(after).diagnostics.map(({ code }) => code)
        expect(codes, `${label}:\n${after}`).not.toContain('not-yet')
      }
    }
  })

  /** Each word that is kept back, in a program where the checker says why. */
  const LATER: Readonly<Record<string, string>> = {
    'header.portfolio': 'portfolio "P"',
    'size.each': `${RULE}  size 1000 USD each`,
    'size.hedge': `${RULE}  size 1000 USD hedge 2`,
  }

  test.each([...LATER_WORDS])('%s is kept back for as long as the checker refuses it', (word) => {
    expect(analysed(LATER[word]!).diagnostics.map(({ code }) => code)).toContain('not-yet')
  })
})
