/** What a word of the language does, on hover and beside a completion. */
export interface Keyword {
  /** One line, markdown. */
  readonly summary: string
  readonly example: string
  /** What completion writes, where it is more than the word; a `template` of `completion.ts`. */
  readonly snippet?: string
}

/** By word; where a word means several things, by the grammar's rule and the word. */
export const KEYWORDS: Readonly<Record<string, Keyword>> = {
  // ── Statements ─────────────────────────────────────────────────────────────────────────────
  strategy: {
    summary: 'Begins a strategy and gives it its title.',
    example: 'strategy "SMA crossover"',
    snippet: 'strategy "‹Title›"\n\ntimeframe ‹1d›\n',
  },
  portfolio: {
    summary: 'Begins a program that holds many instruments and gives it its title.',
    example: 'portfolio "Momentum, top five"',
    snippet: 'portfolio "‹Title›"',
  },
  library: {
    summary: 'Begins a file of functions for other programs.',
    example: 'library "Filters"',
    snippet: 'library "‹Title›"',
  },
  timeframe: {
    summary: 'How long a bar is: the rhythm of the whole program.',
    example: 'timeframe 1d',
    snippet: 'timeframe ‹1d›',
  },
  session: {
    summary: 'Which hours of the exchange count.',
    example: 'session regular',
    snippet: 'session ‹regular›',
  },
  instrument: {
    summary: 'What is traded; the run may say it instead.',
    example: 'instrument MSTR stock on SMART in USD',
    snippet: 'instrument ‹AAPL› stock on ‹SMART› in ‹USD›',
  },
  universe: {
    summary: 'The instruments a portfolio may hold: a list, or a file.',
    example: 'universe from "sp100.csv"',
    snippet: 'universe ‹AAPL›, ‹MSFT›',
  },
  import: {
    summary: 'Brings in the functions of a library.',
    example: 'import "filters.strat"',
    snippet: 'import "‹library.strat›"',
  },
  param: {
    summary: 'A number to turn: its value, and the range it may be given.',
    example: 'param fast = 10 in 5..50 step 5',
    snippet: 'param ‹length› = ‹20› in ‹5›..‹50›',
  },
  require: {
    summary: 'A condition on parameters; a run that breaks it is refused.',
    example: 'require fast < slow',
    snippet: 'require ‹fast < slow›',
  },
  let: {
    summary: 'Names a stream. The order of definitions does not matter.',
    example: 'let fast_ma = sma(close, fast)',
    snippet: 'let ‹name› = ‹close›',
  },
  fn: {
    summary: 'A function of your own: pure, with units and warm-up worked out at each call.',
    example: 'fn zscore(x, n: int) = (x - sma(x, n)) / stdev(x, n)',
    snippet: 'fn ‹name›(‹x›) = ‹x›',
  },
  mode: {
    summary: 'States that the program is in, one at a time, and what leads from one to another.',
    example: 'mode regime { from calm to nervous when stdev(returns, 20) > 2% }',
    snippet: 'mode ‹name› {\n  from ‹calm› to ‹nervous› when ‹close < open›\n}',
  },
  enter: {
    summary: 'A rule that opens a position when its condition is true at a bar’s close.',
    example: 'enter long when close > sma(200)\n  size 95% of equity',
    snippet: 'enter ‹long|short› when ‹close > open›\n  size ‹95% of equity›',
  },
  exit: {
    summary: 'A rule that closes a position: all longs, all shorts, or those of one tag.',
    example: 'exit long when bars_in_trade > 20',
    snippet: 'exit ‹long|short› when ‹close < open›',
  },
  cancel: {
    summary: 'Takes back the working order of a rule.',
    example: 'cancel "breakout" when close < sma(50)',
    snippet: 'cancel "‹tag›" when ‹close < open›',
  },
  oca: {
    summary: 'One cancels the others: the first fill takes back the rest.',
    example: 'oca "breakout", "dip"',
    snippet: 'oca "‹first›", "‹second›"',
  },
  rebalance: {
    summary: 'When a portfolio decides anew what it holds.',
    example: 'rebalance monthly\n  hold top 5 by momentum',
    snippet: 'rebalance ‹daily|weekly|monthly|quarterly›\n  hold top ‹5› by ‹close›',
  },
  plot: {
    summary: 'Draws streams over the price, or in a pane of their own.',
    example: 'plot rsi(14) in pane "RSI"',
    snippet: 'plot ‹close›',
  },
  mark: {
    summary: 'Puts a mark on the chart where a condition is true.',
    example: 'mark "squeeze" when close > high[1]',
    snippet: 'mark "‹text›" when ‹close > open›',
  },
  fill: {
    summary: 'Fills the space between two streams on the chart.',
    example: 'fill lower to upper',
    snippet: 'fill ‹low› to ‹high›',
  },
  alert: {
    summary: 'Sends a message when a condition is true.',
    example: 'alert "{symbol}: up" when close > high[1]',
    snippet: 'alert "‹text›" when ‹close > open›',
  },
  risk: {
    summary: 'Limits on the whole program: a maximum clips an order, a halt stops entries.',
    example: 'risk { max position 20% of equity  halt when drawdown > 15% }',
    snippet: 'risk {\n  ‹halt when drawdown > 15%›\n}',
  },
  costs: {
    summary: 'Commission, slippage, borrowing; a run may say otherwise.',
    example: 'costs { commission ibkr fixed  slippage 2 bps }',
    snippet: 'costs {\n  commission ‹ibkr fixed›\n  slippage ‹2 bps›\n}',
  },
  test: {
    summary: 'A small market, and what the program must make of it.',
    example: 'test "three falls" { close 10, 9, 8, 7  expect close == 7 }',
    snippet: 'test "‹what it shows›" {\n  close ‹10 x 40, 11›\n  expect ‹close == 11›\n}',
  },

  // ── Clauses of enter and exit ──────────────────────────────────────────────────────────────
  at: {
    summary: 'The kind of order; without it a market order at the next open.',
    example: 'at limit close * 99.5%',
  },
  size: {
    summary: 'How much to buy or sell.',
    example: 'size risk 1% of equity',
    snippet: 'size ‹95% of equity›',
  },
  'stopClause.stop': {
    summary: 'The protective stop: a price level, from the entry or from the market.',
    example: 'stop entry_price - 2 * atr(14)',
    snippet: 'stop ‹entry_price - 2 * atr(14)›',
  },
  target: {
    summary: 'Where to take the profit: a price level.',
    example: 'target entry_price + 3R',
    snippet: 'target ‹entry_price + 3 * atr(14)›',
  },
  expire: {
    summary: 'How long an order works that is not filled; `day` where nothing is said.',
    example: 'expire after 3 bars',
  },
  'upTo.up': {
    summary: 'How many lots of this rule may be open at once; 1 where nothing is said.',
    example: 'up to 3 entries',
    snippet: 'up to ‹3› entries',
  },
  market: { summary: 'Filled at the next price there is.', example: 'at market' },
  'order.open': { summary: 'Filled at the next open.', example: 'at open' },
  'order.close': {
    summary: 'Filled at the next bar’s close, which it does not know.',
    example: 'at close',
  },
  limit: {
    summary: 'Filled at this price or a better one.',
    example: 'at limit close * 99.5%',
    snippet: 'limit ‹close * 99.5%›',
  },
  'order.stop': {
    summary: 'Becomes a market order once the price is reached.',
    example: 'at stop high[1]',
    snippet: 'stop ‹high›',
  },
  touch: {
    summary: 'Becomes a market order once a price on the better side is touched.',
    example: 'at touch low[1]',
    snippet: 'touch ‹low›',
  },
  'size.risk': {
    summary: 'So many shares that the stop would cost this part of the equity.',
    example: 'size risk 1% of equity',
    snippet: 'risk ‹1%› of equity',
  },
  'size.of': {
    summary: 'What the part is taken of.',
    example: 'size 95% of equity',
    snippet: 'of equity',
  },
  shares: { summary: 'A number of shares.', example: 'size 100 shares' },
  share: { summary: 'One share; in costs, the unit a rate is for.', example: 'size 1 share' },
  volatility: {
    summary: 'So many shares that their yearly swing is this part of the equity.',
    example: 'size to volatility 12%',
  },
  each: { summary: 'The same for each instrument of the rule.', example: 'size 10000 USD each' },
  hedge: { summary: 'The second leg sized by a ratio.', example: 'size 10000 USD hedge beta' },
  trailing: {
    summary: 'A stop that follows the price and never goes back.',
    example: 'stop trailing close - 3 * atr(14)',
  },
  day: { summary: 'Until the end of the day.', example: 'expire day' },
  gtc: { summary: 'Good till cancelled.', example: 'expire gtc' },
  ioc: { summary: 'At once, at the next open, or not at all.', example: 'expire ioc' },
  fok: { summary: 'The whole of it at once, or not at all.', example: 'expire fok' },
  gtd: {
    summary: 'Good till the end of a day, or a time of it.',
    example: 'expire gtd 2024-03-28 15:30',
  },
  'expire.after': {
    summary: 'For so many bars.',
    example: 'expire after 3 bars',
    snippet: 'after ‹3› bars',
  },
  'stopClause.after': {
    summary: 'From this profit on.',
    example: 'stop trailing low[1] after 1R',
  },
  after: {
    summary: 'Begins once so much has happened.',
    example: 'cooldown 5 bars after 3 losses',
  },
  reduce: {
    summary: 'A fill reduces the others by the same part, and does not take them back.',
    example: 'oca "up", "down" reduce',
  },
  'oca.without': {
    summary: 'The others are not held back meanwhile: two may fill more than was meant.',
    example: 'oca "up", "down" reduce without block',
    snippet: 'without block',
  },
  'oca.block': {
    summary: 'Holding the others back while one is at an exchange.',
    example: 'oca "up", "down" reduce without block',
  },
  entries: { summary: 'Lots of this rule.', example: 'up to 3 entries' },
  long: { summary: 'Buys to open, sells to close.', example: 'enter long when close > open' },
  short: { summary: 'Sells to open, buys to close.', example: 'enter short when close < open' },
  when: {
    summary: 'The condition; it must be known and true at a bar’s close.',
    example: 'exit long when close < sma(50)',
  },

  // ── Blocks ─────────────────────────────────────────────────────────────────────────────────
  commission: {
    summary: 'What the broker takes for a trade.',
    example: 'commission 0.005 per share',
    snippet: 'commission ‹ibkr fixed›',
  },
  slippage: {
    summary: 'How much worse than the price an order fills.',
    example: 'slippage 2 bps',
    snippet: 'slippage ‹2 bps›',
  },
  'cost.volume': {
    summary: 'Worse by the square of the part of the bar’s volume that the order takes.',
    example: 'slippage volume share 10%',
  },
  borrow: {
    summary: 'What it costs a year to be short.',
    example: 'borrow 3%',
    snippet: 'borrow ‹3%›',
  },
  'maxVolume.max': {
    summary: 'How much of a bar’s volume its fills may take; what is over works on.',
    example: 'max volume 10%',
    snippet: 'max volume ‹10%›',
  },
  'maxVolume.volume': {
    summary: 'All that trades in a bar.',
    example: 'max volume 10%',
  },
  ibkr: {
    summary: 'A schedule of Interactive Brokers.',
    example: 'commission ibkr fixed',
    snippet: 'ibkr fixed',
  },
  per: { summary: 'The unit a rate is for.', example: 'commission 0.005 per share' },
  'limit.max': {
    summary: 'The most there may be; orders are clipped to it.',
    example: 'max position 20% of equity',
    snippet: 'max ‹position|gross› ‹20%› of equity',
  },
  halt: {
    summary: 'Stops entries when a condition is true; exits go on.',
    example: 'halt today when day_loss > 2%',
    snippet: 'halt when ‹drawdown > 15%›',
  },
  today: { summary: 'Until the next session.', example: 'halt today when day_loss > 2%' },
  cooldown: {
    summary: 'No entries for some bars after losses in a row.',
    example: 'cooldown 5 bars after 3 losses',
    snippet: 'cooldown ‹5› bars after ‹3› losses',
  },
  losses: { summary: 'Trades that lost, in a row.', example: 'cooldown 5 bars after 3 losses' },
  hold: {
    summary: 'Which members are held.',
    example: 'hold top 5 by momentum where healthy',
    snippet: 'hold top ‹5› by ‹close›',
  },
  top: { summary: 'The first so many.', example: 'hold top 5 by momentum' },
  by: { summary: 'What members are ranked by, largest first.', example: 'hold top 5 by momentum' },
  where: { summary: 'Only members of which this is true.', example: 'hold top 5 where healthy' },
  weight: {
    summary: 'How the money is shared out.',
    example: 'weight inverse stdev(returns, 60)',
    snippet: 'weight ‹equal›',
  },
  equal: { summary: 'The same for each.', example: 'weight equal' },
  inverse: { summary: 'Less for more of this.', example: 'weight inverse stdev(returns, 60)' },
  proportional: { summary: 'More for more of this.', example: 'weight proportional to momentum' },
  'maxEach.max': {
    summary: 'The most that one member may weigh.',
    example: 'max 30% each',
    snippet: 'max ‹30%› each',
  },
  otherwise: {
    summary: 'What holds the money that nothing else does.',
    example: 'otherwise SHY',
    snippet: 'otherwise ‹SHY›',
  },
  return: {
    summary: 'What the function gives.',
    example: 'return a * x',
    snippet: 'return ‹x›',
  },
  from: {
    summary: 'A way from one state to another.',
    example: 'from calm to nervous when stdev(returns, 20) > 2%',
    snippet: 'from ‹calm› to ‹nervous› when ‹close < open›',
  },
  for: { summary: 'Only once it has been true so long.', example: 'for 10 bars' },

  // ── Tests ──────────────────────────────────────────────────────────────────────────────────
  'series.open': { summary: 'The opens, bar by bar.', example: 'open 10, 11' },
  'series.high': { summary: 'The highs, bar by bar.', example: 'high 12, 13' },
  'series.low': { summary: 'The lows, bar by bar.', example: 'low 9, 10' },
  'series.close': {
    summary:
      'The closes, bar by bar; what else a bar needs follows from them. `close @ SPY 50, 51` are another instrument’s.',
    example: 'close 10 x 40, 11, ramp(to: 20, bars: 5)',
    snippet: 'close ‹10 x 40, 11›',
  },
  'series.volume': { summary: 'The volumes, bar by bar.', example: 'volume 100, 300' },
  prices: {
    summary:
      'The bars of a file in the strategy’s folder, in place of series; `@ SPY`: of another instrument.',
    example: 'prices from "data/spy.csv"',
    snippet: 'prices from "‹prices.csv›"',
  },
  'pricesFrom.from': {
    summary: 'The file, from the strategy’s folder.',
    example: 'prices from "data/spy.csv"',
  },
  x: { summary: 'So many times.', example: 'close 10 x 40' },
  with: {
    summary: 'Values of parameters for this test.',
    example: 'with fast = 5, slow = 20',
  },
  expect: {
    summary: 'What must be true on the last bar, or on the bar named.',
    example: 'expect streak at bar 3 == 3',
    snippet: 'expect ‹position == 0›',
  },
  'expect.at': {
    summary: 'On this bar, counted from 0.',
    example: 'expect streak at bar 3 == 3',
    snippet: 'at bar ‹0›',
  },
  bar: { summary: 'A bar by its number, from 0.', example: 'expect close at bar 3 == 7' },
  within: {
    summary: 'Not further away than this.',
    example: 'expect roc(close, 2) within 0.001 of 25%',
    snippet: 'within ‹0.001› of ‹1›',
  },

  // ── Words that join ────────────────────────────────────────────────────────────────────────
  in: { summary: 'The range of a parameter.', example: 'param fast = 10 in 5..50' },
  'plot.in': {
    summary: 'A pane of its own under the chart.',
    example: 'plot rsi(14) in pane "RSI"',
    snippet: 'in pane "‹name›"',
  },
  'instrument.in': { summary: 'The currency.', example: 'instrument AAPL in USD' },
  'param.in': {
    summary: 'The range that every value must keep to.',
    example: 'param fast = 10 in 5..50',
    snippet: 'in ‹5›..‹50›',
  },
  step: { summary: 'How an optimiser goes through the range.', example: 'in 20..200 step 5' },
  on: { summary: 'The exchange.', example: 'instrument AAPL stock on SMART' },
  pane: { summary: 'A strip under the chart.', example: 'plot rsi(14) in pane "RSI"' },
  of: { summary: 'What a part is taken of.', example: 'size 95% of equity' },
  to: { summary: 'Where it leads.', example: 'up to 3 entries' },
  if: {
    summary: 'Chooses between two values; both are kept up on every bar.',
    example: 'if close > open then 1 else 0',
    snippet: 'if ‹close > open› then ‹1› else ‹0›',
  },
  'conditional.then': {
    summary: 'The value where the condition is true.',
    example: 'if a > b then a else b',
  },
  'conditional.else': {
    summary: 'The value where the condition is false.',
    example: 'if a > b then a else b',
  },
  not: { summary: 'True where the condition is false.', example: 'not known(pivot)' },
  and: {
    summary: 'True where both are; false as soon as one is.',
    example: 'close > open and close > sma(200)',
  },
  or: {
    summary: 'True as soon as one is; false where both are.',
    example: 'panic > 65 or bars_in_trade >= 10',
  },
  is: { summary: 'Whether a mode is in a state.', example: 'regime is calm' },
  crosses: {
    summary: 'True on the bar where the order of two streams turns over.',
    example: 'fast_ma crosses above slow_ma',
  },
  above: { summary: 'From at or below to above.', example: 'fast_ma crosses above slow_ma' },
  below: { summary: 'From at or above to below.', example: 'fast_ma crosses below slow_ma' },
  true: { summary: 'Always true.', example: 'enter long when true' },
  false: { summary: 'Never true.', example: 'let flag = false' },
  bars: { summary: 'A number of bars.', example: 'param patience = 10 bars' },
}

/** The entry of a word where the grammar's rule `rule` takes it. */
export function keyword(rule: string, word: string): Keyword | undefined {
  return KEYWORDS[`${rule}.${word}`] ?? KEYWORDS[word]
}

/** An entry as markdown: its line and its example; empty where there is none. */
export function documented(entry: Keyword | undefined): string {
  if (entry === undefined) return ''
  return `${entry.summary}\n\n\`\`\`strat\n${entry.example}\n\`\`\``
}
