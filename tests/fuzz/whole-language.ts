/** A text with every statement and clause of the language, for the fuzzer to take apart. */
export const WHOLE_LANGUAGE = `/// Every statement there is.
strategy "Whole"

import "filters.strat"
timeframe 1h
session regular
instrument MSTR stock on SMART in USD
universe AAPL, "BRK.B", KO
param fast = 10 in 5..50 step 5
param patience = 10 bars in 3..20
param forming = 30m in 15m..60m step 15m
require fast < 20 and not (fast == 7)

/// How far from its mean.
fn zscore(x, n: int = 20) = (x - sma(x, n)) / stdev(x, n)
fn smooth(x, n: int) {
  let a = exp(-1.414 * pi / n)
  return a * x + (1 - a) * prev(x, x)
}
let {line, signal: s} = macd(close, 12, slow: 26) @ 1h
let pair = {line: a, stop: -close[1] ?? 0}
let up = if close crosses above open then 1 else if regime is calm then 2 else 0
let when_open = time_of_day >= 09:30 and time < 2024-03-28
mode regime {
  from calm to nervous when stdev(returns, 20) > 2%
  from nervous to calm when stdev(returns, 20) < 1.5% for 10 bars
}
enter long KO, short PEP "cheap" when z < -2
  at stop close * 101% limit close * 102%
  size 10000 USD hedge beta
  stop trailing close - 3 * atr(14) after 1R
  target entry_price + 3R
  expire after 3 bars
  up to 3 entries
enter long "part" when true size 1 share expire ioc
enter short when high @ SPY 1d > low[2].field
  at touch close
  size risk 1% of equity
  stop 3
  expire gtd 16:00
exit half of long "part" when open_profit > 2R
  at close
exit "cheap" when true
  at stop close * 99% limit close * 98%
  expire gtc
cancel "cheap" when false
oca "cheap", "part" reduce without block
rebalance monthly
  hold top 5 by momentum where healthy
  weight inverse stdev(returns, 60)
  max 30% each
  otherwise SHY
plot close "Close", fast in pane "Prices"
mark "here" when up == 1
fill low to high
alert "{symbol}: up" when up == 2
risk {
  max position 20% of equity
  max orders 10 per minute
  halt today when day_loss > 2%
  cooldown 5 bars after 3 losses
}
costs {
  commission ibkr tiered
  commission 0.005 per share
  slippage 2 bps
  slippage volume share 10% linear
  slippage spread 4 bps
  slippage volatility 10%
  borrow 3%
  borrow ibkr 3%
  max volume 10%
}
test "counts" {
  close 10 x 40, 11, ramp(to: 110, bars: 5)
  volume flat(100, 60 bars)
  close @ SPY 50 x 46
  close @ 1m 10, 11
  with fast = 5, patience = 4 bars
  costs { slippage 1 tick }
  expect up at bar 3 == 3
  expect line within 0.01 of 2
}
test "reads" {
  prices from "data/spy.csv"
  prices @ SPY 1d from "data/day.csv"
  expect last_trade.bars at bar 9 == 3
}
`
