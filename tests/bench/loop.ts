/**
 * The other yardstick: the same strategy as sma_crossover.c, written by hand in JavaScript for
 * this one strategy and these costs. Started by bench.ts in a process of its own.
 */
import { measure, type Outcome, readTask, type Task } from './contestant.ts'

const FAST = 10
const SLOW = 30
const CASH = 100_000
const FRACTION = 0.95
const PER_SHARE = 0.005
const SLIPPAGE = 0.0002

interface Trade {
  readonly entryBar: number
  readonly exitBar: number
  readonly quantity: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly profit: number
}

function run({ open, close, periodsPerYear }: Task): Outcome {
  const bars = close.length
  const equityCurve = new Float64Array(bars)
  const trades: Trade[] = []
  let fastSum = 0
  let slowSum = 0
  let fastBefore = Number.NaN
  let slowBefore = Number.NaN
  let cash = CASH
  let position = 0
  let entryPrice = 0
  let entryBar = 0
  let paid = 0
  let peak = CASH
  let maxDrawdown = 0
  let deepest = CASH
  let before = CASH
  let sum = 0
  let squares = 0
  let wanted = 0
  let enter = false
  let leave = false
  for (let i = 0; i < bars; i++) {
    if (enter) {
      const price = open[i]! * (1 + SLIPPAGE)
      paid = PER_SHARE * wanted
      cash -= price * wanted + paid
      position = wanted
      entryPrice = price
      entryBar = i
      enter = false
    } else if (leave) {
      const price = open[i]! * (1 - SLIPPAGE)
      const fee = PER_SHARE * position
      cash += price * position - fee
      const profit = (price - entryPrice) * position - fee - paid
      trades.push({
        entryBar,
        exitBar: i,
        quantity: position,
        entryPrice,
        exitPrice: price,
        profit,
      })
      position = 0
      leave = false
    }
    const last = close[i]!
    fastSum += last
    slowSum += last
    if (i >= FAST) fastSum -= close[i - FAST]!
    if (i >= SLOW) slowSum -= close[i - SLOW]!
    const equity = cash + position * last
    equityCurve[i] = equity
    if (equity !== before) {
      const change = equity / before - 1
      before = equity
      sum += change
      squares += change * change
    }
    if (equity >= peak) {
      peak = equity
      deepest = peak * (1 - maxDrawdown)
    } else if (equity < deepest) {
      maxDrawdown = (peak - equity) / peak
      deepest = equity
    }
    if (i < SLOW - 1) continue
    const fast = fastSum / FAST
    const slow = slowSum / SLOW
    if (position === 0) {
      if (fastBefore <= slowBefore && fast > slow) {
        wanted = Math.floor((equity * FRACTION) / last)
        enter = wanted > 0
      }
    } else if (fastBefore >= slowBefore && fast < slow) {
      leave = true
    }
    fastBefore = fast
    slowBefore = slow
  }
  const mean = sum / (bars - 1)
  const variance = (squares - (bars - 1) * mean * mean) / (bars - 2)
  return {
    trades: trades.length,
    finalEquity: equityCurve[bars - 1]!,
    maxDrawdown,
    sharpe: (mean / Math.sqrt(variance)) * Math.sqrt(periodsPerYear),
  }
}

const task = readTask(process.argv.slice(2))
console.log(
  JSON.stringify(
    measure(task, () => {
      const outcome = run(task)
      return () => outcome
    }),
  ),
)
