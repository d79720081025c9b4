import { describe, expect, test } from 'vitest'
import type { Expr, Statement } from '../../../language/syntax/ast.ts'
import { parse } from '../../../language/syntax/parse.ts'
import { shape } from './shape.ts'

/**
 * A statement as data without places: names are their text, expressions their shape, what is
 * absent or empty is left out.
 */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value)
  if (keys.length === 2 && 'text' in value && 'span' in value) return value.text
  if (isExpr(value)) return shape(value)
  const parts = Object.entries(value).filter(([key, part]) => key !== 'span' && part !== '')
  return Object.fromEntries(parts.map(([key, part]) => [key, said(part)]))
}

const EXPRESSIONS: Readonly<Record<Expr['kind'], readonly string[]>> = {
  number: ['value', 'unit'],
  money: ['value', 'currency'],
  duration: ['value', 'unit'],
  time: ['minutes'],
  date: ['text'],
  text: ['value'],
  bool: ['value'],
  name: ['text'],
  member: ['object'],
  index: ['index'],
  at: ['object'],
  call: ['callee'],
  unary: ['operand'],
  binary: ['left'],
  if: ['condition'],
  crosses: ['direction'],
  is: ['mode'],
  record: ['fields'],
  missing: ['span'],
}

/** Clauses and expressions share words (`at`, `name`): an expression has its own parts too. */
function isExpr(value: object): value is Expr {
  const { kind } = value as { readonly kind?: string }
  const parts = EXPRESSIONS[kind as Expr['kind']]
  return parts?.every((part) => part in value) ?? false
}

const CASES: Readonly<Record<string, unknown>> = {
  'timeframe 15m': { kind: 'timeframe', value: '15m' },
  'session regular': { kind: 'session', name: 'regular' },
  'instrument MSTR stock on SMART in USD': {
    kind: 'instrument',
    symbol: 'MSTR',
    type: 'stock',
    exchange: 'SMART',
    currency: 'USD',
  },
  'instrument "BRK.B"': { kind: 'instrument', symbol: 'BRK.B' },
  'universe from "sp100.csv"': { kind: 'universe', from: 'sp100.csv', symbols: [] },
  'universe KO, "BRK.B", IBM': { kind: 'universe', symbols: ['KO', 'BRK.B', 'IBM'] },
  'import "filters.strat"': { kind: 'import', path: 'filters.strat' },
  'param fast = 10 in 5..50 step 5': {
    kind: 'param',
    name: 'fast',
    value: '10',
    range: { from: '5', to: '50', step: '5' },
  },
  'param patience = 10 bars in 3..20': {
    kind: 'param',
    name: 'patience',
    value: '10 bars',
    range: { from: '3', to: '20' },
  },
  'require fast < slow': { kind: 'require', condition: '(fast < slow)' },
  'let x = close': { kind: 'let', pattern: { kind: 'name', name: 'x' }, value: 'close' },
  'let {line, signal: s} = macd(close)': {
    kind: 'let',
    pattern: {
      kind: 'fields',
      fields: [
        { field: 'line', name: 'line' },
        { field: 'signal', name: 's' },
      ],
    },
    value: 'macd(close)',
  },
  'fn f(x, n: int = 5) = x / n': {
    kind: 'function',
    name: 'f',
    parameters: [{ name: 'x' }, { name: 'n', annotation: 'int', defaultValue: '5' }],
    lets: [],
    result: '(x / n)',
  },
  'fn f() { let a = 1 return a }': {
    kind: 'function',
    name: 'f',
    parameters: [],
    lets: [{ kind: 'let', pattern: { kind: 'name', name: 'a' }, value: '1' }],
    result: 'a',
  },
  'mode m { from a to b when c for 10 bars from b to a when d for n bars }': {
    kind: 'mode',
    name: 'm',
    arcs: [
      { from: 'a', to: 'b', when: 'c', forBars: '10 bars' },
      { from: 'b', to: 'a', when: 'd', forBars: 'n' },
    ],
  },
  [`enter long "breakout" when a > b
    at stop p limit q size risk 1% of equity stop trailing s after 1R
    target entry_price + 3R expire after 3 bars up to 3 entries`]: {
    kind: 'enter',
    legs: [{ side: 'long' }],
    tag: 'breakout',
    when: '(a > b)',
    clauses: [
      { kind: 'at', order: { kind: 'stop', price: 'p', limit: 'q' } },
      { kind: 'size', size: { kind: 'risk', fraction: '1%', of: 'equity' } },
      { kind: 'stop', price: 's', trailing: true, after: '1R' },
      { kind: 'target', price: '(entry_price + 3R)' },
      { kind: 'expire', expiry: { kind: 'after', bars: '3 bars' } },
      { kind: 'up-to', entries: '3' },
    ],
  },
  'enter long KO, short "BRK.B" "cheap" when z size 10000 USD hedge beta': {
    kind: 'enter',
    legs: [
      { side: 'long', symbol: 'KO' },
      { side: 'short', symbol: 'BRK.B' },
    ],
    tag: 'cheap',
    when: 'z',
    clauses: [
      { kind: 'size', size: { kind: 'money', amount: '10000 USD', each: false, hedge: 'beta' } },
    ],
  },
  'exit half of long "part" when a at limit p expire gtc': {
    kind: 'exit',
    portion: '50%',
    target: { kind: 'side', side: 'long' },
    tag: 'part',
    when: 'a',
    clauses: [
      { kind: 'at', order: { kind: 'limit', price: 'p' } },
      { kind: 'expire', expiry: { kind: 'gtc' } },
    ],
  },
  'exit "cheap" when z > 0': {
    kind: 'exit',
    target: { kind: 'tag', tag: 'cheap' },
    when: '(z > 0)',
    clauses: [],
  },
  'exit 30% of "cheap" when z': {
    kind: 'exit',
    portion: '30%',
    target: { kind: 'tag', tag: 'cheap' },
    when: 'z',
    clauses: [],
  },
  'cancel "breakout" when a': { kind: 'cancel', tag: 'breakout', when: 'a' },
  'oca "up", "down"': { kind: 'oca', tags: ['up', 'down'] },
  'oca "up", "down" reduce': { kind: 'oca', tags: ['up', 'down'], onFill: 'reduce' },
  'oca "up" reduce without block': { kind: 'oca', tags: ['up'], onFill: 'reduce-unblocked' },
  [`rebalance monthly hold top 5 by momentum where healthy weight inverse v
    max 30% each otherwise SHY`]: {
    kind: 'rebalance',
    period: 'monthly',
    clauses: [
      { kind: 'hold', top: '5', by: 'momentum', where: 'healthy' },
      { kind: 'weight', scheme: 'inverse', value: 'v' },
      { kind: 'max-each', fraction: '30%' },
      { kind: 'otherwise', symbol: 'SHY' },
    ],
  },
  'plot a "A", b in pane "P"': {
    kind: 'plot',
    items: [{ value: 'a', label: 'A' }, { value: 'b' }],
    pane: 'P',
  },
  'mark "here" when a': { kind: 'mark', text: 'here', when: 'a' },
  'fill a to b': { kind: 'fill', from: 'a', to: 'b' },
  'alert "now" when a': { kind: 'alert', text: 'now', when: 'a' },
  [`risk { max position 20% of equity max gross 150% max orders 10 per minute
    halt today when day_loss > 2% cooldown 5 bars after 3 losses }`]: {
    kind: 'risk',
    limits: [
      { kind: 'max', subject: 'position', amount: '20%', of: 'equity' },
      { kind: 'max', subject: 'gross', amount: '150%' },
      { kind: 'max', subject: 'orders', amount: '10', per: 'minute' },
      { kind: 'halt', subject: 'today', when: '(day_loss > 2%)' },
      { kind: 'cooldown', amount: '5 bars', after: '3' },
    ],
  },
  [`costs { commission ibkr fixed commission 0.005 per share commission 0.1% slippage 2 bps
    slippage volume share 10% linear slippage spread 0.02 borrow 3% borrow ibkr 3%
    max volume 10% }`]: {
    kind: 'costs',
    items: [
      { kind: 'commission', schedule: ['ibkr', 'fixed'] },
      { kind: 'commission-rate', amount: '0.005', per: 'share' },
      { kind: 'commission-rate', amount: '0.1%' },
      { kind: 'slippage', amount: '2', unit: 'bps' },
      { kind: 'slippage', model: 'volume share', amount: '10%', unit: 'linear' },
      { kind: 'slippage', model: 'spread', amount: '0.02' },
      { kind: 'borrow', rate: '3%' },
      { kind: 'borrow', schedule: 'ibkr', rate: '3%' },
      { kind: 'max-volume', amount: '10%' },
    ],
  },
  [`test "t" { close 10 x 40, 11, ramp(to: 110, bars: 5) with fast = 5, slow = 20
    costs { slippage 1 tick } expect entries == 1 expect s at bar 3 == 3 expect a and b
    expect z within 0.01 of 2 }`]: {
    kind: 'test',
    title: 't',
    items: [
      {
        kind: 'series',
        column: 'close',
        values: [
          { value: '10', repeat: '40' },
          { value: '11' },
          { value: 'ramp(to: 110, bars: 5)' },
        ],
      },
      {
        kind: 'with',
        parameters: [
          { name: 'fast', value: '5' },
          { name: 'slow', value: '20' },
        ],
      },
      { kind: 'costs', items: [{ kind: 'slippage', amount: '1', unit: 'tick' }] },
      { kind: 'expect', value: 'entries', compare: { op: '==', to: '1' } },
      { kind: 'expect', value: 's', at: '3', compare: { op: '==', to: '3' } },
      { kind: 'expect', value: '(a and b)' },
      { kind: 'expect', value: 'z', within: { tolerance: '0.01', of: '2' } },
    ],
  },
}

/** The other forms of a line of a test. */
const TEST_LINES: Readonly<Record<string, unknown>> = {
  'prices from "data/spy.csv"': { kind: 'prices', path: 'data/spy.csv' },
  'close flat(100, 60 bars), walk(seed: 7, bars: 500, spread: 2%)': {
    kind: 'series',
    column: 'close',
    values: [{ value: 'flat(100, 60 bars)' }, { value: 'walk(seed: 7, bars: 500, spread: 2%)' }],
  },
  'close @ SPY 50, 51': {
    kind: 'series',
    column: 'close',
    clock: { instrument: 'SPY' },
    values: [{ value: '50' }, { value: '51' }],
  },
  'high @ "BRK.B" 1d 50': {
    kind: 'series',
    column: 'high',
    clock: { instrument: 'BRK.B', timeframe: '1d' },
    values: [{ value: '50' }],
  },
  'prices @ 1m from "data/minutes.csv"': {
    kind: 'prices',
    clock: { timeframe: '1m' },
    path: 'data/minutes.csv',
  },
  // The word is a name everywhere else.
  'expect prices == 3': { kind: 'expect', value: 'prices', compare: { op: '==', to: '3' } },
}

/** The other forms of a clause: clause as written, clause as understood. */
const CLAUSES: Readonly<Record<string, unknown>> = {
  'at market': { kind: 'at', order: { kind: 'market' } },
  'at open': { kind: 'at', order: { kind: 'open' } },
  'at close': { kind: 'at', order: { kind: 'close' } },
  'at touch close': { kind: 'at', order: { kind: 'touch', price: 'close' } },
  'at limit close * 99.5%': { kind: 'at', order: { kind: 'limit', price: '(close * 99.5%)' } },
  'size 95% of equity': { kind: 'size', size: { kind: 'fraction', fraction: '95%', of: 'equity' } },
  'size 100 shares': { kind: 'size', size: { kind: 'shares', quantity: '100' } },
  'size n shares': { kind: 'size', size: { kind: 'shares', quantity: 'n' } },
  'size 10000 USD': { kind: 'size', size: { kind: 'money', amount: '10000 USD', each: false } },
  'size 10000 USD each': { kind: 'size', size: { kind: 'money', amount: '10000 USD', each: true } },
  'size to volatility 12%': { kind: 'size', size: { kind: 'volatility', target: '12%' } },
  'stop band.middle': { kind: 'stop', price: 'band.middle', trailing: false },
  'stop trailing * 2': { kind: 'stop', price: '(trailing * 2)', trailing: false },
  'stop trailing -x': { kind: 'stop', price: '(- x)', trailing: true },
  'expire day': { kind: 'expire', expiry: { kind: 'day' } },
  'expire ioc': { kind: 'expire', expiry: { kind: 'ioc' } },
  'expire fok': { kind: 'expire', expiry: { kind: 'fok' } },
  'expire gtc': { kind: 'expire', expiry: { kind: 'gtc' } },
  'expire gtd 2024-03-28': { kind: 'expire', expiry: { kind: 'gtd', day: '2024-03-28' } },
  'expire gtd 15:30': { kind: 'expire', expiry: { kind: 'gtd', time: 'minute 930' } },
  'expire gtd 2024-03-28 15:30': {
    kind: 'expire',
    expiry: { kind: 'gtd', day: '2024-03-28', time: 'minute 930' },
  },
  'expire after n': { kind: 'expire', expiry: { kind: 'after', bars: 'n' } },
}

function statementsOf(source: string): readonly Statement[] {
  const { tree, diagnostics } = parse(`strategy "S"\n${source}\nplot end`)
  expect(diagnostics).toEqual([])
  expect(tree.statements.at(-1)?.kind).toBe('plot')
  return tree.statements
}

describe('statements', () => {
  test.each(Object.entries(CASES))('%s', (written, understood) => {
    expect(said(statementsOf(written)[0])).toEqual(understood)
  })

  test.each(Object.entries(CLAUSES))('enter … %s', (written, understood) => {
    const [statement] = statementsOf(`enter long when a\n${written}`)
    expect(statement?.kind === 'enter' && said(statement.clauses)).toEqual([understood])
  })

  test.each(Object.entries(TEST_LINES))('test { %s }', (written, understood) => {
    const [statement] = statementsOf(`test "t" { ${written} }`)
    expect(statement?.kind === 'test' && said(statement.items)).toEqual([understood])
  })

  test.each(['equal', 'proportional to x', 'x + 1'])('weight %s', (written) => {
    const [statement] = statementsOf(`rebalance weekly weight ${written}`)
    const clause = statement?.kind === 'rebalance' && statement.clauses[0]
    const scheme = written.includes('+') ? 'expression' : written.split(' ')[0]
    expect(clause && clause.kind === 'weight' && clause.scheme).toBe(scheme)
  })

  test.each(['strategy', 'portfolio', 'library'])('header %s', (kind) => {
    const { tree } = parse(`/// One.\n/// Two.\n${kind} "T"\n`)
    expect(tree.header).toMatchObject({ kind, title: 'T', doc: 'One.\nTwo.' })
  })

  test('documentation goes to what follows it, comments stay in order', () => {
    const source =
      '/// The file.\nstrategy "S" // first\n/// Fast.\nparam a = 1\nlet b = 2 // last\n'
    const { tree, comments } = parse(source)
    expect(tree.header?.doc).toBe('The file.')
    expect(tree.statements).toMatchObject([{ doc: 'Fast.' }, { doc: '' }])
    expect(comments.map(({ text, span }) => text === source.slice(span.start, span.end))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(comments.map(({ doc }) => doc)).toEqual([true, false, true, false])
  })
})
