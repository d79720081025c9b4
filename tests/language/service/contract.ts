/**
 * What the language service answers, as data, for every host to be held to: the service itself,
 * the Monaco worker, the language server, the command line. `text` has its cursor as `|`.
 */
export type ContractCase = {
  readonly text: string
} & Expected

type Expected =
  /** Codes of the mistakes, in order. */
  | { readonly ask: 'diagnostics'; readonly codes: readonly string[] }
  | {
      readonly ask: 'complete'
      /** The first labels, in order. */
      readonly first?: readonly string[]
      readonly has?: readonly string[]
      readonly lacks?: readonly string[]
      /** The text after taking the first offer, its places filled in as proposed. */
      readonly taken?: string
    }
  /** Parts of the markdown; none: no hover at all. */
  | { readonly ask: 'hover'; readonly says: readonly string[] }
  | { readonly ask: 'explain'; readonly code: string; readonly says: readonly string[] }
  | {
      readonly ask: 'signatureHelp'
      readonly label?: string
      /** The text of the parameter under way. */
      readonly active?: string
    }
  /** The definition's line and its text. */
  | { readonly ask: 'definition'; readonly at?: readonly [line: number, text: string] }
  /** Lines of the definition and of the uses. */
  | { readonly ask: 'references'; readonly defined?: number; readonly used: readonly number[] }
  /** The whole new text, or words of the reason why not. */
  | { readonly ask: 'rename'; readonly to: string; readonly becomes: string }
  | { readonly ask: 'rename'; readonly to: string; readonly refused: string }
  | { readonly ask: 'documentSymbols'; readonly names: readonly string[] }
  /** First and last lines. */
  | { readonly ask: 'foldingRanges'; readonly lines: readonly (readonly [number, number])[] }
  /** Each token as `text type modifier…`. */
  | { readonly ask: 'semanticTokens'; readonly tokens: readonly string[] }
  /** Each hint as `line label`. */
  | { readonly ask: 'inlayHints'; readonly hints: readonly string[] }
  /** The text after the first fix at the cursor; none: there is no fix. */
  | { readonly ask: 'codeActions'; readonly becomes?: string }

const HEAD = 'strategy "Example"\ntimeframe 1d\n'
const RULE = `${HEAD}let up = close > open\nenter long "dip" when up\n  size 100 shares\n`

export const CONTRACT: readonly ContractCase[] = [
  { ask: 'diagnostics', text: `${HEAD}let x = close|`, codes: [] },
  {
    ask: 'diagnostics',
    text: `${HEAD}let x = close + 2%\nlet y = clsoe|`,
    codes: ['percent-added', 'unknown-name'],
  },
  { ask: 'diagnostics', text: 'let x = |', codes: ['header-due', 'value-due'] },

  { ask: 'complete', text: '|', first: ['strategy'] },
  {
    ask: 'complete',
    text: `${HEAD}en|`,
    has: ['enter', 'exit', 'let'],
    lacks: ['strategy', 'timeframe', 'rebalance'],
  },
  { ask: 'complete', text: `${RULE}  st|`, first: ['stop', 'target', 'at'], lacks: ['size'] },
  {
    ask: 'complete',
    text: `${RULE}  stop |`,
    first: ['entry_price - 2 * atr(14)', 'entry_price', 'open'],
  },
  {
    ask: 'complete',
    text: `${HEAD}let m = macd(close)\nlet y = m.li|`,
    first: ['line', 'signal', 'histogram'],
    taken: `${HEAD}let m = macd(close)\nlet y = m.line`,
  },
  { ask: 'complete', text: `${RULE}exit "|"`, first: ['dip'], taken: `${RULE}exit "dip"` },
  { ask: 'complete', text: `${HEAD}// let |`, first: [] },
  { ask: 'complete', text: `${HEAD}let y = sm|`, has: ['sma', 'close', 'if'] },

  {
    ask: 'hover',
    text: `${HEAD}param n = 5\nlet x| = sma(close, n)[2]`,
    says: ['let x = sma(close, n)[2]', 'price level', 'known after 6 bars', '`sma(n) + 2`'],
  },
  {
    ask: 'hover',
    text: `${HEAD}let x = at|r(14)`,
    says: ['atr(length: int)', 'from 1 to 100000', 'price distance', 'Wilder'],
  },
  { ask: 'hover', text: `${HEAD}let x = close * 2|%`, says: ['`2%` is 0.02'] },
  { ask: 'hover', text: `${RULE}  sto|p close`, says: ['The protective stop'] },
  { ask: 'hover', text: `${HEAD}// cl|ose`, says: [] },
  { ask: 'explain', text: '|', code: 'percent-added', says: ['close * 2%', 'Right:'] },

  {
    ask: 'signatureHelp',
    text: `${HEAD}let x = sma(close, |`,
    label: 'sma(x = close, length: int)',
    active: 'length: int',
  },
  {
    ask: 'signatureHelp',
    text: `${HEAD}let x = rsi(14|)`,
    label: 'rsi(x = close, length: int)',
    active: 'length: int',
  },
  { ask: 'signatureHelp', text: `${HEAD}let x = close|` },

  { ask: 'definition', text: `${RULE}exit long when not u|p`, at: [3, 'up'] },
  { ask: 'definition', text: `${RULE}exit "di|p" when up`, at: [4, 'dip'] },
  { ask: 'definition', text: `${HEAD}let x = clo|se` },
  { ask: 'references', text: `${RULE}exit long when not u|p`, defined: 3, used: [4, 6] },
  { ask: 'references', text: `${HEAD}let x = clo|se\nlet y = close`, used: [3, 4] },

  {
    ask: 'rename',
    text: `${RULE}exit long when not u|p`,
    to: 'going_up',
    becomes: `${RULE.replaceAll('up', 'going_up')}exit long when not going_up`,
  },
  {
    ask: 'rename',
    text: `${RULE}exit "di|p" when up`,
    to: 'the dip',
    becomes: `${RULE.replace('dip', 'the dip')}exit "the dip" when up`,
  },
  { ask: 'rename', text: `${HEAD}let x = clo|se`, to: 'price', refused: 'stream of the language' },
  { ask: 'rename', text: `${HEAD}let x| = close`, to: 'when', refused: 'word of the language' },
  { ask: 'rename', text: `${HEAD}let x| = close`, to: 'volume', refused: 'stream of the language' },
  { ask: 'rename', text: `${HEAD}let x| = close\nlet y = x`, to: 'y', refused: 'already defined' },

  {
    ask: 'documentSymbols',
    text: `${RULE}fn f(x) {\n  let y = x\n  return y\n}\ntest "t" { close 1 }|`,
    names: ['timeframe', 'up', 'enter long "dip"', 'f', 'f/y', 'test "t"'],
  },
  {
    ask: 'foldingRanges',
    text: `// one\n// two\n${RULE}|`,
    lines: [
      [1, 2],
      [6, 7],
    ],
  },
  {
    ask: 'semanticTokens',
    text: 'param n = 2 // two\nlet x = sma(close, n)|',
    tokens: [
      ...['param keyword', 'n parameter declaration readonly', '= operator', '2 number'],
      ...['// two comment', 'let keyword', 'x variable declaration', '= operator'],
      ...['sma function defaultLibrary', 'close variable defaultLibrary', 'n parameter readonly'],
    ],
  },
  {
    ask: 'inlayHints',
    text: `${HEAD}let a = sma(10)\nlet b = close > open\nlet c = close - open\nlet d = 5|`,
    hints: ['3 price level, after 9 bars', '5 price distance'],
  },
  {
    ask: 'codeActions',
    text: `${HEAD}let x = close + |2%`,
    becomes: `${HEAD}let x = close * (1 + 2%)`,
  },
  { ask: 'codeActions', text: `${HEAD}let x = close|` },
]
