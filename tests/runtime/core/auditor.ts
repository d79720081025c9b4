import type {
  Fill,
  OrderRecord,
  RunOptions,
  RunResult,
  Trade,
} from '../../../runtime/core/result.ts'
import type { Bars } from '../../../stdlib/bars.ts'
import type { ScriptRule } from './script.ts'

/** What an audit looks at. */
export interface Books {
  readonly script: readonly ScriptRule[]
  readonly bars: Bars
  readonly options: RunOptions
  readonly result: RunResult
}

/**
 * A second bookkeeper, who shares no line with the engine: from the fills alone, in whole micros
 * of unlimited size, it reckons what the account must hold, and says in words what is not so.
 */
export function audit(books: Books): readonly string[] {
  return [
    ...auditEquity(books),
    ...auditTrades(books),
    ...books.result.fills.flatMap((fill) => auditFill(books, fill)),
    ...auditParts(books),
    ...auditGroups(books),
  ]
}

/** Cash and shares after each bar's fills, the equity of each close, and the totals. */
function auditEquity({ bars, options, result }: Books): string[] {
  const { multiplier } = options.instrument
  const faults: string[] = []
  let cash = micros(options.cash)
  let fees = 0n
  let borrowed = 0n
  let shares = 0
  // Ending a run may be dated back: what is borrowed is still held then.
  let held = 0
  for (let i = 0, k = 0; i < bars.length; i++) {
    const charged = borrowing(options, bars, i, Math.max(0, -Math.round(held * 1e6) / 1e6))
    cash -= charged
    borrowed += charged
    for (; k < result.fills.length && result.fills[k]!.bar <= i; k++) {
      const fill = result.fills[k]!
      const point = multiplier * (fill.rate ?? 1)
      cash += flow(fill.side, fill.quantity, fill.price, point) - micros(fill.commission)
      fees += micros(fill.commission)
      const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity
      shares += signed
      if (fill.purpose !== 'end') held += signed
    }
    const worth = Number(cash) / 1e6 + shares * multiplier * inAccount(bars, i)
    // Closing at the end may be dated back to a bar whose equity was marked before it.
    const dated = result.fills.some(({ purpose, bar }) => purpose === 'end' && bar === i)
    if (!dated && !near(result.equity[i]!, worth))
      faults.push(`equity at bar ${i} is ${result.equity[i]}, not ${worth}`)
  }
  if (micros(result.cash) !== cash) faults.push(`cash is ${result.cash}, not ${cash} micros`)
  if (micros(result.commission) !== fees) faults.push(`fees are ${result.commission}`)
  if (micros(result.borrow) !== borrowed) faults.push(`borrowing cost ${result.borrow}`)
  const last = result.equity.at(-1) ?? options.cash
  const close = bars.length === 0 ? 0 : inAccount(bars, bars.length - 1)
  if (!near(last, Number(cash) / 1e6 + shares * multiplier * close)) faults.push('last equity')
  return faults
}

/** A close in money of the account. */
function inAccount({ close, rates }: Bars, bar: number): number {
  return close[bar]! * (rates?.[bar] ?? 1)
}

/** One posting a day, of its session where there are any. */
function borrowing(
  { costs, instrument }: RunOptions,
  { close, time, rates, sessions }: Bars,
  bar: number,
  shorts: number,
): bigint {
  if (costs.borrow === undefined || bar === 0) return 0n
  const { kind, rate } = costs.borrow
  const day = sessions?.day ?? time
  const nights = Math.floor(day[bar]! / 864e5) - Math.floor(day[bar - 1]! / 864e5)
  const price = kind === 'ibkr' ? Math.ceil(1.02 * close[bar - 1]!) : close[bar - 1]!
  const point = instrument.multiplier * (rates?.[bar - 1] ?? 1)
  return micros((shorts * price * point * rate * nights) / 360)
}

/** What is realised and what open trades cost is all that ever moved. */
function auditTrades({ options, result }: Books): string[] {
  const { multiplier } = options.instrument
  const faults: string[] = []
  const opened = result.fills.filter(({ purpose }) => purpose === 'entry')
  const shares = (of: readonly { readonly quantity: number }[]) =>
    of.reduce((sum, { quantity }) => sum + quantity, 0)
  if (!near(shares(opened), shares(result.trades) + shares(result.open)))
    faults.push(`${shares(opened)} shares in, ${shares(result.trades)} out`)
  let moved = 0n
  for (const trade of result.trades) {
    const [entry, exit] = sidesOf(trade)
    const { entryRate = 1, exitRate = 1, profit: byRate = 0 } = trade.conversion ?? {}
    const profit =
      flow(entry, trade.quantity, trade.entryPrice, multiplier * entryRate) +
      flow(exit, trade.quantity, trade.exitPrice, multiplier * exitRate) -
      micros(trade.commission) -
      micros(trade.borrow)
    // Averages of parts come to the money of the parts but for a rounding of each.
    const crumbs = options.costs.maxVolume === undefined ? 0 : result.fills.length
    if (Math.abs(Number(micros(trade.profit) - profit)) > crumbs)
      faults.push(`profit ${trade.profit}, not ${profit} micros`)
    const sign = trade.side === 'long' ? 1 : -1
    const byPrice = sign * (trade.exitPrice - trade.entryPrice) * trade.quantity * multiplier
    const parts = byPrice * exitRate + byRate - trade.commission - trade.borrow
    if (trade.conversion && !near(trade.profit, parts, 1e-5 * (crumbs + 1)))
      faults.push(`parts ${parts}`)
    if (trade.exitBar < trade.entryBar) faults.push('a trade ends before it begins')
    if (trade.adverse > 0 || trade.favourable < 0) faults.push('excursions')
    moved += micros(trade.profit)
  }
  for (const trade of result.open) {
    const point = multiplier * (trade.conversion?.entryRate ?? 1)
    const entry = flow(sidesOf(trade)[0], trade.quantity, trade.entryPrice, point)
    moved += entry - micros(trade.commission) - micros(trade.borrow)
  }
  const value = (of: readonly Fill[]) =>
    of.reduce((sum, fill) => sum + fill.quantity * fill.price, 0)
  const all = [...result.trades, ...result.open]
  const entered = all.reduce((sum, trade) => sum + trade.quantity * trade.entryPrice, 0)
  if (!near(entered, value(opened))) faults.push(`entered for ${entered}, not ${value(opened)}`)
  const closed = result.fills.filter(({ purpose }) => purpose !== 'entry')
  const left = result.trades.reduce((sum, trade) => sum + trade.quantity * trade.exitPrice, 0)
  if (!near(left, value(closed))) faults.push(`closed for ${left}, not ${value(closed)}`)
  const fees = all.reduce((sum, trade) => sum + trade.commission, 0)
  if (!near(fees, result.commission, 2e-6 * (result.fills.length + 1)))
    faults.push(`trades paid ${fees}, the account ${result.commission}`)
  const total = micros(result.cash) - micros(options.cash)
  if (moved !== total) faults.push(`trades moved ${moved}, the account ${total}`)
  return faults
}

/** One fill against its order, its bar and the price list of costs. */
function auditFill(books: Books, fill: Fill): string[] {
  const { script, bars, options, result } = books
  const { policy, costs } = options
  const order = result.orders.find(({ id }) => id === fill.order)
  const where = `fill of order ${fill.order} at bar ${fill.bar}`
  const slips = policy.slips[fill.purpose === 'entry' ? 'entry' : 'exit'][kindOf(order)]
  const faults: string[] = []
  const { low, high } = { low: bars.low[fill.bar]!, high: bars.high[fill.bar]! }
  if (!slips || costs.slippage === undefined) {
    if (fill.price < low || fill.price > high) faults.push(`${where}: outside of its bar`)
    const asked = order?.price ?? Number.NaN
    const better = fill.side === 'buy' ? asked - fill.price : fill.price - asked
    const isAtMarket = order !== undefined && wasReached(bars, fill, order)
    if (order?.type === 'limit' && better < 0) faults.push(`${where}: worse than its limit`)
    if (order?.type === 'touch' && better < 0 && !isAtMarket)
      faults.push(`${where}: before its price was touched`)
    if (order?.type === 'stop' && better > 0 && !isAtMarket)
      faults.push(`${where}: better than its stop`)
  } else if (fill.side === 'buy' ? fill.price < low : fill.price > high) {
    faults.push(`${where}: slipped the wrong way`)
  } else if (order?.type === 'market' && policy.marketFill === 'next-open') {
    const due = slippedOpen(options, bars, fill)
    if (!near(fill.price, due, 1e-9)) faults.push(`${where}: at ${fill.price}, not ${due}`)
  }
  if (order?.type === 'stop-limit' && !(slips && costs.slippage !== undefined))
    faults.push(...auditStopLimit(bars, fill, order, where))
  if (
    order?.type === 'close' &&
    fill.bar > order.bar &&
    !slips &&
    fill.price !== bars.close[fill.bar]
  )
    faults.push(`${where}: not at the close`)
  const fee = partList(books, fill) * (fill.rate ?? 1)
  if (policy.commissionOn === 'fill' && !near(fill.commission, fee, 2e-6))
    faults.push(`${where}: commission ${fill.commission}`)
  if (!ratesFor(options, bars, fill).includes(fill.rate)) faults.push(`${where}: at ${fill.rate}`)
  if (order === undefined) return faults
  // What closes a lot before an opposite entry is made where that lot opens, within a bar.
  const atOnce = policy.marketFill === 'decision-close' || order.purpose === 'reverse'
  const soonest = atOnce ? order.bar : order.bar + 1
  if (fill.bar < soonest) faults.push(`${where}: before it could`)
  const expire = script[order.rule]?.expire ?? Number.POSITIVE_INFINITY
  const waits = order.purpose === 'exit' && !Number.isNaN(order.price)
  const expires = order.purpose === 'entry' || waits
  if (expires && fill.bar > order.bar + expire) faults.push(`${where}: expired`)
  faults.push(...auditSession(script, bars, fill, order).map((fault) => `${where}: ${fault}`))
  if (order.outcome === 'filled' ? order.outcomeBar < fill.bar : order.filled === order.quantity)
    faults.push(`${where}: its end`)
  return faults
}

/** Whether the price that an order waits for came in a bar before this fill's. */
function wasReached(bars: Bars, fill: Fill, order: OrderRecord): boolean {
  const rises = (fill.side === 'buy') === (order.type === 'stop')
  // What closes a lot before an opposite entry is placed within a bar, and may be reached in it.
  const from = order.purpose === 'reverse' ? order.bar : order.bar + 1
  for (let i = from; i < fill.bar; i++)
    if (rises ? bars.high[i]! >= order.price : bars.low[i]! <= order.price) return true
  return false
}

/** What filled of each order, and of each bar's volume. */
function auditParts({ script, bars, options, result }: Books): string[] {
  const faults: string[] = []
  const { maxVolume } = options.costs
  for (const order of result.orders) {
    const fills = result.fills.filter((fill) => fill.order === order.id)
    const filled = fills.reduce((sum, { quantity }) => sum + quantity, 0)
    const where = `order ${order.id}`
    if (!near(filled, order.filled)) faults.push(`${where}: ${filled} filled, not ${order.filled}`)
    if (order.filled > order.quantity) faults.push(`${where}: more than it asked for`)
    if ((order.filled === order.quantity && filled > 0) !== (order.outcome === 'filled'))
      faults.push(`${where}: ${order.outcome}`)
    if (maxVolume === undefined && fills.length > 1) faults.push(`${where}: in parts`)
    const immediacy = ['entry', 'exit'].includes(order.purpose)
      ? script[order.rule]?.immediacy
      : undefined
    if (immediacy === undefined || ['open', 'close'].includes(script[order.rule]?.order ?? ''))
      continue
    if (immediacy === 'fok' && fills.length > 1) faults.push(`${where}: killed, but in parts`)
    if (immediacy === 'fok' && fills.length === 1 && order.outcome !== 'filled')
      faults.push(`${where}: not killed`)
    if (new Set(fills.map(({ bar }) => bar)).size > 1) faults.push(`${where}: not immediate`)
  }
  if (maxVolume === undefined) return faults
  const taken = new Map<number, number>()
  for (const { bar, quantity, purpose } of result.fills)
    if (purpose !== 'end') taken.set(bar, (taken.get(bar) ?? 0) + quantity)
  for (const [bar, shares] of taken)
    if (shares > maxVolume * bars.volume[bar]! * (1 + 1e-12))
      faults.push(`${shares} shares of the ${bars.volume[bar]} of bar ${bar}`)
  return faults
}

/** What waits beside an entry of its group fills no more: after its first fill, or its last. */
function auditGroups({ script, result }: Books): string[] {
  const entries = result.fills.filter(({ purpose }) => purpose === 'entry')
  const orders = new Map(result.orders.map((order) => [order.id, order]))
  const faults: string[] = []
  for (const [k, { order: id, bar }] of entries.entries()) {
    const order = orders.get(id)!
    const { oca, onFill } = script[order.rule]!
    const ends = entries.findLastIndex((fill) => fill.order === id) === k
    const goes = onFill === undefined || (ends && order.outcome === 'filled')
    if (oca === undefined || !goes) continue
    for (const { order: other } of entries.slice(k + 1)) {
      const { bar: decided, rule } = orders.get(other)!
      if (other !== id && decided < bar && script[rule]!.oca === oca)
        faults.push(`order ${other} filled after order ${id} of its group`)
    }
  }
  return faults
}

/** Known at the close before the fill; at its own bar's where it is made at that close. */
function ratesFor(
  { policy }: RunOptions,
  { rates, length }: Bars,
  { bar, purpose }: Fill,
): readonly (number | undefined)[] {
  if (purpose === 'end') return [rates?.[length - 1]]
  return [rates?.[bar - 1], ...(policy.marketFill === 'decision-close' ? [rates?.[bar]] : [])]
}

/** An order of a session fills in it alone: at its open, at its close, or while it lasts. */
function auditSession(
  script: readonly ScriptRule[],
  { sessions }: Bars,
  { bar }: Fill,
  { rule, bar: decided, purpose, price }: OrderRecord,
): string[] {
  const { bySession, goodTill, order = 'market' } = script[rule] ?? {}
  const own = purpose === 'entry' || purpose === 'exit'
  if (sessions === undefined || !own) return []
  const { day, minutes_to_close: left = [], bar_end = [] } = sessions
  // An exit that nobody's rule asked for is at the market, and of no date.
  if (goodTill !== undefined && !Number.isNaN(price)) {
    const { day: last = day[bar]!, time = Number.POSITIVE_INFINITY } = goodTill
    if (day[bar]! > last || bar_end[bar]! > last + time) return ['after its date']
  }
  if (bySession !== true) return []
  const closed = left[decided] === 0
  if (bar === decided && closed) return []
  const due = day.find((one, k) => k > decided && (!closed || one !== day[decided]))
  if (order === 'open')
    return day[bar] !== day[bar - 1] && day[bar] !== day[decided] ? [] : ['not at an open']
  if (order === 'close' && left[bar] !== 0) return ['not at the close of a session']
  return day[bar] === (closed ? due : day[decided]) ? [] : ['in another session']
}

/** Never beyond its limit, and not before a bar has come to its stop. */
function auditStopLimit(bars: Bars, fill: Fill, order: OrderRecord, where: string): string[] {
  const sign = fill.side === 'buy' ? 1 : -1
  const faults: string[] = []
  if (sign * (fill.price - order.limit) > 0) faults.push(`${where}: worse than its limit`)
  let reached = false
  for (let i = order.bar; i <= fill.bar; i++) {
    const extreme = fill.side === 'buy' ? bars.high[i]! : bars.low[i]!
    if (sign * (extreme - order.price) >= 0) reached = true
  }
  if (!reached) faults.push(`${where}: its stop never traded`)
  return faults
}

/** A stop limit is a limit by the time it fills, and so on: what policies have a column for. */
function kindOf(order: OrderRecord | undefined): 'market' | 'limit' | 'stop' {
  if (order?.type === 'limit' || order?.type === 'stop-limit') return 'limit'
  return order?.type === 'stop' || order?.type === 'touch' ? 'stop' : 'market'
}

/** Where a market order fills that meets the open of its bar. */
function slippedOpen({ costs, instrument }: RunOptions, bars: Bars, fill: Fill): number {
  const { slippage } = costs
  const open = bars.open[fill.bar]!
  const sign = fill.side === 'buy' ? 1 : -1
  const away = () => {
    switch (slippage?.kind) {
      case undefined:
        return 0
      case 'ticks':
        return slippage.ticks * instrument.tick
      case 'fraction':
        return slippage.fraction * open
      case 'spread': {
        const unit = { price: 1, ticks: instrument.tick, fraction: open }[slippage.of]
        return 0.5 * slippage.amount * unit
      }
      case 'volume-share': {
        const part = Math.min(fill.quantity / bars.volume[fill.bar]!, 1)
        return slippage.impact * part ** (slippage.shape === 'linear' ? 1 : 2) * open
      }
      case 'volatility': {
        const seen = Array.from({ length: fill.bar }, (_, bar) => bar).slice(-20)
        const ranges = seen.map((bar) => {
          const last = bars.close[bar - 1] ?? bars.low[bar]!
          return Math.max(bars.high[bar]!, last) - Math.min(bars.low[bar]!, last)
        })
        const sum = ranges.reduce((all, one) => all + one, 0)
        return ranges.length === 0 ? 0 : (slippage.fraction * sum) / ranges.length
      }
    }
  }
  const moved = open + sign * away()
  return moved > 0 ? moved : Math.min(open, instrument.tick || open / 1e4)
}

/** An order's minimum and its fixed part are paid with its first part. */
function partList({ options, result }: Books, fill: Fill): number {
  const at = result.fills.indexOf(fill)
  const before = result.fills
    .slice(0, at)
    .filter(({ order }) => order === fill.order && order >= 0)
    .reduce((sum, { quantity }) => sum + quantity, 0)
  if (before === 0) return priceList(options, fill)
  const upTo = priceList(options, { ...fill, quantity: before + fill.quantity })
  return upTo - priceList(options, { ...fill, quantity: before })
}

function priceList({ costs, instrument }: RunOptions, { quantity, price }: Fill): number {
  const value = quantity * price * instrument.multiplier
  const { commission } = costs
  if (commission === undefined) return 0
  if (commission.kind === 'per-trade') return commission.amount
  if (commission.kind === 'per-share') return commission.amount * quantity
  if (commission.kind === 'fraction') return commission.fraction * value
  if (commission.kind === 'ibkr-fixed') return Math.min(Math.max(0.005 * quantity, 1), value / 100)
  // The bars are of 1970: no regulator takes anything.
  const own = Math.min(Math.max(0.0035 * quantity, 0.35), value / 100)
  return own * 1.000735 + 0.0032 * quantity
}

function flow(side: 'buy' | 'sell', quantity: number, price: number, multiplier: number): bigint {
  const value = micros(price * quantity * multiplier)
  return side === 'buy' ? -value : value
}

function sidesOf({ side }: Trade): readonly ['buy' | 'sell', 'buy' | 'sell'] {
  return side === 'long' ? ['buy', 'sell'] : ['sell', 'buy']
}

/** Money to whole millionths, halves to the even one, by way of its decimal digits. */
function micros(money: number): bigint {
  const scaled = money * 1e6
  const whole = Math.trunc(scaled)
  const rest = Math.abs(scaled - whole)
  const away = rest > 0.5 || (rest === 0.5 && whole % 2 !== 0)
  return BigInt(whole) + (away ? BigInt(Math.sign(scaled)) : 0n)
}

function near(a: number, b: number, least = 1e-7): boolean {
  return Math.abs(a - b) <= Math.max(least, 1e-11 * Math.max(Math.abs(a), Math.abs(b)))
}
